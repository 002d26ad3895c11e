package main

import (
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"whodid/audit"
)

// line is an event of now as NDJSON.
func line(id, user, status string) string {
	return fmt.Sprintf(`{"id":%q,"time":%q,"user":{"name":%q},"task":"edit_group","status":%q}`+"\n", id, audit.FormatTime(time.Now()), user, status)
}

// A tail shows an event within a second of its POST, and goes on where it was
// when the server has been away.
func TestTail(t *testing.T) { // not in parallel: it measures
	dir := t.TempDir()
	srv := serve(t, dir, "127.0.0.1:0")
	tail := start(t, nil, append([]string{"tail", "--json", "status:failure"}, as(srv.addr)...)...)
	defer tail.stop()
	tail.stderr.wait(t, "connected; waiting for events", tail.ended)

	if status := post(srv.addr, line("1", "nobody asked", "success")); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	began := time.Now()
	if status := post(srv.addr, line("2", "first 김민준", "failure")); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	tail.stdout.wait(t, "first 김민준", tail.ended)
	took := time.Since(began)
	t.Logf("shown %v after its POST began", took)
	if took > time.Second {
		t.Errorf("shown only after %v", took)
	}

	if code := srv.end(t, syscall.SIGTERM); code != exitDone {
		t.Errorf("the server's exit code is %d", code)
	}
	tail.stderr.wait(t, "connection lost", tail.ended)
	// What is stored before the tail is back: it must come, and come once.
	srv = serve(t, dir, srv.addr)
	if status := post(srv.addr, line("3", "while away", "failure")); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	tail.stdout.wait(t, "while away", tail.ended)
	if status := post(srv.addr, line("4", "last", "failure")); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	tail.stdout.wait(t, "last", tail.ended)
	tail.stop()
	if code := tail.wait(t); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	out := tail.stdout.String()
	for _, name := range []string{"first 김민준", "while away", "last"} {
		if n := strings.Count(out, name); n != 1 {
			t.Errorf("%q comes %d times:\n%s", name, n, out)
		}
	}
	if strings.Contains(out, "nobody asked") {
		t.Errorf("shown, but does not match:\n%s", out)
	}
}

func TestTailWithAWrongToken(t *testing.T) {
	t.Parallel()
	srv := serve(t, t.TempDir(), "127.0.0.1:0")
	for _, command := range []string{"tail", "search"} {
		code, stdout, stderr := whodid(t, command, "--server", srv.addr, "--token", "not-the-right-token")
		if code != exitFailed || stdout != "" {
			t.Errorf("%s: exit code %d, %q", command, code, stdout)
		}
		oneLineWith(t, stderr, "token")
	}
}

// farewell reads a tail to its end and gives the last frame before the close.
type farewell struct {
	last  frame
	close error
}

// listen opens a tail; what it gets before its end comes by the channel.
func listen(t *testing.T, addr string) (events <-chan audit.Event, end <-chan farewell) {
	t.Helper()
	conn, res, err := websocket.DefaultDialer.DialContext(t.Context(), "ws://"+addr+"/api/v1/tail", http.Header{"Authorization": {"Bearer " + testToken}})
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	t.Cleanup(func() { conn.Close() })
	heard, ended := make(chan audit.Event, 100_000), make(chan farewell, 1)
	go func() {
		var f farewell
		for {
			var next frame
			if f.close = conn.ReadJSON(&next); f.close != nil {
				ended <- f
				return
			}
			f.last = next
			for _, e := range next.Events {
				heard <- e
			}
		}
	}()
	return heard, ended
}

// toldOfTheEnd fails where a tail was not told why it ends.
func toldOfTheEnd(t *testing.T, end <-chan farewell) {
	t.Helper()
	select {
	case f := <-end:
		if f.last.Type != "error" || f.last.Error.Code != "shutting_down" || !websocket.IsCloseError(f.close, websocket.CloseGoingAway) {
			t.Errorf("the tail ends with %+v, %v", f.last, f.close)
		}
	case <-time.After(patience):
		t.Error("the tail does not end")
	}
}
