package explorer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/explorer/auth"
)

// stored is a store of three events.
func stored(missing ...audit.Day) fake {
	return fake{
		search: func(context.Context, query.Search) (query.Page, error) {
			return query.Page{Total: 3, Missing: missing}, nil
		},
		scan: func(_ context.Context, _ query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
			for _, e := range []audit.Event{edited, formula, bare} {
				if err := yield(e); err != nil {
					return nil, err
				}
			}
			return missing, nil
		},
		stats: func(context.Context) (audit.Stats, error) { return audit.Stats{LastSeq: 41}, nil },
	}
}

// requested requests a download and gives the answer.
func requested(t *testing.T, r *rig, body string, header ...string) (w *httptest.ResponseRecorder, j wireJob) {
	t.Helper()
	w = r.call(http.MethodPost, "/api/v1/exports", body, append([]string{"Content-Type", "application/json"}, header...)...)
	if err := json.Unmarshal(w.Body.Bytes(), &j); w.Code != http.StatusAccepted || err != nil || j.ID == "" || w.Header().Get("Location") != "/api/v1/exports/"+j.ID {
		t.Fatalf("status %d, %v, %v\n%s", w.Code, err, w.Header(), w.Body)
	}
	return w, j
}

// nameless takes the id out of an answer, which is another each time.
func nameless(w *httptest.ResponseRecorder, j wireJob) []byte {
	return bytes.ReplaceAll(w.Body.Bytes(), []byte(j.ID), []byte("ID"))
}

func TestDownload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, stored())
		w, j := requested(t, r, `{"q":"edit group","from":"2026-11-22","to":"2026-11-23","filters":{"status":["success","failure"],"not_user":["bot@acme.example"]},
			"format":"csv","compression":"none","tz":"Asia/Seoul","language":"ko","spreadsheet_safe":false}`)
		golden(t, "download-queued.json", nameless(w, j))
		synctest.Wait()
		golden(t, "download-ready.json", nameless(r.get("/api/v1/exports/"+j.ID), j))
		golden(t, "downloads.json", nameless(r.get("/api/v1/exports"), j))
		golden(t, "receipt.json", nameless(r.get("/api/v1/exports/"+j.ID+"/receipt"), j))

		file := r.get("/api/v1/exports/"+j.ID+"/file", "Accept-Encoding", "gzip")
		h := file.Header()
		if file.Code != 200 || h.Get("Content-Type") != "text/csv; charset=utf-8" || h.Get("Content-Encoding") != "" || h.Get("X-Whodid-Rows") != "3" ||
			h.Get("Content-Disposition") != `attachment; filename="contacts-audit-20261123-190000.csv"` {
			t.Errorf("%d %v", file.Code, h)
		}
		same := r.get("/api/v1/export.csv?q=edit+group&language=ko&spreadsheet_safe=false&tz=Asia/Seoul")
		if diff := cmp.Diff(same.Body.String(), file.Body.String()); diff != "" {
			t.Errorf("another file than the export (-export +download):\n%s", diff)
		}
		part := r.get("/api/v1/exports/"+j.ID+"/file", "Range", "bytes=10-19", "If-Range", h.Get("ETag"))
		if part.Code != http.StatusPartialContent || part.Body.String() != file.Body.String()[10:20] {
			t.Errorf("range: %d %q", part.Code, part.Body)
		}

		if w := r.call(http.MethodDelete, "/api/v1/exports/"+j.ID, ""); w.Code != http.StatusNoContent {
			t.Errorf("delete: %d %s", w.Code, w.Body)
		}
		for _, target := range []string{"", "/file", "/receipt"} {
			wantError(t, r.get("/api/v1/exports/"+j.ID+target), 404, "not_found", "id")
		}
	})
}

// A workbook is fetched as one, and its receipt tells of what couldn't stand in it.
func TestDownloadOfAWorkbook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := stored()
		f.scan = func(_ context.Context, _ query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
			bell := edited
			bell.User.Name = "\a"
			return nil, errors.Join(yield(bell), yield(formula), yield(bare))
		}
		r := newRig(t, f)
		_, j := requested(t, r, `{"format":"xlsx","split":"rows"}`)
		synctest.Wait()
		h := r.get("/api/v1/exports/" + j.ID + "/file").Header()
		if h.Get("Content-Type") != "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" || h.Get("Content-Disposition") != `attachment; filename="contacts-audit-20261123-190000.xlsx"` {
			t.Errorf("%v", h)
		}
		var told struct {
			Replaced *int `json:"replaced_cells"`
		}
		w := r.get("/api/v1/exports/" + j.ID + "/receipt")
		if err := json.Unmarshal(w.Body.Bytes(), &told); err != nil || told.Replaced == nil || *told.Replaced != 1 {
			t.Errorf("%v: %s", err, w.Body)
		}
	})
}

func TestDownloadThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := stored()
		f.search = func(context.Context, query.Search) (query.Page, error) { return query.Page{Total: 4}, nil }
		r := newRig(t, f)
		_, j := requested(t, r, `{}`)
		synctest.Wait()
		golden(t, "download-failed.json", nameless(r.get("/api/v1/exports/"+j.ID), j))
		wantError(t, r.get("/api/v1/exports/"+j.ID+"/file"), 409, "not_ready", "")
		wantError(t, r.get("/api/v1/exports/"+j.ID+"/receipt"), 409, "not_ready", "")
	})
}

// Days that can't be read are refused, or agreed to and named.
func TestDownloadOfDaysThatCantBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, stored("2026-11-20", "2026-11-21"))
		wantError(t, r.call(http.MethodPost, "/api/v1/exports", `{}`), 503, "missing_days", "")
		_, j := requested(t, r, `{"partial":true}`)
		synctest.Wait()
		if h := r.get("/api/v1/exports/" + j.ID + "/file").Header(); h.Get("X-Whodid-Missing-Days") != "2026-11-20, 2026-11-21" {
			t.Errorf("%v", h)
		}
	})
}

// The search of a download is that of a screen with the same parameters, at the moment of its request.
func TestDownloadSearches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := noon
		var screen, counted, scanned query.Search
		f := stored()
		f.search = func(_ context.Context, s query.Search) (query.Page, error) {
			if s.Want == query.WantTotal {
				counted = s
			} else {
				screen = s
			}
			return query.Page{Total: 3}, nil
		}
		scan := f.scan
		f.scan = func(ctx context.Context, s query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
			scanned = s
			return scan(ctx, s, yield)
		}
		r := newRig(t, f, func(o *Options) { o.Now = func() time.Time { return now } })
		r.get("/api/v1/search?q=by+kim+last+2+days&from=now-7d&tz=UTC&sort=time&task=edit_group&task=&not_target=x&user=a%40b.c&before=20")
		now = now.Add(time.Hour) // the worker may come late
		now = noon
		requested(t, r, `{"q":"by kim last 2 days","from":"now-7d","tz":"UTC","sort":"time","before":20,
			"filters":{"task":["edit_group",""],"not_target":["x"],"user":["a@b.c"]}}`)
		now = now.Add(time.Hour)
		synctest.Wait()
		for name, got := range map[string]query.Search{"counted": counted, "written": scanned} {
			got.Want, got.Limit = screen.Want, screen.Limit
			if diff := cmp.Diff(screen, got, cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })); diff != "" {
				t.Errorf("%s (-screen +download):\n%s", name, diff)
			}
		}
	})
}

// A download that goes on from a former one has what was stored behind it, counted and written between the same bounds.
func TestDownloadSince(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var counted, scanned query.SeqRange
		last, rows := uint64(41), 3
		f := stored()
		f.search = func(_ context.Context, s query.Search) (query.Page, error) {
			counted = s.Seqs
			return query.Page{Total: rows}, nil
		}
		scan := f.scan
		f.scan = func(ctx context.Context, s query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
			scanned = s.Seqs
			return scan(ctx, s, yield)
		}
		f.stats = func(context.Context) (audit.Stats, error) { return audit.Stats{LastSeq: last}, nil }
		r := newRig(t, f)
		_, first := requested(t, r, `{"q":"kim"}`)
		synctest.Wait()
		last = 50
		w, next := requested(t, r, `{"q":"lee","since":"`+first.ID+`"}`)
		synctest.Wait()
		want := query.SeqRange{After: 41, Before: 51}
		if counted != want || scanned != want || next.Since != first.ID || next.After == nil || *next.After != 41 {
			t.Errorf("counted %+v, written %+v, want %+v; %s", counted, scanned, want, w.Body)
		}
		id := []byte(first.ID)
		golden(t, "download-since.json", bytes.ReplaceAll(nameless(r.get("/api/v1/exports/"+next.ID), next), id, []byte("FORMER")))
		golden(t, "receipt-since.json", bytes.ReplaceAll(nameless(r.get("/api/v1/exports/"+next.ID+"/receipt"), next), id, []byte("FORMER")))

		rows = 4 // are counted, and 3 are read
		_, failed := requested(t, r, `{"since":"`+next.ID+`"}`)
		synctest.Wait()
		wantError(t, r.call(http.MethodPost, "/api/v1/exports", `{"since":"`+failed.ID+`"}`), 409, "not_ready", "since")
		wantError(t, r.call(http.MethodPost, "/api/v1/exports", `{"since":"nobody's"}`), 404, "not_found", "since")
	})
}

// What couldn't be read of the former file would be in no file; whoever takes that says so.
func TestDownloadSinceOneThatLacksDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, stored("2026-11-20"))
		_, former := requested(t, r, `{"partial":true}`)
		synctest.Wait()
		wantError(t, r.call(http.MethodPost, "/api/v1/exports", `{"since":"`+former.ID+`"}`), 409, "missing_days", "since")
		requested(t, r, `{"since":"`+former.ID+`","partial":true}`)
	})
}

// Nobody goes on from somebody else's download, not even an administrator: it is in another's list.
func TestDownloadSinceSomebodyElses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, stored(), withPeople(t, map[string]auth.Role{"kim": auth.RoleAuditor}))
		_, j := requested(t, r, `{}`, "Authorization", "", "Cookie", "whodid_session=kim", "Origin", "http://example.com")
		synctest.Wait()
		wantError(t, r.call(http.MethodPost, "/api/v1/exports", `{"since":"`+j.ID+`"}`), 404, "not_found", "since")
	})
}

func TestDownloadRequestsThatCantBe(t *testing.T) {
	r := newRig(t, stored())
	for body, field := range map[string]string{
		`{"from":"someday"}`: "from", `{"tz":"Moon/Crater"}`: "tz", `{"file_tz":"Moon/Crater"}`: "file_tz", `{"sort":"up"}`: "sort",
		`{"format":"pdf"}`: "format", `{"compression":"rar"}`: "compression", `{"language":"fr"}`: "language", `{"split":"week","compression":"zip"}`: "split",
		`{"split":"day"}`: "split", `{"format":"xlsx","split":"day"}`: "split", `{"format":"xlsx","compression":"gzip"}`: "compression", `{"format":"xlsx","split":"week"}`: "split",
		`{"filters":{"colour":["red"]}}`: "filters", `{"before":0}`: "before", `{"q":"` + strings.Repeat("a ", 70) + `"}`: "q",
	} {
		wantError(t, r.call(http.MethodPost, "/api/v1/exports", body), 400, "invalid_query", field)
	}
	wantError(t, r.call(http.MethodPost, "/api/v1/exports", `{"q":7}`), 400, "unreadable_body", "q")
	wantError(t, r.call(http.MethodPost, "/api/v1/exports", `[`), 400, "unreadable_body", "")
	if w := r.get("/api/v1/exports"); strings.TrimSpace(w.Body.String()) != `{"exports":[]}` {
		t.Errorf("something was queued: %s", w.Body)
	}
}

func TestDownloadsArePrivate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, stored(), withPeople(t, map[string]auth.Role{"kim": auth.RoleAuditor, "lee": auth.RoleAuditor, "park": auth.RoleViewer}))
		as := func(name string) []string {
			return []string{"Authorization", "", "Cookie", "whodid_session=" + url.QueryEscape(name), "Origin", "http://example.com"}
		}
		_, j := requested(t, r, `{}`, as("kim")...)
		synctest.Wait()
		for _, target := range []string{"", "/file", "/receipt"} {
			wantError(t, r.get("/api/v1/exports/"+j.ID+target, as("lee")...), 404, "not_found", "id")
			if w := r.get("/api/v1/exports/"+j.ID+target, as("kim")...); w.Code != 200 {
				t.Errorf("%s: %d", target, w.Code)
			}
			if w := r.get("/api/v1/exports/" + j.ID + target); w.Code != 200 {
				t.Errorf("an administrator: %s: %d", target, w.Code)
			}
		}
		wantError(t, r.call(http.MethodDelete, "/api/v1/exports/"+j.ID, "", as("lee")...), 404, "not_found", "id")
		wantError(t, r.get("/api/v1/exports", as("park")...), 403, "forbidden", "")
	})
}
