package schedule

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/explorer/download"
)

// MaxSchedules of one person.
const MaxSchedules = 50

// Options say where schedules are kept.
type Options struct {
	File      string // mode 0600, replaced as a whole with each change; "" keeps them in memory
	Downloads *download.Downloads
	Now       func() time.Time // nil is time.Now
	Logger    zerolog.Logger
}

// Schedules is everybody's. Safe for concurrent use. A change is on disk when its method returns; one that can't be
// written is not made.
type Schedules struct {
	opts    Options
	request Requester
	cron    *cron.Cron
	ctx     context.Context //nolint:containedctx // ends the runs
	stop    context.CancelFunc
	first   sync.WaitGroup // the look at the start

	mu    sync.Mutex      // taken within that of Downloads, never around it
	state state           // guarded by mu; replaced, never written to
	busy  map[string]bool // guarded by mu, by id: its run is being requested
}

// Requester requests a download for a run. Errors: as the request of a person gives them.
type Requester func(ctx context.Context, owner string, ask download.Ask, since download.Since, mark download.Mark) (download.Job, error)

var (
	errNoSchedule = &audit.Error{Kind: audit.NotFound, Code: "not_found", Field: "id", Message: "There is no such schedule. Somebody may have deleted it."}
	errTooMany    = &audit.Error{Kind: audit.Conflict, Code: "too_many_schedules", Message: fmt.Sprintf("You have %d schedules, and there can't be more. Delete some first.", MaxSchedules)}
	errStillOpen  = &audit.Error{Kind: audit.Conflict, Code: "still_open", Message: "The former download of this schedule is still being written. Wait for it, or cancel it."}
)

// Open reads opts.File, where there is one, sees how the downloads of the schedules stand, and watches them from then on:
// to be called before opts.Downloads is started. A file that is damaged is put aside under a name that the log tells. Errors:
// it can't be read or put aside, or a later whodid has written it.
func Open(opts Options) (*Schedules, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	st, err := readState(opts.File, opts.Logger)
	if err != nil {
		return nil, err
	}
	s := &Schedules{opts: opts, state: st, busy: make(map[string]bool)}
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.cron = cron.New(cron.WithLocation(time.UTC), cron.WithChain(cron.SkipIfStillRunning(cron.DiscardLogger)))
	caught := s.state.clone()
	for i := range caught.Schedules {
		s.catchUp(&caught.Schedules[i])
	}
	if err := s.put(caught); err != nil {
		opts.Logger.Error().Err(err).Msg("how the downloads of schedules stand can't be kept")
		s.state = caught
	}
	opts.Downloads.Watch(s.ended)
	return s, nil
}

// catchUp notes what a crash came between: downloads that were requested or came to their end without their schedule
// having kept it.
func (s *Schedules) catchUp(of *Schedule) {
	found := false
	for _, j := range s.opts.Downloads.OfSchedule(of.ID) {
		if of.Last == nil || of.Last.Download == j.ID || of.Last.At.Before(j.Created) {
			of.ran(j)
			found = true
		}
		of.reach(j)
	}
	if of.Last != nil && of.Last.State.Open() && !found {
		of.Last = &Run{At: of.Last.At, Download: of.Last.Download, State: download.Failed}
		of.Trouble = &Trouble{s.opts.Now().UTC(), "download_gone", "The download of the last run is gone from the server's disk. The next one takes its place."}
	}
}

// Start looks each minute, and at once, which schedules are due. Call it once.
func (s *Schedules) Start(request Requester) error {
	s.request = request
	if _, err := s.cron.AddFunc("* * * * *", s.tick); err != nil {
		return fmt.Errorf("start the schedules: %w", err)
	}
	s.first.Go(func() {
		s.tick()
		if s.ctx.Err() == nil {
			s.cron.Start()
		}
	})
	return nil
}

// Close ends the requests that are being made; what was due stays so for the next start.
func (s *Schedules) Close() {
	s.stop()
	s.first.Wait()
	<-s.cron.Stop().Done()
}

// List gives the person's schedules, an administrator everybody's, newest first.
func (s *Schedules) List(who download.Person) []Schedule {
	s.mu.Lock()
	st := s.state
	s.mu.Unlock()
	var out []Schedule
	for _, of := range st.Schedules {
		if may(who, &of) {
			out = append(out, s.seen(of))
		}
	}
	slices.SortStableFunc(out, func(a, b Schedule) int { return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(a.ID, b.ID)) })
	return out
}

// seen is a schedule with its next time, and its last run as it stands.
func (s *Schedules) seen(of Schedule) Schedule {
	of = of.seen(s.opts.Now().UTC())
	if of.Last == nil || !of.Last.State.Open() {
		return of
	}
	if j, err := s.opts.Downloads.Get(download.Person{Admin: true}, of.Last.Download); err == nil {
		of.Last = &Run{of.Last.At, j.ID, j.State, j.RowsWritten}
	}
	return of
}

func may(who download.Person, of *Schedule) bool { return who.Admin || who.Name == of.Owner }

// Edit changes a plan. Its errors are answered as they are.
type Edit func(*Plan) error

// Create makes a schedule of the person's. Errors: *audit.Error of kind Invalid for a plan that can't be, Conflict for one
// schedule too many, Unavailable; those of edit.
func (s *Schedules) Create(who download.Person, edit Edit) (Schedule, error) {
	now := s.opts.Now().UTC()
	return s.change(func(st *state) (*Schedule, error) {
		if st.count(who.Name) >= MaxSchedules {
			return nil, errTooMany
		}
		of := Schedule{ID: rand.Text(), Owner: who.Name, Created: now.Truncate(time.Millisecond), Handled: now}
		if err := of.edit(edit, now); err != nil {
			return nil, err
		}
		st.Schedules = append(st.Schedules, of)
		return &of, nil
	})
}

// Change edits a schedule. Errors: as Create, and NotFound, also for another's.
func (s *Schedules) Change(who download.Person, id string, edit Edit) (Schedule, error) {
	return s.change(func(st *state) (*Schedule, error) {
		i, err := st.find(who, id)
		if err != nil {
			return nil, err
		}
		return &st.Schedules[i], st.Schedules[i].edit(edit, s.opts.Now().UTC())
	})
}

// Delete takes a schedule away; its downloads stay. Errors: as Change.
func (s *Schedules) Delete(who download.Person, id string) error {
	_, err := s.change(func(st *state) (*Schedule, error) {
		i, err := st.find(who, id)
		if err != nil {
			return nil, err
		}
		gone := st.Schedules[i]
		st.Schedules = slices.Delete(st.Schedules, i, i+1)
		return &gone, nil
	})
	return err
}

// edit changes and checks the plan. Times that were passed while the schedule was paused, or had other ones, are not made up for.
func (of *Schedule) edit(edit Edit, now time.Time) error {
	was := of.Plan
	if err := edit(&of.Plan); err != nil {
		return err
	}
	if err := of.check(); err != nil {
		return err
	}
	if of.When != was.When || of.TZ != was.TZ || was.Paused {
		of.Handled = now
	}
	return nil
}

// find gives the place of a schedule. Errors: errNoSchedule.
func (st state) find(who download.Person, id string) (int, error) {
	i := st.index(id)
	if i < 0 || !may(who, &st.Schedules[i]) {
		return -1, errNoSchedule
	}
	return i, nil
}

// change makes a copy of the state the state, on disk first.
func (s *Schedules) change(make func(*state) (*Schedule, error)) (Schedule, error) {
	s.mu.Lock()
	st := s.state.clone()
	of, err := make(&st)
	if err == nil {
		err = s.put(st)
	}
	s.mu.Unlock()
	if err != nil {
		return Schedule{}, err
	}
	return s.seen(*of), nil
}

// put makes st the state, on disk first; s.mu is held.
func (s *Schedules) put(st state) error {
	if err := st.write(s.opts.File); err != nil {
		return &audit.Error{Kind: audit.Unavailable, Code: "not_stored", Message: "The server can't write to its disk, so nothing was changed. Try again once there is room.", Err: err}
	}
	s.state = st
	return nil
}
