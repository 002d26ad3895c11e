package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A folder that is sound is said to be, one that is damaged is named with day and
// file, and a folder that a server has open is not looked at.
func TestCheckAndReindex(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	imported(t, "--data-dir", dir, save(t, auditDownload(t)))
	srv := serve(t, dir, "127.0.0.1:0", "--seal-after", "10ms")
	code, _, stderr := whodid(t, "check", "--data-dir", dir)
	if code != exitFailed || !strings.Contains(stderr, "open in another process") {
		t.Errorf("a folder that is open: exit code %d, %s", code, stderr)
	}
	waitSealed(t, srv)
	stop(t, srv)

	code, stdout, stderr := whodid(t, "check", "--data-dir", dir)
	if code != exitDone || stderr != "" || !strings.Contains(stdout, "all read") || strings.Count(stdout, "\n") != 1 {
		t.Fatalf("a sound folder: exit code %d, %s%s", code, stdout, stderr)
	}
	words, err := filepath.Glob(filepath.Join(dir, "days", "*", "*.words"))
	if err != nil || len(words) < 2 {
		t.Fatalf("%v, %v", words, err)
	}
	if err := os.Truncate(words[0], 10); err != nil {
		t.Fatal(err)
	}
	code, stdout, _ = whodid(t, "check", "--data-dir", dir)
	if name, _ := filepath.Rel(dir, words[0]); code != exitDone || !strings.Contains(stdout, "note: "+name) {
		t.Errorf("a word index that can be made anew: exit code %d, %s", code, stdout)
	}
	day := filepath.Base(filepath.Dir(words[0]))
	if code, stdout, stderr = whodid(t, "reindex", "--data-dir", dir, day); code != exitDone || !strings.Contains(stdout, "1 day") {
		t.Errorf("reindex: exit code %d, %s%s", code, stdout, stderr)
	}
	if code, stdout, _ = whodid(t, "check", "--data-dir", dir); code != exitDone || strings.Contains(stdout, "note") {
		t.Errorf("after reindex: exit code %d, %s", code, stdout)
	}
	if code, _, stderr = whodid(t, "reindex", "--data-dir", dir, "yesterday"); code != exitUsage || !strings.Contains(stderr, `"yesterday"`) {
		t.Errorf("a day that is none: exit code %d, %s", code, stderr)
	}

	part := strings.TrimSuffix(words[1], ".words") + ".part"
	flip(t, part)
	code, stdout, stderr = whodid(t, "check", "--data-dir", dir)
	if name, _ := filepath.Rel(dir, part); code != exitFailed || !strings.Contains(stdout, "damaged: "+name) {
		t.Errorf("a damaged part: exit code %d, %s", code, stdout)
	}
	oneLineWith(t, stderr, dir, "damaged in 1 place")
}
