package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

// A backup of a server that takes events all the while has each event stored up to
// its moment once and no other, and restored elsewhere it answers the same.
func TestBackupOfARunningServer(t *testing.T) {
	t.Parallel()
	rows := auditDownload(t)
	srv := serve(t, t.TempDir(), "127.0.0.1:0")
	imported(t, append(as(srv.addr), save(t, rows))...)
	if status := post(srv.addr, awkward(time.Now())); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	answered, stop := liveIngest(t, srv.addr)
	least := answered.Load()
	file := backedUp(t, srv.addr)
	stop()
	head, events := contentOf(t, file)
	onceEach(t, events)
	if !slices.IsSortedFunc(events, func(a, b audit.Event) int { return strings.Compare(string(a.ID), string(b.ID)) }) {
		t.Error("not oldest first")
	}
	live := 0
	for _, e := range events {
		if strings.HasPrefix(e.User.Name, "live ") {
			live++
		}
	}
	if int64(live) < least || len(events) != len(rows)+4+live {
		t.Errorf("%d events, %d of them live, of which %d had been answered", len(events), live, least)
	}
	upTo := slices.DeleteFunc(search(t, srv.addr), func(e audit.Event) bool { return e.Seq > head.LastSeq })
	sameEvents(t, upTo, events)

	restored := serve(t, t.TempDir(), "127.0.0.1:0")
	want := fmt.Sprintf("%s: %d restored, 0 already there, 0 older than the retention, 0 rejected\n", file, len(events))
	if code, stdout, stderr := call(t, restored.addr, "restore", file); code != exitDone || stdout != want || stderr != "" {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
	got := search(t, restored.addr)
	onceEach(t, got)
	sameEvents(t, events, got)
	for _, question := range []string{"", "edit group by kim", "김", "status:failure via:scim", "live*", "-task:*", `"equal rows"`} {
		for _, sort := range []string{"-time", "time"} {
			params := url.Values{"q": {question}, "sort": {sort}, "limit": {"200"}}
			got := screen(t, restored.addr, params)
			params.Set("before", fmt.Sprint(head.LastSeq+1))
			if diff := cmp.Diff(screen(t, srv.addr, params), got); diff != "" {
				t.Errorf("%q by %s (-before +restored):\n%.4000s", question, sort, diff)
			}
		}
	}

	// Again, from standard input: nothing twice.
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	c := start(t, in, append([]string{"restore", "-"}, as(restored.addr)...)...)
	want = fmt.Sprintf("-: 0 restored, %d already there, 0 older than the retention, 0 rejected\n", len(events))
	if code := c.wait(t); code != exitDone || c.stdout.String() != want {
		t.Errorf("exit code %d: %s%s", code, c.stdout, c.stderr)
	}

	// Into a folder that has a part of it.
	part, half := t.TempDir(), rows[:len(rows)/2]
	imported(t, "--data-dir", part, save(t, half))
	want = fmt.Sprintf("%s: %d restored, %d already there, 0 older than the retention, 0 rejected\n", file, len(events)-len(half), len(half))
	if code, stdout, stderr := whodid(t, "restore", "--data-dir", part, file); code != exitDone || stdout != want || stderr != "" {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
	filled := serve(t, part, "127.0.0.1:0")
	got = search(t, filled.addr)
	onceEach(t, got)
	sameEvents(t, events, got)
}

func TestBackupToStandardOutput(t *testing.T) {
	t.Parallel()
	srv := serve(t, t.TempDir(), "127.0.0.1:0")
	c := start(t, nil, append([]string{"backup", "-"}, as(srv.addr)...)...)
	if code := c.wait(t); code != exitDone || !strings.HasPrefix(c.stderr.String(), "-: 0 events, ") {
		t.Fatalf("exit code %d: %s", code, c.stderr)
	}
	file := filepath.Join(t.TempDir(), "empty.zst")
	if err := os.WriteFile(file, []byte(c.stdout.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := whodid(t, "restore", "--check", file)
	if code != exitDone || stderr != "" || !strings.HasPrefix(stdout, file+": whole, 0 events up to seq 0, made 20") {
		t.Errorf("exit code %d: %s%s", code, stdout, stderr)
	}
}

// A damaged day is named, and no backup passes for one that has it.
func TestBackupOfADamagedDay(t *testing.T) {
	t.Parallel()
	rows, dir := auditDownload(t), t.TempDir()
	imported(t, "--data-dir", dir, save(t, rows))
	days := folder(t, filepath.Join(dir, "days"))
	damaged := days[2]
	flip(t, filepath.Join(dir, "days", damaged, "1.log"))
	srv := serve(t, dir, "127.0.0.1:0")

	out := filepath.Join(t.TempDir(), "whodid.zst")
	code, _, stderr := call(t, srv.addr, "backup", out)
	if _, err := os.Stat(out); code != exitFailed || err == nil {
		t.Errorf("exit code %d, %v", code, err)
	}
	oneLineWith(t, stderr, out, "was not written", damaged, "A backup would lack their events")

	file := backedUp(t, srv.addr, "--partial")
	head, events := contentOf(t, file)
	if diff := cmp.Diff([]audit.Day{audit.Day(damaged)}, head.Missing); diff != "" {
		t.Error(diff)
	}
	sameRows(t, slices.DeleteFunc(rows, func(r row) bool { return dayOf(t, r) == damaged }), events)
	code, stdout, stderr := whodid(t, "restore", "--data-dir", t.TempDir(), file)
	want := fmt.Sprintf("%s: %d restored, 0 already there, 0 older than the retention, 0 rejected; without the days that could not be read when it was made: %s\n",
		file, len(events), damaged)
	if code != exitDone || stdout != want || stderr != "" {
		t.Errorf("exit code %d: %s%s", code, stdout, stderr)
	}
}

// A file takes its name when it is whole: not where the server is killed in the
// middle, nor where what came is not what was sent.
func TestBackupThatBreaksOffLeavesNoFile(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	imported(t, "--data-dir", data, save(t, auditDownload(t)))
	srv := serve(t, data, "127.0.0.1:0")
	whole, err := os.ReadFile(backedUp(t, srv.addr))
	if err != nil {
		t.Fatal(err)
	}
	sends := func(text []byte) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/zstd")
			_, _ = w.Write(text)
		}))
		t.Cleanup(s.Close)
		return s.URL
	}
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 0x40
	for _, tt := range []struct{ name, addr, says string }{
		{"killed", relayTo(t, srv, 100<<10).addr, "the server broke it off"},
		{"cut off", sends(whole[:len(whole)-100]), "it is cut off after"},
		{"flipped", sends(flipped), "it is damaged after"},
		{"nothing", sends(nil), "it is empty"},
		{"without its end", sends(pack(t, `{"whodid_backup":1}`, event(1))), "it is cut off after 1 events"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			out := filepath.Join(dir, "whodid.zst")
			const older = "an older backup"
			if err := os.WriteFile(out, []byte(older), 0o600); err != nil {
				t.Fatal(err)
			}
			code, _, stderr := call(t, tt.addr, "backup", out)
			if code != exitFailed {
				t.Errorf("exit code %d", code)
			}
			oneLineWith(t, stderr, out, "was not written", tt.says)
			if diff := cmp.Diff([]string{"whodid.zst"}, folder(t, dir)); diff != "" {
				t.Errorf("in the folder:\n%s", diff)
			}
			if text, err := os.ReadFile(out); err != nil || string(text) != older {
				t.Errorf("%.100q, %v", text, err)
			}
		})
	}
}

func TestBackupReplacesNoDevice(t *testing.T) {
	t.Parallel()
	pipe := newPipe(t)
	code, _, stderr := whodid(t, "backup", pipe)
	if code != exitUsage {
		t.Errorf("exit code %d", code)
	}
	oneLineWith(t, stderr, "<file>", pipe, "no ordinary file")
}
