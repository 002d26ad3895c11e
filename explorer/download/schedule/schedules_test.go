package schedule

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
	"whodid/explorer/download"
)

func TestPlansThatCantBe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		for _, tt := range []struct {
			name, field string
			change      func(*Plan)
		}{
			{"no name", "name", func(p *Plan) { p.Name = " " }},
			{"a long name", "name", func(p *Plan) { p.Name = strings.Repeat("김", 121) }},
			{"a name of two lines", "name", func(p *Plan) { p.Name = "a\nb" }},
			{"no rhythm", "every", func(p *Plan) { p.Every = "" }},
			{"each day", "every", func(p *Plan) { p.Every = "day" }},
			{"day 0", "on", func(p *Plan) { p.On = 0 }},
			{"day 8", "on", func(p *Plan) { p.On = 8 }},
			{"the 29th", "on", func(p *Plan) { p.Every, p.On = Month, 29 }},
			{"the 0th", "on", func(p *Plan) { p.Every, p.On = Month, 0 }},
			{"no time", "at", func(p *Plan) { p.At = "" }},
			{"24:00", "at", func(p *Plan) { p.At = "24:00" }},
			{"6:00", "at", func(p *Plan) { p.At = "6:00" }},
			{"six", "at", func(p *Plan) { p.At = "06:00 am" }},
			{"no zone", "tz", func(p *Plan) { p.TZ = "" }},
			{"an unknown zone", "tz", func(p *Plan) { p.TZ = "Moon/Crater" }},
			{"the machine's zone", "tz", func(p *Plan) { p.TZ = "Local" }},
			{"no period", "period", func(p *Plan) { p.Period = "" }},
			{"another period", "period", func(p *Plan) { p.Period = "next" }},
			{"a beginning beside the week before", "from", func(p *Plan) { p.From = "now-7d" }},
			{"an end beside what is new", "to", func(p *Plan) { p.Period, p.To = SinceLast, "now" }},
		} {
			_, err := r.s.Create(kim, func(p *Plan) error {
				_ = weekly(Previous)(p)
				tt.change(p)
				return nil
			})
			t.Log(tt.name)
			wantKind(t, err, audit.Invalid, "invalid_schedule", tt.field)
		}
		if list := r.s.List(admin); len(list) > 0 {
			t.Errorf("%+v", list)
		}
		of := r.create(kim, weekly(Previous))
		_, err := r.s.Change(kim, of.ID, func(p *Plan) error { p.Name = ""; return nil })
		wantKind(t, err, audit.Invalid, "invalid_schedule", "name")
		_, err = r.s.Change(kim, of.ID, func(*Plan) error { return audit.NewInvalid("q", "No.") })
		wantKind(t, err, audit.Invalid, "invalid_query", "q")
		if diff := cmp.Diff(of, r.get(of.ID)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPeople(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		of := r.create(kim, weekly(Previous))
		r.create(lee, weekly(Previous))
		for _, err := range []error{
			r.s.Delete(lee, of.ID),
			func() error { _, err := r.s.Change(lee, of.ID, paused(true)); return err }(),
			func() error { _, err := r.s.Run(t.Context(), lee, of.ID); return err }(),
			func() error { _, err := r.s.Run(t.Context(), kim, "nothing"); return err }(),
		} {
			wantKind(t, err, audit.NotFound, "not_found", "id")
		}
		if k, a := r.s.List(kim), r.s.List(admin); len(k) != 1 || len(a) != 2 {
			t.Errorf("kim sees %d, an administrator %d", len(k), len(a))
		}
		if _, err := r.s.Run(t.Context(), admin, of.ID); err != nil {
			t.Error(err)
		}
		r.wantAsked("kim 01-01T00:00 1999-12-20/1999-12-26 >0") // as its owner
		for range MaxSchedules - 1 {
			r.create(kim, weekly(Previous))
		}
		_, err := r.s.Create(kim, weekly(Previous))
		wantKind(t, err, audit.Conflict, "too_many_schedules", "")
		if err := r.s.Delete(admin, of.ID); err != nil {
			t.Error(err)
		}
		r.create(kim, weekly(Previous))
		if jobs := r.d.OfSchedule(of.ID); len(jobs) != 1 {
			t.Errorf("its downloads went with it: %+v", jobs)
		}
	})
}

// A deletion while a file is being written leaves the file alone.
func TestDeletedWhileItRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.gate = make(chan struct{})
		of := r.create(kim, weekly(SinceLast))
		r.wait(3 * day)
		if err := r.s.Delete(kim, of.ID); err != nil {
			t.Fatal(err)
		}
		close(r.gate)
		r.wait(time.Minute)
		if jobs := r.d.OfSchedule(of.ID); len(jobs) != 1 || jobs[0].State != download.Ready {
			t.Errorf("%+v", jobs)
		}
	})
}
