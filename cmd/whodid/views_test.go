package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// api makes a call with the token of the tests and gives status and body.
func api(t *testing.T, method, addr, path, body string) (status int, answer string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "http://"+addr+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+testToken)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

// A view is on disk when it is answered. Its file is nothing that check, or a
// server without it, stumbles over; damaged, it is named and kept.
func TestViewsOutliveTheServer(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	srv := serve(t, data, "127.0.0.1:0")
	if status, answer := api(t, "POST", srv.addr, "/api/v1/views", `{"name":"실패","address":"?status=failure","starred":true}`); status != http.StatusCreated {
		t.Fatalf("status %d: %s", status, answer)
	}
	_, before := api(t, "GET", srv.addr, "/api/v1/views", "")
	srv.kill()
	again := serve(t, data, "127.0.0.1:0")
	if _, after := api(t, "GET", again.addr, "/api/v1/views", ""); after != before || !strings.Contains(after, "실패") {
		t.Errorf("after kill -9:\n%safter:\n%s", before, after)
	}
	again.end(t, syscall.SIGTERM)
	if code, stdout, stderr := whodid(t, "check", "--data-dir", data); code != exitDone || strings.Contains(stdout, "views") {
		t.Errorf("check: exit code %d: %s%s", code, stdout, stderr)
	}

	file := filepath.Join(data, "views.json")
	if err := os.Truncate(file, 100); err != nil {
		t.Fatal(err)
	}
	damaged := serve(t, data, "127.0.0.1:0")
	if _, after := api(t, "GET", damaged.addr, "/api/v1/views", ""); strings.TrimSpace(after) != `{"views":[]}` {
		t.Errorf("of a damaged file: %s", after)
	}
	entry := logged(t, damaged.log, "the file of saved views is damaged; it was put aside, and there are no views until it is mended and put back")
	if entry["file"] != file || entry["level"] != "warn" {
		t.Errorf("logged %v", entry)
	}
	if info, err := os.Stat(entry["kept_as"].(string)); err != nil || info.Size() != 100 {
		t.Errorf("kept: %v, %v", info, err)
	}
}
