package explorer

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"whodid/audit"
	"whodid/audit/query"
)

// scanning is a store with events and days it can't read.
func scanning(missing []audit.Day, events ...audit.Event) fake {
	return fake{
		search: func(context.Context, query.Search) (query.Page, error) {
			return query.Page{Total: len(events), Missing: missing}, nil
		},
		scan: func(_ context.Context, _ query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
			for _, e := range events {
				if err := yield(e); err != nil {
					return nil, err
				}
			}
			return missing, nil
		},
	}
}

func TestExportAnswer(t *testing.T) {
	for _, tt := range []struct{ name, query string }{
		{"export-en.csv", ""},
		{"export-ko.csv", "?language=ko&tz=UTC"},
		{"export-ja-raw.csv", "?language=ja&spreadsheet_safe=false&tz=America/New_York"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newRig(t, scanning(nil, edited, formula, bare)).get("/api/v1/export.csv" + tt.query)
			if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/csv; charset=utf-8" {
				t.Errorf("status %d, %v", w.Code, w.Header())
			}
			golden(t, tt.name, w.Body.Bytes())
		})
	}
}

func TestExportOfNothing(t *testing.T) {
	w := newRig(t, scanning(nil)).get("/api/v1/export.csv")
	if got, want := w.Body.String(), string(audit.CSVForm{}.AppendHeader(nil)); got != want {
		t.Errorf("got %q, want the header alone", got)
	}
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="contacts-audit-20261123-190000.csv"` {
		t.Errorf("Content-Disposition %s", got)
	}
}

func TestExportParameters(t *testing.T) {
	var got query.Search
	f := scanning(nil)
	f.scan = func(_ context.Context, s query.Search, _ func(audit.Event) error) ([]audit.Day, error) {
		got = s
		return nil, nil
	}
	r := newRig(t, f)
	r.get("/api/v1/export.csv?q=kim&sort=time&status=failure&from=2026-11-01&to=2026-11-01&limit=3&cursor=x&include=y")
	if got.Tree == nil || got.Order != query.Oldest || len(got.Filters.Status) != 1 || got.Period.To.Sub(got.Period.From) != 24*time.Hour || got.Limit != 0 || got.Cursor != nil {
		t.Errorf("asked %+v", got)
	}
	for param, field := range map[string]string{"language=de": "language", "spreadsheet_safe=1": "spreadsheet_safe", "partial=yes": "partial", "sort=x": "sort", "from=x": "from"} {
		wantError(t, r.get("/api/v1/export.csv?"+param), 400, "invalid_query", field)
	}
}

// As in a search: "?task=" used to export everything.
func TestExportOfEventsWithoutAValue(t *testing.T) {
	var got query.Filters
	f := scanning(nil)
	f.scan = func(_ context.Context, s query.Search, _ func(audit.Event) error) ([]audit.Day, error) {
		got = s.Filters
		return nil, nil
	}
	newRig(t, f).get("/api/v1/export.csv?task=&user=&target=&not_user=x")
	if want := (query.Filters{Task: []audit.Task{""}, NotUser: []string{"x"}}); !cmp.Equal(got, want, cmpopts.EquateEmpty()) {
		t.Errorf("asked %+v, want %+v", got, want)
	}
}

func TestExportLacksDays(t *testing.T) {
	r := newRig(t, scanning([]audit.Day{"2026-11-20", "2026-11-21"}, edited))
	w := r.get("/api/v1/export.csv")
	wantError(t, w, 503, "missing_days", "")
	if !strings.Contains(w.Body.String(), "2026-11-20, 2026-11-21") || w.Header().Get("Content-Disposition") != "" {
		t.Errorf("answer %s, %v", w.Body, w.Header())
	}
	w = r.get("/api/v1/export.csv?partial=true")
	if w.Code != 200 || w.Header().Get("X-Whodid-Missing-Days") != "2026-11-20, 2026-11-21" {
		t.Errorf("status %d, %v", w.Code, w.Header())
	}
}

func TestExportThatFailsBeforeTheFirstRow(t *testing.T) {
	f := scanning(nil)
	f.scan = func(context.Context, query.Search, func(audit.Event) error) ([]audit.Day, error) {
		return nil, &audit.Error{Kind: audit.Unavailable, Message: "Too many exports run."}
	}
	w := newRig(t, f).get("/api/v1/export.csv")
	wantError(t, w, 503, "unavailable", "")
	if ct := w.Header().Get("Content-Type"); ct != "application/json; charset=utf-8" {
		t.Errorf("Content-Type %s", ct)
	}
}

const manyRows = 100_000

func rows(n int, then error, missing ...audit.Day) fake {
	f := scanning(nil)
	f.scan = func(ctx context.Context, _ query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
		for range n {
			if err := errors.Join(yield(edited), ctx.Err()); err != nil {
				return nil, err
			}
		}
		return missing, then
	}
	return f
}

func TestExportIsStreamedWhole(t *testing.T) {
	srv := startServer(t, newRig(t, rows(manyRows, nil)).x)
	body, trailer := srv.get(t, "/api/v1/export.csv")
	records, err := csv.NewReader(body).ReadAll()
	if err != nil || len(records) != manyRows+1 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	if got := trailer("X-Whodid-Rows"); got != fmt.Sprint(manyRows) {
		t.Errorf("trailer says %q rows", got)
	}
}

// A disk that fails in the middle: what came must not look like a whole file.
func TestExportThatBreaksIsCutOff(t *testing.T) {
	for name, f := range map[string]fake{
		"error":           rows(manyRows, errors.New("disk on fire")),
		"day broke since": rows(manyRows, nil, "2026-11-20"),
		"panic": {search: scanning(nil).search, scan: func(_ context.Context, _ query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
			for range manyRows {
				if err := yield(edited); err != nil {
					return nil, err
				}
			}
			panic("bug")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, f)
			body, trailer := startServer(t, r.x).get(t, "/api/v1/export.csv")
			if _, err := io.Copy(io.Discard, body); !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("the body ended with %v", err)
			}
			if trailer("X-Whodid-Rows") != "" {
				t.Error("it says how many rows it has all the same")
			}
			if !strings.Contains(r.log.String(), `"level":"error"`) { // written before the connection is cut
				t.Error("nothing in the log")
			}
		})
	}
}

// A client that leaves ends the scan and is no error of ours.
func TestExportOfAClientThatLeft(t *testing.T) {
	ended := make(chan error, 1)
	f := rows(1<<40, nil)
	scan := f.scan
	f.scan = func(ctx context.Context, s query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
		_, err := scan(ctx, s, yield)
		ended <- err
		return nil, err
	}
	r := newRig(t, f)
	srv := startServer(t, r.x)
	body, _ := srv.get(t, "/api/v1/export.csv")
	if _, err := io.CopyN(io.Discard, body, 1000); err != nil {
		t.Fatal(err)
	}
	body.Close()
	if err := <-ended; err == nil {
		t.Error("the scan went on to its end")
	}
	srv.wait()
	if strings.Contains(r.log.String(), `"level":"error"`) {
		t.Errorf("log: %s", r.log)
	}
}
