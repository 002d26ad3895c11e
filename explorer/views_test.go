package explorer

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"whodid/explorer/auth"
	"whodid/explorer/views"
)

// withPeople logs people in, each by the cookie that is their name.
func withPeople(t *testing.T, roles map[string]auth.Role) func(*Options) {
	t.Helper()
	type session struct {
		Hash    string    `json:"hash"`
		Name    string    `json:"name"`
		Role    auth.Role `json:"role"`
		Created time.Time `json:"created"`
		Used    time.Time `json:"used"`
	}
	var sessions []session
	for name, role := range roles {
		hash := sha256.Sum256([]byte(name))
		sessions = append(sessions, session{hex.EncodeToString(hash[:]), name, role, noon, noon})
	}
	text, err := json.Marshal(map[string]any{"version": 1, "claimed": noon, "sessions": sessions})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "auth.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := auth.Open(auth.Options{File: file, BootstrapToken: token, Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	return func(o *Options) { o.Auth = a }
}

// viewIn reads the view of an answer.
func viewIn(t *testing.T, w *httptest.ResponseRecorder, status int) (v wireView) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != status {
		t.Fatalf("status %d, want %d, %v\n%s", w.Code, status, err, w.Body)
	}
	return v
}

// sees gives the names of the views that somebody sees.
func sees(t *testing.T, r *rig, cookie string) string {
	t.Helper()
	w := r.browser("GET", "/api/v1/views", "", cookie)
	var got viewsAnswer
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 {
		t.Fatalf("status %d, %v\n%s", w.Code, err, w.Body)
	}
	var names []string
	for _, v := range got.Views {
		names = append(names, v.Name)
	}
	return strings.Join(names, " ")
}

func TestViewsAnswers(t *testing.T) {
	r := newRig(t, fake{}, withPeople(t, map[string]auth.Role{"kim": auth.RoleViewer, "lee": auth.RoleAuditor}))
	golden(t, "views-empty.json", r.get("/api/v1/views").Body.Bytes())
	w := r.browser("POST", "/api/v1/views", `{"name":"Failed logins of SCIM","address":"?q=failure&service_type=scim&tz=Asia%2FSeoul","shared":true,"starred":true,"default":true}`, "kim")
	v := viewIn(t, w, 201)
	fixed := func(text string) []byte { return []byte(strings.ReplaceAll(text, v.ID, "KZQ2JQ5W3YB7XDCV4LHN6TEMRA")) } // ids are random
	golden(t, "view.json", fixed(w.Body.String()))
	r.browser("POST", "/api/v1/views", `{"name":"이번 주 <b>","address":"?from=now-7d"}`, "lee") // has another id; is not seen by kim
	golden(t, "views.json", fixed(r.browser("GET", "/api/v1/views", "", "kim").Body.String()))
	golden(t, "view-of-another.json", fixed(r.browser("PATCH", "/api/v1/views/"+v.ID, `{"starred":true}`, "lee").Body.String()))
}

// The life of a view, between its owner, somebody else, and an administrator.
func TestViewsOfPeople(t *testing.T) {
	r := newRig(t, fake{}, withPeople(t, map[string]auth.Role{"kim": auth.RoleViewer, "lee": auth.RoleAuditor, "root": auth.RoleAdmin}))
	v := viewIn(t, r.browser("POST", "/api/v1/views", `{"name":"mine","address":"?q=a"}`, "kim"), 201)
	at := "/api/v1/views/" + v.ID
	wantError(t, r.browser("PATCH", at, `{"starred":true}`, "lee"), 404, "not_found", "id")
	wantError(t, r.browser("POST", "/api/v1/views", `{"name":"MINE"}`, "kim"), 409, "view_exists", "name")

	if got := viewIn(t, r.browser("PATCH", at, `{"shared":true,"name":"ours"}`, "kim"), 200); !got.Shared || got.Address != "?q=a" {
		t.Errorf("got %+v", got)
	}
	if a, b := sees(t, r, "lee"), sees(t, r, "root"); a != "ours" || b != "ours" {
		t.Errorf("others see %q, %q", a, b)
	}
	wantError(t, r.browser("PATCH", at, `{"name":"theirs"}`, "lee"), 403, "not_owner", "")
	wantError(t, r.browser("DELETE", at, "", "lee"), 403, "not_owner", "")
	if got := viewIn(t, r.browser("PATCH", at, `{"starred":true,"default":true,"name":null}`, "lee"), 200); !got.Starred || !got.Default || got.Mine || got.Owner != "kim" {
		t.Errorf("got %+v", got)
	}
	if got := viewIn(t, r.browser("PATCH", at, `{}`, "kim"), 200); got.Starred || got.Default || !got.Mine {
		t.Errorf("the marks are lee's, and kim sees %+v", got)
	}
	if w := r.browser("DELETE", at, "", "root"); w.Code != 204 || w.Body.Len() != 0 {
		t.Errorf("deleted by the administrator: %d %s", w.Code, w.Body)
	}
	wantError(t, r.browser("DELETE", at, "", "kim"), 404, "not_found", "id")
	if got := sees(t, r, "lee"); got != "" {
		t.Errorf("lee still sees %q", got)
	}
}

func TestViewsRefuse(t *testing.T) {
	r := newRig(t, fake{}, withPeople(t, map[string]auth.Role{"kim": auth.RoleViewer, "shipper": auth.RoleIngest}))
	for _, tt := range []struct {
		name, body  string
		status      int
		code, field string
	}{
		{"no name", `{"address":"?"}`, 400, "invalid_view", "name"},
		{"name too long", `{"name":"` + strings.Repeat("가", 121) + `"}`, 400, "invalid_view", "name"},
		{"address of another place", `{"name":"x","address":"https://evil.example"}`, 400, "invalid_view", "address"},
		{"address too long", `{"name":"x","address":"?` + strings.Repeat("a", 8192) + `"}`, 400, "invalid_view", "address"},
		{"no JSON", `name=x`, 400, "unreadable_body", ""},
		{"empty", ``, 400, "unreadable_body", ""},
		{"no UTF-8", "{\"name\":\"\xc0\xcc\xb9\xf8 \xc1\xd6\"}", 400, "unreadable_body", ""}, // 이번 주 in CP949
		{"line separator", `{"name":"a\u2028b"}`, 400, "invalid_view", "name"},
		{"a list", `[]`, 400, "unreadable_body", ""},
		{"a word for a truth", `{"name":"x","starred":"yes"}`, 400, "unreadable_body", "starred"},
		{"huge", `{"name":"` + strings.Repeat("x", maxViewBytes) + `"}`, 413, "too_large", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wantError(t, r.browser("POST", "/api/v1/views", tt.body, "kim"), tt.status, tt.code, tt.field)
		})
	}
	v := viewIn(t, r.browser("POST", "/api/v1/views", `{"name":"x"}`, "kim"), 201)
	for _, call := range [][3]string{{"GET", "/api/v1/views"}, {"POST", "/api/v1/views", `{"name":"y"}`}, {"PATCH", "/api/v1/views/" + v.ID, `{}`}, {"DELETE", "/api/v1/views/" + v.ID}} {
		t.Run(call[0], func(t *testing.T) {
			wantError(t, r.browser(call[0], call[1], call[2], "shipper"), 403, "forbidden", "") // stores events, and reads nothing
			wantError(t, r.browser(call[0], call[1], call[2], ""), 401, "unauthorized", "")
			if call[0] != "GET" {
				for _, origin := range []string{"https://evil.example", "null", ""} {
					wantError(t, r.browser(call[0], call[1], call[2], "kim", "Origin", origin), 403, "wrong_origin", "")
				}
			}
		})
	}
	if got := sees(t, r, "kim"); got != "x" {
		t.Errorf("kim has %q", got)
	}
	for i := range views.MaxViews - 1 {
		viewIn(t, r.browser("POST", "/api/v1/views", fmt.Sprintf(`{"name":"%d"}`, i), "kim"), 201)
	}
	wantError(t, r.browser("POST", "/api/v1/views", `{"name":"one more"}`, "kim"), 409, "too_many_views", "")
}

// A program with a bearer token is a person, too: the one whose token it is.
func TestViewsByToken(t *testing.T) {
	r := newRig(t, fake{}, withPeople(t, map[string]auth.Role{"admin": auth.RoleAdmin}))
	viewIn(t, r.call("POST", "/api/v1/views", `{"name":"by token"}`), 201)
	if got := sees(t, r, "admin"); got != "by token" {
		t.Errorf("the same person sees %q on the page", got)
	}
}
