package blevestore

import (
	"context"
	"fmt"

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
	if err := s.seqs.reserve(s.LastSeq() + uint64(len(events))); err != nil {
		return nil, unwritable(err)
	}
	outcomes := make([]audit.Outcome, len(events))
	batches, release, err := s.split(events, outcomes)
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
	last := s.LastSeq()
	for _, o := range outcomes {
		last = max(last, o.Seq)
	}
	s.lastSeq.Store(last)
	return outcomes, nil
}

func unwritable(err error) error {
	return &audit.Error{Kind: audit.Unavailable, Code: "not_writable", Message: "The data folder can't be written; nothing was stored.", Err: err}
}

// dayBatch is what one day gets of an Append.
type dayBatch struct {
	day    *day
	events []audit.Event
	at     []int // their places in the Append
}

// split gives each new event its seq and sorts them into days, whose release
// must be called. Duplicates are marked in outcomes.
func (s *Store) split(events []audit.Event, outcomes []audit.Outcome) (batches map[audit.Day]*dayBatch, release func(), err error) {
	batches = make(map[audit.Day]*dayBatch)
	var releases []func()
	release = func() {
		for _, r := range releases {
			r()
		}
	}
	inBatch := make(map[audit.EventID]bool, len(events))
	seq := s.LastSeq()
	for i, e := range events {
		if !validID(e) {
			release()
			return nil, nil, fmt.Errorf("bug: event %q of %v has no id of its time", e.ID, e.Time)
		}
		name := audit.DayOf(e.Time)
		b := batches[name]
		if b == nil {
			d, done, err := s.dayFor(name)
			if err != nil {
				release()
				return nil, nil, err
			}
			releases = append(releases, done)
			b = &dayBatch{day: d}
			batches[name] = b
		}
		if _, known := b.day.known(e.ID); known || inBatch[e.ID] {
			outcomes[i].Duplicate = true
			continue
		}
		inBatch[e.ID] = true
		seq++
		e.Seq = seq
		outcomes[i].Seq = seq
		b.events = append(b.events, e)
		b.at = append(b.at, i)
	}
	for name, b := range batches {
		if len(b.events) == 0 {
			delete(batches, name)
		}
	}
	return batches, release, nil
}

// dayFor gives a day, made where there is none. It is not closed until release.
func (s *Store) dayFor(name audit.Day) (*day, func(), error) {
	for range 2 {
		days, release, err := s.acquire(func(d audit.Day) bool { return d == name })
		if err != nil {
			return nil, nil, err
		}
		if len(days) == 1 {
			return days[0], release, nil
		}
		if d := s.openDay(name, true); d.err != nil {
			s.forget(name)
			return nil, nil, unwritable(d.err)
		}
	}
	panic("bug: a day that was just made is gone")
}

// forget takes a day out of the list that could not be made.
func (s *Store) forget(name audit.Day) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.days, name)
}
