package blevestore

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"whodid/audit"
	"whodid/audit/query"
)

// view is a day as one search sees it: everything that was stored before, and
// nothing that comes later.
type view struct {
	day     audit.Day
	startMS int64
	parts   []*part // held until release
	tails   []*tailView
}

// view gives the day as it stands; its release must be called.
func (d *day) view() (*view, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.err != nil {
		return nil, d.err
	}
	v := &view{day: d.day, startMS: d.startMS, parts: d.parts}
	now := d.store.now().UnixNano()
	for _, p := range d.parts {
		p.hold()
		p.used.Store(now)
	}
	for _, t := range d.tails {
		if len(t.places) > 0 {
			v.tails = append(v.tails, t.view())
		}
	}
	return v, nil
}

func (v *view) release() {
	for _, p := range v.parts {
		p.release()
	}
}

// sources are the view's parts and tails.
func (v *view) sources() []*viewSource {
	list := make([]*viewSource, 0, len(v.parts)+len(v.tails))
	for _, p := range v.parts {
		list = append(list, &viewSource{v, p, p, nil})
	}
	for _, t := range v.tails {
		list = append(list, &viewSource{v, t, nil, t})
	}
	return list
}

// viewSource is a part or a tail of a view.
type viewSource struct {
	view *view
	piece
	part *part // one of these is nil
	tail *tailView
}

// event reads an event.
func (s *viewSource) event(i uint32, cells []values) (audit.Event, error) {
	if err := s.load(eventSections...); err != nil {
		return audit.Event{}, err
	}
	e, id, err := assemble(s, i, s.view.startMS, cells, func(n uint32) (*party, error) {
		x, err := s.party(n)
		return &x, err
	})
	e.ID = audit.EventID(id.String())
	return e, err
}

// snapshot is all days of a search at one moment, oldest first, and the question
// made ready for them. release must be called.
type snapshot struct {
	views   []*view
	cells   []values
	wanted  []bool // by cell: taken by the filters of every facet
	plan    *plan
	missing []*dayError // days that can't be read
	// first and last of the days that hold events, or may hold some because they
	// can't be read; "" where there is none.
	first, last audit.Day
	release     func()
}

// snapshot takes views of the days of a search.
func (s *Store) snapshot(q *query.Search) (*snapshot, error) {
	days, release, err := s.acquire(overlapping(q.Period))
	if err != nil {
		return nil, err
	}
	x := &snapshot{views: make([]*view, 0, len(days))}
	x.release = func() {
		for _, v := range x.views {
			v.release()
		}
		release()
	}
	for _, d := range days {
		v, err := d.view()
		if err != nil {
			x.missing = append(x.missing, &dayError{d.day, err})
		} else {
			x.views = append(x.views, v)
		}
		if err != nil || len(v.parts)+len(v.tails) > 0 {
			x.first, x.last = cmp.Or(x.first, d.day), d.day
		}
	}
	x.cells = s.cells.list() // after the views: it has all of theirs
	x.wanted = make([]bool, len(x.cells))
	for i, v := range x.cells {
		task, status, via := v.taken(&q.Filters)
		x.wanted[i] = task && status && via
	}
	x.plan = newPlan(q, x.cells)
	return x, nil
}

// overlapping tells which days a period touches.
func overlapping(p query.Period) func(audit.Day) bool {
	return func(d audit.Day) bool {
		return (p.From.IsZero() || d.End().After(p.From)) && (p.To.IsZero() || d.Start().Before(p.To))
	}
}

// dayError is why a day could not be read.
type dayError struct {
	day audit.Day
	err error
}

func (e *dayError) Error() string { return fmt.Sprintf("day %s: %v", e.day, e.err) }
func (e *dayError) Unwrap() error { return e.err }

// broken says that a day could not be read. Only content that is not what was
// written makes it damaged for good: anything else may be gone with the next
// search.
func (s *Store) broken(e *dayError) {
	if errors.Is(e.err, context.Canceled) || errors.Is(e.err, context.DeadlineExceeded) {
		return
	}
	s.mu.RLock()
	d := s.days[e.day]
	s.mu.RUnlock()
	if d == nil || d.damage() != nil { // it was named when that was found out
		return
	}
	if errors.Is(e.err, errDamaged) {
		d.fail(e.err)
	}
	s.note(e.day, fmt.Sprintf("can't be read: %v", e.err))
}
