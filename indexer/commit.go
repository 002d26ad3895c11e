package indexer

import (
	"context"
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

	mu      sync.Mutex // guards what follows
	waiting []*pending
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
		store: opts.Store, listener: opts.Listener, observe: opts.Observer.Commit,
		wake: make(chan struct{}, 1), done: make(chan struct{}),
	}
	go c.run()
	return c
}

func newPending(events []audit.Event) *pending {
	return &pending{events: events, done: make(chan struct{})}
}

// enqueue lets a batch wait for its turn. When its done is closed, its outcomes or
// err are set; a commit that has begun takes no notice of who still waits for it.
func (c *committer) enqueue(p *pending) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		p.err = &audit.Error{Kind: audit.Unavailable, Code: "shutting_down", Message: "The server is shutting down; nothing was stored."}
		close(p.done)
		return
	}
	c.waiting = append(c.waiting, p)
	c.signal()
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
	events := group[0].events
	if len(group) > 1 {
		events = make([]audit.Event, 0, count(group))
		for _, p := range group {
			events = append(events, p.events...)
		}
	}
	start := time.Now()
	// Not the requests' context: one that leaves must not take the others along.
	outcomes, err := c.store.Append(context.Background(), events)
	c.observe(len(events), time.Since(start), err)
	if err == nil {
		c.tell(events, outcomes)
	}
	for _, p := range group {
		if err == nil {
			p.outcomes, outcomes = outcomes[:len(p.events)], outcomes[len(p.events):]
		}
		p.err = err
		close(p.done)
	}
}

func count(group []*pending) (events int) {
	for _, p := range group {
		events += len(p.events)
	}
	return events
}

// tell hands what was stored to the listener. Of events that have a number by now
// nothing changes any more.
func (c *committer) tell(events []audit.Event, outcomes []audit.Outcome) {
	if c.listener == nil {
		return
	}
	all := true
	for i, o := range outcomes {
		events[i].Seq = o.Seq
		all = all && stored(o)
	}
	if !all {
		kept := make([]audit.Event, 0, len(events))
		for i, o := range outcomes {
			if stored(o) {
				kept = append(kept, events[i])
			}
		}
		events = kept
	}
	if len(events) > 0 {
		c.listener.Committed(events)
	}
}

func stored(o audit.Outcome) bool { return o.Err == nil && !o.Duplicate }
