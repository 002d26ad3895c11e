package tail

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"
)

func TestResumeReadsTheLogFirst(t *testing.T) {
	log := &memLog{}
	log.store(5000)
	hub, srv := newHub(t, log, Options{MaxFrameBytes: 5000}, func(string) Subscription {
		return Subscription{Search: kim(t), Resume: true, After: 30}
	})
	conn := dial(t, srv, "/")
	hello(t, conn, 30)
	got := collect(t, conn, 4998)
	hub.Committed(log.store(3))
	got = append(got, collect(t, conn, 5001)...)
	wantEveryThird(t, got, 30, 5001)
}

func TestResumeFromTheFuture(t *testing.T) {
	log := &memLog{}
	log.store(7)
	hub, srv := newHub(t, log, Options{}, func(string) Subscription {
		return Subscription{Search: asked(t, ""), Resume: true, After: 900}
	})
	conn := dial(t, srv, "/")
	hello(t, conn, 7)
	hub.Committed(log.store(2))
	if got := collect(t, conn, 9); !slices.Equal(got, []uint64{8, 9}) {
		t.Errorf("got %v, want 8 and 9", got)
	}
}

func TestResumeOverHoles(t *testing.T) {
	log := &memLog{}
	log.store(4000)
	log.events = slices.Concat(log.events[:10], log.events[3900:3950]) // days between were dropped
	_, srv := newHub(t, log, Options{}, func(string) Subscription {
		return Subscription{Search: asked(t, ""), Resume: true, After: 5}
	})
	conn := dial(t, srv, "/")
	hello(t, conn, 5)
	got := collect(t, conn, 3950)
	if len(got) != 55 || got[4] != 10 || got[5] != 3901 {
		t.Errorf("got %d events: %v", len(got), got)
	}
}

// Resuming while events are committed: each exactly once, in order, for readers
// that join at any moment.
func TestResumeWithoutLossOrRepeatUnderCommits(t *testing.T) {
	const total = 15_000
	log := &memLog{}
	log.store(3000)
	hub, srv := newHub(t, log, Options{InboxEvents: 500, QueueEvents: total, QueueBytes: 1 << 30}, func(path string) Subscription {
		after, err := strconv.ParseUint(path[1:], 10, 64)
		if err != nil {
			t.Error(err)
		}
		return Subscription{Search: kim(t), Resume: true, After: after}
	})
	var wg sync.WaitGroup
	wg.Go(func() {
		for n := 3000; n < total; n += 300 {
			hub.Committed(log.store(300))
		}
	})
	for i := range 8 {
		after := uint64(i * 400)
		conn := dial(t, srv, fmt.Sprintf("/%d", after))
		wg.Go(func() {
			want := after - after%3 + 3
			if f, err := read(conn); err != nil || f.Type != "hello" {
				t.Errorf("first frame %v, %v", f.Type, err)
				return
			}
			for want <= total {
				f, err := read(conn)
				if err != nil || f.Type != "events" {
					t.Errorf("frame %v: %v", f, err)
					return
				}
				for _, e := range f.Events {
					if e.Seq != want {
						t.Errorf("got event %d, want %d", e.Seq, want)
						return
					}
					want += 3
				}
			}
		})
	}
	wg.Wait()
}

func TestInboxOverflowReadsTheLog(t *testing.T) {
	log := &memLog{}
	hub, srv := newHub(t, log, Options{InboxEvents: 10}, func(string) Subscription { return Subscription{Search: asked(t, "")} })
	conn := dial(t, srv, "/")
	hello(t, conn, 0)
	hub.mu.Lock() // the hub can't deliver: the inbox runs over
	for range 100 {
		hub.Committed(log.store(7))
	}
	hub.mu.Unlock()
	got := collect(t, conn, 700)
	for i, seq := range got {
		if seq != uint64(i)+1 {
			t.Fatalf("event %d at place %d", seq, i)
		}
	}
}

func TestBrokenLogEndsTheTail(t *testing.T) {
	log := &memLog{after: func() error { return errors.New("disk on fire") }}
	log.store(5)
	_, srv := newHub(t, log, Options{}, func(string) Subscription {
		return Subscription{Search: asked(t, ""), Resume: true, After: 1}
	})
	conn := dial(t, srv, "/")
	hello(t, conn, 1)
	if f := next(t, conn); f.Type != "error" || f.Error.Code != "unavailable" || strings.Contains(f.Error.Message, "fire") {
		t.Errorf("frame %+v", f)
	}
	if _, err := read(conn); !websocket.IsCloseError(err, websocket.CloseTryAgainLater) {
		t.Errorf("closed with %v", err)
	}
}

// After a hole of unknown size nothing more may come: the client would resume
// behind it.
func TestBrokenLogWhileLive(t *testing.T) {
	log := &memLog{}
	hub, srv := newHub(t, log, Options{InboxEvents: 10}, func(string) Subscription { return Subscription{Search: asked(t, "")} })
	conn := dial(t, srv, "/")
	hello(t, conn, 0)
	log.mu.Lock()
	log.after = func() error { return errors.New("disk on fire") }
	log.mu.Unlock()
	hub.mu.Lock()
	for range 10 {
		hub.Committed(log.store(7))
	}
	hub.mu.Unlock()
	var last uint64
	for {
		f := next(t, conn)
		if f.Type == "error" {
			break
		}
		for _, e := range f.Events {
			if e.Seq != last+1 {
				t.Fatalf("event %d after %d", e.Seq, last)
			}
			last = e.Seq
		}
	}
}
