package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"whodid/audit"
)

// importOf gives the import that an answer is.
func importOf(t *testing.T, answer string) audit.Import {
	t.Helper()
	var i audit.Import
	if err := json.Unmarshal([]byte(answer), &i); err != nil {
		t.Fatalf("%v: %s", err, answer)
	}
	return i
}

// A file with columns that nobody knows is asked about once: what was said is kept,
// and so is what became of each file.
func TestImportsOverHTTP(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	srv := serve(t, dir, "127.0.0.1:0")
	at := time.Now().UTC().Add(-time.Hour)
	text := "When,Who,What\n"
	for i := range 3 {
		text += fmt.Sprintf("%s,Kim (kim@acme.example),Edit group\n", at.Add(time.Duration(i/2)*time.Minute).Format("2006-01-02 15:04:05")) // the first two are equal
	}
	text += "never,Kim,Edit group\n"
	const path = "/api/v1/imports?name=doors.csv&tz=UTC"
	if status, answer := api(t, http.MethodPost, srv.addr, path, text); status != http.StatusUnprocessableEntity || !strings.Contains(answer, `"header":["When","Who","What"]`) {
		t.Fatalf("status %d: %s", status, answer)
	}
	told := path + "&map=Doors&columns=" + url.QueryEscape(`{"When":"time","Who":"user","What":"task"}`)
	status, answer := api(t, http.MethodPost, srv.addr, told, text)
	first := importOf(t, answer)
	if status != http.StatusOK || first.Accepted != 3 || first.RejectedTotal != 1 || first.Map != "Doors" || first.By == "" {
		t.Fatalf("status %d: %s", status, answer)
	}
	if events := search(t, srv.addr); len(events) != 3 || events[2].Time.Unix() != at.Unix() || events[0].Task != audit.TaskEditGroup {
		t.Errorf("found %+v", events)
	}
	if code := srv.end(t, syscall.SIGTERM); code != exitDone {
		t.Fatalf("exit code %d:\n%s", code, srv.log)
	}

	srv = serve(t, dir, "127.0.0.1:0")
	status, answer = api(t, http.MethodPost, srv.addr, "/api/v1/imports?name=again.csv", text)
	if again := importOf(t, answer); status != http.StatusOK || again.Duplicates != 3 || again.Map != "Doors" {
		t.Errorf("again: status %d: %s", status, answer)
	}
	_, answer = api(t, http.MethodGet, srv.addr, "/api/v1/imports", "")
	var list struct{ Imports []audit.Import }
	if err := json.Unmarshal([]byte(answer), &list); err != nil || len(list.Imports) != 2 || list.Imports[1].ID != first.ID || list.Imports[1].Rejected != nil {
		t.Errorf("%v: %s", err, answer)
	}
	_, answer = api(t, http.MethodGet, srv.addr, "/api/v1/imports/"+first.ID, "")
	if one := importOf(t, answer); len(one.Rejected) != 1 || one.Rejected[0].Line != 5 {
		t.Errorf("one: %s", answer)
	}
	if status, _ := api(t, http.MethodDelete, srv.addr, "/api/v1/column-maps/Doors", ""); status != http.StatusNoContent {
		t.Errorf("delete: status %d", status)
	}
	if status, _ := api(t, http.MethodPost, srv.addr, path, text); status != http.StatusUnprocessableEntity {
		t.Errorf("without the map: status %d", status)
	}
}

// A file longer than the body of a POST of events may be comes in as well, in one call.
func TestImportOfALongFile(t *testing.T) {
	t.Parallel()
	srv := serve(t, t.TempDir(), "127.0.0.1:0")
	at := time.Now().UTC().Add(-time.Hour).Format("2006-01-02 15:04:05")
	row := at + ",Kim (kim@acme.example),Edit group," + strings.Repeat("x", 200_000) + "\n" // the last column means nothing
	text := "Date,User,Task,Note\n" + strings.Repeat(row, 400)
	status, answer := api(t, http.MethodPost, srv.addr, "/api/v1/imports?name=long.csv&tz=UTC", text)
	if one := importOf(t, answer); status != http.StatusOK || one.Accepted != 400 || one.Bytes != int64(len(text)) || one.Bytes < 64<<20 {
		t.Errorf("status %d: %s", status, answer)
	}
}
