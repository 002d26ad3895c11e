package download

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/explorer/turns"
)

var kim, lee, admin = Person{Name: "kim"}, Person{Name: "lee"}, Person{Name: "root", Admin: true}

// rows are n events, newest first, an hour apart.
func rows(n int) []audit.Event {
	newest := time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)
	list := make([]audit.Event, n)
	for i := range list {
		list[i] = audit.Event{
			ID: audit.EventID(fmt.Sprintf("01KAJ3T5Q1W8Z0R7M2C9%06d", i)), Time: newest.Add(-time.Duration(i) * time.Hour),
			User: audit.Person{Name: "김민준", Email: "minjun.kim@acme.example"}, Task: "edit_group", Status: "success", ServiceType: "pc_web",
		}
	}
	return list
}

// log is a store that holds what it was given.
type log struct {
	events  []audit.Event
	missing []audit.Day
	fails   error         // behind the last event
	gate    chan struct{} // where not nil, the scan waits for it behind the first event
	asked   query.Search
}

func (l *log) Scan(ctx context.Context, s query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
	l.asked = s
	for i, e := range l.events {
		if err := yield(e); err != nil {
			return nil, err
		}
		if i == 0 && l.gate != nil {
			select {
			case <-l.gate:
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
	}
	return l.missing, l.fails
}

func start(t *testing.T, opts Options) *Downloads {
	t.Helper()
	if opts.Turns == nil {
		opts.Turns = turns.New(1)
	}
	if opts.Dir == "" {
		opts.Dir = t.TempDir()
	}
	d, err := Open(opts)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Start(func(parameters url.Values, asked time.Time) (query.Search, error) {
		if parameters.Get("q") == "unreadable" {
			return query.Search{}, audit.NewInvalid("q", "It can't be read.")
		}
		return query.Search{Zone: time.UTC, Period: query.Period{To: asked}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	return d
}

func request(owner Person, rows int) Request {
	return Request{
		Owner: owner.Name, Asked: time.Now(), Query: url.Values{"q": {"kim"}}, Before: 42, Rows: rows, FileName: "contacts-audit",
		Form: Form{Format: CSV, Compression: None, Split: Whole, Language: audit.English, Zone: "Asia/Seoul", Safe: true},
	}
}

// add requests a download and lets the workers do what they can.
func add(t *testing.T, d *Downloads, r Request) Job {
	t.Helper()
	j, err := d.Add(r)
	if err != nil {
		t.Fatal(err)
	}
	if j.State != Queued {
		t.Errorf("a new job is %s", j.State)
	}
	synctest.Wait()
	return get(t, d, j.ID)
}

func get(t *testing.T, d *Downloads, id string) Job {
	t.Helper()
	j, err := d.Get(admin, id)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func wantState(t *testing.T, j Job, want State, code string) {
	t.Helper()
	if j.State != want || (j.Problem == nil) != (code == "") || j.Problem != nil && (j.Problem.Code != code || j.Problem.Message == "") {
		t.Errorf("the job is %s, %+v; want %s %q", j.State, j.Problem, want, code)
	}
}

func wantKind(t *testing.T, err error, kind audit.Kind, code string) {
	t.Helper()
	var e *audit.Error
	if !errors.As(err, &e) || e.Kind != kind || e.Code != code || e.Message == "" {
		t.Errorf("error %#v, want kind %d and code %s", err, kind, code)
	}
}

func content(t *testing.T, d *Downloads, j Job) []byte {
	t.Helper()
	f, _, err := d.OpenFile(kim, j.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := f.Stat(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != j.SHA256 || int64(len(data)) != j.Bytes {
		t.Errorf("%d bytes, %x; the job says %d, %s", len(data), sum, j.Bytes, j.SHA256)
	}
	return data
}

// inFolder lists the files of a job's folder.
func inFolder(t *testing.T, d *Downloads, id string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(d.folder(id))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func plain(format Format, events []audit.Event) string {
	form := audit.CSVForm{Language: audit.English, Zone: time.FixedZone("", 9*3600), SpreadsheetSafe: true}
	var b []byte
	if format == CSV {
		b = form.AppendHeader(b)
	}
	for _, e := range events {
		if format == CSV {
			b = form.AppendEvent(b, e)
		} else {
			b = append(e.AppendJSON(b), '\n')
		}
	}
	return string(b)
}

func TestForms(t *testing.T) {
	events := rows(1500)
	for _, format := range []Format{CSV, NDJSON} {
		for _, compression := range []Compression{None, Gzip, ZIP} {
			t.Run(string(format)+" "+string(compression), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					store := &log{events: events}
					d := start(t, Options{Scanner: store})
					defer d.Close()
					r := request(kim, len(events))
					r.Form.Format, r.Form.Compression = format, compression
					j := add(t, d, r)
					wantState(t, j, Ready, "")
					data := content(t, d, j)
					name, unpacked := unpack(t, compression, data)
					if unpacked != plain(format, events) {
						t.Errorf("the file is another:\n%.300s", unpacked)
					}
					if compression == ZIP && name != "contacts-audit."+string(format) {
						t.Errorf("in the archive it is called %s", name)
					}
					if j.RowsWritten != len(events) || j.FirstID != events[0].ID || j.LastID != events[len(events)-1].ID || j.Days != 63 {
						t.Errorf("%+v", j)
					}
					if store.asked.Seqs.Before != 42 {
						t.Errorf("asked for %+v: later events are in the file", store.asked.Seqs)
					}
				})
			})
		}
	}
}

func unpack(t *testing.T, c Compression, data []byte) (name, text string) {
	t.Helper()
	var in io.Reader = bytes.NewReader(data)
	switch c {
	case Gzip:
		z, err := gzip.NewReader(in)
		if err != nil {
			t.Fatal(err)
		}
		in = z
	case ZIP:
		parts := archive(t, data)
		if len(parts) != 1 {
			t.Fatalf("%d files in the archive", len(parts))
		}
		for name, text := range parts {
			return name, text
		}
	}
	out, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return "", string(out)
}

func archive(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := make(map[string]string)
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(text)
	}
	return parts
}

func TestSplit(t *testing.T) {
	events := rows(30) // 05:00 of the 23rd in Seoul and back, for 30 hours
	for _, tt := range []struct {
		split Split
		rows  int
		want  map[string]string
	}{
		{ByRows, 30, map[string]string{
			"contacts-audit-001.csv": plain(CSV, events[:12]), "contacts-audit-002.csv": plain(CSV, events[12:24]), "contacts-audit-003.csv": plain(CSV, events[24:]),
		}},
		{ByRows, 12, map[string]string{"contacts-audit-001.csv": plain(CSV, events[:12])}},
		{ByDay, 30, map[string]string{
			"contacts-audit-2026-11-23.csv": plain(CSV, events[:6]), "contacts-audit-2026-11-22.csv": plain(CSV, events[6:]),
		}},
		{ByRows, 0, map[string]string{"contacts-audit.csv": plain(CSV, nil)}},
		{ByDay, 0, map[string]string{"contacts-audit.csv": plain(CSV, nil)}},
	} {
		t.Run(fmt.Sprintf("%s of %d", tt.split, tt.rows), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := start(t, Options{Scanner: &log{events: events[:tt.rows]}})
				defer d.Close()
				d.sheetRows = 12
				r := request(kim, tt.rows)
				r.Form.Compression, r.Form.Split = ZIP, tt.split
				j := add(t, d, r)
				wantState(t, j, Ready, "")
				if diff := cmp.Diff(tt.want, archive(t, content(t, d, j))); diff != "" || j.Parts != len(tt.want) {
					t.Errorf("%d parts (-want +got):\n%s", j.Parts, diff)
				}
			})
		})
	}
}

// A file that lacks a row is failed, never ready, and nothing of it stays.
func TestFailures(t *testing.T) {
	for _, tt := range []struct {
		name   string
		store  log
		change func(*Request, *Options)
		code   string
	}{
		{"fewer rows than were counted", log{events: rows(9)}, nil, "days_dropped"},
		{"more rows than were counted", log{events: rows(11)}, nil, "days_dropped"},
		{"a day broke meanwhile", log{events: rows(10), missing: []audit.Day{"2026-11-20"}}, nil, "missing_days"},
		{"the store fails", log{events: rows(10), fails: errors.New("torn")}, nil, "internal"},
		{"the store says why", log{fails: &audit.Error{Kind: audit.Unavailable, Code: "closed", Message: "It closes."}}, nil, "closed"},
		{"the disk is full", log{events: rows(10), fails: fmt.Errorf("write: %w", syscall.ENOSPC)}, nil, "disk_full"},
		{"there is no room", log{events: rows(10)}, func(_ *Request, o *Options) { o.MaxBytes = 500 }, "no_room"},
		{"the question can't be read any more", log{events: rows(10)}, func(r *Request, _ *Options) { r.Query.Set("q", "unreadable") }, "invalid_query"},
		{"the zone is gone", log{events: rows(10)}, func(r *Request, _ *Options) { r.Form.Zone = "Moon/Crater" }, "invalid_query"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r, opts := request(kim, 10), Options{Scanner: &tt.store}
				if tt.change != nil {
					tt.change(&r, &opts)
				}
				d := start(t, opts)
				defer d.Close()
				j := add(t, d, r)
				wantState(t, j, Failed, tt.code)
				if j.SHA256 != "" || !j.Expires.IsZero() {
					t.Errorf("a failed job has a file: %+v", j)
				}
				_, _, err := d.OpenFile(kim, j.ID)
				wantKind(t, err, audit.Conflict, "not_ready")
				if diff := cmp.Diff([]string{jobFile}, inFolder(t, d, j.ID)); diff != "" {
					t.Errorf("left behind:\n%s", diff)
				}
			})
		})
	}
}

// Days that the requester agreed to do without don't fail the file.
func TestPartial(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := start(t, Options{Scanner: &log{events: rows(10), missing: []audit.Day{"2026-11-20"}}})
		defer d.Close()
		r := request(kim, 10)
		r.Missing = []audit.Day{"2026-11-19", "2026-11-20"}
		wantState(t, add(t, d, r), Ready, "")
	})
}

func TestCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &log{events: rows(10), gate: make(chan struct{})}
		d := start(t, Options{Scanner: store})
		defer d.Close()
		running := add(t, d, request(kim, 10))
		wantState(t, running, Running, "")
		queued := add(t, d, request(kim, 10))
		wantState(t, queued, Queued, "")
		for _, j := range []Job{queued, running} {
			if err := d.Remove(kim, j.ID); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			wantState(t, get(t, d, j.ID), Canceled, "")
			if diff := cmp.Diff([]string{jobFile}, inFolder(t, d, j.ID)); diff != "" {
				t.Errorf("left behind:\n%s", diff)
			}
		}
		// The worker is free again.
		store.gate = nil
		wantState(t, add(t, d, request(kim, 10)), Ready, "")
		// A canceled one is deleted when it is removed once more.
		if err := d.Remove(kim, running.ID); err != nil {
			t.Fatal(err)
		}
		_, err := d.Get(kim, running.ID)
		wantKind(t, err, audit.NotFound, "not_found")
		if left := inFolder(t, d, running.ID); left != nil {
			t.Errorf("left behind: %v", left)
		}
	})
}

// What was open when the server stopped is written at its next start, of the same moment.
func TestRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		d := start(t, Options{Dir: dir, Scanner: &log{events: rows(10), gate: make(chan struct{})}})
		running, queued := add(t, d, request(kim, 10)), add(t, d, request(lee, 10))
		wantState(t, running, Running, "")
		d.Close()

		store := &log{events: rows(10)}
		d = start(t, Options{Dir: dir, Scanner: store})
		defer d.Close()
		synctest.Wait()
		for _, j := range []Job{running, queued} {
			again := get(t, d, j.ID)
			wantState(t, again, Ready, "")
			if !again.Created.Equal(j.Created) || again.RowsWritten != 10 {
				t.Errorf("%+v", again)
			}
		}
		if store.asked.Seqs.Before != 42 || !store.asked.Period.To.Equal(running.Created) {
			t.Errorf("asked for another moment: %+v", store.asked)
		}
		content(t, d, get(t, d, running.ID))

		// What is ready stays so, and its bytes count.
		d.Close()
		d = start(t, Options{Dir: dir, Scanner: store, MaxBytes: get(t, d, running.ID).Bytes*2 + 10})
		defer d.Close()
		content(t, d, get(t, d, running.ID))
		wantState(t, add(t, d, request(kim, 10)), Failed, "no_room")
	})
}

// What a server that was killed left of files that are not ready is gone at its next start.
func TestLeftoversOfAKill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		d := start(t, Options{Dir: dir, Scanner: &log{events: rows(10), gate: make(chan struct{})}})
		running, canceled := add(t, d, request(kim, 10)), add(t, d, request(kim, 10))
		if err := d.Remove(kim, canceled.ID); err != nil {
			t.Fatal(err)
		}
		d.Close()
		for _, j := range []Job{running, canceled} {
			if err := os.MkdirAll(filepath.Join(dir, j.ID, spillFolder), 0o700); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{j.File, filepath.Join(spillFolder, "x")} {
				if err := os.WriteFile(filepath.Join(dir, j.ID, name), []byte("half"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		d, err := Open(Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range []Job{running, canceled} {
			if diff := cmp.Diff([]string{jobFile}, inFolder(t, d, j.ID)); diff != "" {
				t.Errorf("left behind:\n%s", diff)
			}
		}
	})
}

// Folders that no job has are deleted; what can't be read is left alone, and said.
func TestFolderOfOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		for name, text := range map[string]string{"torn/job.json": "{", "moved/job.json": `{"id":"x","owner":"kim","state":"ready","file":"a.csv"}`, "outside/job.json": `{"id":"outside","owner":"kim","state":"ready","file":"../../a.csv"}`, "half/contacts.csv": "x"} {
			file := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		var said bytes.Buffer
		d := start(t, Options{Dir: dir, Logger: zerolog.New(&said)})
		defer d.Close()
		if list := d.List(admin); len(list) > 0 {
			t.Errorf("listed: %+v", list)
		}
		for _, name := range []string{"torn", "moved", "outside"} {
			if inFolder(t, d, name) == nil || !strings.Contains(said.String(), name) {
				t.Errorf("%s was deleted, or nothing said:\n%s", name, said.String())
			}
		}
		if left := inFolder(t, d, "half"); left != nil {
			t.Errorf("left behind: %v", left)
		}
	})
}

func TestExpiry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := start(t, Options{Scanner: &log{events: rows(10)}, Keep: 24 * time.Hour})
		defer d.Close()
		ready, failed := add(t, d, request(kim, 10)), add(t, d, request(kim, 3))
		wantState(t, failed, Failed, "days_dropped")
		if !ready.Expires.Equal(ready.Finished.Add(24 * time.Hour)) {
			t.Errorf("expires %v, ready %v", ready.Expires, ready.Finished)
		}
		<-time.After(23 * time.Hour)
		content(t, d, get(t, d, ready.ID))
		<-time.After(2 * time.Hour)
		synctest.Wait()
		if list := d.List(admin); len(list) > 0 || inFolder(t, d, ready.ID) != nil {
			t.Errorf("still there: %+v, %v", list, inFolder(t, d, ready.ID))
		}
	})
}

// Whoever is at it gets the file to its end, though it expires meanwhile.
func TestExpiryWhileItIsFetched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := start(t, Options{Scanner: &log{events: rows(10)}, Keep: 24 * time.Hour})
		defer d.Close()
		j := add(t, d, request(kim, 10))
		f, _, err := d.OpenFile(kim, j.ID)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		<-time.After(25 * time.Hour)
		synctest.Wait()
		_, _, err = d.OpenFile(kim, j.ID)
		wantKind(t, err, audit.NotFound, "not_found")
		if text, err := io.ReadAll(f); err != nil || string(text) != plain(CSV, rows(10)) {
			t.Errorf("%v, %d bytes", err, len(text))
		}
	})
}

// Two workers write two files at once, and a third waits for either.
func TestTwoWorkers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &log{events: rows(10), gate: make(chan struct{})}
		d := start(t, Options{Scanner: store, Workers: 2, Turns: turns.New(2)})
		defer d.Close()
		var jobs []Job
		for range 3 {
			jobs = append(jobs, add(t, d, request(kim, 10)))
			<-time.After(time.Second)
		}
		for i, want := range []State{Running, Running, Queued} {
			wantState(t, get(t, d, jobs[i].ID), want, "")
		}
		if err := d.Remove(kim, jobs[1].ID); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		wantState(t, get(t, d, jobs[2].ID), Running, "")
		close(store.gate)
		synctest.Wait()
		for i, want := range []State{Ready, Canceled, Ready} {
			wantState(t, get(t, d, jobs[i].ID), want, "")
		}
		content(t, d, get(t, d, jobs[0].ID))
		content(t, d, get(t, d, jobs[2].ID))
	})
}

func TestTwoPeople(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := start(t, Options{Scanner: &log{events: rows(10)}})
		defer d.Close()
		first := add(t, d, request(kim, 10))
		<-time.After(time.Minute)
		second := add(t, d, request(lee, 10))
		for who, want := range map[Person][]string{kim: {first.ID}, lee: {second.ID}, admin: {second.ID, first.ID}} {
			var got []string
			for _, j := range d.List(who) {
				got = append(got, j.ID)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s sees %v, want %v", who.Name, got, want)
			}
		}
		_, err := d.Get(lee, first.ID)
		wantKind(t, err, audit.NotFound, "not_found")
		_, _, err = d.OpenFile(lee, first.ID)
		wantKind(t, err, audit.NotFound, "not_found")
		wantKind(t, d.Remove(lee, first.ID), audit.NotFound, "not_found")
		if err := d.Remove(admin, first.ID); err != nil {
			t.Error(err)
		}
	})
}

func TestLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &log{events: rows(10), gate: make(chan struct{})}
		d := start(t, Options{Scanner: store, MaxOpen: 3, MaxJobs: 6})
		defer d.Close()
		for range 3 {
			add(t, d, request(kim, 10))
			<-time.After(time.Second)
		}
		_, err := d.Add(request(kim, 10))
		wantKind(t, err, audit.Conflict, "too_many_downloads")
		wantState(t, add(t, d, request(lee, 10)), Queued, "")
		close(store.gate)
		synctest.Wait()
		for range 6 - 3 {
			add(t, d, request(kim, 10))
		}
		_, err = d.Add(request(kim, 10))
		wantKind(t, err, audit.Conflict, "too_many_downloads")
	})
}

// Without a disk to keep it on nothing is promised.
func TestNothingIsPromisedThatCantBeKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	d := &Downloads{opts: Options{Dir: file, MaxOpen: 1, MaxJobs: 1}, tasks: map[string]*task{}, wake: make(chan struct{}, 1)}
	_, err := d.Add(request(kim, 10))
	wantKind(t, err, audit.Unavailable, "not_stored")
	if list := d.List(kim); len(list) > 0 {
		t.Errorf("listed: %+v", list)
	}
}
