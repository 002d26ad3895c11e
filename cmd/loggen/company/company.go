// Package company makes up a company and the audit log it leaves behind:
// members with Korean, Japanese and Latin names, groups, teams, tags and
// contacts; a few busy people and many quiet ones; office hours and weekends;
// members who page through the staff, jobs that fail in bulk, a directory sync at
// night, and one evening that somebody will have to explain.
//
// The same options give the same company and the same events, on any machine.
// cmd/loggen writes them to files, the demo of cmd/whodid fills a store with
// them, tests and benchmarks feed on them. It imports audit only and never does
// I/O, never reads a clock.
package company

import (
	"iter"
	"math/rand/v2"
	"time"

	"whodid/audit"
)

// Options say which company it is.
type Options struct {
	Seed uint64 // changes people, names and draws together
	// Members is the number of members; 0 is 2,000, anything below 50 is 50.
	// There are three external contacts to a member.
	Members int
	// Plain leaves out the stories: every event is drawn on its own, from the
	// shares that the published benchmark figures are measured on.
	Plain bool
}

// Company is a made-up company. Events and EventsNewestFirst may be called from
// several goroutines at a time; Next may not.
type Company struct {
	options  Options
	members  []person
	contacts []person
	groups   []group
	teams    []audit.Target
	tags     []audit.Target
	whoShare shares // rank → share of what is done by, and to, a member
	extShare shares // rank → share of what is done to a contact
	who      []int  // rank → member who does
	whom     []int  // rank → member it is done to
	ext      []int  // rank → contact
	live     *draw
	recent   [8]audit.Event // what Next gave last, for people who go on
	given    int            // how many Next has given
}

// New makes the company of o.
func New(o Options) *Company {
	if o.Members == 0 {
		o.Members = 2000
	}
	o.Members = max(o.Members, 50)
	r := random(o.Seed, streamPeople)
	c := &Company{options: o}
	c.members = newPeople(r, o.Members, "m", "acme.example", o.Plain)
	c.contacts = newPeople(r, 3*o.Members, "x", "partners.example", o.Plain)
	if !o.Plain {
		castMembers(c.members)
	}
	c.groups = newGroups(r, o, len(c.members))
	c.teams = newTeams(r, o)
	c.tags = newTags(o.Plain)
	c.whoShare, c.extShare = zipf(len(c.members)), zipf(len(c.contacts))
	c.who, c.whom, c.ext = r.Perm(len(c.members)), r.Perm(len(c.members)), r.Perm(len(c.contacts))
	c.live = &draw{c: c, r: random(o.Seed, streamLive)}
	return c
}

// Streams of random numbers: one for each purpose and one for each UTC day, so
// that a day's events depend on nothing but the company, the day and its count.
const (
	streamPeople = ^uint64(0) - iota
	streamLive
	streamWeights
)

// random gives the random numbers of one stream. The mixing keeps neighbouring
// days from beginning alike.
func random(seed, stream uint64) *rand.Rand {
	return rand.New(rand.NewPCG(mix(seed), mix(stream^mix(seed+1))))
}

// mix spreads x over all 64 bits (the finaliser of SplitMix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Events gives exactly n events from from (inclusive) to to (exclusive), oldest
// first, without ids. Times are in UTC, whole milliseconds. There are none where
// the period is empty.
func (c *Company) Events(from, to time.Time, n int) iter.Seq[audit.Event] {
	return func(yield func(audit.Event) bool) {
		for _, d := range c.plan(from, to, n) {
			for e := range c.day(d) {
				if !yield(e) {
					return
				}
			}
		}
	}
}

// EventsNewestFirst gives the events of Events in the opposite order. It holds
// one day's events in memory.
func (c *Company) EventsNewestFirst(from, to time.Time, n int) iter.Seq[audit.Event] {
	return func(yield func(audit.Event) bool) {
		days := c.plan(from, to, n)
		for i := len(days) - 1; i >= 0; i-- {
			events := make([]audit.Event, 0, days[i].count)
			for e := range c.day(days[i]) {
				events = append(events, e)
			}
			for k := len(events) - 1; k >= 0; k-- {
				if !yield(events[k]) {
					return
				}
			}
		}
	}
}

// Next gives one event more, as of now: the live company. Now and then somebody
// seen a moment ago goes on with something else. Not safe for concurrent use.
func (c *Company) Next(now time.Time) audit.Event {
	e := c.live.event()
	if !c.options.Plain && c.given >= len(c.recent) && c.live.r.Float64() < 0.35 {
		before := c.recent[c.live.r.IntN(len(c.recent))]
		e.User, e.ServiceType = before.User, before.ServiceType
	}
	e.Time = now.UTC().Truncate(time.Millisecond)
	c.recent[c.given%len(c.recent)] = e
	c.given++
	return e
}
