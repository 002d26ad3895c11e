package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"whodid/audit"
)

// A day whose log is damaged is named, by every command and by its exit code; the
// other days answer, and the damaged one does when its log is whole again.
func TestDamagedDay(t *testing.T) {
	t.Parallel()
	rows, dir := auditDownload(t), t.TempDir()
	imported(t, "--data-dir", dir, save(t, rows))
	days, err := os.ReadDir(filepath.Join(dir, "days"))
	if err != nil || len(days) < 4 {
		t.Fatalf("%d days, %v", len(days), err)
	}
	damaged := days[2].Name()
	file := filepath.Join(dir, "days", damaged, "1.log")
	flip(t, file)

	srv := serve(t, dir, "127.0.0.1:0")
	code, stdout, stderr := call(t, srv.addr, "search", "--limit=0", "--json", "--sort=time")
	lines := strings.Split(strings.TrimSpace(stderr), "\n")
	if code != exitFailed || len(lines) != 2 || !strings.Contains(lines[0], " of at least ") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
	oneLineWith(t, lines[len(lines)-1]+"\n", "not whole", damaged)
	var want []row
	for _, r := range rows {
		if dayOf(t, r) != damaged {
			want = append(want, r)
		}
	}
	sameRows(t, want, eventsOf(t, stdout))

	// Where the day is not asked for, nothing is missing.
	after := search(t, srv.addr, "--tz=UTC", "--from="+days[3].Name())
	want = slices.DeleteFunc(want, func(r row) bool { return dayOf(t, r) <= damaged })
	sameRows(t, want, after)

	out := filepath.Join(t.TempDir(), "out.csv")
	code, _, stderr = call(t, srv.addr, "export", "-o", out)
	if _, err := os.Stat(out); code != exitFailed || err == nil {
		t.Errorf("an export that lacks a day: exit code %d, %v", code, err)
	}
	oneLineWith(t, stderr, damaged)
	code, stdout, stderr = call(t, srv.addr, "export", "--partial", "-o", "-")
	if code != exitDone || strings.Count(stdout, "\n") < 2 || !strings.Contains(stderr, "can't be read: "+damaged) {
		t.Errorf("an export that may lack a day: exit code %d, %d bytes, %s", code, len(stdout), stderr)
	}

	if code := srv.end(t, syscall.SIGTERM); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	flip(t, file)
	srv = serve(t, dir, "127.0.0.1:0")
	all := search(t, srv.addr)
	sameRows(t, rows, all)
	onceEach(t, all)
}

// flip turns a byte in the middle of the file into another one, and back the next
// time.
func flip(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text[len(text)/2] ^= 0x40
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// dayOf is the day folder that a row's event lies in.
func dayOf(t *testing.T, r row) string {
	t.Helper()
	at, err := time.ParseInLocation(time.DateTime, r[rowDate], seoul)
	if err != nil {
		t.Fatal(err)
	}
	return string(audit.DayOf(at))
}
