package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"whodid/audit"
)

// What is put into the watched folder is searchable a moment later and out of the way,
// with a report that says what the API says; what is there again is stored once.
func TestServeWatchesAFolder(t *testing.T) {
	t.Parallel()
	data, in := t.TempDir(), t.TempDir()
	at := time.Now().UTC().Add(-time.Hour)
	row := at.Format("2006-01-02 15:04:05") + ",Kim (kim@acme.example),Edit group\n"
	put := func(name, text string) {
		if err := os.WriteFile(filepath.Join(in, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("log.csv", "Date,User,Task\n"+row+row+"never,Kim,Edit group\n")
	put("login.csv", "Date,User,IP Address\n"+row)
	srv := serve(t, data, "127.0.0.1:0", "--watch-dir", in, "--watch-every", "50ms", "--time-zone", "UTC")
	for _, name := range []string{"log.csv", "login.csv"} {
		srv.log.wait(t, `"file":"`+name+`","moved_to"`, srv.ended)
	}
	if events := search(t, srv.addr); len(events) != 2 || events[0].Time.Unix() != at.Unix() {
		t.Errorf("found %+v", events)
	}
	report := func(path string) audit.Import {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(in, path))
		if err != nil {
			t.Fatal(err)
		}
		return importOf(t, string(text))
	}
	first := report("done/log.csv.report.json")
	_, answer := api(t, http.MethodGet, srv.addr, "/api/v1/imports/"+first.ID, "")
	if one := importOf(t, answer); one.Accepted != 2 || one.Source != "folder" || fmt.Sprint(one.Rejected) != fmt.Sprint(first.Rejected) || len(first.Rejected) != 1 {
		t.Errorf("API %s, report %+v", answer, first)
	}
	if bad := report("failed/login.csv.report.json"); bad.State != audit.ImportFailed || bad.Error.Code != "wrong_service" {
		t.Errorf("report %+v", bad)
	}

	_, sources := api(t, http.MethodGet, srv.addr, "/api/v1/sources", "")
	var list struct{ Sources []map[string]any }
	if err := json.Unmarshal([]byte(sources), &list); err != nil || len(list.Sources) != 1 {
		t.Fatalf("%v: %s", err, sources)
	}
	if s := list.Sources[0]; s["id"] != "folder" || s["kind"] != "folder" || s["folder"] != in || s["last_success"] == nil || s["forgets_at"] != nil || s["last_error"].(map[string]any)["code"] != "wrong_service" {
		t.Errorf("source %v", s)
	}
	if metrics := metricsOf(t, srv.addr); !strings.Contains(metrics, `whodid_source_rows_total{result="accepted",source="folder"} 2`) || strings.Contains(metrics, `whodid_source_forgets_timestamp_seconds{source="folder"}`) {
		t.Errorf("metrics %s", metrics)
	}

	if status, answer := api(t, http.MethodPost, srv.addr, "/api/v1/sources/folder/pause", ""); status != http.StatusOK || !strings.Contains(answer, `"paused"`) {
		t.Errorf("pause: status %d: %s", status, answer)
	}
	if code := srv.end(t, syscall.SIGTERM); code != exitDone {
		t.Fatalf("exit code %d:\n%s", code, srv.log)
	}
	// As after a crash between the commit and the move: the file is there again.
	if err := os.Rename(filepath.Join(in, "done/log.csv"), filepath.Join(in, "log.csv")); err != nil {
		t.Fatal(err)
	}
	srv = serve(t, data, "127.0.0.1:0", "--watch-dir", in, "--watch-every", "50ms", "--time-zone", "UTC")
	if status, answer := api(t, http.MethodPost, srv.addr, "/api/v1/sources/folder/run", ""); status != http.StatusConflict {
		t.Errorf("paused over the restart? status %d: %s", status, answer)
	}
	if status, answer := api(t, http.MethodPost, srv.addr, "/api/v1/sources/folder/resume", ""); status != http.StatusOK {
		t.Errorf("resume: status %d: %s", status, answer)
	}
	srv.log.wait(t, `"file":"log.csv","moved_to"`, srv.ended)
	if again := report("done/log-2.csv.report.json"); again.Duplicates != 2 || again.Accepted != 0 {
		t.Errorf("read again: %+v", again)
	}
	if status, _ := api(t, http.MethodPost, srv.addr, "/api/v1/sources/other/run", ""); status != http.StatusNotFound {
		t.Errorf("another source: status %d", status)
	}
}
