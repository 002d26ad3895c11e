package tail

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"whodid/audit"
)

func TestLiveEventsThatMatch(t *testing.T) {
	log := &memLog{}
	log.store(10)
	hub, srv := newHub(t, log, Options{}, func(string) Subscription { return Subscription{Search: kim(t)} })
	conn := dial(t, srv, "/")
	hello(t, conn, 10)
	hub.Committed(log.store(5))
	hub.Committed(log.store(5))
	wantEveryThird(t, collect(t, conn, 18), 10, 20)
}

// A client that does not read gets the newest and an exact gap before them; one
// that reads gets everything, and commits never wait.
func TestSlowReaderGetsAnExactGap(t *testing.T) {
	var dropped atomic.Int64
	log := &memLog{}
	hub, srv := newHub(t, log, Options{QueueEvents: 100, InboxEvents: 1 << 20, Observer: Observer{Dropped: func(n int) { dropped.Add(int64(n)) }}},
		func(string) Subscription { return Subscription{Search: kim(t)} })
	slow := dial(t, srv, "/slow")
	hello(t, slow, 0)
	var committed int
	for dropped.Load() < 5000 { // until the socket's buffers are full and the queue too
		batch := log.store(300)
		for i := range batch {
			batch[i].User.Email = strings.Repeat("x", 500) + "@acme.example"
		}
		hub.Committed(batch)
		committed += len(batch)
		if committed > 3_000_000 {
			t.Fatal("nothing was dropped")
		}
	}
	end := log.store(3)
	hub.Committed(end)
	last := end[2].Seq
	last -= last % 3

	var at uint64
	missed := 0
	for at < last {
		f := next(t, slow)
		switch f.Type {
		case "gap":
			between := int((f.Before-1)/3) - int(f.After/3)
			if f.After != at || f.Missed != between {
				t.Fatalf("gap %+v after event %d; %d events lie in it", f, at, between)
			}
			missed += f.Missed
			at = f.Before - 3
		case "events":
			for _, e := range f.Events {
				if e.Seq != at+3 {
					t.Fatalf("event %d follows %d without a gap frame", e.Seq, at)
				}
				at = e.Seq
			}
		default:
			t.Fatalf("frame %+v", f)
		}
	}
	if missed == 0 || int64(missed) != dropped.Load() {
		t.Errorf("gaps tell of %d events, %d were dropped", missed, dropped.Load())
	}
}

func TestSameQuestionIsMatchedOnce(t *testing.T) {
	log := &memLog{}
	hub, srv := newHub(t, log, Options{}, func(path string) Subscription {
		if path == "/other" {
			return Subscription{Search: asked(t, "by lee")}
		}
		return Subscription{Search: asked(t, "by kim")}
	})
	for _, path := range []string{"/a", "/b", "/other"} {
		hello(t, dial(t, srv, path), 0)
	}
	hub.mu.Lock()
	defer hub.mu.Unlock()
	if len(hub.groups) != 2 {
		t.Errorf("%d groups for two questions of three clients", len(hub.groups))
	}
}

func TestShutdownTellsTails(t *testing.T) {
	log := &memLog{}
	hub, srv := newHub(t, log, Options{}, func(string) Subscription { return Subscription{Search: kim(t)} })
	conn := dial(t, srv, "/")
	hello(t, conn, 0)
	hub.Committed(log.store(9))
	done := make(chan error, 1)
	go func() { done <- hub.Shutdown(context.Background()) }()
	wantEveryThird(t, collect(t, conn, 9), 0, 9) // what was committed still comes
	if f := next(t, conn); f.Type != "error" || f.Error.Code != "shutting_down" {
		t.Errorf("frame %+v", f)
	}
	if _, err := read(conn); !websocket.IsCloseError(err, websocket.CloseGoingAway) {
		t.Errorf("closed with %v", err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if _, err := hub.Open(Subscription{}); audit.KindOf(err) != audit.Unavailable {
		t.Errorf("open after shutdown: %v", err)
	}
	if n := hub.Tails(); n != 0 {
		t.Errorf("%d tails left", n)
	}
}

func TestShutdownCutsWhoDoesNotRead(t *testing.T) {
	var dropped atomic.Int64
	log := &memLog{}
	hub, srv := newHub(t, log, Options{Observer: Observer{Dropped: func(n int) { dropped.Add(int64(n)) }}},
		func(string) Subscription { return Subscription{Search: asked(t, "")} })
	hello(t, dial(t, srv, "/"), 0)
	for dropped.Load() == 0 {
		hub.Committed(log.store(500))
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := hub.Shutdown(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("shutdown: %v", err)
	}
}

func TestTooManyTails(t *testing.T) {
	hub, srv := newHub(t, &memLog{}, Options{MaxTails: 1}, func(string) Subscription { return Subscription{} })
	conn := dial(t, srv, "/")
	hello(t, conn, 0)
	if _, err := hub.Open(Subscription{}); audit.KindOf(err) != audit.Overloaded {
		t.Errorf("second tail: %v", err)
	}
}

func TestEndedLogInEndsTheTail(t *testing.T) {
	var out atomic.Bool
	_, srv := newHub(t, &memLog{}, Options{PingEvery: 10 * time.Millisecond}, func(string) Subscription {
		return Subscription{Allowed: func() bool { return !out.Load() }}
	})
	conn := dial(t, srv, "/")
	hello(t, conn, 0)
	out.Store(true)
	if f := next(t, conn); f.Type != "error" || f.Error.Code != "unauthorized" {
		t.Errorf("frame %+v", f)
	}
}

// A rare question is told now and then how far it is, so that it need not resume
// from its last match.
func TestProgressWithoutMatches(t *testing.T) {
	log := &memLog{}
	hub, srv := newHub(t, log, Options{PingEvery: 10 * time.Millisecond}, func(string) Subscription {
		return Subscription{Search: asked(t, "nobody")}
	})
	conn := dial(t, srv, "/")
	hello(t, conn, 0)
	hub.Committed(log.store(8))
	if f := next(t, conn); f.Type != "events" || len(f.Events) != 0 || f.Seq != 8 {
		t.Errorf("frame %+v", f)
	}
}

func TestClientThatTalksIsCut(t *testing.T) {
	hub, srv := newHub(t, &memLog{}, Options{}, func(string) Subscription { return Subscription{} })
	conn := dial(t, srv, "/")
	hello(t, conn, 0)
	if err := conn.WriteMessage(websocket.TextMessage, make([]byte, maxClientFrame+1)); err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := read(conn); err != nil {
			break
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := hub.Shutdown(ctx); err != nil {
		t.Error(err)
	}
}
