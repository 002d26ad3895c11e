package explorer

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"whodid/explorer/auth"
)

const weeklyFailures = `{"name":"Failures, weekly","every":"week","on":1,"at":"06:00","tz":"Asia/Seoul","period":"previous",
	"q":"edit group","filters":{"status":["failure"],"not_user":["bot@acme.example"]},"compression":"zip","split":"rows","language":"ko","file_tz":"UTC","spreadsheet_safe":false}`

// scheduled makes a schedule and gives the answer.
func scheduled(t *testing.T, r *rig, body string) (w *httptest.ResponseRecorder, s wireSchedule) {
	t.Helper()
	w = r.call(http.MethodPost, "/api/v1/schedules", body)
	if err := json.Unmarshal(w.Body.Bytes(), &s); w.Code != http.StatusCreated || err != nil || s.ID == "" {
		t.Fatalf("status %d, %v\n%s", w.Code, err, w.Body)
	}
	return w, s
}

func unnamed(w *httptest.ResponseRecorder, ids ...string) []byte {
	b := w.Body.Bytes()
	for i, id := range ids {
		b = bytes.ReplaceAll(b, []byte(id), []byte("ID"+string(rune('A'+i))))
	}
	return b
}

func TestSchedules(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, stored())
		golden(t, "schedules-none.json", r.get("/api/v1/schedules").Body.Bytes())
		w, s := scheduled(t, r, weeklyFailures)
		golden(t, "schedule.json", unnamed(w, s.ID))

		w = r.call(http.MethodPost, "/api/v1/schedules/"+s.ID+"/run", "")
		var j wireJob
		if err := json.Unmarshal(w.Body.Bytes(), &j); w.Code != http.StatusAccepted || err != nil || w.Header().Get("Location") != "/api/v1/exports/"+j.ID {
			t.Fatalf("status %d, %v\n%s", w.Code, err, w.Body)
		}
		synctest.Wait()
		golden(t, "schedules.json", unnamed(r.get("/api/v1/schedules"), s.ID, j.ID))
		golden(t, "download-scheduled.json", unnamed(r.get("/api/v1/exports/"+j.ID), s.ID, j.ID))
		golden(t, "receipt-scheduled.json", unnamed(r.get("/api/v1/exports/"+j.ID+"/receipt"), s.ID, j.ID))

		w = r.call(http.MethodPatch, "/api/v1/schedules/"+s.ID, `{"name":"Each month","every":"month","on":28,"period":"since_last","filters":{"task":["edit_group"]},"format":"ndjson","paused":true}`)
		golden(t, "schedule-paused.json", unnamed(w, s.ID, j.ID))
		if w := r.call(http.MethodDelete, "/api/v1/schedules/"+s.ID, ""); w.Code != http.StatusNoContent {
			t.Errorf("delete: %d %s", w.Code, w.Body)
		}
		for _, w := range []*httptest.ResponseRecorder{
			r.call(http.MethodDelete, "/api/v1/schedules/"+s.ID, ""), r.call(http.MethodPatch, "/api/v1/schedules/"+s.ID, `{}`), r.call(http.MethodPost, "/api/v1/schedules/"+s.ID+"/run", ""),
		} {
			wantError(t, w, 404, "not_found", "id")
		}
	})
}

// A run that can't be says why, and so does the schedule's list once it was due.
func TestScheduleOfDaysThatCantBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, stored("2026-11-20"))
		_, s := scheduled(t, r, weeklyFailures)
		wantError(t, r.call(http.MethodPost, "/api/v1/schedules/"+s.ID+"/run", ""), 503, "missing_days", "")
		r.call(http.MethodPatch, "/api/v1/schedules/"+s.ID, `{"partial":true}`)
		if w := r.call(http.MethodPost, "/api/v1/schedules/"+s.ID+"/run", ""); w.Code != http.StatusAccepted {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}

// Where no zone is named it is the server's, and it is written down: a restart with another leaves the schedule as it is.
func TestScheduleByDefault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, stored())
		_, s := scheduled(t, r, `{"name":"All","every":"month","on":1,"at":"00:00","period":"since_last"}`)
		if s.TZ != "Asia/Seoul" || s.Sort != "-time" || s.Format != "csv" || s.Compression != "none" || s.Split != "none" || s.Language != "en" || s.Safe == nil || !*s.Safe || s.Partial || s.FileTZ != "" {
			t.Errorf("%+v", s)
		}
		if s.Next == nil || *s.Next != "2026-11-30T15:00:00.000Z" {
			t.Errorf("next %v", s.Next)
		}
	})
}

func TestSchedulesThatCantBe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, stored())
		_, s := scheduled(t, r, weeklyFailures)
		for change, field := range map[string]string{
			`{"q":"` + strings.Repeat("a ", 70) + `"}`: "q", `{"format":"pdf"}`: "format", `{"split":"day","compression":"none"}`: "split", `{"file_tz":"Moon/Crater"}`: "file_tz",
			`{"filters":{"colour":["red"]}}`: "filters", `{"sort":"up"}`: "sort", `{"tz":"Moon/Crater"}`: "tz", `{"from":"someday"}`: "from", `{"view":"nobody's"}`: "view",
		} {
			wantError(t, r.call(http.MethodPatch, "/api/v1/schedules/"+s.ID, change), 400, "invalid_query", field)
		}
		for change, field := range map[string]string{
			`{"name":""}`: "name", `{"on":0}`: "on", `{"at":"6"}`: "at", `{"every":"day"}`: "every", `{"period":"last"}`: "period", `{"from":"2026-11-01"}`: "from",
		} {
			wantError(t, r.call(http.MethodPatch, "/api/v1/schedules/"+s.ID, change), 400, "invalid_schedule", field)
		}
		for change, field := range map[string]string{`[`: "", `{"on":"Monday"}`: "on", `{"q":7}`: "q", `{"filters":{"status":"x"}}`: "filters"} {
			wantError(t, r.call(http.MethodPatch, "/api/v1/schedules/"+s.ID, change), 400, "unreadable_body", field)
		}
		wantError(t, r.call(http.MethodPost, "/api/v1/schedules", `{}`), 400, "invalid_schedule", "name")
		var list schedulesAnswer
		if err := json.Unmarshal(r.get("/api/v1/schedules").Body.Bytes(), &list); err != nil || len(list.Schedules) != 1 || list.Schedules[0].Safe == nil || *list.Schedules[0].Safe || list.Schedules[0].Q != "edit group" {
			t.Errorf("%v: %+v", err, list)
		}
	})
}

// A schedule may name a saved view that its maker sees.
func TestScheduleOfAView(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, stored())
		var view wireView
		if err := json.Unmarshal(r.call(http.MethodPost, "/api/v1/views", `{"name":"Failures"}`).Body.Bytes(), &view); err != nil {
			t.Fatal(err)
		}
		_, s := scheduled(t, r, `{"name":"Failures","every":"week","on":1,"at":"06:00","period":"previous","view":"`+view.ID+`"}`)
		if s.View != view.ID {
			t.Errorf("%+v", s)
		}
		// Its end does not end the schedule, nor keep it from being changed.
		r.call(http.MethodDelete, "/api/v1/views/"+view.ID, "")
		if w := r.call(http.MethodPatch, "/api/v1/schedules/"+s.ID, `{"on":2}`); w.Code != http.StatusOK {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}

func TestSchedulesArePrivate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, stored(), withPeople(t, map[string]auth.Role{"kim": auth.RoleAuditor, "lee": auth.RoleAuditor, "park": auth.RoleViewer}))
		as := func(name, method, path, body string) *httptest.ResponseRecorder {
			return r.call(method, "/api/v1/schedules"+path, body, "Authorization", "", "Cookie", "whodid_session="+url.QueryEscape(name), "Origin", "http://example.com")
		}
		var s wireSchedule
		if err := json.Unmarshal(as("kim", http.MethodPost, "", weeklyFailures).Body.Bytes(), &s); err != nil || s.Owner != "kim" {
			t.Fatalf("%v %+v", err, s)
		}
		for _, w := range []*httptest.ResponseRecorder{
			as("lee", http.MethodPatch, "/"+s.ID, `{}`), as("lee", http.MethodDelete, "/"+s.ID, ""), as("lee", http.MethodPost, "/"+s.ID+"/run", ""),
		} {
			wantError(t, w, 404, "not_found", "id")
		}
		for _, w := range []*httptest.ResponseRecorder{
			as("park", http.MethodGet, "", ""), as("park", http.MethodPost, "", weeklyFailures), as("park", http.MethodPatch, "/"+s.ID, `{}`),
			as("park", http.MethodDelete, "/"+s.ID, ""), as("park", http.MethodPost, "/"+s.ID+"/run", ""),
		} {
			wantError(t, w, 403, "forbidden", "")
		}
		if w := as("lee", http.MethodGet, "", ""); strings.TrimSpace(w.Body.String()) != `{"schedules":[]}` {
			t.Errorf("lee sees %s", w.Body)
		}
		// An administrator's run is the owner's download.
		w := r.call(http.MethodPost, "/api/v1/schedules/"+s.ID+"/run", "")
		if !strings.Contains(w.Body.String(), `"owner":"kim"`) {
			t.Errorf("%s", w.Body)
		}
	})
}
