package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMain keeps the settings of whoever runs the tests out of them.
func TestMain(m *testing.M) {
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "WHODID_") {
			_ = os.Unsetenv(name)
		}
	}
	m.Run()
}

// result is what a command said, and its exit code.
type result struct {
	stdout, stderr string
	code           int
}

// call runs a command within the test, as main would.
func call(t *testing.T, args ...string) result {
	t.Helper()
	return callWith(t, "", args...)
}

// callWith is call with a standard input.
func callWith(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(env{t.Context(), strings.NewReader(stdin), &stdout, &stderr}, args)
	return result{stdout.String(), stderr.String(), code}
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A newcomer's slips: one line each, which says what would be accepted.
func TestWrongUse(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "a.file", "\x00\x01")
	write(t, "typo.yml", "lisen: :0\n")
	write(t, "value.yml", "retention-days: many\n")
	const refused = "http://127.0.0.1:1" // a port that nobody listens on
	tests := []struct {
		name string
		args string
		code int
		line string // behind "whodid: "
	}{
		{"no such command", "serch kim", 2, `unexpected argument serch; see whodid --help`},
		{"no such flag", "search --lmit 3", 2, `unknown flag --lmit, did you mean "--limit"?; see whodid search --help`},
		{"no number", "search --limit=x", 2, `--limit: expected a valid 64 bit int but got "x"; see whodid search --help`},
		{"below all", "search --limit=-1", 2, `--limit: -1 is below 0, which stands for all`},
		{"one of a few", "search --sort=up", 2, `--sort must be one of "-time","time" but got "up"; see whodid search --help`},
		{"no zone", "search --tz=Mars", 2, `--tz: "Mars" is no time zone; an IANA name is accepted, such as Asia/Seoul or UTC`},
		{"the machine's zone", "import --tz=Local a.file", 2, `--tz: "Local" is no time zone; an IANA name is accepted, such as Asia/Seoul or UTC`},
		{"no address", "search --server=ftp://x kim", 2, `--server: "ftp://x" is no address such as http://127.0.0.1:8080`},
		{"import of nothing", "import", 2, `expected "<file> ..."; see whodid import --help`},
		{"import keeps no days", "import --retention-days=0 a.file", 2, `--retention-days: 0 is accepted from 1 on`},
		{"export to nowhere", "export kim", 2, `missing flags: --output=FILE; see whodid export --help`},
		{"export to a folder", "export -o . kim", 2, `--output: "." is a folder; the path of a file is accepted`},
		{"export to a device", "export -o /dev/null kim", 2, `--output: "/dev/null" is no ordinary file; - writes to standard output`},
		{"too much", "version 2", 2, `unexpected argument 2; see whodid version --help`},
		{"nothing to serve", "serve kim", 2, `unexpected argument kim; see whodid serve --help`},

		{"listen", "--listen=nope", 2, `--listen: "nope" is not accepted; host:port is, such as 127.0.0.1:8080 or :0`},
		{"retention", "serve --retention-days=0", 2, `--retention-days: "0" is not accepted; a whole number of days from 1 to 3650 is`},
		{"folder is a file", "serve --data-dir=a.file", 2, `--data-dir: "a.file" is a file; the path of a folder is accepted`},
		{"zone", "demo --time-zone=Mars", 2, `--time-zone: "Mars" is not a time zone; an IANA name is accepted, such as Asia/Seoul or UTC`},
		{"store", "serve --store=sqlite", 2, `--store: "sqlite" is not accepted; bleve is`},
		{"a short secret stays one", "serve --bootstrap-token=hunter2", 2, `--bootstrap-token: the value of 7 characters is not accepted; at least 16 letters, digits and signs without spaces are`},
		{"log format", "serve --log-format=xml", 2, `--log-format: "xml" is not accepted; auto, console or json is`},
		{"no settings file", "serve --config=none.yml", 2, `--config: "none.yml" can't be read (no such file or directory); the path of a YAML file is accepted`},
		{"unknown key", "serve --config=typo.yml", 2, `typo.yml:1: lisen: not a setting; accepted are listen, data-dir, retention-days, time-zone, store, bootstrap-token, log-format`},
		{"wrong value in the file", "serve --config=value.yml", 2, `value.yml:1: retention-days: "many" is not accepted; a whole number of days from 1 to 3650 is`},

		{"no server", "search --server=" + refused + " kim", 1, `no server answers at http://127.0.0.1:1: dial tcp 127.0.0.1:1: connect: connection refused`},
		{"no server to tail", "tail --server=" + refused + " kim", 1, `no server answers at http://127.0.0.1:1: dial tcp 127.0.0.1:1: connect: connection refused`},
		{"no server to export from", "export --server=" + refused + " -o out.csv kim", 1, `out.csv was not written: no server answers at http://127.0.0.1:1: dial tcp 127.0.0.1:1: connect: connection refused`},
		{"no file", "import none.csv", 1, `open none.csv: no such file or directory`},
		{"a folder", "import .", 1, `. is a folder; name the files in it`},
		{"another kind of file", "import a.file", 1, "a.file: The header line has neither a column with the time (Date) nor one with the user (User). Found: \ufffd\ufffd."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := result{stderr: "whodid: " + tt.line + "\n", code: tt.code}
			if diff := cmp.Diff(want, call(t, strings.Fields(tt.args)...), cmp.AllowUnexported(result{})); diff != "" {
				t.Error(diff)
			}
		})
	}
	files, err := filepath.Glob("*")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a.file", "typo.yml", "value.yml"}, files); diff != "" {
		t.Errorf("wrong use left something behind: %s", diff)
	}
}

func TestWrongVariable(t *testing.T) {
	t.Setenv("WHODID_RETENTION_DAYS", "many")
	got := call(t, "serve")
	want := result{stderr: "whodid: WHODID_RETENTION_DAYS: \"many\" is not accepted; a whole number of days from 1 to 3650 is\n", code: 2}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(result{})); diff != "" {
		t.Error(diff)
	}
}

func TestHelp(t *testing.T) {
	tests := map[string][]string{ // command → what its help has to name
		"":        {"serve", "demo", "import", "search", "tail", "export", "version"},
		"serve":   {"--listen", "--data-dir", "./data", "--retention-days", "--time-zone", "--bootstrap-token", "--log-format", "--config", "$WHODID_LISTEN"},
		"demo":    {"--listen", "./demo-data"},
		"import":  {"<file>", "--tz", "--encoding", "--data-dir", "--strict", "--server", "--token", "$WHODID_TOKEN"},
		"search":  {"<query>", "--limit", "--sort", "--json", "--task", "--status", "--service-type", "--user", "--target", "--from", "--to", "--tz"},
		"tail":    {"<query>", "--json", "--status", "--server"},
		"export":  {"<query>", "-o, --output=FILE", "--language", "--[no-]spreadsheet-safe", "--sort", "--from"},
		"version": {"Print the version"},
	}
	for command, names := range tests {
		t.Run("whodid "+command, func(t *testing.T) {
			got := call(t, append(strings.Fields(command), "--help")...)
			if got.code != 0 || got.stderr != "" {
				t.Errorf("exit code %d, %q", got.code, got.stderr)
			}
			for _, name := range names {
				if !strings.Contains(got.stdout, name) {
					t.Errorf("no %s in\n%s", name, got.stdout)
				}
			}
		})
	}
}

func TestVersion(t *testing.T) {
	got := call(t, "version")
	if got.code != 0 || got.stderr != "" || !regexp.MustCompile(`^whodid dev \(go1\.\S+, \w+/\w+\)\n$`).MatchString(got.stdout) {
		t.Errorf("%+v", got)
	}
}
