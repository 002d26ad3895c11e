package schedule

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"whodid/audit"
	"whodid/explorer/download"
)

// tick runs what is due.
func (s *Schedules) tick() {
	now := s.opts.Now().UTC()
	s.mu.Lock()
	s.mendClock(now)
	st := s.state
	s.mu.Unlock()
	for _, of := range st.Schedules {
		due, ok := of.due(now)
		if !ok {
			continue
		}
		_, err := s.run(s.ctx, of.ID, due.UTC())
		if s.ctx.Err() != nil {
			return
		}
		if err != nil {
			s.opts.Logger.Warn().Err(err).Str("schedule", of.ID).Str("owner", of.Owner).Msg("a scheduled download could not be requested")
		}
	}
}

// ahead is how far times that are done may lie ahead of the clock before it is the clock that was wrong then: it was
// put back.
const ahead = 24 * time.Hour

// mendClock has schedules that ran by a clock that was far ahead run again; s.mu is held.
func (s *Schedules) mendClock(now time.Time) {
	st := s.state.clone()
	for i := range st.Schedules {
		if of := &st.Schedules[i]; of.Handled.After(now.Add(ahead)) {
			of.Handled = now
			s.state = st
		}
	}
}

// Run requests a download out of turn. Errors: *audit.Error of kind NotFound, also for another's; Conflict where the
// former download is open; those of a request.
func (s *Schedules) Run(ctx context.Context, who download.Person, id string) (download.Job, error) {
	s.mu.Lock()
	_, err := s.state.find(who, id)
	s.mu.Unlock()
	if err != nil {
		return download.Job{}, err
	}
	return s.run(ctx, id, time.Time{})
}

// run requests a download; due is the time that it is for, zero where it is out of turn.
func (s *Schedules) run(ctx context.Context, id string, due time.Time) (download.Job, error) {
	of, err := s.begin(id)
	if err != nil {
		return download.Job{}, err
	}
	j, err := s.requested(ctx, of, due)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.busy, id)
	if ctx.Err() != nil && err != nil { // nobody waits for it: the server stops, and finds it due at its next start
		return j, err
	}
	st := s.state.clone()
	i := st.index(id)
	if i < 0 { // deleted meanwhile
		return j, err
	}
	if err == nil {
		// It may have come to its end, and be noted, by now.
		if last := st.Schedules[i].Last; last == nil || last.Download != j.ID {
			st.Schedules[i].ran(j)
		}
	} else if !due.IsZero() {
		st.Schedules[i].failed(err, due, s.opts.Now().UTC())
	}
	if kept := s.put(st); kept != nil {
		// The download is there and has the schedule's mark, from which it is found at the next start.
		s.opts.Logger.Error().Err(kept).Str("schedule", id).Msg("the run of a schedule can't be kept")
		s.state = st
	}
	return j, err
}

// begin marks a schedule as busy, and gives it.
func (s *Schedules) begin(id string) (Schedule, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.state.index(id)
	switch {
	case i < 0:
		return Schedule{}, errNoSchedule
	case s.busy[id]:
		return Schedule{}, errStillOpen
	}
	s.busy[id] = true
	return s.state.Schedules[i], nil
}

// requested requests the download of a run of a schedule that is busy. Only one at a time is open, so that each begins
// behind the last one that became ready.
func (s *Schedules) requested(ctx context.Context, of Schedule, due time.Time) (_ download.Job, err error) {
	defer func() {
		// One question's bug is not to stop the server, which would come upon it again at its start.
		if bug := recover(); bug != nil {
			err = fmt.Errorf("bug: %v\n%s", bug, debug.Stack())
		}
	}()
	for _, j := range s.opts.Downloads.OfSchedule(of.ID) {
		if j.State.Open() {
			return download.Job{}, errStillOpen
		}
	}
	at, since := due, download.Since{}
	if at.IsZero() {
		at = s.opts.Now()
	}
	if of.Period == SinceLast {
		since = of.Reached
	}
	return s.request(ctx, of.Owner, of.asks(at), since, download.Mark{ID: of.ID, Name: of.Name, Due: due, Increments: of.Period == SinceLast})
}

// failed notes that a run could not be requested. What is only too much at the moment stays due, for the next minute.
func (s *Schedule) failed(err error, due, now time.Time) {
	s.Trouble = &Trouble{now, "internal", "The download could not be requested. The server's log says why."}
	if told := (*audit.Error)(nil); errors.As(err, &told) {
		s.Trouble.Code, s.Trouble.Message = told.Code, told.Message
	}
	if audit.KindOf(err) != audit.Overloaded && due.After(s.Handled) {
		s.Handled = due
	}
}

// ended is told of each job that comes to its end. A ready one stands only if its schedule has kept up to where it reaches.
func (s *Schedules) ended(j download.Job) error {
	if j.Schedule.ID == "" {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.state.clone()
	i := st.index(j.Schedule.ID)
	if i < 0 {
		return nil
	}
	st.Schedules[i].ran(j)
	st.Schedules[i].reach(j)
	return s.put(st)
}
