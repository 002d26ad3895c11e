package tail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"whodid/audit"
	"whodid/audit/query"
)

// memLog is a log in memory, as a store would keep it.
type memLog struct {
	mu     sync.Mutex
	events []audit.Event
	after  func() error // called before each read, where set
}

func (l *memLog) After(_ context.Context, seq uint64, limit int) ([]audit.Event, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.after != nil {
		if err := l.after(); err != nil {
			return nil, err
		}
	}
	i, _ := slices.BinarySearchFunc(l.events, seq+1, func(e audit.Event, s uint64) int { return int(int64(e.Seq) - int64(s)) })
	return slices.Clone(l.events[i:min(len(l.events), i+limit)]), nil
}

func (l *memLog) LastSeq() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.events) == 0 {
		return 0
	}
	return l.events[len(l.events)-1].Seq
}

// store appends n events, every third by kim, and returns them.
func (l *memLog) store(n int) []audit.Event {
	l.mu.Lock()
	defer l.mu.Unlock()
	batch := make([]audit.Event, n)
	for i := range batch {
		seq := uint64(len(l.events)+i) + 1
		name := "Lee"
		if seq%3 == 0 {
			name = "Kim"
		}
		batch[i] = audit.Event{Seq: seq, Time: time.UnixMilli(int64(seq)).UTC(), User: audit.Person{Name: name}, Task: audit.TaskEditGroup}
	}
	l.events = append(l.events, batch...)
	return batch
}

func kim(t testing.TB) query.Search { return asked(t, "by kim") }

func asked(t testing.TB, q string) query.Search {
	t.Helper()
	question, err := query.Parse(q, query.Options{Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	return query.Search{Tree: question.Tree, Period: question.Period}
}

// newHub starts a hub and a server in front of it; subs gives the subscription
// of each connection by the URL's path.
func newHub(t *testing.T, log Log, opts Options, sub func(path string) Subscription) (*Hub, *httptest.Server) {
	t.Helper()
	hub := New(log, opts)
	upgrader := websocket.Upgrader{WriteBufferSize: 4 << 10}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tail, err := hub.Open(sub(r.URL.Path))
		if err != nil {
			http.Error(w, err.Error(), http.StatusTooManyRequests)
			return
		}
		defer tail.Close()
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		tail.Run(r.Context(), conn)
	}))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		select {
		case <-hub.closing: // the test has done so
		default:
			if err := hub.Shutdown(ctx); err != nil {
				t.Error(err)
			}
		}
		srv.Close()
	})
	return hub, srv
}

type frame struct {
	Type   string
	Seq    uint64
	Events []audit.Event
	Missed int
	After  uint64
	Before uint64
	Error  struct{ Code, Message string }
}

func dial(t *testing.T, srv *httptest.Server, path string) *websocket.Conn {
	t.Helper()
	dialer := websocket.Dialer{WriteBufferSize: 4 * maxClientFrame} // one message, one frame
	conn, resp, err := dialer.Dial("ws"+strings.TrimPrefix(srv.URL, "http")+path, nil)
	if err != nil {
		t.Fatalf("dial: %v", err)
	}
	resp.Body.Close()
	t.Cleanup(func() { conn.Close() })
	return conn
}

func next(t *testing.T, conn *websocket.Conn) frame {
	t.Helper()
	f, err := read(conn)
	if err != nil {
		t.Fatalf("read frame: %v", err)
	}
	return f
}

func read(conn *websocket.Conn) (frame, error) {
	var f frame
	if err := conn.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		return f, err
	}
	_, data, err := conn.ReadMessage()
	if err == nil {
		err = json.Unmarshal(data, &f)
	}
	return f, err
}

func hello(t *testing.T, conn *websocket.Conn, want uint64) {
	t.Helper()
	if f := next(t, conn); f.Type != "hello" || f.Seq != want {
		t.Fatalf("first frame %+v, want a hello with seq %d", f, want)
	}
}

// collect reads events frames until seq, and gives the seqs of the events.
func collect(t *testing.T, conn *websocket.Conn, upTo uint64) []uint64 {
	t.Helper()
	var seqs []uint64
	for len(seqs) == 0 || seqs[len(seqs)-1] < upTo {
		f := next(t, conn)
		if f.Type != "events" {
			t.Fatalf("frame %+v, want events", f)
		}
		for _, e := range f.Events {
			seqs = append(seqs, e.Seq)
		}
		if len(f.Events) > 0 && f.Seq != f.Events[len(f.Events)-1].Seq {
			t.Fatalf("frame says seq %d, its last event has %d", f.Seq, f.Events[len(f.Events)-1].Seq)
		}
	}
	return seqs
}

func wantEveryThird(t *testing.T, seqs []uint64, after, upTo uint64) {
	t.Helper()
	want := after - after%3 + 3
	for _, s := range seqs {
		if s != want {
			t.Fatalf("got event %d, want %d", s, want)
		}
		want += 3
	}
	if want <= upTo {
		t.Fatalf("events end before %d, want them up to %d", want, upTo)
	}
}

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
	const total = 30_000
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
