package naverworks

import (
	"maps"
	"slices"
	"time"

	"whodid/audit"
)

// State is what a source does.
type State string

// The states.
const (
	Waiting State = "waiting" // for Next
	Running State = "running"
	Paused  State = "paused"
)

// Problem is why something was not pulled.
type Problem struct {
	At      time.Time `json:"at"`
	Code    string    `json:"code"`
	Message string    `json:"message"` // a sentence
	Window  Span      `json:"window"`  // that was asked for
}

// Status is how a source stands.
type Status struct {
	ID          string // "naverworks", or with "-" and the domain's number
	Domain      int    // 0 is the app's own
	State       State
	Window      Span      // being asked for; empty where none is
	LastSuccess time.Time // when all there was had been stored; the zero time is never
	LastError   *Problem  // also one that was overcome since; nil is none
	// Rows counts rows by what became of them: accepted, duplicate, or the code of a
	// rejection. Windows are pulled again, so duplicates are no sign of anything.
	Rows       map[string]int
	Covered    []Span    // pulled whole, oldest first, apart
	Gaps       []Span    // not pulled whole, between what the source remembers and the end of Covered
	Days       []Day     // in the zone of the source, oldest first, today last
	Next       time.Time // by the schedule; the zero time is at once
	Forgets    time.Time // when the source begins to forget what was not pulled yet
	CallsToday int
}

// Day is how much of a day was pulled.
type Day struct {
	Day     audit.Day // of the source's zone
	Covered float64   // 0 is nothing, 1 all of it; of today, until now
}

// Status tells how each source stands, in the order of Options.Domains.
func (c *Collector) Status() []Status {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now().UTC().Truncate(time.Second)
	remembered := Span{now.AddDate(0, 0, -c.opts.Days), now}
	var all []Status
	for _, s := range c.sources {
		st := Status{
			ID: s.id, Domain: s.domain, State: Waiting, Window: s.window, LastSuccess: s.LastSuccess, LastError: s.LastError,
			Rows: maps.Clone(s.Rows), Covered: slices.Clone(s.Covered), Next: s.next, Forgets: now.AddDate(0, 0, RememberedDays),
			Days: c.days(remembered, s.Covered),
		}
		if s.CallsDay == c.today() {
			st.CallsToday = s.Calls
		}
		if s.asked {
			st.Next = time.Time{}
		}
		switch {
		case s.Paused:
			st.State = Paused
		case s.cancel != nil:
			st.State = Running
		}
		end := later(remembered.From, endOf(s.Covered))
		st.Gaps = missing(Span{remembered.From, end}, s.Covered)
		if open := missing(remembered, s.Covered); len(open) > 0 {
			st.Forgets = open[0].From.AddDate(0, 0, RememberedDays)
		}
		all = append(all, st)
	}
	return all
}

// days cuts what is covered by days of the zone.
func (c *Collector) days(whole Span, covered []Span) []Day {
	var days []Day
	y, m, d := whole.From.In(c.opts.Zone).Date()
	for {
		start := time.Date(y, m, d, 0, 0, 0, 0, c.opts.Zone)
		d++
		day := Span{later(start, whole.From), earlier(time.Date(y, m, d, 0, 0, 0, 0, c.opts.Zone), whole.To)}
		if !start.Before(whole.To) {
			return days
		}
		var sum time.Duration
		for _, s := range within(day, covered) {
			sum += s.To.Sub(s.From)
		}
		days = append(days, Day{audit.Day(start.Format(time.DateOnly)), float64(sum) / float64(day.To.Sub(day.From))})
	}
}

// Run pulls a source now, in the background. Errors: NotFound; Conflict where it is paused.
func (c *Collector) Run(id string) error {
	s, err := c.source(id)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if s.Paused {
		return &audit.Error{Kind: audit.Conflict, Code: "paused", Message: "This source is paused; resume it first."}
	}
	s.asked = s.cancel == nil // one that runs does so already
	c.signal()
	return nil
}

// Pause ends a pull of the source and lets none begin, also after a restart. What
// came of it is stored, and pulled again later. NotFound is its error.
func (c *Collector) Pause(id string) error {
	s, err := c.source(id)
	if err != nil {
		return err
	}
	c.note(func() {
		s.Paused, s.asked = true, false
		if s.cancel != nil {
			s.cancel()
		}
	})
	return nil
}

// Resume lets the source be pulled again; at once where it is due. NotFound is its error.
func (c *Collector) Resume(id string) error {
	s, err := c.source(id)
	if err != nil {
		return err
	}
	c.note(func() { s.Paused = false })
	c.signal()
	return nil
}

func (c *Collector) source(id string) (*pulled, error) {
	for _, s := range c.sources {
		if s.id == id {
			return s, nil
		}
	}
	return nil, &audit.Error{Kind: audit.NotFound, Code: "not_found", Message: "There is no such source."}
}
