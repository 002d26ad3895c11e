package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

// idsOf gives the ids of an export. One that comes twice fails the test.
func idsOf(t *testing.T, file string) map[audit.EventID]bool {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := slices.Index(records[0], "Event ID")
	if column < 0 {
		t.Fatalf("header %q", records[0])
	}
	ids := map[audit.EventID]bool{}
	for _, r := range records[1:] {
		id := audit.EventID(r[column])
		if ids[id] {
			t.Errorf("%s comes twice", id)
		}
		ids[id] = true
	}
	return ids
}

// folder gives the names in a folder.
func folder(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// An own export, imported into an empty store, gives back the same events under
// the same ids.
func TestExportReadsBack(t *testing.T) {
	t.Parallel()
	rows := auditDownload(t)[:1000]
	rows = append(rows, row{rows[0][rowDate], "=1+1 (kim@acme.example)", "PC Web", "Edit group", "'Aolani", "Success"})
	file, data := save(t, rows), t.TempDir()
	imported(t, "--data-dir", data, file)
	srv := serve(t, data, "127.0.0.1:0")
	want := search(t, srv.addr)
	for i := range want {
		want[i].Seq = 0 // a store's own
	}
	for _, tt := range []struct {
		name, file string
		args       []string
	}{
		{"for spreadsheets", "out.csv", nil},
		{"raw", "out.csv", []string{"--no-spreadsheet-safe"}},
		{"in Korean, oldest first, by another clock", "out.csv", []string{"--language", "ko", "--sort", "time", "--tz", "America/New_York"}},
		{"in Japanese", "out.csv", []string{"--language", "ja"}},
		{"NDJSON", "out.ndjson", nil},
		{"NDJSON by its other name, oldest first", "OUT.JSONL", []string{"--sort", "time", "--no-spreadsheet-safe"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			out := filepath.Join(dir, tt.file)
			code, stdout, stderr := call(t, srv.addr, "export", append([]string{"-o", out}, tt.args...)...)
			if code != exitDone || stdout != "" || !strings.HasPrefix(stderr, out+": ") {
				t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
			}
			if diff := cmp.Diff([]string{tt.file}, folder(t, dir)); diff != "" {
				t.Errorf("left behind:\n%s", diff)
			}
			empty := t.TempDir()
			if diff := cmp.Diff(says(out, len(rows), 0), imported(t, "--data-dir", empty, out)); diff != "" {
				t.Fatal(diff)
			}
			again := serve(t, empty, "127.0.0.1:0")
			got := search(t, again.addr)
			for i := range got {
				got[i].Seq = 0
			}
			if !slices.Equal(want, got) {
				t.Errorf("%.4000s", cmp.Diff(want, got))
			}
		})
	}
	t.Run("to standard output", func(t *testing.T) {
		code, stdout, stderr := call(t, srv.addr, "export", "-o", "-", "equal.kim@acme.example")
		if code != exitDone || stderr != "" || !strings.HasPrefix(stdout, "\ufeffDate,User,") || strings.Count(stdout, "\r\n") != 4 {
			t.Errorf("exit code %d: %.400s%s", code, stdout, stderr)
		}
	})
}

// The form is what is asked for, else what the file's name ends in, else CSV.
func TestExportForms(t *testing.T) {
	t.Parallel()
	file, data := save(t, auditDownload(t)[:3]), t.TempDir()
	imported(t, "--data-dir", data, file)
	srv := serve(t, data, "127.0.0.1:0")
	for _, tt := range []struct {
		file   string
		args   []string
		begins string
	}{
		{"x.csv", nil, "\ufeffDate,"},
		{"x", nil, "\ufeffDate,"},
		{"x.json", nil, "\ufeffDate,"},
		{"x.ndjson", nil, `{"id":"`},
		{"x.ndjson", []string{"--format", "csv", "--language", "en"}, "\ufeffDate,"},
		{"x.csv", []string{"--format", "ndjson"}, `{"id":"`},
		{"-", []string{"--format", "ndjson"}, `{"id":"`},
		{"-", nil, "\ufeffDate,"},
	} {
		out := tt.file
		if out != "-" {
			out = filepath.Join(t.TempDir(), tt.file)
		}
		code, stdout, stderr := call(t, srv.addr, "export", append([]string{"-o", out}, tt.args...)...)
		text := stdout
		if out != "-" {
			b, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			text = string(b)
		}
		if code != exitDone || !strings.HasPrefix(text, tt.begins) || strings.Count(text, "\n") < 3 {
			t.Errorf("%s %q: exit code %d: %s\n%.200s", tt.file, tt.args, code, stderr, text)
		}
	}
	_, stdout, _ := call(t, srv.addr, "export", "-o", "-", "--format", "ndjson")
	if diff := cmp.Diff(search(t, srv.addr), eventsOf(t, stdout)); diff != "" {
		t.Errorf("other events than a search finds (-search +export):\n%s", diff)
	}
	for key, args := range map[string][]string{
		"--format":           {"--format", "xml"},
		"--language":         {"--format", "ndjson", "--language", "ko"},
		"--spreadsheet-safe": {"--format", "ndjson", "--spreadsheet-safe"},
	} {
		out := filepath.Join(t.TempDir(), "x")
		code, _, stderr := call(t, srv.addr, "export", append([]string{"-o", out}, args...)...)
		if code != exitUsage {
			t.Errorf("%q: exit code %d", args, code)
		}
		oneLineWith(t, stderr, key)
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%q: there is a file", args)
		}
	}
}

// A file takes its name when it is whole: a server that is killed in the middle leaves an older one
// as it was, and what came of it beside its place, with which a later call goes on.
func TestExportThatBreaksOffIsResumed(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	rows := auditDownload(t)
	imported(t, "--data-dir", data, save(t, rows))
	const older = "an older export"
	for _, tt := range []struct {
		name string
		had  []string
	}{{"new file", []string{}}, {"older file", []string{"out.csv"}}} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			out := filepath.Join(dir, "out.csv")
			for range tt.had {
				if err := os.WriteFile(out, []byte(older), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			srv := serve(t, data, "127.0.0.1:0")
			line := relayTo(t, srv, 200<<10)
			code, _, stderr := call(t, line.addr, "export", "-o", out, "--retry-for", "300ms")
			if code != exitFailed {
				t.Errorf("exit code %d", code)
			}
			_, hint, _ := strings.Cut(stderr, "go on with: whodid export ")
			oneLineWith(t, stderr, out, "was not written", "--resume")
			left := folder(t, dir)
			if len(left) != len(tt.had)+1 || !strings.HasSuffix(left[0], ".part") {
				t.Errorf("in the folder: %q", left)
			}
			for range tt.had {
				if text, err := os.ReadFile(out); err != nil || string(text) != older {
					t.Errorf("another file of %d bytes, %v", len(text), err)
				}
			}
			part, err := os.Stat(filepath.Join(dir, left[0]))
			if err != nil {
				t.Fatal(err)
			}
			again := serve(t, data, "127.0.0.1:0")
			line = relayTo(t, again, 0)
			if code, _, stderr := call(t, line.addr, "export", strings.Fields(hint)...); code != exitDone {
				t.Fatalf("exit code %d: %s", code, stderr)
			}
			if diff := cmp.Diff([]string{"out.csv"}, folder(t, dir)); diff != "" {
				t.Errorf("left behind:\n%s", diff)
			}
			whole, err := os.Stat(out)
			if err != nil {
				t.Fatal(err)
			}
			if came := line.came.Load(); came < whole.Size()-part.Size() || came > whole.Size()-part.Size()+8<<10 {
				t.Errorf("%d bytes came for the rest of %d, of which %d were there", came, whole.Size(), part.Size())
			}
			if ids := idsOf(t, out); len(ids) != len(rows) {
				t.Errorf("%d rows, want %d", len(ids), len(rows))
			}
		})
	}
}

// A server that is killed and started again while it writes, or while the file comes, costs some
// patience and nothing else.
func TestExportOutlivesTheServer(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	rows := auditDownload(t)
	imported(t, "--data-dir", data, save(t, rows))
	calm := filepath.Join(t.TempDir(), "calm.csv.gz")
	srv := serve(t, data, "127.0.0.1:0")
	receipt := filepath.Join(t.TempDir(), "receipt.json")
	if code, _, stderr := call(t, srv.addr, "export", "-o", calm, "--receipt", receipt); code != exitDone {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	want, err := os.ReadFile(calm)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(receipt)
	if sum := sha256.Sum256(want); err != nil || !strings.Contains(string(text), hex.EncodeToString(sum[:])) {
		t.Errorf("%v: the receipt of another file: %s", err, text)
	}
	line := relayTo(t, srv, 100<<10)
	out := filepath.Join(t.TempDir(), "out.csv.gz")
	c := start(t, nil, append([]string{"export", "-o", out}, as(line.addr)...)...)
	<-srv.ended // when so much had come
	line.to(serve(t, data, "127.0.0.1:0"))
	if code := c.wait(t); code != exitDone {
		t.Fatalf("exit code %d: %s", code, c.stderr)
	}
	if got, err := os.ReadFile(out); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%v: another file than the one that nobody disturbed", err)
	}
	if _, list := api(t, "GET", line.addr, "/api/v1/exports", ""); strings.TrimSpace(list) != `{"exports":[]}` {
		t.Errorf("left with the server: %s", list)
	}
}

// relay is a line to a server.
type relay struct {
	addr   string
	target atomic.Pointer[process]
	came   atomic.Int64 // bytes of answers
}

func (r *relay) to(srv *process) { r.target.Store(srv) }

// relayTo makes a line to a server, which is killed when it has answered so many bytes; 0 is never.
func relayTo(t *testing.T, srv *process, kill int64) *relay {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{addr: l.Addr().String()}
	r.to(srv)
	var conns sync.WaitGroup
	t.Cleanup(func() { l.Close(); conns.Wait() })
	conns.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			conns.Go(func() {
				defer client.Close()
				server, err := net.Dial("tcp", r.target.Load().addr)
				if err != nil {
					return
				}
				defer server.Close()
				defer context.AfterFunc(t.Context(), func() { client.Close(); server.Close() })() // of those that idle
				conns.Go(func() {
					_, _ = io.Copy(server, client)
					server.Close()
				})
				buf := make([]byte, 16<<10)
				for {
					n, err := server.Read(buf)
					if came := r.came.Add(int64(n)); kill > 0 && came >= kill && r.target.Load() == srv {
						srv.kill()
						return // what the system still holds of its answer is lost
					}
					if _, gone := client.Write(buf[:n]); err != nil || gone != nil {
						return
					}
				}
			})
		}
	})
	return r
}

// A pipe or a device must not be replaced by a file.
//
// A proxy that answers with nothing of the file, again and again, is not asked for ever.
func TestExportOfNothing(t *testing.T) {
	t.Parallel()
	asked := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked++; asked > 1000 {
			panic(http.ErrAbortHandler)
		}
		if strings.HasSuffix(r.URL.Path, "/file") {
			w.Header().Set("Content-Type", "text/csv")
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"id":"ABC","state":"ready","format":"csv","compression":"none","bytes":5,"sha256":"00"}`)
	}))
	defer srv.Close()
	code, _, stderr := whodid(t, "export", "--server", srv.URL, "--token", "x", "--retry-for", "1s", "--resume", "ABC", "-o", filepath.Join(t.TempDir(), "out.csv"))
	if code != exitFailed || asked > 20 {
		t.Errorf("exit code %d after %d requests: %s", code, asked, stderr)
	}
}

// Somebody exported to a device to see how fast it is; the device was a file
// after that, for every program of the machine.
func TestExportReplacesNoDevice(t *testing.T) {
	t.Parallel()
	pipe := newPipe(t)
	code, _, stderr := whodid(t, "export", "-o", pipe)
	if code != exitUsage {
		t.Errorf("exit code %d", code)
	}
	oneLineWith(t, stderr, "--output", pipe, "no ordinary file")
	if info, err := os.Stat(pipe); err != nil || info.Mode().IsRegular() {
		t.Errorf("%v, %v", info, err)
	}
}

// An export that is interrupted is not done.
func TestExportInterrupted(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0") // takes the request and never answers
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	dir := t.TempDir()
	c := start(t, nil, "export", "-o", filepath.Join(dir, "out.csv"), "--server", l.Addr().String())
	conn, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	c.stop()
	if code := c.wait(t); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	oneLineWith(t, c.stderr.String(), "interrupted")
	if names := folder(t, dir); len(names) > 0 {
		t.Errorf("left behind: %v", names)
	}
}
