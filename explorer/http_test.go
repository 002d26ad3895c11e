package explorer

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/klauspost/compress/gzip"

	"whodid/audit"
	"whodid/audit/query"
)

func TestEveryKindHasAStatus(t *testing.T) {
	seen := make(map[int]audit.Kind)
	for _, k := range audit.Kinds {
		status, code := statusOf(k)
		if other, ok := seen[status]; ok {
			t.Errorf("kinds %d and %d have the status %d both", k, other, status)
		}
		seen[status] = k
		if code == "" || status < 400 || (status == 500) != (k == audit.Internal) {
			t.Errorf("kind %d: status %d, code %q", k, status, code)
		}
	}
}

func TestUnknownCalls(t *testing.T) {
	r := newRig(t, fake{})
	wantError(t, r.get("/api/v1/nothing"), 404, "not_found", "")
	wantError(t, r.get("/api/v1/search/"), 404, "not_found", "")
	w := r.call("POST", "/api/v1/search", "")
	wantError(t, w, 405, "method_not_allowed", "")
	if w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("Allow %q", w.Header().Get("Allow"))
	}
	wantError(t, r.call("POST", "/", ""), 405, "method_not_allowed", "")
}

// Balancers and uptime probes ask with HEAD: /healthz and the other calls that read
// answered 405, as if the server were broken.
func TestHEAD(t *testing.T) {
	r := newRig(t, fake{
		search: answering(fullPage(), nil).search,
		event:  func(context.Context, audit.EventID) (audit.Event, error) { return edited, nil },
		stats:  func(context.Context) (audit.Stats, error) { return audit.Stats{}, nil },
	})
	srv := startServer(t, r.x)
	head := func(path string) *http.Response {
		req, err := http.NewRequest(http.MethodHead, srv.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token)
		req.Close = true
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp
	}
	for path, media := range map[string]string{
		"/healthz": "application/json; charset=utf-8", "/readyz": "application/json; charset=utf-8", "/metrics": "text/plain",
		"/api/v1/search": "application/json; charset=utf-8", "/api/v1/stats": "application/json; charset=utf-8",
		"/api/v1/session": "application/json; charset=utf-8", "/api/v1/events/" + string(edited.ID): "application/json; charset=utf-8",
	} {
		if resp := head(path); resp.StatusCode != 200 || !strings.HasPrefix(resp.Header.Get("Content-Type"), media) {
			t.Errorf("%s: status %d, %v", path, resp.StatusCode, resp.Header)
		}
	}
	if resp := head("/api/v1/search?limit=x"); resp.StatusCode != 400 {
		t.Errorf("a wrong parameter: status %d", resp.StatusCode)
	}
	code, err := r.auth.NewLink()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/api/v1/tail", "/api/v1/export.csv", "/api/v1/export.ndjson", "/api/v1/backup", "/api/v1/events", "/login?code=" + code} {
		if resp := head(path); resp.StatusCode != 405 {
			t.Errorf("%s: status %d", path, resp.StatusCode)
		}
	}
	if w := r.get("/login?code="+code, "Authorization", ""); w.Header().Get("Location") != "/" {
		t.Error("HEAD used the link up")
	}
	wantError(t, r.call("HEAD", "/api/v1/search", "", "Authorization", ""), 401, "unauthorized", "")
}

func TestPanicSaysNothing(t *testing.T) {
	r := newRig(t, fake{search: func(context.Context, query.Search) (query.Page, error) { panic("secret words") }})
	w := r.get("/api/v1/search")
	wantError(t, w, 500, "internal", "")
	if strings.Contains(w.Body.String(), "secret") {
		t.Errorf("answer %s", w.Body)
	}
	if log := r.log.String(); !strings.Contains(log, "secret words") || !strings.Contains(log, "http_test.go") {
		t.Errorf("the log lacks the panic or its stack: %s", log)
	}
}

func TestAccessLine(t *testing.T) {
	r := newRig(t, answering(query.Page{}, nil))
	r.get("/api/v1/search?q=kim")
	r.get("/no/such/place?code=abc", "Authorization", "")
	log := r.log.String()
	for _, want := range []string{`"query":"q=kim"`, `"path":"/api/v1/search"`, `"status":200`, `"principal":"admin"`, `"remote":"192.0.2.1"`, `"bytes":`, `"ms":`, `"method":"GET"`} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %s: %s", want, log)
		}
	}
	if strings.Contains(log, "abc") {
		t.Errorf("the log has what a stranger sent: %s", log)
	}
}

func TestPage(t *testing.T) {
	r := newRig(t, fake{})
	index := string(testPage["index.html"].Data)
	for _, tt := range []struct {
		target, body, media, cache string
	}{
		{"/", index, "text/html; charset=utf-8", "no-cache"},
		{"/?login=expired", index, "text/html; charset=utf-8", "no-cache"},
		{"/audit/contacts?q=kim", index, "text/html; charset=utf-8", "no-cache"},
		{"/index.html", index, "text/html; charset=utf-8", "no-cache"},
		{"/theme.js", "1", "text/javascript; charset=utf-8", "no-cache"},
		{"/assets/index-BxYz123.js", "console.log(1)", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
		{"/../../assets/index-BxYz123.js", "console.log(1)", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
	} {
		w := r.get(tt.target, "Authorization", "")
		h := w.Header()
		if w.Code != 200 || w.Body.String() != tt.body || h.Get("Content-Type") != tt.media || h.Get("Cache-Control") != tt.cache {
			t.Errorf("%s: %d %q, %v", tt.target, w.Code, w.Body, h)
		}
		if again := r.get(tt.target, "Authorization", "", "If-None-Match", h.Get("ETag")); again.Code != 304 {
			t.Errorf("%s again: %d", tt.target, again.Code)
		}
	}
	wantError(t, r.get("/assets/gone-123.js"), 404, "not_found", "")
	wantError(t, r.get("/favicon.ico"), 404, "not_found", "")
	head := r.call("HEAD", "/", "", "Authorization", "")
	if head.Code != 200 || head.Body.Len() != 0 {
		t.Errorf("HEAD: %d, %d bytes", head.Code, head.Body.Len())
	}
}

// What a browser may unpack comes packed, and is known again under the name it
// had.
func TestPagePacked(t *testing.T) {
	r := newRig(t, fake{})
	w := r.get("/assets/large-BxYz123.js", "Accept-Encoding", "gzip, br, zstd")
	h := w.Header()
	if h.Get("Content-Encoding") != "gzip" || !slices.Equal(h.Values("Vary"), []string{"Accept-Encoding"}) || w.Body.Len() > 500 {
		t.Fatalf("%v, %d bytes", h, w.Body.Len())
	}
	unpacked, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(unpacked)
	if err != nil || string(got) != string(testPage["assets/large-BxYz123.js"].Data) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	plain := r.get("/assets/large-BxYz123.js")
	if plain.Header().Get("Content-Encoding") != "" || plain.Body.Len() != len(got) {
		t.Errorf("unpacked: %v, %d bytes", plain.Header(), plain.Body.Len())
	}
	req := httptest.NewRequest(http.MethodGet, "/assets/large-BxYz123.js", nil)
	req.Header.Set("Accept-Encoding", "gzip")
	req.Header.Set("If-None-Match", h.Get("ETag"))
	again := httptest.NewRecorder()
	r.x.ServeHTTP(again, req)
	if again.Code != http.StatusNotModified {
		t.Errorf("again: %d", again.Code)
	}
}

func TestPageWithoutIndex(t *testing.T) {
	if _, err := newPage(fstest.MapFS{"a.js": {}}); err == nil {
		t.Error("taken")
	}
}

func TestSecurityHeaders(t *testing.T) {
	r := newRig(t, answering(query.Page{}, nil))
	h := r.get("/", "Authorization", "").Header()
	policy := h.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'self'", "script-src 'self';", "style-src 'self';", "connect-src 'self' ws://example.com wss://example.com", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "img-src 'self' data:"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy lacks %q: %s", want, policy)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Errorf("policy %s", policy)
	}
	for _, target := range []string{"/", "/api/v1/search", "/login?code=x", "/healthz", "/metrics"} {
		h := r.get(target).Header()
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", target, h)
		}
	}
	if got := r.get("/api/v1/search").Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control of events: %q", got)
	}
}

// The Host header is a stranger's; it must not write policies.
func TestPolicyOfOddHosts(t *testing.T) {
	for host, want := range map[string]string{
		"127.0.0.1:8080":         "connect-src 'self' ws://127.0.0.1:8080 wss://127.0.0.1:8080;",
		"[::1]:8080":             "connect-src 'self' ws://[::1]:8080 wss://[::1]:8080;",
		"a;script-src *":         "connect-src 'self';",
		"x 'unsafe-inline'":      "connect-src 'self';",
		"evil.example,b.example": "connect-src 'self';",
	} {
		if got := pagePolicy(host); !strings.Contains(got, want) {
			t.Errorf("host %q: %s", host, got)
		}
	}
}

func TestAnswersAreCompressed(t *testing.T) {
	page := query.Page{}
	for range 50 {
		page.Events = append(page.Events, edited)
	}
	r := newRig(t, answering(page, nil))
	w := r.get("/api/v1/search", "Accept-Encoding", "gzip")
	if w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("headers %v", w.Header())
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if w := r.get("/api/v1/search"); w.Header().Get("Content-Encoding") != "" {
		t.Error("compressed without being asked")
	}
}

func TestHealth(t *testing.T) {
	r := newRig(t, fake{})
	for _, target := range []string{"/healthz", "/readyz"} {
		if w := r.get(target, "Authorization", ""); w.Code != 200 {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
	if err := r.x.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	if w := r.get("/readyz"); w.Code != 503 {
		t.Errorf("readyz while stopping: %d", w.Code)
	}
	if w := r.get("/healthz"); w.Code != 200 {
		t.Errorf("healthz while stopping: %d", w.Code)
	}
}

func TestMetrics(t *testing.T) {
	r := newRig(t, answering(query.Page{}, nil))
	r.get("/api/v1/search")
	r.get("/api/v1/search?limit=x")
	r.get("/wp-login.php")
	req := httptest.NewRequest("BREW", "/api/v1/search", nil)
	r.x.ServeHTTP(httptest.NewRecorder(), req)
	w := r.get("/metrics", "Authorization", "")
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
		t.Errorf("status %d, %v", w.Code, w.Header())
	}
	for _, want := range []string{
		`whodid_http_requests_total{method="GET",route="/api/v1/search",status="200"} 1`,
		`whodid_http_requests_total{method="GET",route="/api/v1/search",status="400"} 1`,
		`whodid_http_requests_total{method="GET",route="page",status="404"} 1`,
		`method="other"`, `whodid_http_request_seconds_count{route="/api/v1/search"}`, "whodid_tails 0",
	} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("metrics lack %s:\n%s", want, w.Body)
		}
	}
}
