package indexer

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"whodid/audit"
)

// flow is one source's way into the store: while a portion of it is committed, the
// next one is read. The number of events that are read and not yet stored is
// bounded for all sources together; one that must wait for its turn holds none.
type flow struct {
	x       *Indexer
	ctx     context.Context //nolint:containedctx // a flow lives as long as one call
	numbers *Numberer
	report  audit.Report
	sent    int   // events of all portions
	failed  error // why the last of those that were not stored wasn't
	room    int64 // of x.reading
	flying  *flight
	items   []audit.Item // of a bulk body, else nil: told what became of them
}

// flight is a portion on its way to the disk.
type flight struct {
	*pending
	lines []int
	room  int64 // of x.reading
}

// reserve waits until so many events may be read.
func (f *flow) reserve(events int) error {
	room := min(int64(max(events, 1)), f.x.reads)
	if !f.x.reading.TryAcquire(room) {
		// Who waits must not hold what others wait for.
		if err := f.land(); err != nil {
			return err
		}
		if err := f.x.reading.Acquire(f.ctx, room); err != nil {
			return err
		}
	}
	f.room = room
	return nil
}

// send commits a portion, for which room was reserved, when the one before it is
// stored.
func (f *flow) send(p *portion) error {
	p.number(f.numbers)
	if err := f.numbers.Err(); err != nil {
		return err
	}
	f.report.Merge(p.report)
	for len(p.events) > 0 {
		if err := f.land(); err != nil {
			return err
		}
		// A large portion goes in pieces, between which others get their turn.
		n := min(len(p.events), maxGroupEvents)
		f.flying = &flight{pending: newPending(p.events[:n:n]), lines: p.lines[:n]}
		p.events, p.lines = p.events[n:], p.lines[n:]
		if len(p.events) == 0 {
			f.flying.room, f.room = f.room, 0
		}
		f.x.committer.enqueue(f.flying.pending)
	}
	f.x.reading.Release(f.room)
	f.room = 0
	return nil
}

// land waits until the portion on its way is stored and writes down what became of
// its events. It fails where nothing was stored yet and all may be sent again.
func (f *flow) land() error {
	if f.flying == nil {
		return nil
	}
	select {
	case <-f.flying.done:
	case <-f.ctx.Done():
		return f.ctx.Err()
	}
	p := f.flying
	f.flying = nil
	defer f.x.reading.Release(p.room)
	if p.err != nil && f.sent == 0 {
		return p.err
	}
	f.sent += len(p.events)
	for i := range p.events {
		o := audit.Outcome{Err: p.err}
		if p.err == nil {
			o = p.outcomes[i]
		}
		switch {
		case o.Err != nil:
			f.failed = o.Err
			f.report.Reject(unavailable(p.lines[i], p.events[i].Time))
		case o.Duplicate:
			f.report.Duplicates++
		default:
			f.report.Accepted++
		}
		if f.items != nil {
			settle(&f.items[p.lines[i]-1], p.lines[i], &p.events[i], o)
		}
	}
	return nil
}

// settle writes down what became of an item's event.
func settle(item *audit.Item, line int, e *audit.Event, o audit.Outcome) {
	if o.Err != nil {
		wrong := unavailable(line, e.Time)
		item.Err = &wrong
		return
	}
	item.EventID, item.Duplicate = e.ID, o.Duplicate
}

// unavailable is the row of an event whose day can't be written.
func unavailable(line int, at time.Time) audit.RowError {
	return audit.RowError{
		Line: line, Code: audit.CodeDayUnavailable, Field: "time", Value: audit.FormatTime(at),
		Message: fmt.Sprintf("The day %s can't be written at the moment. Send this row again later.", audit.DayOf(at)),
	}
}

// end gives the report when all portions are sent.
func (f *flow) end() (audit.Report, error) {
	if err := f.land(); err != nil {
		return audit.Report{}, err
	}
	f.x.observe(f.report) // also where nothing was stored: each rejection counts
	if f.failed != nil && f.report.RejectedByCode[audit.CodeDayUnavailable] == f.sent {
		return audit.Report{}, &audit.Error{Kind: audit.Unavailable, Code: audit.CodeDayUnavailable, Message: "The days of these events can't be written at the moment; nothing was stored.", Err: f.failed}
	}
	slices.SortStableFunc(f.report.Rejected, func(a, b audit.RowError) int { return cmp.Compare(a.Line, b.Line) })
	return f.report, nil
}

// close gives back what the flow has, then calls done. Where it was left in the
// middle, that is when its last portion is stored: until then it is in memory.
func (f *flow) close(done func()) {
	f.x.reading.Release(f.room)
	if f.flying == nil {
		done()
		return
	}
	go func() { // ends with the committer at the latest
		<-f.flying.done
		f.x.reading.Release(f.flying.room)
		done()
	}()
}
