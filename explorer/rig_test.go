package explorer

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/explorer/auth"
	"whodid/explorer/download"
	"whodid/explorer/download/schedule"
	"whodid/explorer/tail"
	"whodid/explorer/turns"
	"whodid/explorer/views"
)

var update = flag.Bool("update", false, "write the golden files anew")

const token = "a token for tests only"

// noon is when every test happens: 2026-11-23T10:00 in UTC, 19:00 in Seoul.
var noon = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// fake is every room the explorer calls. A function that is not set must not be
// called.
type fake struct {
	search  func(context.Context, query.Search) (query.Page, error)
	suggest func(context.Context, query.Suggest) (query.Suggestions, error)
	event   func(context.Context, audit.EventID) (audit.Event, error)
	scan    func(context.Context, query.Search, func(audit.Event) error) ([]audit.Day, error)
	stats   func(context.Context) (audit.Stats, error)
	ingest  func(context.Context, string, *time.Location, io.Reader) (audit.Report, error)
	bulk    func(context.Context, *time.Location, io.Reader) ([]audit.Item, error)
	logs    func(context.Context, string, *time.Location, io.Reader) (audit.Report, error)
}

func (f *fake) Search(ctx context.Context, s query.Search) (query.Page, error) {
	return f.search(ctx, s)
}
func (f *fake) Suggest(ctx context.Context, s query.Suggest) (query.Suggestions, error) {
	return f.suggest(ctx, s)
}
func (f *fake) Event(ctx context.Context, id audit.EventID) (audit.Event, error) {
	return f.event(ctx, id)
}
func (f *fake) Scan(ctx context.Context, s query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
	return f.scan(ctx, s, yield)
}
func (f *fake) Stats(ctx context.Context) (audit.Stats, error) { return f.stats(ctx) }
func (f *fake) Ingest(ctx context.Context, media string, zone *time.Location, body io.Reader) (audit.Report, error) {
	return f.ingest(ctx, media, zone, body)
}
func (f *fake) Bulk(ctx context.Context, zone *time.Location, body io.Reader) ([]audit.Item, error) {
	return f.bulk(ctx, zone, body)
}
func (f *fake) Logs(ctx context.Context, media string, zone *time.Location, body io.Reader) (audit.Report, error) {
	return f.logs(ctx, media, zone, body)
}

// nolog is a log that holds nothing.
type nolog struct{}

func (nolog) After(context.Context, uint64, int) ([]audit.Event, error) { return nil, nil }
func (nolog) LastSeq() uint64                                           { return 41 }

// rig is an explorer over fakes.
type rig struct {
	t    testing.TB
	x    *Explorer
	hub  *tail.Hub
	auth *auth.Auth
	log  *logged
}

// logged is what was logged.
type logged struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

var testPage = fstest.MapFS{
	"index.html":              {Data: []byte("<!doctype html><title>whodid</title>")},
	"theme.js":                {Data: []byte("1")},
	"assets/index-BxYz123.js": {Data: []byte("console.log(1)")},
	"assets/large-BxYz123.js": {Data: bytes.Repeat([]byte("console.log(1);\n"), 1000)},
}

func newRig(t testing.TB, f fake, change ...func(*Options)) *rig {
	t.Helper()
	log := &logged{}
	logger := zerolog.New(log)
	seoul, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	a, err := auth.Open(auth.Options{BootstrapToken: token, Logger: logger, Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	saved, err := views.Open(views.Options{Now: func() time.Time { return noon }, Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := download.Open(download.Options{Dir: t.TempDir(), Scanner: &f, Turns: turns.New(0), Now: func() time.Time { return noon }, Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	plans, err := schedule.Open(schedule.Options{Downloads: jobs, Now: func() time.Time { return noon }, Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(jobs.Close)
	t.Cleanup(plans.Close)
	reg := prometheus.NewRegistry()
	hub := tail.New(nolog{}, tail.Options{Logger: logger, Observer: TailObserver(reg)})
	opts := Options{
		Searcher: &f, Scanner: &f, Statser: &f, Ingester: &f, Tails: hub, Auth: a, Views: saved, Downloads: jobs, Schedules: plans, Page: testPage,
		Zone: seoul, RetentionDays: 180, Version: "1.2.3", Metrics: reg, Logger: logger, Now: func() time.Time { return noon },
	}
	for _, c := range change {
		c(&opts)
	}
	x, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if !x.stopping.Load() {
			if err := x.Shutdown(context.Background()); err != nil {
				t.Error(err)
			}
		}
	})
	return &rig{t, x, hub, a, log}
}

// call sends one request with the bearer token; header is pairs of name and
// value, an empty value takes the header away.
func (r *rig) call(method, target, body string, header ...string) *httptest.ResponseRecorder {
	r.t.Helper()
	req := httptest.NewRequest(method, target, strings.NewReader(body))
	req.Header.Set("Authorization", "Bearer "+token)
	for i := 0; i < len(header); i += 2 {
		req.Header.Del(header[i])
		if header[i+1] != "" {
			req.Header.Set(header[i], header[i+1])
		}
	}
	w := httptest.NewRecorder()
	r.x.ServeHTTP(w, req)
	return w
}

func (r *rig) get(target string, header ...string) *httptest.ResponseRecorder {
	r.t.Helper()
	return r.call(http.MethodGet, target, "", header...)
}

// errorOf reads the error of an answer.
func errorOf(t *testing.T, w *httptest.ResponseRecorder) wireError {
	t.Helper()
	var e errorAnswer
	if err := json.Unmarshal(w.Body.Bytes(), &e); err != nil {
		t.Fatalf("answer is no JSON: %v\n%s", err, w.Body)
	}
	return e.Error
}

func wantError(t *testing.T, w *httptest.ResponseRecorder, status int, code, field string) {
	t.Helper()
	if w.Code != status {
		t.Errorf("status %d, want %d\n%s", w.Code, status, w.Body)
		return
	}
	e := errorOf(t, w)
	if e.Code != code || e.Field != field || e.Message == "" {
		t.Errorf("error %+v, want code %q and field %q", e, code, field)
	}
}

// golden compares with a file that the page's schemas are tested against too.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if strings.HasSuffix(name, ".json") {
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, got, "", "  "); err != nil {
			t.Fatalf("answer is no JSON: %v\n%s", err, got)
		}
		got = pretty.Bytes()
	}
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// Three events as a store keeps them: Korean, formula-like, and bare.
var (
	edited = audit.Event{
		ID: "01KAJ3T5Q1W8Z0R7M2C9X4V6BN", Seq: 1048577, Time: time.Date(2026, 11, 22, 9, 12, 33, 123e6, time.UTC),
		User: audit.Person{ID: "m000123", Name: "김민준", Email: "minjun.kim@acme.example"}, Task: audit.TaskEditGroup,
		Target: audit.Target{Type: "group", Name: `Seoul "Sales", 12`, Email: "seoul-sales-12@acme.example"},
		Status: audit.Success, ServiceType: audit.PCWeb,
	}
	formula = audit.Event{
		ID: "01KAJ3T5Q0W8Z0R7M2C9X4V6BN", Seq: 1048576, Time: time.Date(2026, 11, 22, 9, 12, 33, 122e6, time.UTC),
		User: audit.Person{Name: "=cmd|' /C calc'!A0", Email: "<x>&@acme.example"}, Task: "pivot_contact",
		Status: audit.Failure, ServiceType: audit.SCIM,
	}
	bare = audit.Event{
		ID: "01KAJ3T5PZW8Z0R7M2C9X4V6BN", Seq: 1048575, Time: time.Date(2026, 11, 21, 15, 0, 0, 0, time.UTC),
		User: audit.Person{Email: "bot@acme.example"},
	}
)

func request(ctx context.Context, target string) (*http.Request, *httptest.ResponseRecorder) {
	req := httptest.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	req.Header.Set("Authorization", "Bearer "+token)
	return req, httptest.NewRecorder()
}
