package tail

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/audit/query"
)

// Log is what the store keeps, by seq: from it a tail resumes.
type Log interface {
	// After returns the events with a higher number than seq, ascending, at most
	// limit of them. None means that there are no more yet. It never leaves events
	// out: where days that may hold some after seq can't be read it gives an
	// *audit.Error of kind Unavailable, whose sentence names them.
	After(ctx context.Context, seq uint64, limit int) ([]audit.Event, error)
	// LastSeq is the number of the last event that is stored.
	LastSeq() uint64
}

// Options bound what tails cost. Zero values take the defaults.
type Options struct {
	MaxTails      int           // open at once; 0 is 500
	QueueEvents   int           // matches waiting for one client; 0 is 10,000
	QueueBytes    int           // likewise in bytes of JSON; 0 is 4 MiB
	InboxEvents   int           // committed events waiting to be matched; 0 is 50,000
	MaxFrameBytes int           // of a frame's events; 0 is 256 KiB; one event always fits
	PingEvery     time.Duration // 0 is 20 s; a client silent for six of them is gone
	WriteTimeout  time.Duration // for one frame; 0 is 30 s
	Observer      Observer
	Logger        zerolog.Logger
}

// Observer counts for metrics. Its methods must not block; nil functions are
// left out.
type Observer struct {
	Dropped func(events int) // matches that a slow client will be told of as a gap
	Sent    func(events int)
}

func (o Options) withDefaults() Options {
	set := func(v *int, d int) {
		if *v == 0 {
			*v = d
		}
	}
	set(&o.MaxTails, 500)
	set(&o.QueueEvents, 10_000)
	set(&o.QueueBytes, 4<<20)
	set(&o.InboxEvents, 50_000)
	set(&o.MaxFrameBytes, 256<<10)
	if o.PingEvery == 0 {
		o.PingEvery = 20 * time.Second
	}
	if o.WriteTimeout == 0 {
		o.WriteTimeout = 30 * time.Second
	}
	if o.Observer.Dropped == nil {
		o.Observer.Dropped = func(int) {}
	}
	if o.Observer.Sent == nil {
		o.Observer.Sent = func(int) {}
	}
	return o
}

// Hub hands committed events to tails. Safe for concurrent use, but for
// Committed.
type Hub struct {
	log  Log
	opts Options
	// reads bounds how many tails read the log at once: resuming must not starve
	// searches.
	reads chan struct{}
	inbox *inbox
	ended chan struct{} // closed when the hub's goroutine has returned
	tails sync.WaitGroup

	mu      sync.Mutex
	seen    uint64            // guarded by mu: events up to here went through deliver
	groups  map[string]*group // guarded by mu: by question
	open    int               // guarded by mu: reserved places
	closing chan struct{}     // closed, under mu, by Shutdown
	killed  chan struct{}     // closed when Shutdown may wait no longer
}

// group is the tails that ask the same question.
type group struct {
	search query.Search
	tails  map[*Tail]struct{}
}

// logReaders is how many tails may read the log at once, and logChunk how many
// events each reads at a time.
const (
	logReaders = 2
	logChunk   = 1000
)

// New starts a hub that takes log's last event as already seen. Shutdown ends it.
func New(log Log, opts Options) *Hub {
	opts = opts.withDefaults()
	h := &Hub{
		log: log, opts: opts,
		reads:  make(chan struct{}, logReaders),
		inbox:  newInbox(opts.InboxEvents),
		ended:  make(chan struct{}),
		seen:   log.LastSeq(),
		groups: make(map[string]*group), closing: make(chan struct{}), killed: make(chan struct{}),
	}
	go h.run()
	return h
}

// Committed tells the hub of events just stored, in ascending seq, once each,
// from one goroutine. It never blocks and keeps the slice, which must not change
// after. Where commits outrun matching the hub reads the rest from the Log.
func (h *Hub) Committed(events []audit.Event) { h.inbox.put(events) }

// LastSeq is the number of the last stored event: a search begun after the call
// finds it and everything before it, and a tail's after goes on behind it.
func (h *Hub) LastSeq() uint64 { return h.log.LastSeq() }

// Tails tells how many tails there are.
func (h *Hub) Tails() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.open
}

// Shutdown delivers what was committed before it, tells every tail that the
// server stops, and waits until all have ended; when ctx ends first their
// connections are cut and its error is returned. What is committed after it nobody
// sees. To be called once.
func (h *Hub) Shutdown(ctx context.Context) error {
	h.inbox.close()
	<-h.ended
	h.mu.Lock()
	close(h.closing)
	h.mu.Unlock()
	done := make(chan struct{})
	go func() { h.tails.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		close(h.killed)
		<-done
		return fmt.Errorf("tell tails of the shutdown: %w", ctx.Err())
	}
}

// run matches and hands out, batch by batch, until the inbox is closed and empty.
func (h *Hub) run() {
	defer close(h.ended)
	for {
		events, behind, ok := h.inbox.take()
		if !ok {
			return
		}
		if behind > 0 {
			h.catchUp(behind)
		}
		h.deliver(events)
	}
}

// catchUp delivers from the log what the inbox had no room for.
func (h *Hub) catchUp(upTo uint64) {
	for h.seenSeq() < upTo {
		if h.skipUnheard(upTo) {
			return
		}
		events, err := h.log.After(context.Background(), h.seenSeq(), logChunk)
		if err == nil && len(events) == 0 {
			err = fmt.Errorf("the log ends at %d, before %d which was committed", h.seenSeq(), upTo)
		}
		if err != nil {
			// How many matches are lost can't be known, so no gap could be exact, and
			// going on would put what comes behind a silent hole: the clients are told,
			// and have to come again.
			h.failAll(h.unreadable(err, h.seenSeq()), upTo)
			return
		}
		h.deliver(events)
	}
}

var errLog = &audit.Error{Kind: audit.Unavailable, Code: "unavailable", Message: "The stored events can't be read at the moment. Connect again to resume."}

// unreadable logs why the log can't be read after a seq, and gives what clients
// are told of it: which days they are, where the log says so.
func (h *Hub) unreadable(err error, after uint64) *audit.Error {
	var e *audit.Error
	if !errors.As(err, &e) || e.Kind != audit.Unavailable {
		h.opts.Logger.Error().Err(err).Uint64("after", after).Msg("read the log for tails")
		return errLog
	}
	h.opts.Logger.Warn().Err(err).Uint64("after", after).Msg("days that tails need can't be read")
	return &audit.Error{Kind: e.Kind, Code: cmp.Or(e.Code, audit.CodeDayUnavailable), Message: e.Message}
}

func (h *Hub) seenSeq() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.seen
}

// skipUnheard takes everything up to seq as seen where there is no tail to see it.
func (h *Hub) skipUnheard(seq uint64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.groups) > 0 {
		return false
	}
	h.seen = max(h.seen, seq)
	return true
}

// failAll ends the tails that would have had to see everything up to seq; those
// that join later begin after it.
func (h *Hub) failAll(why *audit.Error, seq uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, g := range h.groups {
		for t := range g.tails {
			t.queue.fail(why)
		}
	}
	h.seen = max(h.seen, seq)
}

// deliver matches and queues, in portions that let tails join in between.
func (h *Hub) deliver(events []audit.Event) {
	for len(events) > 0 {
		n := min(len(events), logChunk)
		h.deliverSome(events[:n])
		events = events[n:]
	}
}

// deliverSome matches each event with each question once and queues the matches.
// The lock is held all along, so that a tail joins before the portion or after it.
func (h *Hub) deliverSome(events []audit.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for len(events) > 0 && events[0].Seq <= h.seen { // read from the log before
		events = events[1:]
	}
	if len(events) == 0 {
		return
	}
	h.seen = events[len(events)-1].Seq
	if len(h.groups) == 0 {
		return
	}
	docs := newDocs(events)
	for _, g := range h.groups {
		items := docs.matching(g.search)
		for t := range g.tails {
			h.opts.Observer.Dropped(t.queue.put(items, h.seen))
		}
	}
}
