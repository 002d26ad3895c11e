package tail

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
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
