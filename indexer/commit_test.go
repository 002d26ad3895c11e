package indexer

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

// blocked gives a store whose first Append waits until goOn is closed, and tells
// when it has begun.
func blocked() (f *fakeStore, begun, goOn chan struct{}) {
	begun, goOn = make(chan struct{}), make(chan struct{})
	f = &fakeStore{}
	var once sync.Once
	f.append = func(events []audit.Event) ([]audit.Outcome, error) {
		once.Do(func() {
			close(begun)
			<-goOn
		})
		return f.take(events), nil
	}
	return f, begun, goOn
}

// waiting waits until n events wait for their commit, besides those in it.
func waiting(t *testing.T, x *Indexer, n int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; {
		x.committer.mu.Lock()
		have := count(x.committer.waiting)
		x.committer.mu.Unlock()
		if have == n {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d events wait, want %d", have, n)
		}
	}
}

func TestWaitingBatchesAreOneCommit(t *testing.T) {
	f, begun, goOn := blocked()
	h := &heard{}
	x := start(t, Options{Store: f, Listener: h})
	var wg sync.WaitGroup
	reports := make([]audit.Report, 5)
	post := func(i int) {
		wg.Go(func() {
			var err error
			if reports[i], err = ingest(x, body(string(rune('a'+i)), i+1)); err != nil {
				t.Error(err)
			}
		})
	}
	post(0)
	<-begun
	for i := 1; i < 5; i++ {
		post(i)
	}
	waiting(t, x, 2+3+4+5)
	close(goOn)
	wg.Wait()
	if len(f.calls) != 2 || len(f.calls[0]) != 1 || len(f.calls[1]) != 14 {
		t.Errorf("%d commits, want one of 1 event and one of 14", len(f.calls))
	}
	for i, r := range reports {
		if r.Accepted != i+1 {
			t.Errorf("batch %d: %+v, want %d accepted", i, r, i+1)
		}
	}
	if len(h.events) != 15 {
		t.Fatalf("the listener heard of %d events, want 15", len(h.events))
	}
	for i, e := range h.events {
		if e.Seq != uint64(i+1) {
			t.Errorf("event %d has seq %d", i, e.Seq)
		}
	}
}

func TestOutcomesGoBackToTheirBatch(t *testing.T) {
	f, begun, goOn := blocked()
	x := start(t, Options{Store: f})
	var wg sync.WaitGroup
	wg.Go(func() { _, _ = ingest(x, body("first", 1)) })
	<-begun
	f.append = func(events []audit.Event) ([]audit.Outcome, error) {
		out := f.take(events)
		for i, e := range events {
			if e.User.Name == "old" {
				out[i] = audit.Outcome{Duplicate: true}
			}
		}
		return out, nil
	}
	var old, fresh audit.Report
	wg.Go(func() { old, _ = ingest(x, body("old", 3)) })
	wg.Go(func() { fresh, _ = ingest(x, body("fresh", 2)) })
	waiting(t, x, 5)
	close(goOn)
	wg.Wait()
	if old.Duplicates != 3 || old.Accepted != 0 || fresh.Accepted != 2 || fresh.Duplicates != 0 {
		t.Errorf("old %+v, fresh %+v", old, fresh)
	}
}

func TestFailedCommitAnswersAllAndTellsNobody(t *testing.T) {
	cause := &audit.Error{Kind: audit.Unavailable, Message: "The data folder can't be written."}
	f := &fakeStore{append: func([]audit.Event) ([]audit.Outcome, error) { return nil, cause }}
	h := &heard{}
	commits := 0
	x := start(t, Options{Store: f, Listener: h, Observer: Observer{Commit: func(_ int, _ time.Duration, err error) {
		if errors.Is(err, cause) {
			commits++
		}
	}}})
	if _, err := ingest(x, body("kim", 2)); audit.KindOf(err) != audit.Unavailable {
		t.Errorf("err %v, want kind Unavailable", err)
	}
	if len(h.events) > 0 || commits != 1 {
		t.Errorf("%d events heard, %d failed commits counted", len(h.events), commits)
	}
}

// One POST of a million rows held every other writer for a minute and a half.
func TestLargeBatchesLetOthersIn(t *testing.T) {
	f, begun, goOn := blocked()
	x := start(t, Options{Store: f})
	var wg sync.WaitGroup
	wg.Go(func() {
		r, err := ingest(x, body("large", 2*maxGroupEvents+1))
		if err != nil || r.Accepted != 2*maxGroupEvents+1 {
			t.Errorf("%d accepted, %v", r.Accepted, err)
		}
	})
	<-begun
	wg.Go(func() {
		if _, err := ingest(x, body("small", 1)); err != nil {
			t.Error(err)
		}
	})
	waiting(t, x, 1)
	close(goOn)
	wg.Wait()
	if len(f.calls) < 3 || len(f.calls) > 4 || f.calls[1][0].User.Name != "small" {
		t.Errorf("%d commits; the small batch must come right after the first piece", len(f.calls))
	}
}

func TestCancelledRequestTakesNobodyAlong(t *testing.T) {
	f, begun, goOn := blocked()
	x := start(t, Options{Store: f})
	ctx, cancel := context.WithCancel(t.Context())
	left := make(chan error, 1)
	go func() {
		_, err := x.Ingest(ctx, "application/x-ndjson", time.UTC, strings.NewReader(body("leaves", 1)))
		left <- err
	}()
	<-begun
	var wg sync.WaitGroup
	wg.Go(func() {
		if r, err := ingest(x, body("stays", 2)); err != nil || r.Accepted != 2 {
			t.Errorf("%+v, %v", r, err)
		}
	})
	cancel()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("err %v, want context.Canceled", err)
	}
	close(goOn)
	wg.Wait()
}

func TestCloseFinishesWhatWaits(t *testing.T) {
	f, begun, goOn := blocked()
	x := New(Options{Store: f, Now: func() time.Time { return testNow }})
	var wg sync.WaitGroup
	for _, name := range []string{"first", "second"} {
		wg.Go(func() {
			if _, err := ingest(x, body(name, 1)); err != nil {
				t.Error(err)
			}
		})
		if name == "first" {
			<-begun
		}
	}
	waiting(t, x, 1)
	close(goOn)
	x.Close()
	wg.Wait()
	if _, err := ingest(x, body("late", 1)); audit.KindOf(err) != audit.Unavailable {
		t.Errorf("after Close: %v, want kind Unavailable", err)
	}
	x.Close() // twice is no harm
}

func TestGroupsAreBounded(t *testing.T) {
	c := &committer{}
	for _, n := range []int{maxGroupEvents - 1, 1, 1, maxGroupEvents} {
		c.waiting = append(c.waiting, &pending{events: make([]audit.Event, n)})
	}
	var sizes []int
	for group := c.next(); len(group) > 0; group = c.next() {
		n := 0
		for _, p := range group {
			n += len(p.events)
		}
		sizes = append(sizes, n)
	}
	if diff := cmp.Diff([]int{maxGroupEvents, 1, maxGroupEvents}, sizes); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
