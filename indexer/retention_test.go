package indexer

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

// Retention never drops a day that is still promised: day 180 stays, day 181 goes.
func TestRetentionBoundary(t *testing.T) {
	all := []audit.Day{"2025-01-01", "2026-05-25", "2026-05-26", "2026-05-27", "2026-05-28", "2026-11-22", "2026-11-23", "2026-11-24", "2027-03-01"}
	tests := []struct {
		name string
		now  string
		keep int
		left []audit.Day
	}{
		{"in the middle of the day", "2026-11-23T10:00:00Z", 180, all[3:]},
		{"the last instant of the day", "2026-11-23T23:59:59.999Z", 180, all[3:]},
		{"midnight UTC", "2026-11-24T00:00:00Z", 180, all[4:]},
		{"midnight in Seoul is another day's noon", "2026-11-24T00:00:00+09:00", 180, all[3:]},
		{"one day", "2026-11-23T10:00:00Z", 1, all[5:]},
		{"a year", "2026-11-23T10:00:00Z", 366, all[1:]},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now, err := time.Parse(time.RFC3339, tt.now)
			if err != nil {
				t.Fatal(err)
			}
			f := &fakeStore{days: all}
			run := NewRetention(RetentionOptions{Store: f, Days: tt.keep, Now: func() time.Time { return now }}).Run(t.Context())
			if diff := cmp.Diff(tt.left, f.days); diff != "" || run.Err != nil {
				t.Errorf("%v; days left (-want +got):\n%s", run.Err, diff)
			}
			if want := len(all) - len(tt.left); len(run.Dropped) != want {
				t.Errorf("dropped %v, want %d days", run.Dropped, want)
			}
		})
	}
}

func TestRetentionGoesOnAfterAFailure(t *testing.T) {
	stuck := errors.New("text file busy")
	today := audit.DayOf(testNow)
	f := &fakeStore{days: []audit.Day{"2026-01-01", "2026-01-02", "2026-01-03", today}, drop: func(d audit.Day) error {
		if d == "2026-01-02" {
			return stuck
		}
		return nil
	}}
	run := NewRetention(RetentionOptions{Store: f, Now: func() time.Time { return testNow }}).Run(t.Context())
	if !errors.Is(run.Err, stuck) || !cmp.Equal(run.Dropped, []audit.Day{"2026-01-01", "2026-01-03"}) || !cmp.Equal(f.days, []audit.Day{"2026-01-02", today}) {
		t.Errorf("%+v, left %v", run, f.days)
	}
}

func TestRetentionRunsAtTheStartAndNightly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		runs := make(chan time.Time, 10)
		r := NewRetention(RetentionOptions{Store: &fakeStore{}, Report: func(RetentionRun) { runs <- time.Now().UTC() }})
		if !r.Next().IsZero() {
			t.Errorf("next is %v before Start", r.Next())
		}
		began := time.Now().UTC()
		if err := r.Start(); err != nil {
			t.Fatal(err)
		}
		if at := <-runs; !at.Equal(began) {
			t.Errorf("the first run was at %v, want %v", at, began)
		}
		for range 3 {
			next := r.Next()
			if next.Hour() != 0 || next.Minute() != 5 || time.Until(next) > 24*time.Hour {
				t.Errorf("next is %v", next)
			}
			if at := <-runs; !at.Equal(next) {
				t.Errorf("ran at %v, want %v", at, next)
			}
			synctest.Wait()
		}
		r.Close()
	})
}

func TestRetentionEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f := &fakeStore{days: []audit.Day{"2026-01-01", audit.DayOf(testNow)}, drop: func(audit.Day) error { return ctx.Err() }}
	if run := NewRetention(RetentionOptions{Store: f, Now: func() time.Time { return testNow }}).Run(ctx); !errors.Is(run.Err, context.Canceled) {
		t.Errorf("%+v", run)
	}
}

// The oldest day that is left is the oldest that rows are taken for: no row is
// taken for a day that is gone, and no day goes that is still promised.
func TestRetentionAgreesWithTheCheck(t *testing.T) {
	for _, now := range []time.Time{
		audit.Day("2026-11-23").Start(), audit.Day("2026-11-23").End().Add(-1),
		time.Date(2028, 8, 27, 12, 0, 0, 0, time.UTC), // 180 days after 29 February
	} {
		f := &fakeStore{}
		for d := audit.DayOf(now).Add(-200); d <= audit.DayOf(now); d = d.Add(1) {
			f.days = append(f.days, d)
		}
		NewRetention(RetentionOptions{Store: f, Now: func() time.Time { return now }}).Run(t.Context())
		e := sample()
		e.Time = f.days[0].Start()
		if problem := newDoor(now, audit.RetentionDays).check(&e); problem != nil {
			t.Errorf("%v: the oldest day left takes no rows: %v", now, problem)
		}
		e.Time = e.Time.Add(-time.Millisecond)
		if newDoor(now, audit.RetentionDays).check(&e) == nil {
			t.Errorf("%v: a day that was dropped takes rows", now)
		}
	}
}

// A machine came up with its clock ten years ahead, and retention dropped every
// day within the first second.
func TestRetentionDoubtsAClockThatJumps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := []audit.Day{"2026-05-27", "2026-11-22", "2026-11-23"}
		f := &fakeStore{days: slices.Clone(all)}
		ahead := 10 * 366 * 24 * time.Hour
		offset := time.Until(testNow) + ahead
		r := NewRetention(RetentionOptions{Store: f, Now: func() time.Time { return time.Now().Add(offset) }})
		held := func() {
			t.Helper()
			if run := r.Run(t.Context()); len(run.Dropped) > 0 || !cmp.Equal(run.Held, all) || run.Err != nil {
				t.Errorf("%+v, want all held", run)
			}
		}
		held()
		<-time.After(clockPatience - time.Second)
		held()

		offset -= ahead // somebody puts it right: what is still promised was never dropped
		if run := r.Run(t.Context()); len(run.Held)+len(run.Dropped) > 1 || run.Err != nil {
			t.Errorf("%+v", run)
		}

		offset += ahead // and again; the doubt begins anew
		all = f.days
		held()
		<-time.After(clockPatience)
		if run := r.Run(t.Context()); len(run.Held) > 0 || len(f.days) > 0 {
			t.Errorf("%+v: a clock that nobody puts right is right in the end", run)
		}
	})
}

// A server that wrote yesterday knows its clock, whatever the events' times are;
// one whose clock jumps while it runs does not any more.
func TestRetentionTrustsTheClockThatItWroteBy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var jump time.Duration
		now := func() time.Time { return time.Now().Add(jump) }
		for gap, drops := range map[time.Duration]bool{0: true, clockGap: true, clockGap + time.Hour: false} {
			f := &fakeStore{days: []audit.Day{"1999-01-01"}}
			r := NewRetention(RetentionOptions{Store: f, Now: now, Written: now().Add(-gap)})
			if run := r.Run(t.Context()); len(run.Dropped) > 0 != drops {
				t.Errorf("last written %v ago: %+v, want the day dropped: %v", gap, run, drops)
			}
		}
		f := &fakeStore{days: []audit.Day{"1999-01-01"}}
		r := NewRetention(RetentionOptions{Store: f, Now: now, Written: now()})
		jump = 400 * 24 * time.Hour
		if run := r.Run(t.Context()); len(run.Dropped) > 0 {
			t.Errorf("after a jump: %+v", run)
		}
		jump = 0
		<-time.After(90 * 24 * time.Hour) // runs evenly, however long
		if run := r.Run(t.Context()); len(run.Dropped) != 1 {
			t.Errorf("after three quiet months: %+v", run)
		}
	})
}

// An event that others vouch for ends the doubt at once; one of a day that is far
// ahead says nothing.
func TestRetentionTrustsAClockThatEventsAgreeWith(t *testing.T) {
	today := audit.DayOf(testNow)
	for name, tt := range map[string]struct {
		newest audit.Day
		drops  bool
	}{
		"today":                  {today, true},
		"tomorrow":               {today.Add(1), true},
		"a week ago":             {today.Add(-clockDays), true},
		"more than a week ago":   {today.Add(-clockDays - 1), false},
		"the day after tomorrow": {today.Add(2), false},
	} {
		t.Run(name, func(t *testing.T) {
			f := &fakeStore{days: []audit.Day{"2026-01-01", tt.newest}}
			run := NewRetention(RetentionOptions{Store: f, Now: func() time.Time { return testNow }}).Run(t.Context())
			if dropped := len(run.Dropped) > 0; dropped != tt.drops || len(run.Held) > 0 == tt.drops {
				t.Errorf("%+v, want the old day dropped: %v", run, tt.drops)
			}
		})
	}
}
