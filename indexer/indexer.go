package indexer

import (
	"context"
	"errors"
	"io"
	"math"
	"runtime"
	"time"

	"golang.org/x/sync/semaphore"

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
	// MaxWaiting is how many events may be read and not yet stored, over all bodies;
	// 0 is 100,000, some 35 MB. Beyond it, bodies wait for their turn unread.
	MaxWaiting int
	// MaxInFlight is how many bytes of bodies, unpacked, may be in flight: being
	// received, waiting, being committed; 0 is 64 MiB, some seconds of commits. The
	// collector may hold as much again. A body that would be more is refused as
	// Overloaded, but never one that is alone.
	MaxInFlight int64
	// TempDir has the temporary files of long streams, 14 bytes a row; "" is the
	// system's folder for such.
	TempDir  string
	Observer Observer
	Now      func() time.Time // nil is time.Now
}

// Observer counts for metrics. Its functions must not block; nil ones are left
// out.
type Observer struct {
	Rows   func(result string, n int)                      // result: accepted, duplicate, or a rejection's code
	Commit func(events int, took time.Duration, err error) // each commit to the store
	Flight func(bytes int64)                               // of bodies in flight, each time it changes
	Refuse func()                                          // each body that was too much for what is in flight
}

// Indexer is the write side. Safe for concurrent use.
type Indexer struct {
	opts      Options
	committer *committer
	budget    *budget
	reads     int64               // room of reading
	reading   *semaphore.Weighted // events that are read and not yet stored
	helpers   chan struct{}       // cores that help to read, over all bodies
}

// New starts an indexer; Close ends it.
func New(opts Options) *Indexer {
	if opts.RetentionDays == 0 {
		opts.RetentionDays = audit.RetentionDays
	}
	if opts.MaxWaiting == 0 {
		opts.MaxWaiting = 100_000
	}
	if opts.MaxInFlight == 0 {
		opts.MaxInFlight = 64 << 20
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
	if opts.Observer.Flight == nil {
		opts.Observer.Flight = func(int64) {}
	}
	if opts.Observer.Refuse == nil {
		opts.Observer.Refuse = func() {}
	}
	return &Indexer{
		opts: opts, committer: newCommitter(opts),
		budget: &budget{limit: opts.MaxInFlight, observe: opts.Observer.Flight, refused: opts.Observer.Refuse},
		reads:  int64(opts.MaxWaiting), reading: semaphore.NewWeighted(int64(opts.MaxWaiting)),
		helpers: make(chan struct{}, runtime.GOMAXPROCS(0)-1),
	}
}

// Close finishes the commits that wait, and refuses what comes later.
func (x *Indexer) Close() { x.committer.close() }

// Ingest reads a body of the media type (a Content-Type header, parameters
// included) to its end, times without an offset in zone (nil is UTC), and answers when its
// accepted events are on disk and searchable. Where body also has
// Size() int64, that is how many bytes it will give; below 0 is not known.
//
// An error means that nothing was stored: *audit.Error of kind Invalid for a body
// that can't be read as what it claims, Unsupported for another media type,
// Overloaded or Unavailable where it could work later; what body's Read gave comes
// back wrapped. Only ctx.Err() leaves open what was stored: sending it again is
// safe. A body that is too much for what is in flight is refused as Overloaded
// before it is read, if it says its size, else as soon as it is too much.
func (x *Indexer) Ingest(ctx context.Context, mediaType string, zone *time.Location, body io.Reader) (audit.Report, error) {
	format, charset, err := source.FormatOf(mediaType)
	if err != nil {
		return audit.Report{}, err
	}
	options := source.Options{Zone: zone, Encoding: charset}
	return x.whole(ctx, body, func(f *flow, text *spooled) error {
		switch format {
		case source.NDJSON:
			return f.pieces(text.pieces, options)
		case source.JSON: // nothing of an array that is cut off may be stored
			return f.rows(source.NewJSON(text.reader(), options), text, source.CheckJSON)
		}
		return f.rows(source.Open(format, text.reader(), options), text, nil)
	})
}

// whole reads a body to its end and lets store have it, once there is room for it.
func (x *Indexer) whole(ctx context.Context, body io.Reader, store func(*flow, *spooled) error) (audit.Report, error) {
	size := int64(-1)
	if sized, ok := body.(interface{ Size() int64 }); ok {
		size = sized.Size()
	}
	room, err := x.budget.claim(size)
	if err != nil {
		return audit.Report{}, err
	}
	f := &flow{x: x, ctx: ctx, numbers: new(Numberer)}
	defer f.close(room.close)
	text, err := spool(body, size, room)
	if err != nil {
		return audit.Report{}, err
	}
	if err := store(f, text); err != nil {
		return audit.Report{}, err
	}
	return f.end()
}

// Take is Ingest for rows that a source has opened; all of them are held until the
// last is read. A file that is cut into several calls has one Numberer for all of
// them.
func (x *Indexer) Take(ctx context.Context, rows source.Reader, numbers *Numberer) (audit.Report, error) {
	p, err := x.portionOf(rows)
	if err != nil {
		return audit.Report{}, err
	}
	f := &flow{x: x, ctx: ctx, numbers: numbers}
	defer f.close(func() {})
	if err := f.send(p); err != nil {
		return audit.Report{}, err
	}
	return f.end()
}

// portionOf reads rows to their end.
func (x *Indexer) portionOf(rows source.Reader) (*portion, error) {
	p := &portion{}
	r := reader{door: x.newDoor()}
	if err := r.read(p, rows, math.MaxInt); !errors.Is(err, io.EOF) {
		return nil, err
	}
	s := rows.Summary()
	p.report.Notes, p.report.Incomplete = s.Notes, s.Incomplete
	return p, nil
}

func (x *Indexer) newDoor() *door { return newDoor(x.opts.Now(), x.opts.RetentionDays) }

func (x *Indexer) observe(r audit.Report) {
	x.opts.Observer.Rows("accepted", r.Accepted)
	x.opts.Observer.Rows("duplicate", r.Duplicates)
	for code, n := range r.RejectedByCode {
		x.opts.Observer.Rows(code, n)
	}
}
