package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files of testdata anew")

// loggen runs the command and gives what it wrote.
func loggen(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, &out, &errs)
	return out.String(), errs.String(), code
}

// The same flags write the same bytes, today and in every later version: figures
// and fixtures are compared over time. The golden file has the first lines, its
// last line the SHA-256 of all 5,000.
func TestGolden(t *testing.T) {
	tests := []struct {
		name string
		args []string
	}{
		{"events.ndjson", nil},
		{"events-ids.ndjson", []string{"-ids"}},
		{"plain.ndjson", []string{"-plain"}},
		{"seed7.ndjson", []string{"-seed", "7", "-members", "100"}},
		{"en.csv", []string{"-format", "csv"}},
		{"ko.csv", []string{"-format", "csv", "-language", "ko"}},
		{"ja-utc.csv", []string{"-format", "csv", "-language", "ja", "-tz", "UTC"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			args := append([]string{"-n", "5000", "-days", "30", "-end", "2026-11-22", "-members", "500"}, tt.args...)
			out, errs, code := loggen(t, args...)
			if code != 0 || errs != "" {
				t.Fatalf("exit code %d, %s", code, errs)
			}
			lines := strings.SplitAfterN(out, "\n", 9)
			sum := sha256.Sum256([]byte(out))
			got := strings.Join(lines[:8], "") + "sha256 " + hex.EncodeToString(sum[:]) + "\n"

			golden := filepath.Join("testdata", tt.name)
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("other bytes than before (-update writes the file anew): %s", diff)
			}
		})
	}
}

func TestNDJSONIsOneObjectALine(t *testing.T) {
	out, _, _ := loggen(t, "-n", "300", "-ids")
	ids := map[string]bool{}
	for line := range strings.Lines(out) {
		var e map[string]any
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		id, _ := e["id"].(string)
		ids[id] = true
		if _, has := e["seq"]; has {
			t.Fatalf("only a store gives a seq: %s", line)
		}
	}
	if len(ids) != 300 {
		t.Errorf("%d ids for 300 events", len(ids))
	}
}

func TestCSVIsTheFormOfTheDownload(t *testing.T) {
	out, _, _ := loggen(t, "-n", "2000", "-format", "csv", "-end", "2026-11-22")
	body, marked := strings.CutPrefix(out, "\ufeff")
	if !marked {
		t.Error("no byte order mark")
	}
	if n := strings.Count(body, "\n"); n != 2001 || strings.Count(body, "\r\n") != n {
		t.Errorf("%d lines, %d of them end in CRLF; want 2001", n, strings.Count(body, "\r\n"))
	}
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Date", "User", "Service Type", "Task", "Target", "Status"}, rows[0]); diff != "" {
		t.Error(diff)
	}
	for i := 2; i < len(rows); i++ {
		if rows[i][0] > rows[i-1][0] {
			t.Fatalf("row %d is newer than the one before it", i)
		}
	}
}

func TestOutputFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "events.ndjson")
	args := []string{"-n", "100", "-end", "2026-11-22"}
	want, _, _ := loggen(t, args...)
	out, errs, code := loggen(t, append(args, "-o", path)...)
	if code != 0 || out != "" || errs != "" {
		t.Fatalf("exit code %d, wrote %q, %q", code, out, errs)
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	if _, errs, code = loggen(t, "-n", "1", "-o", filepath.Join(path, "within")); code != 1 || !strings.Contains(errs, "not a directory") {
		t.Errorf("a file that can't be written: exit code %d, %q", code, errs)
	}
}

func TestWrongUsage(t *testing.T) {
	tests := []struct{ args, want string }{
		{"-n -1", "loggen: -n: -1 is not accepted; 0 or more is\n"},
		{"-days 0", "loggen: -days: 0 is not accepted; 1 to 36500 is\n"},
		{"-members 3", "loggen: -members: 3 is not accepted; 50 to 5000000 is\n"},
		{"-end 22.11.2026", "loggen: -end: day \"22.11.2026\" is not of the form 2026-11-22\n"},
		{"-tz Seoul", "loggen: -tz: \"Seoul\" is not a time zone; an IANA name is accepted, such as Asia/Seoul\n"},
		{"-tz Local", "loggen: -tz: \"Local\" is not a time zone; an IANA name is accepted, such as Asia/Seoul\n"},
		{"-format xml", "loggen: -format: \"xml\" is not accepted; ndjson or csv is\n"},
		{"-language fr", "loggen: -language: \"fr\" is not accepted; en, ko or ja is\n"},
		{"-format csv -ids", "loggen: -ids: the form of the audit download has no ids; -format ndjson does\n"},
		{"events.csv", "loggen: \"events.csv\" is too much: only flags are taken\n"},
		{"-speed 3", "loggen: flag provided but not defined: -speed\n"},
	}
	for _, tt := range tests {
		out, errs, code := loggen(t, strings.Fields(tt.args)...)
		if code != 2 || out != "" {
			t.Errorf("%s: exit code %d, %d bytes written", tt.args, code, len(out))
		}
		if diff := cmp.Diff(tt.want, errs); diff != "" {
			t.Errorf("%s: %s", tt.args, diff)
		}
	}
}

func TestHelp(t *testing.T) {
	_, errs, code := loggen(t, "-h")
	if code != 0 || !strings.Contains(errs, "-language") {
		t.Errorf("exit code %d, %q", code, errs)
	}
}

func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	if code := run(ctx, []string{"-n", "100000"}, &out, &errs); code != 1 || !strings.Contains(errs.String(), context.Canceled.Error()) {
		t.Errorf("exit code %d, %q", code, errs.String())
	}
}

type fullDisk struct{}

var errFullDisk = errors.New("no space left on device")

func (fullDisk) Write([]byte) (int, error) { return 0, errFullDisk }

func TestFullDisk(t *testing.T) {
	for _, format := range []string{"ndjson", "csv"} {
		var errs bytes.Buffer
		if code := run(t.Context(), []string{"-n", "10", "-format", format}, fullDisk{}, &errs); code != 1 || !strings.Contains(errs.String(), errFullDisk.Error()) {
			t.Errorf("%s: exit code %d, %q", format, code, errs.String())
		}
	}
}
