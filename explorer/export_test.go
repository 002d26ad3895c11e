package explorer

import (
	"context"
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
	"whodid/store/memstore"
)

// scanning is a store with events and days it can't read. Its last number is that
// of edited.
func scanning(missing []audit.Day, events ...audit.Event) fake {
	return fake{
		stats: func(context.Context) (audit.Stats, error) { return audit.Stats{LastSeq: edited.Seq}, nil },
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
		{"export-ko.csv", "?language=ko&tz=Asia/Tokyo&file_tz=UTC"},
	} {
		t.Run(tt.name+tt.query, func(t *testing.T) {
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
	r.get("/api/v1/export.csv?q=kim&sort=time&status=failure&from=2026-11-01&to=2026-11-01&limit=3&cursor=x&include=y&tz=Asia/Seoul&file_tz=UTC")
	if midnight := time.Date(2026, 10, 31, 15, 0, 0, 0, time.UTC); !got.Period.From.Equal(midnight) {
		t.Errorf("the file's zone moved the period: it begins at %v, want %v", got.Period.From, midnight)
	}
	if got.Tree == nil || got.Order != query.Oldest || len(got.Filters.Status) != 1 || got.Period.To.Sub(got.Period.From) != 24*time.Hour || got.Limit != 0 || got.Cursor != nil {
		t.Errorf("asked %+v", got)
	}
	for param, field := range map[string]string{"language=de": "language", "spreadsheet_safe=1": "spreadsheet_safe", "file_tz=Mars/Base": "file_tz", "partial=yes": "partial", "sort=x": "sort", "from=x": "from"} {
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
	f.search = func(context.Context, query.Search) (query.Page, error) { return query.Page{Total: n}, nil }
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

// How many rows there will be stands before the first, and behind the last how many
// there were.
func TestExportIsStreamedWhole(t *testing.T) {
	srv := startServer(t, newRig(t, rows(manyRows, nil)).x)
	for path, count := range map[string]func(string) int{
		"/api/v1/export.csv":    func(text string) int { return strings.Count(text, "\r\n") - 1 },
		"/api/v1/export.ndjson": func(text string) int { return strings.Count(text, "\n") },
	} {
		resp := srv.get(t, path)
		if got := resp.Header.Get("X-Whodid-Rows"); got != fmt.Sprint(manyRows) {
			t.Errorf("%s: the header says %q rows", path, got)
		}
		text, err := io.ReadAll(resp.Body)
		if err != nil || count(string(text)) != manyRows {
			t.Errorf("%s: %d rows, %v", path, count(string(text)), err)
		}
		if got := resp.Trailer.Get("X-Whodid-Rows"); got != fmt.Sprint(manyRows) {
			t.Errorf("%s: the trailer says %q rows", path, got)
		}
	}
}

// Events that come while a file is made are not in it: else it had more rows than
// its header says. One that comes late, between others in time, is no different.
func TestExportIsOfOneMoment(t *testing.T) {
	store := &memstore.Store{}
	add := func(events ...audit.Event) {
		if _, err := store.Append(t.Context(), events); err != nil {
			t.Fatal(err)
		}
	}
	add(done(1, 0, "Kim", "", audit.PCWeb), done(3, 0, "Kim", "", audit.PCWeb))
	late := 0
	meanwhile := func() {
		late++
		add(done(2, byte(late), "Kim", "", audit.PCWeb), done(4, byte(late), "Kim", "", audit.PCWeb))
	}
	r := newRig(t, fake{
		stats: store.Stats,
		search: func(ctx context.Context, s query.Search) (query.Page, error) {
			meanwhile()
			defer meanwhile()
			return store.Search(ctx, s)
		},
		scan: func(ctx context.Context, s query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
			meanwhile()
			return store.Scan(ctx, s, yield)
		},
	})
	for i, want := range []int{2, 8} { // after the first file six more are stored
		w := r.get("/api/v1/export.ndjson?q=kim")
		if got := strings.Count(w.Body.String(), "\n"); got != want || w.Header().Get("X-Whodid-Rows") != fmt.Sprint(want) {
			t.Errorf("file %d: %d rows, header %v\n%s", i, got, w.Header(), w.Body)
		}
	}
	// A bound that was asked for stays where it is the lower one.
	for before, want := range map[string]string{"1": "0", "2": "1", "3": "2"} {
		if got := r.get("/api/v1/export.ndjson?before=" + before).Header().Get("X-Whodid-Rows"); got != want {
			t.Errorf("before=%s: %s rows, want %s", before, got, want)
		}
	}
	w := r.get("/api/v1/export.ndjson?before=1000000")
	if got := fmt.Sprint(strings.Count(w.Body.String(), "\n")); w.Code != 200 || got != w.Header().Get("X-Whodid-Rows") {
		t.Errorf("status %d, %s rows, header %v", w.Code, got, w.Header())
	}
}

// A file that has not the rows that were promised is none: retention took a day, or
// one that could not be read when they were counted can be now.
func TestExportOfOtherRowsThanCounted(t *testing.T) {
	for _, counted := range []int{0, 2} {
		f := scanning(nil, edited)
		f.search = func(context.Context, query.Search) (query.Page, error) { return query.Page{Total: counted}, nil }
		w := newRig(t, f).get("/api/v1/export.ndjson")
		wantError(t, w, 503, "days_dropped", "")
		if h := w.Header(); h.Get("X-Whodid-Rows") != "" || h.Get("Trailer") != "" || h.Get("Content-Disposition") != "" {
			t.Errorf("headers of a file: %v", h)
		}
	}
}

func TestExportNDJSON(t *testing.T) {
	w := newRig(t, scanning(nil, edited, formula, bare)).get("/api/v1/export.ndjson?language=xx&spreadsheet_safe=xx") // of CSV alone
	h := w.Header()
	if w.Code != http.StatusOK || h.Get("Content-Type") != "application/x-ndjson" || h.Get("X-Whodid-Rows") != "3" {
		t.Errorf("status %d, %v", w.Code, h)
	}
	if got := h.Get("Content-Disposition"); got != `attachment; filename="contacts-audit-20261123-190000.ndjson"` {
		t.Errorf("Content-Disposition %s", got)
	}
	golden(t, "export.ndjson", w.Body.Bytes())
	if w := newRig(t, scanning(nil)).get("/api/v1/export.ndjson"); w.Code != 200 || w.Body.Len() != 0 || w.Header().Get("X-Whodid-Rows") != "0" {
		t.Errorf("of nothing: status %d, %q, %v", w.Code, w.Body, w.Header())
	}
	r := newRig(t, scanning([]audit.Day{"2026-11-20"}, edited))
	wantError(t, r.get("/api/v1/export.ndjson"), 503, "missing_days", "")
	if w := r.get("/api/v1/export.ndjson?partial=true"); w.Code != 200 || w.Header().Get("X-Whodid-Missing-Days") != "2026-11-20" || w.Header().Get("X-Whodid-Rows") != "1" {
		t.Errorf("partial: status %d, %v", w.Code, w.Header())
	}
}

// A disk that fails in the middle: what came must not look like a whole file.
func TestExportThatBreaksIsCutOff(t *testing.T) {
	for name, f := range map[string]fake{
		"error":           rows(manyRows, errors.New("disk on fire")),
		"day broke since": rows(manyRows, nil, "2026-11-20"),
		"panic": {search: scanning(nil).search, stats: scanning(nil).stats, scan: func(_ context.Context, _ query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
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
			resp := startServer(t, r.x).get(t, "/api/v1/export.csv")
			if _, err := io.Copy(io.Discard, resp.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("the body ended with %v", err)
			}
			if resp.Trailer.Get("X-Whodid-Rows") != "" {
				t.Error("behind the last row it says how many there are all the same")
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
	body := srv.get(t, "/api/v1/export.csv").Body
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
