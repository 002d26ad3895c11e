package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// badFile is a file that something is wrong with, and what is said of it.
type badFile struct {
	name, text string
	accepted   int
	rejected   string // code of the one row that is; "" is none
	line       int    // of that row
	status     int
	says       string // the sentence, or a note
}

func badFiles(t *testing.T) []badFile {
	t.Helper()
	zipped := func(name string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.WriteString(w, "x")
		if err = errors.Join(err, z.Close()); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	at := time.Now().UTC().Add(-2 * time.Hour)
	n := 0
	good := func() string { // a row that no other file has
		n++
		return at.Add(time.Duration(n)*time.Second).Format("2006-01-02 15:04:05") + ",김민준 (minjun.kim@acme.example),Edit group\n"
	}
	const header = "Date,User,Task\n"
	now := at.Format("2006-01-02 15:04:05")
	half := now + ",김민"
	megabyte := strings.Repeat("x", 1<<20)
	const whole, unreadable = http.StatusOK, http.StatusBadRequest
	return []badFile{
		{"0 bytes", "", 0, "", 0, unreadable, "The file is empty"},
		{"binary", "\x7fELF\x02\x01\x01\x00\x00\x00\x1b[2J", 0, "", 0, unreadable, "This file is no text"},
		{"ZIP", zipped("logs/november.csv"), 0, "", 0, unreadable, "the first file in it is logs/november.csv. Unpack it"},
		{"XLSX", zipped("[Content_Types].xml"), 0, "", 0, unreadable, "Save it as CSV"},
		{"PDF", "%PDF-1.7\n", 0, "", 0, unreadable, "This is a PDF"},
		{"wrong service", "Date,User,IP Address\n" + good(), 0, "", 0, unreadable, "the audit log of Login"},
		{"header only", header, 0, "", 0, whole, "The file has a header and no rows."},
		{"half a character at the end", header + good() + half[:len(half)-1], 1, "invalid_utf8", 3, whole, "no UTF-8"},
		{"1 MB cell", header + good() + now + "," + megabyte + ",Edit group\n" + good(), 2, "field_too_long", 3, whole, "longer than"},
		{"NUL bytes", header + good() + now + ",K\x00im,Edit group\n" + good(), 2, "invalid_row", 3, whole, "NUL"},
		{"1970", header + good() + "1970-01-01 00:00:00,Kim,Edit group\n" + good(), 2, "time_too_old", 3, whole, "kept for"},
		{"before 1970", header + good() + "1969-12-31 00:00:00,Kim,Edit group\n" + good(), 2, "time_too_old", 3, whole, "kept for"},
		{"2099", header + good() + "2099-12-31 00:00:00,Kim,Edit group\n" + good(), 2, "time_in_future", 3, whole, "ahead of now"},
		{"unknown zone", header + good() + now + " XYZ,Kim,Edit group\n" + good(), 2, "invalid_time", 3, whole, "can't be read"},
		{"all of it bad", header + "never,Kim,Edit group\n", 0, "invalid_time", 2, http.StatusUnprocessableEntity, "can't be read"},
	}
}

// Whatever is wrong with a file is told in a sentence, with its line where it is a row;
// the rest of the file is stored. Over HTTP:
func TestBadFilesOverHTTP(t *testing.T) {
	t.Parallel()
	srv := serve(t, t.TempDir(), "127.0.0.1:0")
	stored := 0
	for _, f := range badFiles(t) {
		status, answer := api(t, http.MethodPost, srv.addr, "/api/v1/imports?tz=UTC&name=bad.csv", f.text)
		i := importOf(t, answer)
		if status != f.status || i.Accepted != f.accepted || (f.status != http.StatusOK) != (i.Error != nil) {
			t.Errorf("%s: status %d: %s", f.name, status, answer)
			continue
		}
		said := strings.Join(i.Notes, " ")
		if i.Error != nil {
			said += i.Error.Message
		}
		if f.rejected != "" {
			if i.RejectedTotal != 1 || i.Rejected[0].Line != f.line || i.Rejected[0].Code != f.rejected {
				t.Errorf("%s: rejected %+v", f.name, i.Rejected)
				continue
			}
			said += i.Rejected[0].Message
		}
		if !strings.Contains(said, f.says) {
			t.Errorf("%s: %q does not say %q", f.name, said, f.says)
		}
		stored += f.accepted
	}
	if events := search(t, srv.addr, "--limit", "1000"); len(events) != stored {
		t.Errorf("%d events, want %d", len(events), stored)
	}
	if status, answer := api(t, http.MethodPost, srv.addr, "/api/v1/imports?tz=Asia/Soul", "Date,User\n"); status != http.StatusBadRequest || !strings.Contains(answer, `\"Asia/Soul\" is no time zone`) {
		t.Errorf("a zone that nobody knows: status %d: %s", status, answer)
	}
}

// And by the command.
func TestBadFilesByTheCommand(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, file := filepath.Join(dir, "data"), filepath.Join(dir, "bad.csv")
	for _, f := range badFiles(t) {
		if err := os.WriteFile(file, []byte(f.text), 0o600); err != nil {
			t.Fatal(err)
		}
		code, stdout, stderr := whodid(t, "import", "--tz", "UTC", "--data-dir", data, file)
		want := exitDone
		if f.status != http.StatusOK {
			want = exitFailed
		}
		if code != want || !strings.Contains(stderr, f.says) {
			t.Errorf("%s: exit code %d: %s", f.name, code, stderr)
		}
		if f.rejected != "" && !strings.Contains(stderr, fmt.Sprintf("%s:%d: %s: ", file, f.line, f.rejected)) {
			t.Errorf("%s: line %d is not named: %s", f.name, f.line, stderr)
		}
		rejected := 0
		if f.rejected != "" {
			rejected = 1
		}
		if said := fmt.Sprintf("%d accepted, 0 duplicates, %d rejected", f.accepted, rejected); f.status == http.StatusOK && !strings.Contains(stdout, said) {
			t.Errorf("%s: %q", f.name, stdout)
		}
		if strings.ContainsAny(stderr, "\x00\x1b") {
			t.Errorf("%s: moves the cursor: %q", f.name, stderr)
		}
	}
	if code, _, stderr := whodid(t, "import", "--tz", "Asia/Soul", "--data-dir", data, file); code == exitDone || !strings.Contains(stderr, "Asia/Soul") {
		t.Errorf("a zone that nobody knows: exit code %d: %s", code, stderr)
	}
}
