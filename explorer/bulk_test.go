package explorer

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"whodid/audit"
)

// bulking is a server whose bulk calls give these items.
func bulking(t *testing.T, items []audit.Item, err error) *rig {
	t.Helper()
	return newRig(t, fake{bulk: func(_ context.Context, _ *time.Location, in io.Reader) ([]audit.Item, error) {
		if _, readErr := io.ReadAll(in); readErr != nil {
			return nil, readErr
		}
		return items, err
	}})
}

const ndjson = "application/x-ndjson"

var took = regexp.MustCompile(`"took":\d+`)

func TestBulkAnswersEachItem(t *testing.T) {
	late := &audit.RowError{Line: 3, Code: audit.CodeInvalidTime, Field: "time", Message: `The time "late" can't be read.`}
	refused := &audit.RowError{Line: 4, Code: audit.CodeInvalidAction, Message: "An audit log is never changed."}
	away := &audit.RowError{Line: 7, Code: audit.CodeDayUnavailable, Field: "time", Message: "The day 2026-11-22 can't be written at the moment. Send this row again later."}
	mixed := []audit.Item{
		{Op: audit.OpIndex, ID: "a", EventID: edited.ID},
		{Op: audit.OpIndex, EventID: edited.ID, Duplicate: true},
		{Op: audit.OpCreate, Index: "logs", ID: `"c"`, Err: late},
		{Op: audit.OpDelete, ID: "d", Err: refused},
		{Op: audit.OpCreate, EventID: bare.ID},
		{Op: audit.OpCreate, ID: "f", EventID: bare.ID, Duplicate: true},
		{Op: audit.OpIndex, ID: "g", Err: away},
	}
	for _, tt := range []struct {
		name, target string
		items        []audit.Item
	}{
		{"bulk-mixed.json", "/audit-2026/_bulk", mixed},
		{"bulk.json", shipperPrefix + "/_bulk", mixed[:2]},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := bulking(t, tt.items, nil).call("POST", tt.target, "x", "Content-Type", ndjson)
			if w.Code != 200 || w.Header().Get("X-Elastic-Product") != "Elasticsearch" {
				t.Errorf("status %d, %v", w.Code, w.Header())
			}
			golden(t, tt.name, took.ReplaceAll(w.Body.Bytes(), []byte(`"took":3`)))
		})
	}
}

func TestBulkPassesOn(t *testing.T) {
	var body, zone string
	r := newRig(t, fake{bulk: func(_ context.Context, z *time.Location, in io.Reader) ([]audit.Item, error) {
		b, err := io.ReadAll(in)
		body, zone = string(b), z.String()
		return []audit.Item{{Op: audit.OpIndex}}, err
	}})
	for _, media := range []string{ndjson, "application/json; charset=utf-8", "application/vnd.elasticsearch+x-ndjson;compatible-with=8", "application/vnd.elasticsearch+json; compatible-with=9"} {
		body = ""
		w := r.call("PUT", shipperPrefix+"/logs/_bulk?tz=Europe/Berlin&refresh=false", gzipped("text"), "Content-Type", media, "Content-Encoding", "gzip")
		if w.Code != 200 || body != "text" || zone != "Europe/Berlin" {
			t.Errorf("%s: status %d, body %q, zone %q", media, w.Code, body, zone)
		}
	}
	for _, media := range []string{"text/csv", "", "a;;"} {
		if w := r.call("POST", "/_bulk", "x", "Content-Type", media); w.Code != 415 {
			t.Errorf("%q: status %d", media, w.Code)
		}
	}
}

// What is refused as a whole is told in Elasticsearch's words and in ours.
func TestBulkRefuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		err    error
		status int
		code   string
		kind   string
		golden string
	}{
		{"malformed", &audit.Error{Kind: audit.Invalid, Code: "malformed_action", Message: "Line 3 must be an action."}, 400, "malformed_action", "illegal_argument_exception", "shipper-malformed.json"},
		{"too much for now", &audit.Error{Kind: audit.Overloaded, Message: "No."}, 429, "overloaded", "es_rejected_execution_exception", ""},
		{"not now", &audit.Error{Kind: audit.Unavailable, Message: "No."}, 503, "unavailable", "unavailable_shards_exception", ""},
		{"too many", &audit.Error{Kind: audit.TooLarge, Message: "No."}, 413, "too_large", "illegal_argument_exception", ""},
		{"our fault", io.ErrClosedPipe, 500, "internal", "exception", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := bulking(t, nil, tt.err).call("POST", "/_bulk", "x", "Content-Type", ndjson)
			wantError(t, w, tt.status, tt.code, "")
			if busy := tt.status == 429 || tt.status == 503; busy != (w.Header().Get("Retry-After") != "") {
				t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
			}
			var e shipperError
			if err := json.Unmarshal(w.Body.Bytes(), &e); err != nil || e.Status != tt.status || e.Error.Type != tt.kind || e.Error.Reason != e.Error.Message {
				t.Errorf("%v, %+v", err, e)
			}
			if tt.golden != "" {
				golden(t, tt.golden, w.Body.Bytes())
			}
		})
	}
}

func basic(password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte("shipper:"+password))
}

// Shippers can be given a user and a password, or an API key; the rest of the API
// takes neither.
func TestShippersLogIn(t *testing.T) {
	r := bulking(t, []audit.Item{{Op: audit.OpIndex}}, nil)
	key := base64.StdEncoding.EncodeToString([]byte("any id:" + token))
	for _, tt := range []struct {
		name, login string
		status      int
	}{
		{"bearer", "Bearer " + token, 200},
		{"password", basic(token), 200},
		{"key", "ApiKey " + key, 200},
		{"key in other letters", "apikey " + key, 200},
		{"another password", basic("guess"), 401},
		{"no password", basic(""), 401},
		{"the token as a key", "ApiKey  " + token, 200},
		{"a key without an id", "ApiKey " + base64.StdEncoding.EncodeToString([]byte(token)), 401},
		{"nothing", "", 401},
	} {
		for _, call := range [][2]string{{"POST", "/_bulk"}, {"PUT", shipperPrefix + "/x/_bulk"}, {"GET", shipperPrefix}} {
			w := r.call(call[0], call[1], "x", "Authorization", tt.login, "Content-Type", ndjson)
			if w.Code != tt.status || (w.Code == 200) != (w.Header().Get("X-Elastic-Product") != "") {
				t.Errorf("%s, %v: status %d, %v", tt.name, call, w.Code, w.Header())
			}
			if w.Code == 401 && !strings.Contains(strings.Join(w.Header().Values("WWW-Authenticate"), ", "), "Basic ") {
				t.Errorf("%s, %v: %v", tt.name, call, w.Header())
			}
		}
	}
	for _, login := range []string{basic(token), "ApiKey " + key} {
		if w := r.get("/api/v1/session", "Authorization", login); w.Code != 401 {
			t.Errorf("%s opens the rest: status %d", login, w.Code)
		}
	}
}

// A shipper that asks who is there is told; people get the page, whatever their
// browser or proxy sends along.
func TestGreeting(t *testing.T) {
	r := newRig(t, fake{})
	golden(t, "greeting.json", r.get(shipperPrefix+"/").Body.Bytes())
	index := string(testPage["index.html"].Data)
	for _, tt := range []struct {
		name, login, accept string
		greeted             bool
	}{
		{"a shipper", basic(token), "application/json", true},
		{"an official client", "Bearer " + token, "application/vnd.elasticsearch+json;compatible-with=8", true},
		{"a browser behind a proxy's password", basic("of the proxy"), "text/html,application/xhtml+xml,*/*;q=0.8", false},
		{"a browser that was given the token", basic(token), "text/html,application/json", false},
		{"the Go client", basic(token), "", true},
		{"curl with a token", "Bearer " + token, "*/*", true},
		{"a stranger", "", "application/json", false},
		{"a wrong password", basic("guess"), "application/json", false},
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			w := r.call(method, "/", "", "Authorization", tt.login, "Accept", tt.accept)
			greeted, page := w.Header().Get("X-Elastic-Product") != "", w.Body.String() == index
			if w.Code != 200 || greeted != tt.greeted || method == http.MethodGet && page == tt.greeted {
				t.Errorf("%s, %s: status %d, %v\n%s", tt.name, method, w.Code, w.Header(), w.Body)
			}
		}
	}
	wantError(t, r.get(shipperPrefix+"/_license", "Authorization", basic(token)), 404, "not_found", "")
}
