package explorer

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/explorer/auth"
)

// fakeSources has one source, and remembers what was asked of it.
type fakeSources struct {
	source Source
	asked  []string
}

func (f *fakeSources) Status() []Source { return []Source{f.source} }

func (f *fakeSources) change(what, id, state string) error {
	f.asked = append(f.asked, what+" "+id)
	switch {
	case id != f.source.ID:
		return errNoSource
	case what == "run" && f.source.State == "paused":
		return &audit.Error{Kind: audit.Conflict, Code: "paused", Message: "This source is paused; resume it first."}
	}
	f.source.State = state
	return nil
}

func (f *fakeSources) Run(id string) error    { return f.change("run", id, "running") }
func (f *fakeSources) Pause(id string) error  { return f.change("pause", id, "paused") }
func (f *fakeSources) Resume(id string) error { return f.change("resume", id, "waiting") }

func days(from, to int) query.Period {
	return query.Period{From: noon.AddDate(0, 0, from), To: noon.AddDate(0, 0, to)}
}

func withSource(s Source) (*fakeSources, func(*Options)) {
	f := &fakeSources{source: s}
	return f, func(o *Options) { o.Sources = f }
}

var pulledSource = Source{
	ID: "naverworks-10000001", Kind: "naverworks", Domain: 10000001, State: "waiting",
	LastSuccess: noon.Add(-43 * time.Minute),
	LastError:   &SourceError{noon.Add(-47 * time.Minute), "incomplete", "The source could not finish the file (downloadLogs error).", days(-31, 0)},
	Rows:        map[string]int{"accepted": 9120, "duplicate": 311, "invalid_time": 2},
	Covered:     []query.Period{days(-180, -20), days(-18, 0)}, Gaps: []query.Period{days(-20, -18)},
	Days: []SourceDay{{"2026-11-22", 1}, {"2026-11-23", 0.9999}}, Next: noon.Add(17 * time.Minute),
	Forgets: noon.AddDate(0, 0, 160), CallsToday: 12,
}

func TestSources(t *testing.T) {
	_, with := withSource(pulledSource)
	golden(t, "sources.json", newRig(t, fake{}, with).get("/api/v1/sources").Body.Bytes())

	_, with = withSource(Source{ID: "naverworks", Kind: "naverworks", State: "running", Window: days(-180, -149), Gaps: nil, Forgets: noon.Add(-time.Minute)})
	golden(t, "sources-first.json", newRig(t, fake{}, with).get("/api/v1/sources").Body.Bytes())

	_, with = withSource(Source{
		ID: "folder", Kind: "folder", Folder: "/srv/audit/in", State: "waiting", LastSuccess: noon.Add(-time.Hour), Next: noon.Add(10 * time.Second),
		LastError: &SourceError{At: noon.Add(-time.Minute), Code: "left_alone", Message: "link.csv is a link, and links are not followed. Put the file itself here."},
		Rows:      map[string]int{"accepted": 12},
	})
	golden(t, "sources-folder.json", newRig(t, fake{}, with).get("/api/v1/sources").Body.Bytes())

	golden(t, "sources-none.json", newRig(t, fake{}).get("/api/v1/sources").Body.Bytes())
}

func TestChangeSources(t *testing.T) {
	f, with := withSource(pulledSource)
	r := newRig(t, fake{}, with)
	const path = "/api/v1/sources/naverworks-10000001/"
	for _, tt := range []struct {
		call   string
		status int
		holds  string
	}{
		{"run", http.StatusAccepted, `"state":"running"`},
		{"pause", http.StatusOK, `"state":"paused"`},
		{"run", http.StatusConflict, `"code":"paused"`},
		{"resume", http.StatusOK, `"state":"waiting"`},
	} {
		w := r.call(http.MethodPost, path+tt.call, "")
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.holds) {
			t.Errorf("%s: status %d, want %d with %s\n%s", tt.call, w.Code, tt.status, tt.holds, w.Body)
		}
		if tt.call == "pause" {
			golden(t, "source.json", w.Body.Bytes())
		}
	}
	if w := r.call(http.MethodPost, "/api/v1/sources/other/run", ""); w.Code != http.StatusNotFound {
		t.Errorf("another source: status %d", w.Code)
	}
	if got := strings.Join(f.asked, ", "); !strings.HasPrefix(got, "run naverworks-10000001, pause naverworks-10000001") {
		t.Errorf("asked: %s", got)
	}
	if w := newRig(t, fake{}).call(http.MethodPost, path+"run", ""); w.Code != http.StatusNotFound {
		t.Errorf("without sources: status %d", w.Code)
	}
}

// How a company's log is pulled is nothing for those who search it.
func TestSourcesAreForAdministrators(t *testing.T) {
	_, with := withSource(pulledSource)
	r := newRig(t, fake{}, with, withPeople(t, map[string]auth.Role{"kim": auth.RoleAuditor, "lee": auth.RoleAdmin}))
	for cookie, want := range map[string]int{"kim": http.StatusForbidden, "lee": http.StatusOK} {
		if w := r.browser(http.MethodGet, "/api/v1/sources", "", cookie); w.Code != want {
			t.Errorf("%s: status %d, want %d", cookie, w.Code, want)
		}
	}
}
