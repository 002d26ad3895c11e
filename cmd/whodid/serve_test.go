package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"whodid/audit"
)

// What was answered is there after a restart, also where the server was told to
// stop while many were writing; tails are told.
func TestStopWhileManyWrite(t *testing.T) {
	t.Run("signal", func(t *testing.T) {
		dir := t.TempDir()
		srv := serve(t, dir, "127.0.0.1:0")
		stopWhileManyWrite(t, srv.addr, func() {
			if code := srv.end(t, syscall.SIGTERM); code != exitDone {
				t.Errorf("exit code %d", code)
			}
		}, func() string { return serve(t, dir, "127.0.0.1:0").addr })
	})
	t.Run("kill -9", func(t *testing.T) {
		dir := t.TempDir()
		srv := serve(t, dir, "127.0.0.1:0")
		stopWhileManyWrite(t, srv.addr, srv.kill, func() string { return serve(t, dir, "127.0.0.1:0").addr })
	})
	t.Run("within the test, for the race detector", func(t *testing.T) {
		dir := t.TempDir()
		first, addr := within(t, dir)
		stopWhileManyWrite(t, addr, func() {
			first.stop()
			if code := first.wait(t); code != exitDone {
				t.Errorf("exit code %d:\n%s", code, first.stderr)
			}
		}, func() string {
			second, addr := within(t, dir)
			t.Cleanup(func() { second.stop(); second.wait(t) })
			return addr
		})
	})
}

// within runs a server in the test's own process. Not for parallel tests: gin's
// mode is the process's.
func within(t *testing.T, dir string) (c *command, addr string) {
	t.Helper()
	c = start(t, nil, "serve", "--listen", "127.0.0.1:0", "--data-dir", dir, "--bootstrap-token", testToken)
	c.stderr.wait(t, `"listening"`, c.ended)
	return c, logged(t, c.stderr, "listening")["addr"].(string)
}

func stopWhileManyWrite(t *testing.T, addr string, stop func(), again func() (addr string)) {
	t.Helper()
	const writers, enough = 8, 200
	killed := strings.HasSuffix(t.Name(), "kill_-9")
	_, end := listen(t, addr)
	var answered sync.Map // of names
	var count atomic.Int64
	reached := make(chan struct{})
	var writing sync.WaitGroup
	for w := range writers {
		writing.Go(func() {
			for i := 0; ; i++ {
				name := fmt.Sprintf("writer%dx%d", w, i)
				if post(addr, line(name, name, "success")) != http.StatusOK {
					return // the server is gone, or says that it goes
				}
				answered.Store(name, true)
				if count.Add(1) == enough {
					close(reached)
				}
			}
		})
	}
	select {
	case <-reached:
	case <-time.After(patience):
		t.Fatalf("only %d answers", count.Load())
	}
	stop()
	writing.Wait()
	if !killed {
		toldOfTheEnd(t, end)
	}
	events := search(t, again())
	onceEach(t, events)
	stored := map[string]bool{}
	for _, e := range events {
		stored[e.User.Name] = true
	}
	answered.Range(func(name, _ any) bool {
		if !stored[name.(string)] {
			t.Errorf("%s was answered and is lost", name)
		}
		return true
	})
	t.Logf("%d answered, %d stored", count.Load(), len(events))
}

// A server whose address was taken had nothing to close yet, and panicked.
func TestAddressInUse(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	code, _, stderr := whodid(t, "serve", "--listen", l.Addr().String(), "--data-dir", t.TempDir())
	if code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	lines := strings.SplitAfter(strings.TrimSpace(stderr), "\n") // behind those of the log
	oneLineWith(t, lines[len(lines)-1]+"\n", l.Addr().String(), "in use")
}

// The first start prints a link that logs in once, also after a restart that
// nobody had logged in before; later starts print none.
func TestFirstStartPrintsALinkThatWorksOnce(t *testing.T) {
	t.Parallel()
	const message = "Open this link once to log in as the first administrator"
	dir := t.TempDir()
	srv := serve(t, dir, "127.0.0.1:0")
	link := logged(t, srv.log, message)["link"].(string)
	if !strings.HasPrefix(link, "http://"+srv.addr+"/login?code=") {
		t.Errorf("link %q", link)
	}
	// The same data folder, another port.
	srv.end(t, syscall.SIGTERM)
	srv = serve(t, dir, "127.0.0.1:0")
	link = logged(t, srv.log, message)["link"].(string)

	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	get := func(url string, cookies ...*http.Cookie) *http.Response {
		req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cookies {
			req.AddCookie(c)
		}
		res, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res
	}
	session := "http://" + srv.addr + "/api/v1/session"
	if res := get(session); res.StatusCode != http.StatusUnauthorized {
		t.Errorf("a stranger's session: status %d", res.StatusCode)
	}
	first := get(link)
	if first.StatusCode != http.StatusSeeOther || first.Header.Get("Location") != "/" || len(first.Cookies()) != 1 {
		t.Fatalf("link: status %d, to %q, cookies %v", first.StatusCode, first.Header.Get("Location"), first.Cookies())
	}
	if res := get(session, first.Cookies()...); res.StatusCode != http.StatusOK {
		t.Errorf("logged in: status %d", res.StatusCode)
	}
	if res := get(link); res.Header.Get("Location") != "/?login=expired" || len(res.Cookies()) > 0 {
		t.Errorf("link again: to %q", res.Header.Get("Location"))
	}
	srv.end(t, syscall.SIGTERM)
	srv = serve(t, dir, "127.0.0.1:0")
	if strings.Contains(srv.log.String(), "/login?code=") {
		t.Errorf("a link after the first log-in:\n%s", srv.log)
	}
	if res := get("http://"+srv.addr+"/api/v1/session", first.Cookies()...); res.StatusCode != http.StatusOK {
		t.Errorf("logged in before the restart: status %d", res.StatusCode)
	}
}

// Retention runs at the start: a folder that lay idle keeps nothing that is not
// promised any more.
func TestStartDropsOldDays(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	now := time.Now()
	var text strings.Builder
	for days := range 6 {
		fmt.Fprintf(&text, `{"time":%q,"user":{"name":"day%d"}}`+"\n", audit.FormatTime(now.AddDate(0, 0, -days)), days)
	}
	file := filepath.Join(dir, "events.ndjson")
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	imported(t, "--data-dir", dir, file)
	srv := serve(t, dir, "127.0.0.1:0", "--retention-days", "3")
	srv.log.wait(t, `"retention"`, srv.ended)
	var names []string
	for _, e := range search(t, srv.addr) {
		names = append(names, e.User.Name)
	}
	if got := strings.Join(names, " "); got != "day0 day1 day2 day3" {
		t.Errorf("kept %s", got)
	}
}
