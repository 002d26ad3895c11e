package explorer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"whodid/audit"
	"whodid/explorer/auth"
)

// fakeImports answers each file with done and err, and remembers what it was given.
type fakeImports struct {
	done    audit.Import
	err     error
	asked   audit.ImportFile
	text    string
	deleted string
}

func (f *fakeImports) Take(_ context.Context, file audit.ImportFile, in io.Reader) (audit.Import, error) {
	text, err := io.ReadAll(in)
	f.asked, f.text = file, string(text)
	if f.err != nil {
		err = f.err
	}
	return f.done, err
}

func (f *fakeImports) List(limit int) []audit.Import {
	running := imported(audit.ImportRunning)
	running.Finished, running.Rejected, running.Accepted, running.RejectedByCode = nil, nil, 0, map[string]int{}
	listed := imported(audit.ImportDone)
	listed.Rejected = nil
	return []audit.Import{running, listed}[:min(2, limit)]
}

func (f *fakeImports) Get(id string) (audit.Import, error) {
	if id != f.done.ID {
		return audit.Import{}, &audit.Error{Kind: audit.NotFound, Code: "not_found", Message: "There is no such import."}
	}
	return f.done, nil
}

func (f *fakeImports) Maps() []audit.ColumnMap {
	return []audit.ColumnMap{{
		Name: "Doors", Header: []string{"When", "Who", "What"}, Columns: map[string]string{"When": "time", "Who": "user", "What": ""},
		TZ: "Asia/Seoul", By: "kim", Updated: "2026-11-23T09:00:00.000Z",
	}}
}

func (f *fakeImports) DeleteMap(name string) error {
	f.deleted = name
	if name != "Doors at the gate" {
		return &audit.Error{Kind: audit.NotFound, Code: "not_found", Message: "There is no column map of this name."}
	}
	return nil
}

func withImports(f *fakeImports) func(*Options) { return func(o *Options) { o.Imports = f } }

// imported is an import in a state.
func imported(state audit.ImportState) audit.Import {
	finished := "2026-11-23T10:00:07.000Z"
	return audit.Import{
		ID: "01KAR2V5Q0W8Z0R7M2C9X4V6BN", Source: "upload", File: "log.csv", By: "kim", State: state, Format: "csv", Bytes: 123456, Rows: 1000,
		Started: "2026-11-23T10:00:00.000Z", Finished: &finished, Accepted: 998, Duplicates: 1, RejectedTotal: 1, RejectedByCode: map[string]int{"invalid_time": 1},
		Rejected: []audit.RowError{{Line: 17, Code: "invalid_time", Field: "time", Value: "never", Message: `The time "never" can't be read.`}}, Notes: []string{"Columns that are not read: Seat."}, Map: "Doors",
	}
}

// broken is an import that came to nothing, or to not all.
func brokenImport(state audit.ImportState, e *audit.Error) audit.Import {
	i := imported(state)
	i.Error = &audit.ImportError{Code: e.Code, Message: e.Message, Field: e.Field}
	return i
}

func TestPostImportAnswers(t *testing.T) {
	wrong := &audit.Error{Kind: audit.Invalid, Code: "wrong_service", Field: "header", Message: "This looks like the audit log of Login, not of Contacts."}
	rejected := &audit.Error{Kind: audit.Invalid, Code: "all_rejected", Message: "None of the 2 rows could be stored."}
	unavailable := &audit.Error{Kind: audit.Unavailable, Code: "day_unavailable", Message: "1 of the rows could not be stored."}
	unknown := &audit.UnknownColumns{
		Refusal: &audit.Error{Kind: audit.Invalid, Code: "unknown_columns", Field: "header", Message: "The header line has neither a column with the time (Date) nor one with the user (User)."},
		Header:  []string{"When", "Who", "Task"}, Sample: [][]string{{"2026-11-22 10:00", "kim@acme.example", "Edit group"}}, Guess: map[string]string{"Task": "task"},
	}
	for _, tt := range []struct {
		golden string
		done   audit.Import
		err    error
		status int
		code   string
	}{
		{"import-done.json", imported(audit.ImportDone), nil, 200, ""},
		{"import-incomplete.json", imported(audit.ImportIncomplete), nil, 200, ""},
		{"import-failed.json", brokenImport(audit.ImportFailed, wrong), fmt.Errorf("read: %w", wrong), 400, "wrong_service"},
		{"", brokenImport(audit.ImportFailed, rejected), rejected, 422, "all_rejected"},
		{"", brokenImport(audit.ImportIncomplete, unavailable), unavailable, 503, "day_unavailable"},
		{"columns.json", audit.Import{}, unknown, 422, "unknown_columns"},
		{"", audit.Import{}, audit.NewInvalid("map", "A column map is saved with the columns that it has."), 400, "invalid_query"},
		{"", audit.Import{}, &audit.Error{Kind: audit.Conflict, Code: "map_exists", Message: "It is there."}, 409, "map_exists"},
		{"", brokenImport(audit.ImportFailed, &audit.Error{Code: "internal", Message: "Something."}), errors.New("oh"), 500, "internal"},
	} {
		t.Run(tt.golden+tt.code, func(t *testing.T) {
			r := newRig(t, fake{}, withImports(&fakeImports{done: tt.done, err: tt.err}))
			w := r.call("POST", "/api/v1/imports?name=log.csv", "x")
			if w.Code != tt.status || tt.code != "" && errorOf(t, w).Code != tt.code {
				t.Errorf("status %d, want %d, %s", w.Code, tt.status, w.Body)
			}
			if (w.Header().Get("Retry-After") != "") != (tt.status == 503) {
				t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
			}
			if tt.golden != "" {
				golden(t, tt.golden, w.Body.Bytes())
			}
		})
	}
}

func TestPostImportPassesOn(t *testing.T) {
	f := &fakeImports{done: imported(audit.ImportDone)}
	r := newRig(t, fake{}, withImports(f), func(o *Options) { o.MaxBodyBytes = 10 })
	const long = "much longer than the body of a POST of events may be"
	for encoding, body := range map[string]string{"": long, "gzip": gzipped(long)} {
		w := r.call("POST", `/api/v1/imports?name=a%20b.csv&tz=Europe/Berlin&encoding=cp949&columns={"When":"time"}&map=Doors`, body, "Content-Encoding", encoding)
		if w.Code != 200 || f.text != long {
			t.Fatalf("status %d, %q, %s", w.Code, f.text, w.Body)
		}
		if f.asked.Name != "a b.csv" || f.asked.Zone.String() != "Europe/Berlin" || f.asked.Encoding != "cp949" || f.asked.Columns["When"] != "time" ||
			f.asked.Map != "Doors" || f.asked.Source != "upload" || !f.asked.Asked || f.asked.By == "" {
			t.Errorf("%+v", f.asked)
		}
	}
	if r.call("POST", "/api/v1/imports", "x"); f.asked.Zone != nil || f.asked.Columns != nil {
		t.Errorf("nothing was said: %+v", f.asked)
	}
	f.text = "none"
	wantError(t, r.call("POST", "/api/v1/imports?tz=Mars", "x"), 400, "invalid_query", "tz")
	wantError(t, r.call("POST", "/api/v1/imports?columns=[1]", "x"), 400, "invalid_query", "columns")
	wantError(t, r.call("POST", "/api/v1/imports?name=a&name=b", "x"), 400, "invalid_query", "name")
	wantError(t, r.call("POST", "/api/v1/imports", "x", "Content-Type", "multipart/form-data; boundary=x"), 415, "unsupported_media_type", "Content-Type")
	if f.text != "none" {
		t.Errorf("%q was read", f.text)
	}
}

func TestGetImports(t *testing.T) {
	f := &fakeImports{done: imported(audit.ImportDone)}
	r := newRig(t, fake{}, withImports(f))
	golden(t, "imports.json", r.get("/api/v1/imports").Body.Bytes())
	if body := r.get("/api/v1/imports?limit=1").Body.String(); strings.Count(body, `"id"`) != 1 {
		t.Errorf("limit=1: %s", body)
	}
	for _, limit := range []string{"0", "501", "-1", "x"} {
		wantError(t, r.get("/api/v1/imports?limit="+limit), 400, "invalid_query", "limit")
	}
	golden(t, "import.json", r.get("/api/v1/imports/"+f.done.ID).Body.Bytes())
	wantError(t, r.get("/api/v1/imports/other"), 404, "not_found", "")
	golden(t, "columnmaps.json", r.get("/api/v1/column-maps").Body.Bytes())
	if w := r.call("DELETE", "/api/v1/column-maps/Doors%20at%20the%20gate", ""); w.Code != http.StatusNoContent {
		t.Errorf("status %d, %s", w.Code, w.Body)
	}
	wantError(t, r.call("DELETE", "/api/v1/column-maps/other", ""), 404, "not_found", "")
}

// Who sends events learns nothing of what others sent.
func TestImportsNeedPermissions(t *testing.T) {
	r := newRig(t, fake{}, withImports(&fakeImports{done: imported(audit.ImportDone)}),
		withPeople(t, map[string]auth.Role{"robot": auth.RoleIngest, "kim": auth.RoleAuditor, "lee": auth.RoleAdmin}))
	for _, tt := range []struct {
		who, method, path string
		status            int
	}{
		{"robot", "POST", "/api/v1/imports", 200},
		{"lee", "POST", "/api/v1/imports", 200},
		{"robot", "POST", "/api/v1/imports?columns={}&map=Doors", 403},
		{"lee", "POST", "/api/v1/imports?columns={}&map=Doors", 200},
		{"kim", "POST", "/api/v1/imports", 403},
		{"robot", "GET", "/api/v1/imports", 403},
		{"kim", "GET", "/api/v1/imports", 403},
		{"kim", "GET", "/api/v1/column-maps", 403},
		{"robot", "DELETE", "/api/v1/column-maps/Doors", 403},
		{"lee", "GET", "/api/v1/imports", 200},
	} {
		if w := r.browser(tt.method, tt.path, "x", tt.who); w.Code != tt.status {
			t.Errorf("%s, %s %s: status %d, want %d", tt.who, tt.method, tt.path, w.Code, tt.status)
		}
	}
}

// What is sent is a source as soon as something came, and nobody can pause it.
func TestPushedSources(t *testing.T) {
	f := ingesting(func(body string) (audit.Report, error) {
		r := audit.Report{Accepted: 2, Duplicates: 1}
		if body == "bad" {
			r = audit.Report{}
			r.Reject(audit.RowError{Line: 1, Code: "invalid_json", Message: "This line is no JSON object."})
		}
		return r, nil
	})
	f.bulk = func(context.Context, *time.Location, io.Reader) ([]audit.Item, error) {
		return []audit.Item{{Op: audit.OpIndex, EventID: "x"}, {Op: audit.OpIndex, Err: &audit.RowError{Code: "invalid_time"}}}, nil
	}
	f.logs = func(context.Context, string, *time.Location, io.Reader) (audit.Report, error) {
		return audit.Report{}, &audit.Error{Kind: audit.Invalid, Code: "invalid_body", Message: "The body is no export of logs."}
	}
	r := newRig(t, f, withImports(&fakeImports{done: imported(audit.ImportDone)}))
	if body := r.get("/api/v1/sources").Body.String(); strings.Contains(body, "push") {
		t.Errorf("nothing came yet: %s", body)
	}
	r.call("POST", "/api/v1/events", "good")
	r.call("POST", "/api/v1/events", "bad")
	r.call("POST", "/_bulk", "{}", "Content-Type", "application/json")
	r.call("POST", "/v1/logs", "x", "Content-Type", "application/json")
	r.call("POST", "/api/v1/imports", "x")
	golden(t, "sources-pushed.json", r.get("/api/v1/sources").Body.Bytes())
	for _, call := range []string{"run", "pause", "resume"} {
		wantError(t, r.call("POST", "/api/v1/sources/bulk/"+call, ""), 409, "pushed", "")
	}
}

// So many uploads at once that more would slow all of them are told to come back.
func TestUploadsTakeTurns(t *testing.T) {
	f := &fakeImports{done: imported(audit.ImportDone)}
	r := newRig(t, fake{}, withImports(f), func(o *Options) { o.MaxUploads = 1 })
	if err := r.x.uploads.enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		r := *r
		r.t = t
		wantError(t, r.call("POST", "/api/v1/imports", "x"), 429, "overloaded", "")
	})
	r.x.uploads.leave()
	if w := r.call("POST", "/api/v1/imports", "x"); w.Code != 200 {
		t.Errorf("status %d", w.Code)
	}
}
