package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"whodid/audit"
)

// pack gives a file of these lines.
func pack(t *testing.T, lines ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := zstd.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if _, err := z.Write([]byte(line + "\n")); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// event is a line of today, or of so many days ago.
func event(number int, daysAgo ...int) string {
	at := time.Now()
	for _, days := range daysAgo {
		at = at.AddDate(0, 0, -days)
	}
	return fmt.Sprintf(`{"id":"event %d","seq":%d,"time":%q,"user":{"name":"Kim"},"task":"edit_group"}`, number, number, audit.FormatTime(at.UTC()))
}

// packBackup gives a whole backup of these events.
func packBackup(t *testing.T, events ...string) []byte {
	t.Helper()
	return pack(t, append(append([]string{`{"whodid_backup":1,"version":"1.0","created":"2026-11-23T10:00:00.000Z","last_seq":9,"events":1}`}, events...), endOf(events...))...)
}

// endOf is the last line of a backup.
func endOf(events ...string) string {
	sum := sha256.New()
	for _, e := range events {
		sum.Write([]byte(e + "\n"))
	}
	return fmt.Sprintf(`{"end":true,"events":%d,"sha256":%q}`, len(events), hex.EncodeToString(sum.Sum(nil)))
}

// Of a file that is not whole, or no backup, nothing is sent: it is read to its end
// first, and the sentence says what is wrong with it.
func TestRestoreOfWhatIsNoWholeBackup(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("something was sent") }))
	t.Cleanup(srv.Close)
	var events []string
	for i := range 2000 {
		events = append(events, event(i+1))
	}
	whole := packBackup(t, events...)
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 0x40
	head, first, second := `{"whodid_backup":1,"version":"1.0"}`, event(1), event(2)
	tests := []struct {
		name string
		text []byte
		says string
	}{
		{"empty", nil, "it is empty"},
		{"truncated", whole[:len(whole)/2], "it is cut off after"},
		{"truncated by a byte", whole[:len(whole)-1], "it is cut off after"},
		{"begins like a backup", whole[:6], "it is cut off after 0 events"},
		{"flipped byte", flipped, "it is damaged after"},
		{"of a later version", pack(t, `{"whodid_backup":2,"version":"9.1"}`), "it is a backup in format 2, made by whodid 9.1; this whodid reads format 1"},
		{"NDJSON", []byte(first + "\n" + second + "\n"), "it is no backup, which is packed with zstd; files of events are for whodid import"},
		{"NDJSON packed with zstd", pack(t, first, second), "is no backup of whodid: its first line"},
		{"a program", []byte("\x7fELF\x02\x01\x01\x00\x00\x1b[2J\n"), "it is no backup of whodid"},
		{"without its last line", pack(t, head, first, second), "it is cut off after 2 events"},
		{"without an event", pack(t, head, second, endOf(first, second)), "it has 1 events and its last line tells of 2"},
		{"another event", pack(t, head, first, second, endOf(first, event(3))), "the SHA-256 that its last line tells"},
		{"two last lines", pack(t, head, first, endOf(first), endOf(first)), "something stands behind its last line"},
		{"more behind it", append(packBackup(t, first), "more"...), "it is damaged after 1 events"},
		{"an endless line", pack(t, head, strings.Repeat("x", maxBackupLine+1)), "a line is longer than any event"},
		{"a last line that is none", pack(t, head, first, `{"end":"of the world"}`), "its last line can't be read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "whodid.zst")
			if err := os.WriteFile(file, tt.text, 0o600); err != nil {
				t.Fatal(err)
			}
			data := filepath.Join(t.TempDir(), "data")
			for _, where := range [][]string{{"--server", srv.URL}, {"--data-dir", data}, {"--check"}} {
				code, stdout, stderr := whodid(t, append([]string{"restore", file}, where...)...)
				if code != exitFailed || stdout != "" {
					t.Errorf("%s: exit code %d: %s", where[0], code, stdout)
				}
				oneLineWith(t, stderr, file+": ", tt.says, "nothing was restored")
			}
			if _, err := os.Stat(data); err == nil {
				t.Error("a data folder was made")
			}
		})
	}
}

// Events that have grown older than the retention since are left out, and that is
// no failure.
func TestRestoreLeavesOldEventsOut(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "whodid.zst")
	if err := os.WriteFile(file, packBackup(t, event(1, 12), event(2, 9), event(3, 3), event(4)), 0o600); err != nil {
		t.Fatal(err)
	}
	srv := serve(t, t.TempDir(), "127.0.0.1:0", "--retention-days", "5")
	code, stdout, stderr := call(t, srv.addr, "restore", file)
	if want := file + ": 2 restored, 0 already there, 2 older than the retention, 0 rejected\n"; code != exitDone || stdout != want || stderr != "" {
		t.Errorf("exit code %d: %s%s", code, stdout, stderr)
	}
	code, stdout, stderr = whodid(t, "restore", "--data-dir", t.TempDir(), "--retention-days", "10", file)
	if want := file + ": 3 restored, 0 already there, 1 older than the retention, 0 rejected\n"; code != exitDone || stdout != want || stderr != "" {
		t.Errorf("exit code %d: %s%s", code, stdout, stderr)
	}
}

// An event that is not taken for any other reason is named by its line in the
// unpacked file, and the restore is not whole.
func TestRestoreNamesRejectedEvents(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "whodid.zst")
	if err := os.WriteFile(file, packBackup(t, event(1, 300), event(2), event(3, -3), event(4)), 0o600); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := whodid(t, "restore", "--data-dir", t.TempDir(), file)
	if want := file + ": 2 restored, 0 already there, 1 older than the retention, 1 rejected\n"; code != exitFailed || stdout != want {
		t.Errorf("exit code %d: %s", code, stdout)
	}
	named, last, _ := strings.Cut(stderr, "\n")
	if !strings.HasPrefix(named, file+":4: time_in_future: ") {
		t.Errorf("standard error: %s", stderr)
	}
	oneLineWith(t, last, file, "was not restored whole: 1 of its 4 events were rejected")
}

// A server that is busy is asked again, as an import does.
func TestRestoreWaitsForABusyServer(t *testing.T) {
	t.Parallel()
	asked := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if asked++; asked == 1 {
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = w.Write([]byte(`{"error":{"code":"overloaded","message":"Later."}}`))
			return
		}
		_, _ = w.Write([]byte(`{"accepted":1,"duplicates":1,"rejected":[]}`))
	}))
	t.Cleanup(srv.Close)
	file := filepath.Join(t.TempDir(), "whodid.zst")
	if err := os.WriteFile(file, packBackup(t, event(1), event(2)), 0o600); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := whodid(t, "restore", "--server", srv.URL, file)
	if want := file + ": 1 restored, 1 already there, 0 older than the retention, 0 rejected\n"; code != exitDone || stdout != want || asked != 2 {
		t.Errorf("exit code %d after %d requests: %s%s", code, asked, stdout, stderr)
	}
}
