package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"

	"whodid/audit"
)

type tailCmd struct {
	Query []string `arg:"" optional:"" help:"The question; nothing is everything."`
	JSON  bool     `name:"json" help:"Print NDJSON."`
	TZ    string   `name:"tz" placeholder:"ZONE" help:"IANA zone of the times shown; default is this machine's."`
	searchFlags
	clientFlags
}

// frame is a message of the live tail.
type frame struct {
	Type   string
	Seq    uint64
	Events []audit.Event
	Missed int
	After  uint64
	Before uint64
	Error  struct{ Code, Message string }
}

// Run prints events as they arrive until it is stopped. A lost connection is
// made again, and goes on after the last event that was seen.
func (c *tailCmd) Run(e *env) error {
	server, err := c.client()
	if err != nil {
		return err
	}
	params := c.searchFlags.params(c.Query)
	zone, err := periodFlags{TZ: c.TZ}.add(params)
	if err != nil {
		return err
	}
	t := &tailing{env: e, client: server, params: params, out: newPrinter(e.stdout, zone, c.JSON)}
	for wait := time.Second; ; wait = min(2*wait, 30*time.Second) {
		connected, err := t.once()
		var refused *apiError
		switch {
		case e.ctx.Err() != nil:
			return nil
		case errors.As(err, &refused) && refused.status < 500 && refused.status != http.StatusTooManyRequests:
			return err
		case !connected && !t.greeted:
			return err
		case connected:
			wait = time.Second
		}
		_, _ = fmt.Fprintf(e.stderr, "connection lost (%v); trying again in %v\n", err, wait)
		select {
		case <-e.ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

// tailing is a tail over its connections.
type tailing struct {
	*env
	client  *client
	params  url.Values
	out     *printer
	greeted bool
	seq     uint64
}

// once tails over one connection until it ends; connected tells whether the
// server had said hello.
func (t *tailing) once() (connected bool, err error) {
	if t.greeted {
		t.params.Set("after", strconv.FormatUint(t.seq, 10))
	}
	address := t.client.url("/api/v1/tail", t.params)
	header := http.Header{}
	if t.client.token != "" {
		header.Set("Authorization", "Bearer "+t.client.token)
	}
	conn, res, err := websocket.DefaultDialer.DialContext(t.ctx, "ws"+strings.TrimPrefix(address, "http"), header)
	if err != nil {
		if res != nil {
			defer res.Body.Close()
			return false, t.client.refusal(res)
		}
		return false, fmt.Errorf("no server answers at %s: %w", t.client.base, err)
	}
	defer conn.Close()
	stop := context.AfterFunc(t.ctx, func() { _ = conn.Close() })
	defer stop()
	for {
		_, text, err := conn.ReadMessage()
		if err != nil {
			return connected, err
		}
		var f frame
		if err := json.Unmarshal(text, &f); err != nil {
			return connected, fmt.Errorf("read a frame: %w", err)
		}
		if err := t.show(f); err != nil {
			return connected, err
		}
		connected = true
	}
}

func (t *tailing) show(f frame) error {
	switch f.Type {
	case "hello":
		if !t.greeted {
			_, _ = fmt.Fprintln(t.stderr, "connected; waiting for events")
		}
		t.greeted, t.seq = true, max(t.seq, f.Seq)
	case "events":
		for _, event := range f.Events {
			if err := t.out.print(event); err != nil {
				return err
			}
		}
		t.seq = f.Seq
	case "gap":
		_, _ = fmt.Fprintf(t.stderr, "%d matching events were lost between seq %d and %d; whodid search finds them\n", f.Missed, f.After, f.Before)
	case "error":
		return &apiError{http.StatusServiceUnavailable, f.Error.Code, f.Error.Message}
	}
	return nil
}
