package indexer

import (
	"context"
	"slices"
	"sync"
	"time"

	"whodid/audit"
)

// maxGroupEvents is how many events one commit takes at most: it bounds how long
// the first of a group waits for the last, and what the others wait for.
const maxGroupEvents = 20_000

// committer is the one place that writes: it groups all waiting batches into one
// commit, so that many small requests cost one sync to disk, and answers all of them.
type committer struct {
	store    Store
	listener Listener
	observe  func(events int, took time.Duration, err error)
	limit    int

	mu      sync.Mutex // guards what follows
	waiting []*pending
	events  int // in waiting and in the commit that runs
	closed  bool
	wake    chan struct{}
	done    chan struct{}
}

// pending is a batch that waits for its commit.
type pending struct {
	events   []audit.Event
	outcomes []audit.Outcome
	err      error
	done     chan struct{}
}

func newCommitter(opts Options) *committer {
	c := &committer{
		store: opts.Store, listener: opts.Listener, observe: opts.Observer.Commit, limit: opts.MaxWaiting,
		wake: make(chan struct{}, 1), done: make(chan struct{}),
	}
	go c.run()
	return c
}

// commit waits until the events are stored. A large batch is stored in pieces,
// between which others get their turn: it is refused as a whole or, once its first
// piece is stored, goes on; a later piece that fails says so in its outcomes.
// When ctx ends first, its error is given and the events may be stored all the
// same: sending them again is safe.
func (c *committer) commit(ctx context.Context, events []audit.Event) ([]audit.Outcome, error) {
	if len(events) == 0 {
		return nil, nil
	}
	outcomes := make([]audit.Outcome, 0, len(events))
	for piece := range slices.Chunk(events, maxGroupEvents) {
		first := len(outcomes) == 0
		p := &pending{events: piece, done: make(chan struct{})}
		err := c.enqueue(p, first)
		if err == nil {
			select {
			case <-p.done:
				err = p.err
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		switch {
		case err == nil:
			outcomes = append(outcomes, p.outcomes...)
		case first:
			return nil, err
		default:
			for range piece {
				outcomes = append(outcomes, audit.Outcome{Err: err})
			}
		}
	}
	return outcomes, nil
}

// enqueue lets a batch wait for its turn. Only a first piece is refused for what
// waits already.
func (c *committer) enqueue(p *pending, first bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return &audit.Error{Kind: audit.Unavailable, Code: "shutting_down", Message: "The server is shutting down; nothing was stored."}
	}
	if first && c.events > 0 && c.events+len(p.events) > c.limit {
		return &audit.Error{Kind: audit.Overloaded, Code: "overloaded", Message: "Too many events are waiting to be stored; nothing was stored. Send them again in a moment."}
	}
	c.events += len(p.events)
	c.waiting = append(c.waiting, p)
	c.signal()
	return nil
}

func (c *committer) signal() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *committer) close() {
	c.mu.Lock()
	c.closed = true
	c.signal()
	c.mu.Unlock()
	<-c.done
}

func (c *committer) run() {
	defer close(c.done)
	for range c.wake {
		for group := c.next(); len(group) > 0; group = c.next() {
			c.write(group)
		}
		c.mu.Lock()
		end := c.closed && len(c.waiting) == 0
		c.mu.Unlock()
		if end {
			return
		}
	}
}

// next takes the batches of the next commit.
func (c *committer) next() []*pending {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for i, p := range c.waiting {
		if n += len(p.events); n > maxGroupEvents && i > 0 {
			group := c.waiting[:i:i]
			c.waiting = c.waiting[i:]
			return group
		}
	}
	group := c.waiting
	c.waiting = nil
	return group
}

func (c *committer) write(group []*pending) {
	var events []audit.Event
	for _, p := range group {
		events = append(events, p.events...)
	}
	start := time.Now()
	// Not the requests' context: one that leaves must not take the others along.
	outcomes, err := c.store.Append(context.Background(), events)
	c.observe(len(events), time.Since(start), err)
	if err == nil {
		c.tell(events, outcomes)
	}
	c.mu.Lock()
	c.events -= len(events) // before the answers: whoever has one may send again
	c.mu.Unlock()
	for _, p := range group {
		if err == nil {
			p.outcomes, outcomes = outcomes[:len(p.events)], outcomes[len(p.events):]
		}
		p.err = err
		close(p.done)
	}
}

// tell hands what was stored to the listener.
func (c *committer) tell(events []audit.Event, outcomes []audit.Outcome) {
	if c.listener == nil {
		return
	}
	stored := make([]audit.Event, 0, len(events))
	for i, o := range outcomes {
		if o.Err == nil && !o.Duplicate {
			events[i].Seq = o.Seq
			stored = append(stored, events[i])
		}
	}
	if len(stored) > 0 {
		c.listener.Committed(stored)
	}
}
