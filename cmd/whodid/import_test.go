package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// imported runs an import and gives what it says about the file.
func imported(t *testing.T, args ...string) string {
	t.Helper()
	code, stdout, stderr := whodid(t, append([]string{"import"}, args...)...)
	if code != exitDone || stderr != "" {
		t.Fatalf("import %q: exit code %d: %s", args, code, stderr)
	}
	return stdout
}

func says(file string, accepted, duplicates int) string {
	return fmt.Sprintf("%s: %d accepted, %d duplicates, 0 rejected\n", file, accepted, duplicates)
}

// grep is what a person with the file alone would do, like grep -iw: the word is
// in one of the cells, in any letter case, width and accent. The fixture has no
// other accents in what is asked for.
func grep(word string, cells ...string) bool {
	return slices.ContainsFunc(cells, func(cell string) bool {
		words := strings.FieldsFunc(grepFold.Replace(strings.ToLower(cell)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		return slices.Contains(words, word)
	})
}

var grepFold = strings.NewReplacer("í", "i", "ｋ", "k", "ｉ", "i", "ｍ", "m")

// The file of the audit download, imported, answers as grep over the file does.
func TestImportAnswersAsTheFile(t *testing.T) {
	t.Parallel()
	rows := auditDownload(t)
	file := save(t, rows)
	dir := t.TempDir()
	srv := serve(t, dir, "127.0.0.1:0")
	if diff := cmp.Diff(says(file, len(rows), 0), imported(t, append(as(srv.addr), file)...)); diff != "" {
		t.Fatal(diff)
	}
	tests := []struct {
		question string
		want     func(r row) bool
	}{
		{`"edit" group by kim`, func(r row) bool {
			return grep("edit", r[rowUser:]...) && grep("group", r[rowUser:]...) && grep("kim", r[rowUser])
		}},
		{"김", func(r row) bool { return strings.Contains(r[rowUser]+r[rowTarget], "김") }},
		{"status:failure via:scim", func(r row) bool { return r[rowStatus] == "Failure" && r[rowServiceType] == "SCIM" }},
		{`task:"edit group" -kim`, func(r row) bool { return r[rowTask] == "Edit group" && !grep("kim", r[rowUser:]...) }},
		{"user:equal.kim@acme.example", func(r row) bool { return strings.HasSuffix(r[rowUser], "(equal.kim@acme.example)") }},
		{"kim -group", func(r row) bool { return grep("kim", r[rowUser:]...) && !grep("group", r[rowUser:]...) }},
		{`"equal rows"`, func(r row) bool { return r[rowTarget] == "Equal rows" }},
		{"", func(row) bool { return true }},
	}
	for _, tt := range tests {
		t.Run(tt.question, func(t *testing.T) {
			var want []row
			for _, r := range rows {
				if tt.want(r) {
					want = append(want, r)
				}
			}
			if len(want) < 3 {
				t.Fatalf("the file has only %d such rows", len(want))
			}
			got := search(t, srv.addr, tt.question)
			sameRows(t, want, got)
			onceEach(t, got)
			for i := 1; i < len(got); i++ {
				if got[i].ID >= got[i-1].ID {
					t.Fatalf("%s comes after %s: not newest first", got[i].ID, got[i-1].ID)
				}
			}
		})
	}
	t.Run("again", func(t *testing.T) {
		if diff := cmp.Diff(says(file, 0, len(rows)), imported(t, append(as(srv.addr), file)...)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("into a folder in use", func(t *testing.T) {
		code, stdout, stderr := whodid(t, "import", "--data-dir", dir, file)
		if code != exitFailed || stdout != "" {
			t.Errorf("exit code %d: %s", code, stdout)
		}
		oneLineWith(t, stderr, dir, "open in another process")
	})
}

// A folder that is filled without a server has the same events as one that a
// server filled, and a server that opens it later finds them.
func TestImportIntoAFolder(t *testing.T) {
	t.Parallel()
	rows := auditDownload(t)[:500]
	file, dir := save(t, rows), t.TempDir()
	for _, want := range []string{says(file, len(rows), 0), says(file, 0, len(rows))} {
		if diff := cmp.Diff(want, imported(t, "--data-dir", dir, file)); diff != "" {
			t.Error(diff)
		}
	}
	srv := serve(t, dir, "127.0.0.1:0")
	events := search(t, srv.addr)
	sameRows(t, rows, events)
	onceEach(t, events)
	if diff := cmp.Diff(says(file, 0, len(rows)), imported(t, append(as(srv.addr), file)...)); diff != "" {
		t.Errorf("by way of the server it is another file:\n%s", diff)
	}
}

func TestImportOfWhatIsNoFileOfEvents(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	tests := []struct {
		name, file string
		says       []string
	}{
		{"missing", filepath.Join(dir, "none.csv"), []string{"none.csv", "no such file"}},
		{"a folder", dir, []string{dir, "is a folder"}},
		{"empty", write("empty.csv", ""), []string{"empty.csv", "is empty", "Date, User"}},
		{"a program", write("program", "\x7fELF\x02\x01\x01\x00\x00\x1b[2J\n"), []string{"program", "Date"}},
		{"of another service", write("login.csv", "Date,User,IP Address\n2026-11-22 10:00:00,Kim,127.0.0.1\n"), []string{"login.csv", "IP Address"}},
		{"packed badly", write("bad.gz", "\x1f\x8b\x08junk"), []string{"bad.gz", "unpacked"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code, stdout, stderr := whodid(t, "import", "--data-dir", filepath.Join(dir, "data"), tt.file)
			if code != exitFailed || stdout != "" {
				t.Errorf("exit code %d, standard output %q", code, stdout)
			}
			oneLineWith(t, stderr, tt.says...)
			if strings.ContainsAny(stderr, "\x00\x1b\x7f") {
				t.Errorf("moves the cursor: %q", stderr)
			}
		})
	}
	// One file that can't be read does not keep the others out.
	good := save(t, auditDownload(t)[:3])
	code, stdout, stderr := whodid(t, "import", "--data-dir", filepath.Join(dir, "data"), tests[0].file, good, tests[2].file)
	if code != exitFailed || stdout != says(good, 3, 0) || !strings.HasSuffix(stderr, "whodid: 2 of 3 files were not imported whole\n") {
		t.Errorf("exit code %d:\n%s%s", code, stdout, stderr)
	}
}

// Bad rows are named by their line in the file, and cost only themselves unless
// that is asked for.
func TestImportNamesBadRows(t *testing.T) {
	t.Parallel()
	rows := auditDownload(t)[:5]
	rows[1][rowDate], rows[3][rowUser] = "yesterday", ""
	file := save(t, rows)
	for _, tt := range []struct {
		name string
		args []string
		code int
	}{{"as it is", nil, exitDone}, {"strict", []string{"--strict"}, exitFailed}} {
		t.Run(tt.name, func(t *testing.T) {
			code, stdout, stderr := whodid(t, append([]string{"import", "--data-dir", t.TempDir(), file}, tt.args...)...)
			if code != tt.code || stdout != file+": 3 accepted, 0 duplicates, 2 rejected\n" {
				t.Errorf("exit code %d: %s", code, stdout)
			}
			for _, want := range []string{file + ":3: invalid_time: ", file + ":5: missing_user: "} {
				if !strings.Contains(stderr, want) {
					t.Errorf("no %q in:\n%s", want, stderr)
				}
			}
		})
	}
}

// What waits for a terminal must end when it is told to.
func TestImportFromATerminalCanBeInterrupted(t *testing.T) {
	t.Parallel()
	stdin, typing, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer typing.Close()
	defer stdin.Close()
	c := start(t, stdin, "import", "--data-dir", t.TempDir(), "-")
	c.stop()
	if code := c.wait(t); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	oneLineWith(t, c.stderr.String(), "interrupted")
}

// A download that broke off says so in its last line. What came is stored, and
// the exit code tells that it is not all.
func TestImportOfABrokenDownload(t *testing.T) {
	t.Parallel()
	rows := auditDownload(t)[:3]
	rows = append(rows, row{"downloadLogs error"})
	file := save(t, rows)
	code, stdout, stderr := whodid(t, "import", "--data-dir", t.TempDir(), file)
	if code != exitFailed || stdout != says(file, 3, 0) || !strings.HasSuffix(stderr, "whodid: "+file+" was not imported whole\n") {
		t.Errorf("exit code %d:\n%s%s", code, stdout, stderr)
	}
}

// A file of which nothing could be kept is not imported.
func TestImportOfOldRowsOnly(t *testing.T) {
	t.Parallel()
	file := save(t, []row{{"2019-01-01 10:00:00", "Kim", "PC Web", "Edit group", "", "Success"}})
	code, stdout, stderr := whodid(t, "import", "--data-dir", t.TempDir(), file)
	if code != exitFailed || stdout != file+": 0 accepted, 0 duplicates, 1 rejected\n" || !strings.HasPrefix(stderr, file+":2: time_too_old: ") {
		t.Errorf("exit code %d:\n%s%s", code, stdout, stderr)
	}
}

func TestImportFromStandardInput(t *testing.T) {
	t.Parallel()
	rows := auditDownload(t)[:3]
	in, err := os.Open(save(t, rows))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	srv := serve(t, t.TempDir(), "127.0.0.1:0")
	c := start(t, in, append([]string{"import", "-"}, as(srv.addr)...)...)
	if code := c.wait(t); code != exitDone || c.stdout.String() != says("-", 3, 0) {
		t.Errorf("exit code %d: %s%s", code, c.stdout, c.stderr)
	}
	sameRows(t, rows, search(t, srv.addr))
}

// A server that is gone for a while in the middle of an import costs some patience, and no event.
func TestImportOutlivesTheServer(t *testing.T) {
	t.Parallel()
	rows := auditDownload(t)
	text, err := os.ReadFile(save(t, rows))
	if err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	srv := serve(t, data, "127.0.0.1:0")
	line := relayTo(t, srv, 0)
	stdin, rest := io.Pipe()
	c := start(t, stdin, append([]string{"import", "-"}, as(line.addr)...)...)
	cut := len(text) * 11 / 12 // more than one chunk
	if _, err := rest.Write(text[:cut]); err != nil {
		t.Fatal(err)
	}
	until(t, "the first chunk", func() bool {
		_, answer := api(t, "GET", srv.addr, "/api/v1/search?limit=0&include=total", "")
		return strings.Contains(answer, fmt.Sprintf(`"value":%d,`, importChunk))
	})
	srv.kill()
	if _, err := rest.Write(text[cut:]); err != nil {
		t.Fatal(err)
	}
	rest.Close()
	srv = serve(t, data, "127.0.0.1:0")
	line.to(srv)
	if code := c.wait(t); code != exitDone {
		t.Fatalf("exit code %d: %s", code, c.stderr)
	}
	if ids := onceEach(t, search(t, srv.addr)); len(ids) != len(rows) {
		t.Errorf("%d events of %d rows", len(ids), len(rows))
	}
}
