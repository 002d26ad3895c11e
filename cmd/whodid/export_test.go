package main

import (
	"encoding/csv"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
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

// A file takes its name when it is whole: a server that is killed in the middle
// leaves none behind, and an older one as it was.
func TestExportThatBreaksOffLeavesNoFile(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	imported(t, "--data-dir", data, save(t, auditDownload(t)))
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
			code, _, stderr := call(t, killAfter(t, srv, 200<<10), "export", "-o", out)
			if code != exitFailed {
				t.Errorf("exit code %d", code)
			}
			oneLineWith(t, stderr, out, "was not written")
			if diff := cmp.Diff(tt.had, folder(t, dir)); diff != "" {
				t.Errorf("in the folder:\n%s", diff)
			}
			for range tt.had {
				if text, err := os.ReadFile(out); err != nil || string(text) != older {
					t.Errorf("%q, %v", text, err)
				}
			}
		})
	}
}

// killAfter gives an address that leads to the server, and kills the server
// when it has answered that many bytes.
func killAfter(t *testing.T, srv *process, bytes int64) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { l.Close(); <-done })
	go func() {
		defer close(done)
		client, err := l.Accept()
		if err != nil {
			return
		}
		defer client.Close()
		server, err := net.Dial("tcp", srv.addr)
		if err != nil {
			return
		}
		defer server.Close()
		go func() { _, _ = io.Copy(server, client) }() // ends with the connections
		_, _ = io.CopyN(client, server, bytes)
		srv.kill()
	}()
	return l.Addr().String()
}

// A pipe or a device must not be replaced by a file.
//
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
