package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"whodid/audit"
)

// connections is how many POSTs run at a time for the first part of a log.
const connections = 4

// lastPart is the share of a log that is stored over one connection, behind the rest.
const lastPart = 0.1

// ingest is how fast a log was stored: durable and searchable.
type ingest struct {
	Many    rate   `json:"four_connections"`
	One     rate   `json:"one_connection"`
	Refused int    `json:"refused"` // POSTs answered 429 and sent again
	Memory  memory `json:"peak_memory"`
}

// rate is a number of events and how long they took.
type rate struct {
	Events  int     `json:"events"`
	Seconds float64 `json:"seconds"`
}

func (r rate) perSecond() float64 {
	if r.Seconds == 0 {
		return 0
	}
	return float64(r.Events) / r.Seconds
}

// storeLog posts a log, oldest first.
func storeLog(ctx context.Context, s *server, path string, events int) (out ingest, err error) {
	chunks, err := openChunks(path)
	if err != nil {
		return out, err
	}
	defer chunks.close()
	peak := watchMemory(ctx, s.cmd.Process.Pid)
	defer func() { out.Memory = peak() }()
	p := &poster{server: s, chunks: chunks, all: events}
	many := int(float64(events)*(1-lastPart)) / chunkLines * chunkLines
	if out.Many, err = p.post(ctx, connections, many); err != nil {
		return out, err
	}
	out.One, err = p.post(ctx, 1, events-many)
	out.Refused = int(p.refused.Load())
	return out, err
}

type poster struct {
	server  *server
	chunks  *chunker
	all     int
	stored  atomic.Int64
	refused atomic.Int64
}

// post posts the next events of the log over several connections.
func (p *poster) post(ctx context.Context, connections, events int) (rate, error) {
	next := make(chan chunk)
	began := time.Now()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(next)
		for left := events; left > 0; {
			c, err := p.chunks.next(min(left, chunkLines))
			if err != nil || c.lines == 0 {
				return err
			}
			left -= c.lines
			select {
			case next <- c:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	for range connections {
		group.Go(func() error {
			for c := range next {
				refused, err := postEvents(ctx, p.server, c)
				p.refused.Add(int64(refused))
				if err != nil {
					return err
				}
				n := p.stored.Add(int64(c.lines))
				if step := int64(max(p.all/10, chunkLines)); n/step != (n-int64(c.lines))/step {
					progress("stored %d of %d", n, p.all)
				}
			}
			return nil
		})
	}
	err := group.Wait()
	return rate{events, time.Since(began).Seconds()}, err
}

// postEvents posts a chunk, again where the server is busy, and holds it to what
// it answers: every event accepted.
func postEvents(ctx context.Context, s *server, c chunk) (refused int, err error) {
	for {
		res, err := s.open(ctx, http.MethodPost, "/api/v1/events", nil, c.text)
		if err != nil {
			return refused, err
		}
		var body bytes.Buffer
		_, err = body.ReadFrom(res.Body)
		_ = res.Body.Close()
		if err != nil {
			return refused, err
		}
		if res.StatusCode == http.StatusTooManyRequests {
			refused++
			seconds, _ := strconv.Atoi(res.Header.Get("Retry-After")) // none is at once
			if err := wait(ctx, time.Duration(seconds)*time.Second); err != nil {
				return refused, err
			}
			continue
		}
		var answer struct{ Accepted int }
		if err := json.Unmarshal(body.Bytes(), &answer); err != nil || res.StatusCode != http.StatusOK || answer.Accepted != c.lines {
			return refused, fmt.Errorf("of %d events not all were accepted: %s: %.300s", c.lines, res.Status, body.Bytes())
		}
		return refused, nil
	}
}

// single is the n-th event of now that a figure needs beside the log; its user's
// name begins with what it is for.
func single(purpose string, n int, at time.Time) audit.Event {
	return audit.Event{
		ID: audit.EventID(fmt.Sprintf("%s-%d-%d", purpose, at.UnixNano(), n)), Time: at.UTC().Truncate(time.Millisecond),
		User: audit.Person{Name: fmt.Sprintf("%s %07d", purpose, n), Email: fmt.Sprintf("one%d@acme.example", n%members)},
		Task: audit.TaskEditGroup, Target: audit.Target{Type: "group", Name: "Seoul Sales 12", Email: "seoul-sales-12@acme.example"},
		Status: audit.Success, ServiceType: audit.API,
	}
}

func lineOf(e audit.Event) []byte { return append(e.AppendJSON(nil), '\n') }

// postOnes posts single events, one after the other, and looks now and then
// whether the answer kept its word: the event is found.
func postOnes(ctx context.Context, s *server, n int) (spread, error) {
	times := make([]time.Duration, n)
	for i := range times {
		e := single("one", i, time.Now())
		line := lineOf(e)
		began := time.Now()
		if _, err := postEvents(ctx, s, chunk{line, 1}); err != nil {
			return spread{}, err
		}
		times[i] = time.Since(began)
		if i%20 > 0 {
			continue
		}
		total, err := totalOf(ctx, s, question{Text: `user:"` + e.User.Name + `"`})
		if err != nil {
			return spread{}, err
		}
		if total != 1 {
			return spread{}, fmt.Errorf("an event that was answered as stored is found %d times", total)
		}
	}
	return spreadOf(times), nil
}

// totalOf asks for nothing but the number of matches.
func totalOf(ctx context.Context, s *server, q question) (int, error) {
	params := q.params()
	params.Set("include", "total")
	text, err := s.get(ctx, "/api/v1/search", params)
	if err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(text, &a); err != nil {
		return 0, err
	}
	if a.Total.Relation != "exact" {
		return a.Total.Value, fmt.Errorf("the total is only a lower bound: %.300s", text)
	}
	return a.Total.Value, nil
}
