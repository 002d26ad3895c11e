package blevestore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"

	"whodid/audit"
	"whodid/audit/query"
)

// Event gives the event with this id. Errors: *audit.Error of kind NotFound, or
// Unavailable where the day that the id names can't be read.
func (s *Store) Event(_ context.Context, id audit.EventID) (audit.Event, error) {
	notFound := &audit.Error{Kind: audit.NotFound, Code: "not_found", Field: "id", Message: fmt.Sprintf("No event has the id %s.", id)}
	at, ok := query.IDTime(id)
	if !ok {
		return audit.Event{}, notFound
	}
	name := audit.DayOf(at)
	days, release, err := s.acquire(func(d audit.Day) bool { return d == name })
	if err != nil {
		return audit.Event{}, err
	}
	defer release()
	if len(days) == 0 {
		return audit.Event{}, notFound
	}
	d := days[0]
	v, err := d.view()
	if err != nil {
		return audit.Event{}, unreadable(name, err)
	}
	defer v.release()
	ordinal, known := d.known(id)
	if !known {
		return audit.Event{}, notFound
	}
	d.mu.RLock() // an event may be found by its id a moment before the view has it
	v.blocks = d.log.blocks
	d.mu.RUnlock()
	e, err := v.event(ordinal)
	if err != nil {
		s.broken(days, &dayError{name, err})
		return audit.Event{}, unreadable(name, err)
	}
	return e, nil
}

func unreadable(day audit.Day, err error) error {
	return &audit.Error{Kind: audit.Unavailable, Code: "day_unavailable", Message: fmt.Sprintf("The day %s can't be read.", day), Err: err}
}

// After gives at most limit events stored after seq, in the order of seq, up to
// LastSeq as it was at the call. A day that can't be read and holds, as far as is
// known, something after seq is an *audit.Error of kind Unavailable.
func (s *Store) After(ctx context.Context, seq uint64, limit int) ([]audit.Event, error) {
	last := s.LastSeq()
	if seq >= last || limit <= 0 {
		return nil, nil
	}
	days, release, err := s.acquire(func(audit.Day) bool { return true })
	if err != nil {
		return nil, err
	}
	defer release()
	type piece struct {
		day *day
		log *eventLog
		block
	}
	var pieces []piece
	for _, d := range days {
		d.mu.RLock()
		if d.err != nil && d.maxSeq > seq {
			d.mu.RUnlock()
			return nil, unreadable(d.day, d.err)
		}
		if d.err == nil {
			blocks := d.log.blocks
			for _, b := range blocks[sort.Search(len(blocks), func(i int) bool { return blocks[i].lastSeq > seq }):] {
				pieces = append(pieces, piece{d, d.log, b})
			}
		}
		d.mu.RUnlock()
	}
	slices.SortFunc(pieces, func(a, b piece) int { return cmp.Compare(a.firstSeq, b.firstSeq) })
	var out []audit.Event
	for _, p := range pieces {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(out) >= limit {
			sortBySeq(out)
			if out = out[:limit]; p.firstSeq > out[limit-1].Seq {
				break
			}
		}
		events, err := p.log.read(p.block)
		if err != nil {
			s.broken(days, &dayError{p.day.day, err})
			return nil, unreadable(p.day.day, err)
		}
		for _, e := range events {
			if e.Seq > seq && e.Seq <= last {
				out = append(out, e)
			}
		}
	}
	sortBySeq(out)
	return out[:min(len(out), limit)], nil
}

func sortBySeq(events []audit.Event) {
	slices.SortFunc(events, func(a, b audit.Event) int { return cmp.Compare(a.Seq, b.Seq) })
}

// Scan yields every match in the order asked for, as of the call: what is stored
// later is not in it. It stops with yield's error. missing names the days that
// can't be read; nothing of them is yielded. A day that turns out to be damaged
// on the way is an *audit.Error of kind Unavailable: rows may have been yielded
// then, and the scan is not whole.
func (s *Store) Scan(ctx context.Context, q query.Search, yield func(audit.Event) error) (missing []audit.Day, err error) {
	tree := planFilters(q, s.cells.list())
	days, release, err := s.acquire(overlapping(q.Period))
	if err != nil {
		return nil, err
	}
	defer release()
	var views []*view
	defer func() {
		for _, v := range views {
			v.release()
		}
	}()
	for _, d := range days {
		v, err := d.view()
		if err != nil {
			missing = append(missing, d.day)
			s.broken(days, &dayError{d.day, err})
			continue
		}
		views = append(views, v)
	}
	ordered := slices.Clone(views)
	if q.Order == query.Newest {
		slices.Reverse(ordered)
	}
	for _, v := range ordered {
		_, err := safely(func() (struct{}, error) { return struct{}{}, v.scan(ctx, q, tree, yield) })
		var e *dayError
		if errors.As(err, &e) {
			s.broken(days, e)
			return missing, unreadable(v.day, e.err)
		}
		if err != nil {
			return missing, err
		}
	}
	return missing, nil
}

// scanChunk is how many rows of a day are read and yielded at once.
const scanChunk = 1000

func (v *view) scan(ctx context.Context, q query.Search, tree node, yield func(audit.Event) error) error {
	wanted := v.wanted(q.Filters)
	order := newTopRows(q)
	var list []row
	err := v.hits(ctx, q, tree, func(o uint32) {
		if !wanted[v.cols.cell[o]] {
			return
		}
		r := row{v.startMS + int64(v.cols.ms[o]), v.cols.tail[o], o, v}
		if order.cursor == nil || order.before(order.cursor, &r) {
			list = append(list, r)
		}
	})
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return &dayError{v.day, err}
	}
	slices.SortFunc(list, func(a, b row) int {
		if order.before(&a, &b) {
			return -1
		}
		return 1
	})
	for part := range slices.Chunk(list, scanChunk) {
		events, err := readRows(ctx, part)
		if err != nil {
			return err
		}
		for _, e := range events {
			if err := yield(e); err != nil {
				return err
			}
		}
	}
	return nil
}
