package indexer

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"whodid/audit"
)

// fakeStore is a Store whose calls a test decides on. Nil functions do what a
// store does that takes everything.
type fakeStore struct {
	append func(events []audit.Event) ([]audit.Outcome, error)
	drop   func(day audit.Day) error

	mu    sync.Mutex
	seq   uint64
	calls [][]audit.Event
	days  []audit.Day
}

func (f *fakeStore) Append(_ context.Context, events []audit.Event) ([]audit.Outcome, error) {
	f.mu.Lock()
	f.calls = append(f.calls, events)
	f.mu.Unlock()
	if f.append != nil {
		return f.append(events)
	}
	return f.take(events), nil
}

func (f *fakeStore) take(events []audit.Event) []audit.Outcome {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := make([]audit.Outcome, len(events))
	for i := range events {
		f.seq++
		out[i].Seq = f.seq
	}
	return out
}

func (f *fakeStore) Stats(context.Context) (s audit.Stats, err error) {
	for _, d := range f.days {
		s.Days = append(s.Days, audit.DayStats{Day: d})
	}
	return s, nil
}

func (f *fakeStore) Drop(_ context.Context, day audit.Day) error {
	if f.drop != nil {
		if err := f.drop(day); err != nil {
			return err
		}
	}
	kept := f.days[:0:0]
	for _, d := range f.days {
		if d != day {
			kept = append(kept, d)
		}
	}
	f.days = kept
	return nil
}

// heard is a listener that remembers.
type heard struct{ events []audit.Event }

func (h *heard) Committed(events []audit.Event) { h.events = append(h.events, events...) }

var testNow = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

func start(t *testing.T, o Options) *Indexer {
	t.Helper()
	if o.Now == nil {
		o.Now = func() time.Time { return testNow }
	}
	x := New(o)
	t.Cleanup(x.Close)
	return x
}

// body is NDJSON of n events of users named by what.
func body(what string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id":"%s-%d","time":"2026-11-22T10:00:00Z","user":"%s","task":"edit_group"}`+"\n", what, i, what)
	}
	return b.String()
}

func ingest(x *Indexer, text string) (audit.Report, error) {
	return x.Ingest(context.Background(), "application/x-ndjson", time.UTC, strings.NewReader(text))
}
