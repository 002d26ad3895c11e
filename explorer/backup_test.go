package explorer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/explorer/auth"
	"whodid/explorer/turns"
)

// unpacked gives the lines of a backup.
func unpacked(t *testing.T, packed io.Reader) (lines []string, err error) {
	t.Helper()
	z, err := zstd.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	text, err := io.ReadAll(z)
	return strings.SplitAfter(string(text), "\n"), err
}

func TestBackupAnswer(t *testing.T) {
	for _, tt := range []struct {
		name, query string
		missing     []audit.Day
	}{
		{"backup.ndjson", "", nil},
		{"backup-partial.ndjson", "?partial=true", []audit.Day{"2026-11-19", "2026-11-20"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newRig(t, scanning(tt.missing, bare, formula, edited)).get("/api/v1/backup" + tt.query)
			if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/zstd" || w.Header().Get("X-Whodid-Missing-Days") != audit.JoinDays(tt.missing) {
				t.Errorf("status %d, %v", w.Code, w.Header())
			}
			if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="whodid-backup-20261123-190000.ndjson.zst"` {
				t.Errorf("Content-Disposition %s", got)
			}
			lines, err := unpacked(t, w.Body)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, tt.name, []byte(strings.Join(lines, "")))
		})
	}
}

// Everything that has a number at the call is in a backup, and nothing else.
func TestBackupAsksForAllThatIsNumbered(t *testing.T) {
	f := scanning(nil)
	var counted, got query.Search
	f.search = func(_ context.Context, s query.Search) (query.Page, error) {
		counted = s
		return query.Page{}, nil
	}
	f.scan = func(_ context.Context, s query.Search, _ func(audit.Event) error) ([]audit.Day, error) {
		got = s
		return nil, nil
	}
	r := newRig(t, f)
	r.get("/api/v1/backup?q=kim&from=2026-11-01&task=edit_group&sort=-time") // none of its parameters
	want := query.Search{Order: query.Oldest, Seqs: query.SeqRange{Before: edited.Seq + 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("scanned:\n%s", diff)
	}
	want.Want = query.WantTotal
	if diff := cmp.Diff(want, counted); diff != "" {
		t.Errorf("counted:\n%s", diff)
	}
	wantError(t, r.get("/api/v1/backup?partial=yes"), 400, "invalid_query", "partial")
}

func TestBackupLacksDays(t *testing.T) {
	w := newRig(t, scanning([]audit.Day{"2026-11-20", "2026-11-21"}, edited)).get("/api/v1/backup")
	wantError(t, w, 503, "missing_days", "")
	if !strings.Contains(w.Body.String(), "2026-11-20, 2026-11-21") || w.Header().Get("Content-Disposition") != "" {
		t.Errorf("answer %s, %v", w.Body, w.Header())
	}
}

// A backup whose first piece is not out yet can still be refused with a sentence.
func TestBackupOfADayThatWasDropped(t *testing.T) {
	f := scanning(nil, edited)
	f.scan = func(context.Context, query.Search, func(audit.Event) error) ([]audit.Day, error) { return nil, nil }
	w := newRig(t, f).get("/api/v1/backup")
	wantError(t, w, 503, "days_dropped", "")
	if ct := w.Header().Get("Content-Type"); ct != "application/json; charset=utf-8" {
		t.Errorf("Content-Type %s", ct)
	}
}

// noise is an event that can't be packed well.
func noise(random *rand.Rand) audit.Event {
	e := edited
	name := make([]rune, 300)
	for i := range name {
		name[i] = rune('가' + random.IntN(11_172))
	}
	e.Target.Name = string(name)
	return e
}

func TestBackupThatBreaksIsCutOff(t *testing.T) {
	const events = 1000 // some hundred KB packed
	for name, tt := range map[string]struct {
		then    error
		missing []audit.Day
		counted int
	}{
		"error":           {then: errors.New("disk on fire")},
		"day broke since": {missing: []audit.Day{"2026-11-20"}},
		"day was dropped": {counted: events + 1},
	} {
		t.Run(name, func(t *testing.T) {
			f := scanning(nil)
			f.search = func(context.Context, query.Search) (query.Page, error) { return query.Page{Total: tt.counted}, nil }
			f.scan = func(_ context.Context, _ query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
				random := rand.New(rand.NewPCG(1, 2))
				for range events {
					if err := yield(noise(random)); err != nil {
						return nil, err
					}
				}
				return tt.missing, tt.then
			}
			r := newRig(t, f)
			body := startServer(t, r.x).get(t, "/api/v1/backup").Body
			var got bytes.Buffer
			if _, err := io.Copy(&got, body); !errors.Is(err, io.ErrUnexpectedEOF) || got.Len() == 0 {
				t.Errorf("the body ended after %d bytes with %v", got.Len(), err)
			}
			if lines, err := unpacked(t, &got); err == nil || strings.Contains(lines[len(lines)-1], `"end"`) {
				t.Errorf("%d lines, %v: it looks whole", len(lines), err)
			}
			if !strings.Contains(r.log.String(), `"level":"error"`) {
				t.Error("nothing in the log")
			}
		})
	}
}

// A backup is everything there is, so an administrator's alone.
func TestBackupNeedsAnAdministrator(t *testing.T) {
	file := filepath.Join(t.TempDir(), "auth.json")
	withFile := func(o *Options) {
		a, err := auth.Open(auth.Options{File: file, BootstrapToken: token, Now: func() time.Time { return noon }})
		if err != nil {
			t.Fatal(err)
		}
		o.Auth = a
	}
	w := newRig(t, scanning(nil), withFile).call(http.MethodPost, "/api/v1/session", `{"token":"`+token+`"}`)
	cookie := w.Result().Cookies()[0]
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range auth.Roles {
		t.Run(string(role), func(t *testing.T) {
			changed := strings.Replace(string(text), `"role": "admin"`, `"role": "`+string(role)+`"`, 1)
			if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
				t.Fatal(err)
			}
			r := newRig(t, scanning(nil), withFile)
			got := r.get("/api/v1/backup", "Authorization", "", "Cookie", cookie.Name+"="+cookie.Value)
			if role == auth.RoleAdmin {
				if got.Code != http.StatusOK {
					t.Errorf("status %d %s", got.Code, got.Body)
				}
				return
			}
			wantError(t, got, 403, "forbidden", "")
		})
	}
}

// Thousands of events fill one piece when they are packed; others must not wait
// for all of them.
func TestBackupLetsOthersWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		one := turns.New(1)
		w := newFileWriter(t.Context(), nowhere{http.Header{}}, one)
		newBackupPacker(w, backupHeader{Format: backupFormat})
		if err := w.turn.Work(t.Context()); err != nil {
			t.Fatal(err)
		}
		waited := make(chan int, 1)
		go func() {
			if other := one.Turn(); other.Work(t.Context()) == nil {
				waited <- w.rows
				other.Rest()
			}
		}()
		synctest.Wait()
		for range 10 * maxRowsATurn {
			if err := w.event(edited); err != nil {
				t.Fatal(err)
			}
		}
		w.turn.Rest()
		if rows := <-waited; rows > maxRowsATurn {
			t.Errorf("another waited for %d rows", rows)
		}
	})
}

func TestBackupsCountAsExports(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := scanning(nil)
		scanned := make(chan struct{})
		f.scan = func(context.Context, query.Search, func(audit.Event) error) ([]audit.Day, error) {
			<-scanned
			return nil, nil
		}
		r := newRig(t, f, func(o *Options) { o.MaxExports = 1 })
		first := make(chan *httptest.ResponseRecorder)
		go func() { first <- r.get("/api/v1/export.csv") }()
		synctest.Wait()
		wantError(t, r.get("/api/v1/backup"), 429, "overloaded", "")
		close(scanned)
		if w := <-first; w.Code != 200 {
			t.Errorf("status %d", w.Code)
		}
	})
}

// What the explorer itself costs of a backup; the store's part comes on top.
func BenchmarkBackupEvents(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	events := make([]audit.Event, 5000)
	for i := range events {
		id, err := json.Marshal(random.Uint64())
		if err != nil {
			b.Fatal(err)
		}
		events[i] = edited
		events[i].ID = audit.EventID("01KAJ3" + string(id))
		events[i].User.Email = string(id[:4]) + "@acme.example"
	}
	w := newFileWriter(b.Context(), nowhere{http.Header{}}, turns.New(0))
	newBackupPacker(w, backupHeader{Format: backupFormat})
	if err := w.turn.Work(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := w.event(events[w.rows%len(events)]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
