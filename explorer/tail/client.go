package tail

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/gorilla/websocket"

	"whodid/audit"
)

// client is the connection of a tail. Only the goroutine in Run writes to it.
type client struct {
	conn    *websocket.Conn
	opts    *Options
	ticker  *time.Ticker
	buf     []byte
	timeout time.Duration
}

// maxClientFrame bounds what a client may send: it has nothing to say.
const maxClientFrame = 4 << 10

// goodbye is how long the other side may take to answer a close frame.
const goodbye = time.Second

// Run speaks with the client until it leaves, the hub shuts down, or ctx ends;
// it closes conn and the Tail. Before it closes for a reason of its own it says
// why in an error frame.
func (t *Tail) Run(ctx context.Context, conn *websocket.Conn) {
	defer t.Close()
	ctx, cancel := context.WithCancel(ctx)
	gone := make(chan struct{})
	go func() { // reading is how pongs, closes and broken connections are seen
		defer close(gone)
		defer cancel()
		t.read(conn)
	}()
	cut := make(chan struct{})
	go func() { // a write that hangs ends when its connection does
		defer close(cut)
		select {
		case <-t.hub.killed:
		case <-ctx.Done():
		}
		conn.Close()
	}()
	c := &client{conn: conn, opts: &t.hub.opts, ticker: time.NewTicker(t.hub.opts.PingEvery), timeout: t.hub.opts.WriteTimeout}
	defer c.ticker.Stop()
	if c.sayGoodbye(t.talk(ctx, c)) {
		select {
		case <-gone:
		case <-time.After(goodbye):
		case <-t.hub.killed:
		}
	}
	cancel()
	<-cut
	<-gone
}

// silentPings is how many pings a client may leave unanswered: one that reads
// slowly has megabytes before it gets to the ping.
const silentPings = 6

// read returns when the client has closed, broken a rule or been silent for too
// long.
func (t *Tail) read(conn *websocket.Conn) {
	silence := silentPings * t.hub.opts.PingEvery
	alive := func(string) error { return conn.SetReadDeadline(time.Now().Add(silence)) }
	conn.SetReadLimit(maxClientFrame)
	conn.SetPongHandler(alive)
	if alive("") != nil {
		return
	}
	for {
		if _, _, err := conn.NextReader(); err != nil {
			return
		}
	}
}

// talk sends frames until the client is gone or an *audit.Error says why it has
// to go.
func (t *Tail) talk(ctx context.Context, c *client) error {
	if err := t.begin(ctx, c); err != nil {
		return err
	}
	for {
		more, err := t.sendWaiting(c)
		if err != nil {
			return err
		}
		wake := t.queue.wake
		if more {
			wake = ready // go on at once, but look at the ticker now and then
		}
		select {
		case <-wake:
		case <-ctx.Done():
			return ctx.Err()
		case <-t.hub.closing:
			if t.queue.empty() { // and nothing is put any more
				return errShutdown
			}
		case <-c.ticker.C:
			if err := t.ping(c); err != nil {
				return err
			}
			// A rare question should not have to resume from last week.
			if seq, ok := t.queue.news(); ok {
				if err := c.sendEvents(nil, seq); err != nil {
					return err
				}
			}
		}
	}
}

// ready never blocks.
var ready = func() chan struct{} { c := make(chan struct{}); close(c); return c }()

// sendWaiting sends one frame of what waits, with the gap before it. more tells
// that there is more.
func (t *Tail) sendWaiting(c *client) (more bool, err error) {
	gap, items, more, failed := t.queue.take(t.hub.opts.MaxFrameBytes)
	if failed != nil {
		return false, failed
	}
	if len(items) == 0 {
		return false, nil
	}
	if err := c.sendGap(gap); err != nil {
		return false, err
	}
	return more, c.sendEvents(items, items[len(items)-1].seq)
}

// begin says hello and brings the client up to the present.
func (t *Tail) begin(ctx context.Context, c *client) error {
	if !t.sub.Resume {
		seq, _ := t.join(0, ^uint64(0))
		return c.sendHello(seq)
	}
	return t.resume(ctx, c, min(t.sub.After, max(t.hub.log.LastSeq(), t.hub.seenSeq())))
}

func (t *Tail) ping(c *client) error {
	if t.sub.Allowed != nil && !t.sub.Allowed() {
		return errLoggedIn
	}
	return c.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(c.timeout))
}

func (c *client) send() error {
	if err := c.conn.SetWriteDeadline(time.Now().Add(c.timeout)); err != nil {
		return err
	}
	return c.conn.WriteMessage(websocket.TextMessage, c.buf)
}

func (c *client) sendHello(seq uint64) error {
	c.buf = append(c.buf[:0], `{"type":"hello","seq":`...)
	c.buf = append(strconv.AppendUint(c.buf, seq, 10), '}')
	return c.send()
}

// sendEvents sends one frame; after it the client knows of everything up to seq.
func (c *client) sendEvents(items []item, seq uint64) error {
	c.buf = append(c.buf[:0], `{"type":"events","events":[`...)
	for i, it := range items {
		if i > 0 {
			c.buf = append(c.buf, ',')
		}
		c.buf = append(c.buf, it.json...)
	}
	c.buf = append(c.buf, `],"seq":`...)
	c.buf = append(strconv.AppendUint(c.buf, seq, 10), '}')
	if err := c.send(); err != nil {
		return err
	}
	c.opts.Observer.Sent(len(items))
	return nil
}

// sendAll sends any number of events in frames of a bounded size.
func (c *client) sendAll(items []item) error {
	for len(items) > 0 {
		n, size := 0, 0
		for n < len(items) && (n == 0 || size+len(items[n].json) <= c.opts.MaxFrameBytes) {
			size += len(items[n].json)
			n++
		}
		if err := c.sendEvents(items[:n], items[n-1].seq); err != nil {
			return err
		}
		items = items[n:]
	}
	return nil
}

func (c *client) sendGap(g gap) error {
	if g.missed == 0 {
		return nil
	}
	c.buf = append(c.buf[:0], `{"type":"gap","missed":`...)
	c.buf = strconv.AppendInt(c.buf, int64(g.missed), 10)
	c.buf = append(c.buf, `,"after":`...)
	c.buf = strconv.AppendUint(c.buf, g.after, 10)
	c.buf = append(c.buf, `,"before":`...)
	c.buf = append(strconv.AppendUint(c.buf, g.before, 10), '}')
	return c.send()
}

// errorFrame is the last frame of a tail that the server ends.
type errorFrame struct {
	Type  string `json:"type"`
	Error struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

// sayGoodbye tells the client why it has to go, where there is a reason it may
// know, and whether it could be told.
func (c *client) sayGoodbye(why error) bool {
	var e *audit.Error
	if !errors.As(why, &e) {
		return false
	}
	frame := errorFrame{Type: "error"}
	frame.Error.Code, frame.Error.Message = e.Code, e.Message
	var err error
	if c.buf, err = json.Marshal(frame); err != nil || c.send() != nil {
		return false
	}
	code := websocket.CloseTryAgainLater
	switch {
	case e == errShutdown:
		code = websocket.CloseGoingAway
	case e.Kind == audit.Unauthorized:
		code = websocket.ClosePolicyViolation
	}
	message := websocket.FormatCloseMessage(code, e.Code)
	return c.conn.WriteControl(websocket.CloseMessage, message, time.Now().Add(c.timeout)) == nil
}
