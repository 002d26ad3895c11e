package explorer

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"whodid/audit/query"
	"whodid/explorer/auth"
)

// browser sends what a page of this server sends: the cookie and the Origin, and
// no bearer token.
func (r *rig) browser(method, target, body, cookie string, header ...string) *httptest.ResponseRecorder {
	r.t.Helper()
	header = append([]string{"Authorization", "", "Origin", "http://example.com", "Cookie", auth.CookieName + "=" + cookie}, header...)
	return r.call(method, target, body, header...)
}

func cookieOf(t *testing.T, w *httptest.ResponseRecorder) *http.Cookie {
	t.Helper()
	cookies := w.Result().Cookies()
	if len(cookies) != 1 || cookies[0].Name != auth.CookieName {
		t.Fatalf("cookies %v", cookies)
	}
	return cookies[0]
}

func TestLoginLink(t *testing.T) {
	r := newRig(t, answering(query.Page{}, nil))
	code, err := r.auth.NewLink()
	if err != nil {
		t.Fatal(err)
	}
	w := r.browser("GET", "/login?code="+code, "", "")
	c := cookieOf(t, w)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" {
		t.Errorf("status %d to %s", w.Code, w.Header().Get("Location"))
	}
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Secure || c.MaxAge <= 0 {
		t.Errorf("cookie %+v", c)
	}
	if w := r.browser("GET", "/api/v1/search", "", c.Value); w.Code != 200 {
		t.Errorf("search with the session: %d", w.Code)
	}
	for _, used := range []string{code, "wrong", ""} {
		w := r.browser("GET", "/login?code="+used, "", "")
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/?login=expired" || len(w.Result().Cookies()) != 0 {
			t.Errorf("code %q: status %d to %s", used, w.Code, w.Header().Get("Location"))
		}
	}
	if log := r.log.String(); strings.Contains(log, code) || strings.Contains(log, c.Value) || strings.Contains(log, "wrong") {
		t.Errorf("the log has secrets: %s", log)
	}
}

func TestSessionByToken(t *testing.T) {
	r := newRig(t, answering(query.Page{}, nil))
	wantError(t, r.browser("GET", "/api/v1/session", "", ""), 401, "unauthorized", "")
	w := r.browser("POST", "/api/v1/session", `{"token":"`+token+`"}`, "", "X-Forwarded-Proto", "https")
	if w.Code != 200 {
		t.Fatalf("status %d\n%s", w.Code, w.Body)
	}
	golden(t, "session.json", w.Body.Bytes())
	c := cookieOf(t, w)
	if !c.Secure {
		t.Error("behind TLS the cookie is not Secure")
	}
	w = r.browser("GET", "/api/v1/session", "", c.Value)
	golden(t, "session.json", w.Body.Bytes())
	w = r.browser("DELETE", "/api/v1/session", "", c.Value)
	if w.Code != 204 || cookieOf(t, w).MaxAge >= 0 || w.Body.Len() != 0 {
		t.Errorf("log-out: %d %q", w.Code, w.Body)
	}
	wantError(t, r.browser("GET", "/api/v1/session", "", c.Value), 401, "unauthorized", "")
	if log := r.log.String(); strings.Contains(log, token) || strings.Contains(log, c.Value) {
		t.Errorf("the log has secrets: %s", log)
	}
}

func TestSessionRefuses(t *testing.T) {
	r := newRig(t, fake{})
	wantError(t, r.browser("POST", "/api/v1/session", `{"token":"not the right one"}`, ""), 401, "invalid_token", "")
	wantError(t, r.browser("POST", "/api/v1/session", `{"token":""}`, ""), 400, "unreadable_body", "token")
	wantError(t, r.browser("POST", "/api/v1/session", `token`, ""), 400, "unreadable_body", "token")
	wantError(t, r.browser("POST", "/api/v1/session", strings.Repeat(" ", 5000), ""), 413, "too_large", "")
	wantError(t, r.browser("POST", "/api/v1/session", `{"token":"`+token+`"}`, "", "Origin", "https://evil.example"), 403, "wrong_origin", "")
	if w := r.browser("POST", "/api/v1/session", `{"token":"`+token+`"}`, "", "Origin", ""); w.Code != 200 {
		t.Errorf("a program without Origin: %d", w.Code)
	}
}

// Another site can make a browser send the cookie along; it must not be enough.
func TestOtherOriginsCantChangeAnything(t *testing.T) {
	r := newRig(t, fake{})
	c := cookieOf(t, r.browser("POST", "/api/v1/session", `{"token":"`+token+`"}`, ""))
	for _, origin := range []string{"https://evil.example", "http://example.com:81", "null", ""} {
		wantError(t, r.browser("POST", "/api/v1/events", "x", c.Value, "Origin", origin), 403, "wrong_origin", "")
		wantError(t, r.browser("DELETE", "/api/v1/session", "", c.Value, "Origin", origin), 403, "wrong_origin", "")
	}
}

func TestTooManyWrongLogIns(t *testing.T) {
	r := newRig(t, fake{})
	for i := range 20 {
		r.get("/api/v1/session", "Authorization", fmt.Sprint("Bearer wrong", i))
	}
	w := r.get("/api/v1/session", "Authorization", "Bearer wrong99")
	wantError(t, w, 429, "too_many_attempts", "")
	if w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	wantError(t, r.browser("GET", "/login?code=x", "", ""), 429, "too_many_attempts", "")
}

// No one sees an event without a log-in: every call of the API refuses
// strangers, unknown ones and wrong methods too.
func TestNoOneSeesAnEventWithoutALogIn(t *testing.T) {
	r := newRig(t, fake{}) // a call that came through would panic
	targets := [][2]string{{"GET", "/api/v1/"}, {"GET", "/api"}, {"GET", "/api/v2/search"}, {"PUT", "/api/v1/search"}, {"GET", "/api/v1/search/"}, {"GET", "//api/v1/search"}}
	for _, route := range r.x.routes() {
		if route.needs != auth.Anyone {
			targets = append(targets, [2]string{route.method, strings.ReplaceAll(route.path, ":id", string(edited.ID))})
		}
	}
	for _, tt := range targets {
		for name, header := range map[string][]string{
			"api key":         {"Authorization", "ApiKey YWRtaW46YWRtaW4="},
			"broken api key":  {"Authorization", "ApiKey ????"},
			"nothing":         {"Authorization", ""},
			"wrong token":     {"Authorization", "Bearer another token altogether"},
			"empty token":     {"Authorization", "Bearer "},
			"basic":           {"Authorization", "Basic YWRtaW46YWRtaW4="},
			"unknown session": {"Authorization", "", "Cookie", auth.CookieName + "=abc"},
		} {
			w := r.call(tt[0], tt[1], "", header...)
			if strings.HasPrefix(tt[1], "//") { // no path of the API: the page, which has no events
				continue
			}
			if w.Code != 401 || w.Header().Get("WWW-Authenticate") == "" {
				t.Errorf("%s %s with %s: status %d", tt[0], tt[1], name, w.Code)
			}
		}
	}
	golden(t, "error.json", r.get("/api/v1/search", "Authorization", "").Body.Bytes())
}

// Each call under the API needs a permission, and each permission keeps out the
// roles that lack it.
func TestRoutesNeedPermissions(t *testing.T) {
	r := newRig(t, fake{})
	for _, route := range r.x.routes() {
		open := route.needs == auth.Anyone
		inside := (underAPI(route.path) || strings.HasSuffix(route.path, "/_bulk") || route.path == logsPath) && (route.method != "POST" || route.path != "/api/v1/session")
		if open == inside {
			t.Errorf("%s %s needs %d", route.method, route.path, route.needs)
		}
	}
}
