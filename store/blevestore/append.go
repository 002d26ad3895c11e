package blevestore

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"golang.org/x/sync/errgroup"

	"whodid/audit"
)

// Append stores the events that are not stored yet. Each must have its id, a
// ULID of its time; seq is given here, in the order of events. When it returns, what the outcomes
// say is stored is on disk and searchable. The outcomes are those of the events,
// one by one; an event whose day can't be written has the reason in its outcome and the other days are
// stored all the same. ctx is not looked at once writing has begun.
func (s *Store) Append(ctx context.Context, events []audit.Event) ([]audit.Outcome, error) {
	s.appending.Lock()
	defer s.appending.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := s.sealer.room(ctx); err != nil {
		return nil, err
	}
	if s.isClosed() {
		return nil, errClosed()
	}
	if err := s.seqs.reserve(s.LastSeq() + uint64(len(events))); err != nil {
		return nil, &audit.Error{Kind: audit.Unavailable, Code: "not_writable", Message: "The data folder can't be written; nothing was stored.", Err: err}
	}
	outcomes := make([]audit.Outcome, len(events))
	batches, again, last, release, err := s.split(events, outcomes)
	if err != nil {
		return nil, err
	}
	defer release()
	var writing errgroup.Group
	writing.SetLimit(4) // a few syncs at once; the disk joins them
	for _, b := range batches {
		writing.Go(func() error {
			if err := b.day.append(b.events); err != nil {
				for _, i := range b.at {
					outcomes[i] = audit.Outcome{Err: fmt.Errorf("day %s: %w", b.day.day, err)}
				}
			}
			return nil
		})
	}
	if err := writing.Wait(); err != nil {
		return nil, err
	}
	for i, first := range again { // what is twice in one Append is stored or not together
		outcomes[i] = audit.Outcome{Duplicate: outcomes[first].Err == nil, Err: outcomes[first].Err}
	}
	// Past the failed ones, too: a write that failed may be found after all.
	s.lastSeq.Store(last)
	return outcomes, nil
}

// dayBatch is what one day gets of an Append.
type dayBatch struct {
	day    *day
	err    error // why there is no day
	events []audit.Event
	at     []int // their places in the Append
}

// split gives each new event its seq and sorts them into days, whose release
// must be called. Duplicates of stored events, and events whose day can't be opened, are
// marked in outcomes; again gives for those that are twice in events the place of the
// first. seq is the last number given.
func (s *Store) split(events []audit.Event, outcomes []audit.Outcome) (batches map[audit.Day]*dayBatch, again map[int]int, seq uint64, release func(), err error) {
	all := make(map[audit.Day]*dayBatch)
	again = make(map[int]int)
	var releases []func()
	release = func() {
		for _, r := range releases {
			r()
		}
	}
	firstAt := make(map[audit.EventID]int, len(events))
	seq = s.LastSeq()
	for i, e := range events {
		if !validID(e) {
			release()
			return nil, nil, 0, nil, fmt.Errorf("bug: event %q of %v has no id of its time", e.ID, e.Time)
		}
		name := audit.DayOf(e.Time)
		b := all[name]
		if b == nil {
			b = &dayBatch{}
			var done func()
			if b.day, done, b.err = s.dayFor(name); b.err == nil {
				releases = append(releases, done)
			}
			all[name] = b
		}
		if b.err != nil {
			outcomes[i].Err = fmt.Errorf("day %s: %w", name, b.err)
			continue
		}
		if first, twice := firstAt[e.ID]; twice {
			again[i] = first
			continue
		}
		known, err := b.day.known(e.ID)
		if err != nil {
			b.err = err
			s.broken(&dayError{name, err})
			outcomes[i].Err = fmt.Errorf("day %s: %w", name, err)
			continue
		}
		if known {
			outcomes[i].Duplicate = true
			continue
		}
		firstAt[e.ID] = i
		seq++
		e.Seq = seq
		outcomes[i].Seq = seq
		b.events = append(b.events, e)
		b.at = append(b.at, i)
	}
	maps.DeleteFunc(all, func(_ audit.Day, b *dayBatch) bool { return len(b.events) == 0 })
	return all, again, seq, release, nil
}

// dayFor gives a day, made where there is none. It is not closed until release.
func (s *Store) dayFor(name audit.Day) (*day, func(), error) {
	for range 2 {
		s.mu.RLock()
		dropping := s.dropping[name]
		s.mu.RUnlock()
		if dropping {
			return nil, nil, errors.New("it is being dropped")
		}
		days, release, err := s.acquire(func(d audit.Day) bool { return d == name })
		if err != nil {
			return nil, nil, err
		}
		if len(days) == 1 {
			return days[0], release, nil
		}
		if d := s.openDay(name, true); d.damage() != nil {
			s.mu.Lock()
			delete(s.days, name) // there is nothing in it that would have to be named
			s.mu.Unlock()
			return nil, nil, d.damage()
		}
	}
	panic("bug: a day that was just made is gone")
}
