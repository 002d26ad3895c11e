package company

import (
	"fmt"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

func at(t *testing.T, s string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func TestEventsAreExactlyThoseAskedFor(t *testing.T) {
	tests := []struct {
		name     string
		from, to string
		n        int
		want     int
	}{
		{"half a year", "2026-05-27T00:00:00Z", "2026-11-23T00:00:00Z", 20_000, 20_000},
		{"fewer events than days", "2026-05-27T00:00:00Z", "2026-11-23T00:00:00Z", 7, 7},
		{"one event", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z", 1, 1},
		{"parts of days, as seen from Seoul", "2026-11-19T15:00:00+09:00", "2026-11-22T10:23:45.678+09:00", 3_000, 3_000},
		{"an hour at night", "2026-11-22T20:10:00Z", "2026-11-22T21:05:30Z", 500, 500},
		{"a millisecond", "2026-11-22T20:10:00Z", "2026-11-22T20:10:00.001Z", 5, 5},
		{"over midnight", "2026-11-21T23:59:59.990Z", "2026-11-22T00:00:00.010Z", 400, 400},
		{"a leap day", "2028-02-28T00:00:00Z", "2028-03-02T00:00:00Z", 900, 900},
		{"none", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z", 0, 0},
		{"less than none", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z", -1, 0},
		{"an empty period", "2026-11-22T00:00:00Z", "2026-11-22T00:00:00Z", 10, 0},
		{"a period backwards", "2026-11-22T00:00:00Z", "2026-11-21T00:00:00Z", 10, 0},
	}
	for _, plain := range []bool{false, true} {
		c := New(Options{Seed: 3, Members: 300, Plain: plain})
		for _, tt := range tests {
			t.Run(fmt.Sprintf("%s, plain=%t", tt.name, plain), func(t *testing.T) {
				from, to := at(t, tt.from), at(t, tt.to)
				events := slices.Collect(c.Events(from, to, tt.n))
				if len(events) != tt.want {
					t.Fatalf("%d events, want %d", len(events), tt.want)
				}
				for i, e := range events {
					if e.Time.Before(from) || !e.Time.Before(to) || !e.Time.Equal(e.Time.Truncate(time.Millisecond)) || e.Time.Location() != time.UTC {
						t.Fatalf("event %d has the time %v", i, e.Time)
					}
					if i > 0 && e.Time.Before(events[i-1].Time) {
						t.Fatalf("event %d is older than the one before it", i)
					}
				}
				newest := slices.Collect(c.EventsNewestFirst(from, to, tt.n))
				slices.Reverse(newest)
				if diff := cmp.Diff(events, newest); diff != "" {
					t.Errorf("newest first gives others: %s", diff)
				}
			})
		}
	}
}

// A reader that has enough may leave at any event.
func TestStopEarly(t *testing.T) {
	c := New(Options{Seed: 1})
	from, to := at(t, "2026-11-01T00:00:00Z"), at(t, "2026-11-23T00:00:00Z")
	for _, n := range []int{1, 400, 3999} {
		for name, events := range map[string]func(time.Time, time.Time, int) func(func(audit.Event) bool){
			"oldest": func(f, t time.Time, n int) func(func(audit.Event) bool) { return c.Events(f, t, n) },
			"newest": func(f, t time.Time, n int) func(func(audit.Event) bool) { return c.EventsNewestFirst(f, t, n) },
		} {
			got := 0
			for range events(from, to, 4000) {
				if got++; got == n {
					break
				}
			}
			if got != n {
				t.Errorf("%s first: %d events, want %d", name, got, n)
			}
		}
	}
}

func TestSameOptionsSameEvents(t *testing.T) {
	from, to := at(t, "2026-11-01T00:00:00Z"), at(t, "2026-11-08T00:00:00Z")
	some := func(o Options) []audit.Event {
		c := New(o)
		events := slices.Collect(c.Events(from, to, 2000))
		for range 50 {
			events = append(events, c.Next(to))
		}
		return events
	}
	first := some(Options{Seed: 1})
	if diff := cmp.Diff(first, some(Options{Seed: 1})); diff != "" {
		t.Error(diff)
	}
	if cmp.Equal(first, some(Options{Seed: 2})) {
		t.Error("another seed gives the same events")
	}
}

// Whatever is made up has to pass the door.
func TestEventsAreValid(t *testing.T) {
	c := New(Options{Seed: 5})
	valid := func(e audit.Event) {
		t.Helper()
		for _, s := range []string{e.User.ID, e.User.Name, e.User.Email, e.Target.Type, e.Target.Name, e.Target.Email} {
			if !utf8.ValidString(s) || len(s) > audit.MaxFieldBytes {
				t.Errorf("a field holds %q", s)
			}
		}
		if e.User.Name == "" || e.User.Email == "" || e.Target.Type == "" || e.Target.Name == "" {
			t.Errorf("something is missing in %+v", e)
		}
		_, task := audit.ParseTask(string(e.Task))
		_, status := audit.ParseStatus(string(e.Status))
		_, via := audit.ParseServiceType(string(e.ServiceType))
		if !task || !status || !via {
			t.Errorf("a code that nobody knows in %+v", e)
		}
		if e.ID != "" || e.Seq != 0 {
			t.Errorf("only a store gives ids: %+v", e)
		}
	}
	tasks := map[audit.Task]bool{}
	for e := range c.Events(at(t, "2026-09-01T00:00:00Z"), at(t, "2026-11-01T00:00:00Z"), 30_000) {
		valid(e)
		tasks[e.Task] = true
	}
	if len(tasks) != len(audit.Tasks()) {
		t.Errorf("%d tasks occur of %d", len(tasks), len(audit.Tasks()))
	}
	now := at(t, "2026-11-22T09:12:33.1239Z")
	for range 500 {
		e := c.Next(now)
		valid(e)
		if want := at(t, "2026-11-22T09:12:33.123Z"); !e.Time.Equal(want) {
			t.Fatalf("a live event of %v, want %v", e.Time, want)
		}
	}
}

// People, groups and tags of small companies and of large ones have the names
// that examples ask for.
func TestNamesThatExamplesAskFor(t *testing.T) {
	for _, members := range []int{0, 1, 12_000} {
		c := New(Options{Seed: 9, Members: members})
		var names []string
		for _, m := range c.members {
			names = append(names, m.who.Name)
		}
		for _, g := range c.groups {
			names = append(names, g.target.Name)
		}
		for _, want := range []string{"김민준", "Kim Minjun", "佐藤 結衣", "José García", "Seoul Sales 12"} {
			if !slices.Contains(names, want) {
				t.Errorf("%d members: nobody is named %s", members, want)
			}
		}
		addresses := map[string]string{}
		for _, m := range slices.Concat(c.members, c.contacts) {
			if other, taken := addresses[m.who.Email]; taken {
				t.Errorf("%s and %s share %s", other, m.who.Name, m.who.Email)
			}
			addresses[m.who.Email] = m.who.Name
		}
	}
}

func BenchmarkEvents(b *testing.B) {
	from, to := time.Date(2026, 5, 27, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for _, plain := range []bool{false, true} {
		b.Run(fmt.Sprintf("plain=%t", plain), func(b *testing.B) {
			c := New(Options{Seed: 1, Members: 12_000, Plain: plain})
			b.ResetTimer()
			made := 0
			for range c.Events(from, to, b.N) {
				made++
			}
			b.ReportMetric(float64(made)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
