package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/sync/errgroup"
)

// How live tails are measured: so many watch everything while events are posted
// in equal steps.
const (
	tailCount   = 100
	tailPerStep = 10
	tailStep    = 10 * time.Millisecond // 1,000 events/s
)

// tailing is how long events took from their POST to a tail's frame.
type tailing struct {
	Tails  int    `json:"tails"`
	Events int    `json:"events"`
	Spread spread `json:"post_to_frame"`
	Lost   int    `json:"lost"`  // pairs of tail and event that never met
	Twice  int    `json:"twice"` // that met again
	Gaps   int    `json:"gaps"`  // frames that said so
}

const tailMark = "tail-bench"

// measureTails opens the tails, posts events at their rate and waits until every
// tail has seen every event, or has seen nothing for seconds.
func measureTails(ctx context.Context, s *server, long time.Duration) (tailing, error) {
	events := int(long/tailStep) * tailPerStep
	posted := make([]atomic.Int64, events) // when each POST began, ns
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	tails := make([]*tailClient, tailCount)
	var readers sync.WaitGroup
	for i := range tails {
		t, err := dialTail(ctx, s, posted)
		if err != nil {
			return tailing{}, err
		}
		tails[i] = t
		readers.Go(t.read)
	}
	err := postSteps(ctx, s, posted)
	for last := -1; err == nil; {
		seen := 0
		for _, t := range tails {
			seen += int(t.seen.Load())
		}
		if seen == last || seen == events*tailCount { // nothing came since the last look
			break
		}
		last = seen
		err = wait(ctx, 2*time.Second)
	}
	for _, t := range tails {
		t.close()
	}
	readers.Wait()
	out := tailing{Tails: tailCount, Events: events}
	var times []time.Duration
	for _, t := range tails {
		if t.err != nil {
			err = errors.Join(err, t.err)
		}
		out.Gaps += t.gaps
		for _, n := range t.times {
			if n == 0 {
				out.Lost++
				continue
			}
			times = append(times, n)
		}
		out.Twice += t.twice
	}
	out.Spread = spreadOf(times)
	return out, err
}

// postSteps posts on schedule, also where an answer takes longer than a step.
func postSteps(ctx context.Context, s *server, posted []atomic.Int64) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(64)
	began := time.Now()
	for n := 0; n < len(posted) && ctx.Err() == nil; n += tailPerStep {
		if err := wait(ctx, time.Until(began.Add(time.Duration(n/tailPerStep)*tailStep))); err != nil {
			break
		}
		group.Go(func() error {
			now := time.Now()
			var text []byte
			for i := n; i < n+tailPerStep; i++ {
				text = append(text, lineOf(single(tailMark, i, now))...)
			}
			at := time.Now().UnixNano()
			for i := n; i < n+tailPerStep; i++ {
				posted[i].Store(at)
			}
			_, err := postEvents(ctx, s, chunk{text, tailPerStep})
			return err
		})
	}
	return group.Wait()
}

// tailClient is a WebSocket that notes when it first saw each event.
type tailClient struct {
	conn   *websocket.Conn
	posted []atomic.Int64
	closed atomic.Bool
	seen   atomic.Int64
	// Those below belong to read until it ends.
	times []time.Duration // 0 is not seen
	twice int
	gaps  int
	err   error
}

func dialTail(ctx context.Context, s *server, posted []atomic.Int64) (*tailClient, error) {
	header := http.Header{"Authorization": {"Bearer " + token}}
	conn, res, err := websocket.DefaultDialer.DialContext(ctx, "ws"+strings.TrimPrefix(s.base, "http")+"/api/v1/tail", header)
	if err != nil {
		if res != nil {
			_ = res.Body.Close()
			return nil, fmt.Errorf("tail: %s: %w", res.Status, err)
		}
		return nil, fmt.Errorf("tail: %w", err)
	}
	t := &tailClient{conn: conn, posted: posted, times: make([]time.Duration, len(posted))}
	if _, text, err := conn.ReadMessage(); err != nil || !bytes.Contains(text, []byte(`"hello"`)) {
		t.close()
		return nil, fmt.Errorf("tail: no hello but %.200s: %w", text, err)
	}
	return t, nil
}

// read notes frames until the connection is closed. It looks for the events'
// numbers instead of reading JSON: a hundred readers share the machine with the
// server that is measured.
func (t *tailClient) read() {
	mark := []byte(`"name":"` + tailMark + " ")
	var frame bytes.Buffer
	for {
		_, r, err := t.conn.NextReader()
		if err == nil {
			frame.Reset()
			_, err = frame.ReadFrom(r)
		}
		if err != nil {
			if !t.closed.Load() {
				t.err = fmt.Errorf("tail: %w", err)
			}
			return
		}
		at, text := time.Now().UnixNano(), frame.Bytes()
		if bytes.HasPrefix(text, []byte(`{"type":"gap"`)) {
			t.gaps++
			continue
		}
		for {
			i := bytes.Index(text, mark)
			if i < 0 {
				break
			}
			text = text[i+len(mark):]
			t.note(text, at)
		}
	}
}

func (t *tailClient) note(text []byte, at int64) {
	end := bytes.IndexByte(text, '"')
	n, err := strconv.Atoi(string(text[:max(0, end)]))
	switch {
	case err != nil || n >= len(t.times):
		t.err = fmt.Errorf("tail: a frame with %.40q", text)
	case t.times[n] > 0:
		t.twice++
	default:
		t.times[n] = max(1, time.Duration(at-t.posted[n].Load()))
		t.seen.Add(1)
	}
}

func (t *tailClient) close() {
	t.closed.Store(true)
	_ = t.conn.Close() // that is how read ends
}
