package schedule

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"whodid/audit"
	"whodid/explorer/download"
)

func TestWeekly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		of := r.create(kim, weekly(Previous))
		if want := time.Date(2000, 1, 3, 6, 0, 0, 0, time.UTC); !of.Next.Equal(want) || of.Last != nil {
			t.Errorf("%+v", of)
		}
		r.wait(2 * day)
		r.wantAsked()
		r.wait(6*time.Hour + time.Second)
		r.wantAsked("kim 01-03T06:00 1999-12-27/2000-01-02 >0")
		of = r.wantLast(of.ID, download.Ready, "")
		if of.Last.Rows != 3 || !of.Next.Equal(time.Date(2000, 1, 10, 6, 0, 0, 0, time.UTC)) {
			t.Errorf("%+v %+v", of, of.Last)
		}
		if j, err := r.d.Get(kim, of.Last.Download); err != nil || j.Schedule.ID != of.ID || j.Schedule.Name != "Failures" {
			t.Errorf("%+v, %v", j, err)
		}
		r.wait(14 * day)
		r.wantAsked("kim 01-10T06:00 2000-01-03/2000-01-09 >0", "kim 01-17T06:00 2000-01-10/2000-01-16 >0")
	})
}

func TestMonthly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.create(kim, func(p *Plan) error {
			*p = Plan{Name: "All", When: When{Month, 1, "00:30"}, Period: Previous, Ask: download.Ask{TZ: "Asia/Seoul"}}
			return nil
		})
		r.wait(62 * day)
		r.wantAsked("kim 01-31T15:30 2000-01-01/2000-01-31 >0", "kim 02-29T15:30 2000-02-01/2000-02-29 >0")
	})
}

// What is asked for by the person is asked for as it is: "now-7d" is that of the run.
func TestAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		of := r.create(kim, func(p *Plan) error {
			err := weekly(Asked)(p)
			p.From, p.To = "now-7d", "now"
			return err
		})
		if _, err := r.s.Run(t.Context(), kim, of.ID); err != nil {
			t.Fatal(err)
		}
		r.wantAsked("kim 01-01T00:00 now-7d/now >0")
	})
}

// Each file goes on from the last ready one; one that failed or was canceled moves nothing.
func TestSinceLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		of := r.create(kim, weekly(SinceLast))
		r.wait(3 * day)
		r.wantAsked("kim 01-03T06:00 / >0")
		r.seq = 20
		r.fails = errors.New("torn")
		r.wait(7 * day)
		r.wantAsked("kim 01-10T06:00 / >10")
		r.wantLast(of.ID, download.Failed, "internal")
		r.fails, r.gate, r.seq = nil, make(chan struct{}), 30
		r.wait(7 * day)
		r.wantAsked("kim 01-17T06:00 / >10")
		running := r.wantLast(of.ID, download.Running, "internal")
		if err := r.d.Remove(kim, running.Last.Download); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		r.wantLast(of.ID, download.Canceled, "internal")
		r.gate, r.seq = nil, 40
		r.wait(7 * day)
		r.wantAsked("kim 01-24T06:00 / >10")
		of = r.wantLast(of.ID, download.Ready, "")
		// Nor does a deletion, once it is ready, nor a file of another kind.
		if err := r.d.Remove(kim, of.Last.Download); err != nil {
			t.Fatal(err)
		}
		r.change(of.ID, weekly(Previous))
		r.seq = 50
		r.wait(7 * day)
		r.change(of.ID, weekly(SinceLast))
		r.wait(7 * day)
		r.wantAsked("kim 01-31T06:00 2000-01-24/2000-01-30 >0", "kim 02-07T06:00 / >40")
	})
}

// However many times a stopped server missed, one run makes up for them, of the last of them.
func TestMissed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		of := r.create(kim, weekly(Previous))
		r.close()
		r.wait(18 * day)
		r.open()
		r.wantAsked("kim 01-19T00:00 2000-01-10/2000-01-16 >0")
		r.wantLast(of.ID, download.Ready, "")
		r.close()
		r.wait(time.Hour)
		r.open()
		r.wantAsked()
		r.wait(7 * day)
		r.wantAsked("kim 01-24T06:00 2000-01-17/2000-01-23 >0")
	})
}

// What was passed while a schedule was paused, or had other times, is not made up for.
func TestPausedAndChanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		of := r.create(kim, weekly(Previous))
		if of = r.change(of.ID, paused(true)); !of.Next.IsZero() {
			t.Errorf("a paused schedule runs next at %s", of.Next)
		}
		r.wait(10 * day)
		of = r.change(of.ID, paused(false))
		r.wait(time.Hour)
		r.change(of.ID, func(p *Plan) error { p.On = 2; return nil }) // it is Tuesday, 01:00
		r.wait(time.Hour)
		r.wantAsked()
		r.wait(4 * time.Hour)
		r.wantAsked("kim 01-11T06:00 2000-01-03/2000-01-09 >0")
		r.wait(day)
		r.change(of.ID, func(p *Plan) error { p.On, p.At = 3, "05:00"; return nil }) // it is Wednesday, 06:00
		r.wait(time.Hour)
		r.wantAsked()
		r.change(of.ID, func(p *Plan) error { p.Name = "Other"; return nil }) // moves no time
		r.wait(7 * day)
		r.wantAsked("kim 01-19T05:00 2000-01-10/2000-01-16 >0")
		r.wait(time.Minute)
		r.wantAsked()
	})
}

// While a file is being written its schedule begins no other.
func TestFormerStillOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.gate = make(chan struct{})
		of := r.create(kim, weekly(SinceLast))
		r.wait(10 * day)
		r.wantAsked("kim 01-03T06:00 / >0")
		r.wantLast(of.ID, download.Running, "still_open")
		_, err := r.s.Run(t.Context(), kim, of.ID)
		wantKind(t, err, audit.Conflict, "still_open", "")
		close(r.gate)
		r.gate = nil
		r.wait(time.Hour)
		r.wantLast(of.ID, download.Ready, "")
		r.wantAsked()
	})
}

// What can't be requested is tried again the next time; what is only too much at the moment, the next minute.
func TestRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.refuse = &audit.Error{Kind: audit.Conflict, Code: "too_many_downloads", Message: "Too many."}
		of := r.create(kim, weekly(Previous))
		r.wait(3 * day)
		r.wantAsked("kim 01-03T06:00 1999-12-27/2000-01-02 >0")
		r.wantLast(of.ID, "none", "too_many_downloads")
		_, err := r.s.Run(t.Context(), kim, of.ID)
		wantKind(t, err, audit.Conflict, "too_many_downloads", "")
		r.asked = nil
		r.refuse = &audit.Error{Kind: audit.Overloaded, Code: "overloaded", Message: "Too much."}
		r.wait(6*day + 6*time.Hour + 90*time.Second)
		r.wantAsked("kim 01-10T06:00 2000-01-03/2000-01-09 >0", "kim 01-10T06:01 2000-01-03/2000-01-09 >0")
		r.wantLast(of.ID, "none", "overloaded")
		r.refuse = errors.New("bug")
		r.wait(time.Minute)
		r.wantLast(of.ID, "none", "internal")
		r.refuse, r.asked = nil, nil
		r.wait(7 * day)
		r.wantAsked("kim 01-17T06:00 2000-01-10/2000-01-16 >0")
		r.wantLast(of.ID, download.Ready, "")
	})
}

// A bug that one question finds is its schedule's trouble, and nobody else's.
func TestBugInARequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		of := r.create(kim, weekly(Previous))
		r.bug = true
		r.wait(3 * day)
		r.wantLast(of.ID, "none", "internal")
		r.bug, r.asked = false, nil
		if _, err := r.s.Run(t.Context(), kim, of.ID); err != nil {
			t.Error(err)
		}
	})
}

// A clock that was far ahead for a while keeps no schedule from running; one that is put back a little runs none twice.
func TestClockIsPutBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.create(kim, weekly(Asked))
		r.wait(2*day + 6*time.Hour + time.Second)
		r.shift.Store(int64(-time.Minute))
		r.wait(10 * time.Minute)
		r.wantAsked("kim 01-03T06:00 / >0")
		r.shift.Store(int64(360 * day))
		r.wait(2 * time.Minute)
		r.shift.Store(0)
		r.asked = nil
		r.wait(7 * day)
		r.wantAsked("kim 01-10T06:00 / >0")
	})
}
