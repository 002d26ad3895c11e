package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"syscall"
	"testing"
	"time"

	"whodid/audit"
)

// Files of a schedule go on from each other over a server that was killed: each event is in one of them.
func TestSchedulesOutliveTheServer(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	srv := serve(t, data, "127.0.0.1:0")
	status, answer := api(t, "POST", srv.addr, "/api/v1/schedules", `{"name":"New","every":"week","on":1,"at":"06:00","tz":"Asia/Seoul","period":"since_last","format":"ndjson","sort":"time"}`)
	var s struct{ ID string }
	if err := json.Unmarshal([]byte(answer), &s); status != http.StatusCreated || err != nil {
		t.Fatalf("status %d, %v: %s", status, err, answer)
	}
	in := make(map[audit.EventID]int)
	at := time.Now().UTC().Add(-time.Hour)
	for n := range 4 {
		for i := range n + 1 {
			if status := post(srv.addr, fmt.Sprintf(`{"time":%q,"user":{"name":"kim %d %d"},"task":"view_group"}`, at.Add(-time.Duration(n)*time.Minute).Format(time.RFC3339), n, i)); status != http.StatusOK {
				t.Fatalf("status %d", status)
			}
		}
		status, answer := api(t, "POST", srv.addr, "/api/v1/schedules/"+s.ID+"/run", "")
		var j requestedFile
		if err := json.Unmarshal([]byte(answer), &j); status != http.StatusAccepted || err != nil {
			t.Fatalf("status %d, %v: %s", status, err, answer)
		}
		if n%2 == 1 { // perhaps before it is ready
			srv.kill()
			srv = serve(t, data, "127.0.0.1:0")
		}
		for _, e := range eventsOf(t, wholeFile(t, srv.addr, readyFile(t, srv.addr, j.ID), n+1)) {
			in[e.ID]++
		}
	}
	for id, n := range in {
		if n != 1 {
			t.Errorf("%s is in %d files", id, n)
		}
	}
	if len(in) != 1+2+3+4 {
		t.Errorf("%d events are in the files", len(in))
	}
	srv.end(t, syscall.SIGTERM)
	if code, stdout, stderr := whodid(t, "check", "--data-dir", data); code != exitDone {
		t.Errorf("check: exit code %d: %s%s", code, stdout, stderr)
	}
}
