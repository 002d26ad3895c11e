package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"whodid/audit"
)

// A demo goes on where it was yesterday: it makes up what is missing up to now,
// then new events all the time, until Ctrl-C.
func TestDemo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "yesterday.ndjson")
	yesterday := `{"time":"` + audit.FormatTime(time.Now().Add(-24*time.Hour)) + `","user":{"name":"Yesterday"}}`
	if err := os.WriteFile(file, []byte(yesterday), 0o600); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	imported(t, "--data-dir", data, file)
	demo := launch(t, "demo", "--listen", "127.0.0.1:0", "--data-dir", data)
	if link, _ := logged(t, demo.log, "The demo is ready. Open this link to log in")["link"].(string); link == "" {
		t.Errorf("no link:\n%s", demo.log)
	}
	filled := int(logged(t, demo.log, "company's log stored")["events"].(float64))
	events, end := listen(t, demo.addr)
	for live := 0; live < 2; {
		select {
		case e := <-events:
			if e.Seq <= uint64(1+filled) { // made up a moment ago, and on its way to the tails yet
				continue
			}
			live++
			if age := time.Since(e.Time); age > 10*time.Second || e.User.Name == "" {
				t.Errorf("%v old: %+v", age, e)
			}
		case <-time.After(patience):
			t.Fatal("no new events come")
		}
	}
	if stored := search(t, demo.addr); len(stored) < 1+filled+2 || stored[len(stored)-1].User.Name != "Yesterday" {
		t.Errorf("%d events, want that of yesterday, %d of today and those seen", len(stored), filled)
	}
	began := time.Now()
	if code := demo.end(t, syscall.SIGINT); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("Ctrl-C took %v", took)
	}
	toldOfTheEnd(t, end)
}

// The first start makes up the days of the retention.
func TestDemoFromNothing(t *testing.T) {
	t.Parallel()
	demo := launch(t, "demo", "--listen", "127.0.0.1:0", "--data-dir", t.TempDir(), "--retention-days", "2")
	filled := logged(t, demo.log, "company's log stored")["events"]
	if filled != float64(demoEvents) {
		t.Errorf("%v events", filled)
	}
	code, _, stderr := call(t, demo.addr, "search", "--limit", "1", "group by kim")
	if code != exitDone || !strings.HasPrefix(stderr, "1 of ") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
	if code := demo.end(t, syscall.SIGINT); code != exitDone {
		t.Errorf("exit code %d", code)
	}
}

// Ctrl-C while the demo fills ends it as at any other time.
func TestDemoInterruptedWhileItFills(t *testing.T) {
	t.Parallel()
	demo := launchUntil(t, "making up a company's log", "demo", "--listen", "127.0.0.1:0", "--data-dir", t.TempDir(), "--retention-days", "2")
	if code := demo.end(t, syscall.SIGINT); code != exitDone {
		t.Errorf("exit code %d:\n%s", code, demo.log)
	}
}
