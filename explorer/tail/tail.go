package tail

import (
	"context"
	"fmt"
	"sync"

	"whodid/audit"
	"whodid/audit/query"
)

// Subscription is what a client wants to see.
type Subscription struct {
	// Search selects the events, as Search.Match does: tree, period, filters.
	Search query.Search
	// Resume asks for the events stored after After first. A number higher than
	// the log's last counts as that last one: the store was put back to an older
	// state, and what comes now is new to the client.
	Resume bool
	After  uint64
	// Allowed is asked at every ping; the tail ends when it says no. Nil always
	// allows.
	Allowed func() bool
}

// Tail is one client's place at the hub.
type Tail struct {
	hub   *Hub
	sub   Subscription
	key   string // of its group
	queue *queue
	end   sync.Once
}

var (
	errTooMany  = &audit.Error{Kind: audit.Overloaded, Code: "too_many_tails", Message: "As many live tails are open as this server allows. Close one, or try again later."}
	errShutdown = &audit.Error{Kind: audit.Unavailable, Code: "shutting_down", Message: "The server is stopping. Connect again in a moment to go on where you were."}
	errLoggedIn = &audit.Error{Kind: audit.Unauthorized, Code: "unauthorized", Message: "This log-in has ended. Log in again to go on."}
)

// Open reserves a place. Whoever gets a Tail must call its Run or Close. Errors:
// *audit.Error of kind Overloaded when there are MaxTails already, Unavailable
// when the hub shuts down.
func (h *Hub) Open(sub Subscription) (*Tail, error) {
	t := &Tail{hub: h, sub: sub, queue: newQueue(h.opts.QueueEvents, h.opts.QueueBytes)}
	s := sub.Search
	// The printed values, not the typed text: "today" means another day tomorrow.
	t.key = fmt.Sprintf("%#v %#v %#v %#v", s.Tree, s.Period, s.Filters, s.Seqs)
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case <-h.closing:
		return nil, errShutdown
	default:
	}
	if h.open >= h.opts.MaxTails {
		return nil, errTooMany
	}
	h.open++
	h.tails.Add(1)
	return t, nil
}

// Close gives the place back. Run does so itself; calling it twice is harmless.
func (t *Tail) Close() {
	t.end.Do(func() {
		h := t.hub
		h.mu.Lock()
		defer h.mu.Unlock()
		h.open--
		if g := h.groups[t.key]; g != nil {
			delete(g.tails, t)
			if len(g.tails) == 0 {
				delete(h.groups, t.key)
			}
		}
		h.tails.Done()
	})
}

// join lets the tail take part in what the hub hands out from now on: everything
// after the seq returned. from is up to where the client knows everything.
// Where the hub is further by more than slack the tail is not let in.
func (t *Tail) join(from, slack uint64) (seq uint64, ok bool) {
	h := t.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.seen > from && h.seen-from > slack {
		return h.seen, false
	}
	seq = max(h.seen, from)
	t.queue.start(seq)
	g := h.groups[t.key]
	if g == nil {
		g = &group{t.sub.Search, make(map[*Tail]struct{})}
		h.groups[t.key] = g
	}
	g.tails[t] = struct{}{}
	return seq, true
}

// resume says hello, sends what was stored after from and joins, without loss or
// repeat: first it reads the log until the hub is near, then it joins, and then it reads
// the rest up to where it joined, while newer events wait in its queue. A reader
// slower than the commits stays in the first part and is late, but loses nothing.
// Hello waits for the first portion: clients come again at once after a hello, and
// should come ever more rarely while a day can't be read.
func (t *Tail) resume(ctx context.Context, c *client, from uint64) error {
	start := from
	greet := sync.OnceValue(func() error { return c.sendHello(start) })
	joined := false
	var upTo uint64
	for {
		if !joined {
			upTo, joined = t.join(from, logChunk)
		}
		if from >= upTo {
			return greet()
		}
		events, err := t.readLog(ctx, from)
		if err != nil {
			return err
		}
		if err := greet(); err != nil {
			return err
		}
		for len(events) > 0 && joined && events[len(events)-1].Seq > upTo { // these come by the queue
			events = events[:len(events)-1]
		}
		if len(events) == 0 { // nothing is left in between: retention took it, or numbers were never given
			from = upTo
			continue
		}
		from = events[len(events)-1].Seq
		if err := c.sendAll(newDocs(events).matching(t.sub.Search)); err != nil {
			return err
		}
		if err := t.whileResuming(ctx, c, from); err != nil {
			return err
		}
	}
}

// whileResuming does what is due between two portions of the log.
func (t *Tail) whileResuming(ctx context.Context, c *client, from uint64) error {
	select {
	case <-t.hub.closing:
		return errShutdown
	case <-ctx.Done():
		return ctx.Err()
	case <-c.ticker.C:
		if err := t.ping(c); err != nil {
			return err
		}
		return c.sendEvents(nil, from)
	default:
		return nil
	}
}

func (t *Tail) readLog(ctx context.Context, after uint64) ([]audit.Event, error) {
	select {
	case t.hub.reads <- struct{}{}:
		defer func() { <-t.hub.reads }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	events, err := t.hub.log.After(ctx, after, logChunk)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, t.hub.unreadable(err, after)
	}
	return events, nil
}
