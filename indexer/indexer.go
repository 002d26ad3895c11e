package indexer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"whodid/audit"
	"whodid/indexer/source"
)

// Store is what the write side needs of a store.
type Store interface {
	// Append stores the events that are not stored yet and gives them their seq, in
	// order. When it returns, those that the outcomes call stored are on disk and searchable.
	Append(ctx context.Context, events []audit.Event) ([]audit.Outcome, error)
	// Stats says which days there are.
	Stats(ctx context.Context) (audit.Stats, error)
	// Drop removes a day; one that is not there is no error.
	Drop(ctx context.Context, day audit.Day) error
}

// Listener is told what was stored. It is called once a commit, in the order of
// seq, from one goroutine, and must not block: the next commit waits for it.
type Listener interface{ Committed(events []audit.Event) }

// Options are what the indexer works with.
type Options struct {
	Store         Store
	Listener      Listener // nil is nobody
	RetentionDays int      // rows older than that are refused; 0 is audit.RetentionDays
	MaxWaiting    int      // events that may wait for their commit; 0 is 200,000. Beyond it, batches are refused as Overloaded
	Observer      Observer
	Now           func() time.Time // nil is time.Now
}

// Observer counts for metrics. Its functions must not block; nil ones are left
// out.
type Observer struct {
	Rows   func(result string, n int)                      // result: accepted, duplicate, or a rejection's code
	Commit func(events int, took time.Duration, err error) // each commit to the store
}

// Indexer is the write side. Safe for concurrent use.
type Indexer struct {
	opts      Options
	committer *committer
}

// New starts an indexer; Close ends it.
func New(opts Options) *Indexer {
	if opts.RetentionDays == 0 {
		opts.RetentionDays = audit.RetentionDays
	}
	if opts.MaxWaiting == 0 {
		opts.MaxWaiting = 200_000
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Observer.Rows == nil {
		opts.Observer.Rows = func(string, int) {}
	}
	if opts.Observer.Commit == nil {
		opts.Observer.Commit = func(int, time.Duration, error) {}
	}
	return &Indexer{opts: opts, committer: newCommitter(opts)}
}

// Close finishes the commits that wait, and refuses what comes later.
func (x *Indexer) Close() { x.committer.close() }

// Ingest reads a body of the media type (a Content-Type header, parameters
// included) to its end, times without an offset in zone (nil is UTC), and answers when its
// accepted events are on disk and searchable. An error means that nothing was
// stored: *audit.Error of kind Invalid for a body that can't be read as what it
// claims, Unsupported for another media type, Overloaded or Unavailable where it
// could work later; what body's Read gave comes back wrapped.
func (x *Indexer) Ingest(ctx context.Context, mediaType string, zone *time.Location, body io.Reader) (audit.Report, error) {
	format, charset, err := source.FormatOf(mediaType)
	if err != nil {
		return audit.Report{}, err
	}
	return x.Take(ctx, source.Open(format, body, source.Options{Zone: zone, Encoding: charset}), new(Numberer))
}

// Take is Ingest for rows that a source has opened. A file that is cut into
// several calls has one Numberer for all of them.
func (x *Indexer) Take(ctx context.Context, rows source.Reader, numbers *Numberer) (audit.Report, error) {
	b, err := x.read(rows, numbers)
	if err != nil {
		return audit.Report{}, err
	}
	outcomes, err := x.committer.commit(ctx, b.events)
	if err != nil {
		return audit.Report{}, err
	}
	err = b.settle(outcomes)
	x.observe(b.report) // also where nothing was stored: each rejection counts
	if err != nil {
		return audit.Report{}, err
	}
	return b.report, nil
}

// batch is a source's rows on their way.
type batch struct {
	report audit.Report
	events []audit.Event
	lines  []int // of events
}

func (x *Indexer) read(rows source.Reader, numbers *Numberer) (*batch, error) {
	b := &batch{}
	door := newDoor(x.opts.Now(), x.opts.RetentionDays)
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		problem := row.Err
		if problem == nil {
			problem = door.check(&row.Event)
		}
		if problem != nil {
			e := *problem
			e.Line = row.Line
			b.report.Reject(e)
			continue
		}
		row.Event.ID = numbers.Number(row)
		b.events = append(b.events, row.Event)
		b.lines = append(b.lines, row.Line)
	}
	s := rows.Summary()
	b.report.Notes, b.report.Incomplete = s.Notes, s.Incomplete
	return b, nil
}

// settle writes what became of the events into the report.
func (b *batch) settle(outcomes []audit.Outcome) error {
	var failed error
	for i, o := range outcomes {
		switch {
		case o.Err != nil:
			failed = o.Err
			day := audit.DayOf(b.events[i].Time)
			b.report.Reject(audit.RowError{
				Line: b.lines[i], Code: audit.CodeDayUnavailable, Field: "time", Value: audit.FormatTime(b.events[i].Time),
				Message: fmt.Sprintf("The day %s can't be written at the moment. Send this row again later.", day),
			})
		case o.Duplicate:
			b.report.Duplicates++
		default:
			b.report.Accepted++
		}
	}
	if failed != nil && b.report.RejectedByCode[audit.CodeDayUnavailable] == len(outcomes) {
		return &audit.Error{Kind: audit.Unavailable, Code: audit.CodeDayUnavailable, Message: "The days of these events can't be written at the moment; nothing was stored.", Err: failed}
	}
	slices.SortStableFunc(b.report.Rejected, func(a, b audit.RowError) int { return cmp.Compare(a.Line, b.Line) })
	return nil
}

func (x *Indexer) observe(r audit.Report) {
	x.opts.Observer.Rows("accepted", r.Accepted)
	x.opts.Observer.Rows("duplicate", r.Duplicates)
	for code, n := range r.RejectedByCode {
		x.opts.Observer.Rows(code, n)
	}
}
