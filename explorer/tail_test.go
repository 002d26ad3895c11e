package explorer

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"whodid/audit"
)

func (s server) dial(t *testing.T, query string, header http.Header) (conn *websocket.Conn, status int) {
	t.Helper()
	if header == nil {
		header = http.Header{"Authorization": {"Bearer " + token}}
	}
	conn, resp, err := websocket.DefaultDialer.Dial("ws://"+s.addr+"/api/v1/tail"+query, header)
	if err != nil && resp == nil {
		t.Fatal(err)
	}
	if conn != nil {
		t.Cleanup(func() { conn.Close() })
	}
	resp.Body.Close()
	return conn, resp.StatusCode
}

func frameOf(t *testing.T, conn *websocket.Conn) []byte {
	t.Helper()
	_, data, err := conn.ReadMessage()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestTailFrames(t *testing.T) {
	r := newRig(t, fake{})
	srv := startServer(t, r.x)
	conn, status := srv.dial(t, "?q=by+minjun&status=Success", nil)
	if status != http.StatusSwitchingProtocols {
		t.Fatalf("status %d", status)
	}
	golden(t, "tail-hello.json", frameOf(t, conn))
	r.hub.Committed([]audit.Event{bare, formula, edited})
	golden(t, "tail-events.json", frameOf(t, conn))
	done := make(chan error, 1)
	go func() { done <- r.x.Shutdown(context.Background()) }()
	golden(t, "tail-error.json", frameOf(t, conn))
	if _, _, err := conn.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseGoingAway) {
		t.Errorf("closed with %v", err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	srv.wait() // the line is written when the handler returns
	if log := r.log.String(); !strings.Contains(log, `"status":101`) {
		t.Errorf("log: %s", log)
	}
}

// The hub's counters were in nobody's registry: /metrics said nothing of what tails
// were sent, and of what slow ones lost.
func TestTailsAreCounted(t *testing.T) {
	r := newRig(t, fake{})
	srv := startServer(t, r.x)
	conn, _ := srv.dial(t, "?q=by+minjun", nil)
	frameOf(t, conn)
	r.hub.Committed([]audit.Event{bare, formula, edited})
	frameOf(t, conn)
	if err := r.x.Shutdown(context.Background()); err != nil { // the tail has counted what it sent
		t.Fatal(err)
	}
	metrics := r.get("/metrics").Body.String()
	for _, want := range []string{"whodid_tail_events_total 1\n", "whodid_tail_dropped_events_total 0\n"} {
		if !strings.Contains(metrics, want) {
			t.Errorf("metrics lack %q:\n%s", want, metrics)
		}
	}
}

// As in a search: "?status=" used to show everything that came.
func TestTailOfEventsWithoutAValue(t *testing.T) {
	r := newRig(t, fake{})
	conn, _ := startServer(t, r.x).dial(t, "?status=&user=", nil)
	frameOf(t, conn)
	r.hub.Committed([]audit.Event{edited, {ID: bare.ID, Seq: edited.Seq + 1, User: bare.User}})
	if frame := string(frameOf(t, conn)); strings.Contains(frame, string(edited.ID)) || !strings.Contains(frame, string(bare.ID)) {
		t.Errorf("frame %s", frame)
	}
}

func TestTailLeavesOutWhatIsExcluded(t *testing.T) {
	r := newRig(t, fake{})
	conn, _ := startServer(t, r.x).dial(t, "?not_user=MINJUN.KIM@acme.example&not_status=failure", nil)
	frameOf(t, conn)
	r.hub.Committed([]audit.Event{edited, formula, {ID: bare.ID, Seq: edited.Seq + 1, User: bare.User}})
	frame := string(frameOf(t, conn))
	if strings.Contains(frame, string(edited.ID)) || strings.Contains(frame, string(formula.ID)) || !strings.Contains(frame, string(bare.ID)) {
		t.Errorf("frame %s", frame)
	}
}

func TestTailRefuses(t *testing.T) {
	r := newRig(t, fake{})
	srv := startServer(t, r.x)
	s, err := r.auth.LogInByToken(token, "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	bearer := func(origin string) http.Header {
		h := http.Header{"Authorization": {"Bearer " + token}}
		if origin != "" {
			h.Set("Origin", origin)
		}
		return h
	}
	cookie := func(origin string) http.Header {
		h := http.Header{"Cookie": {"whodid_session=" + s.Value}}
		if origin != "" {
			h.Set("Origin", origin)
		}
		return h
	}
	for _, tt := range []struct {
		name, query string
		header      http.Header
		want        int
	}{
		{"a program", "", bearer(""), 101},
		{"the page", "", cookie(srv.url), 101},
		{"another site", "", cookie("https://evil.example"), 403},
		{"another site with a token", "", bearer("https://evil.example"), 403},
		{"a cookie without an origin", "", cookie(""), 403},
		{"a stranger", "", http.Header{}, 401},
		{"after", "?after=-1", bearer(""), 400},
		{"zone", "?tz=Mars", bearer(""), 400},
		{"a future place", "?after=999999", bearer(""), 101},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, status := srv.dial(t, tt.query, tt.header); status != tt.want {
				t.Errorf("status %d, want %d", status, tt.want)
			}
		})
	}
	wantError(t, r.get("/api/v1/tail"), 400, "not_a_websocket", "")
	wantError(t, r.get("/api/v1/tail", "Connection", "upgrade", "Upgrade", "websocket"), 400, "not_a_websocket", "")
}
