package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWrongUsage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	typo, value := file+".typo.yml", file+".value.yml"
	for name, text := range map[string]string{typo: "lisen: :0\n", value: "\nretention-days: many\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name string
		args []string
		says []string // in the one line
	}{
		{"unknown command", []string{"sreve"}, []string{"sreve", "whodid --help"}},
		{"unknown flag", []string{"--prot", "1"}, []string{"--prot", "whodid --help"}},
		{"unknown flag of a command", []string{"search", "--form", "now-7d"}, []string{"--form", "whodid search --help"}},
		{"argument too many", []string{"version", "x"}, []string{"x", "whodid version --help"}},
		{"import of nothing", []string{"import"}, []string{"<file>", "whodid import --help"}},
		{"export to nowhere", []string{"export", "kim"}, []string{"--output", "whodid export --help"}},
		{"export to a folder", []string{"export", "-o", filepath.Dir(file)}, []string{"--output", "folder"}},
		{"limit that is no number", []string{"search", "--limit", "x"}, []string{"--limit", `"x"`}},
		{"limit below 0", []string{"search", "--limit=-1"}, []string{"--limit", "-1"}},
		{"language", []string{"export", "-o", "x", "--language", "fr"}, []string{"--language", "fr", "ko"}},
		{"zone of a search", []string{"search", "--tz", "Asia/Nowhere"}, []string{"--tz", "Asia/Nowhere", "Asia/Seoul"}},
		{"zone of an import", []string{"import", "--tz", "local", file}, []string{"--tz", "local", "Asia/Seoul"}},
		{"server", []string{"search", "--server", "ftp://x"}, []string{"--server", "ftp://x", "http://"}},
		{"listen", []string{"serve", "--listen", "nonsense"}, []string{"--listen", "nonsense", "host:port"}},
		{"serve by default", []string{"--listen", "nonsense"}, []string{"--listen", "nonsense", "host:port"}},
		{"retention", []string{"serve", "--retention-days", "0"}, []string{"--retention-days", `"0"`, "1 to 3650"}},
		{"data folder that is a file", []string{"demo", "--data-dir", file}, []string{"--data-dir", "is a file"}},
		{"token too short", []string{"serve", "--bootstrap-token", "hush-hush"}, []string{"--bootstrap-token", "16"}},
		{"store", []string{"serve", "--store", "sqlite"}, []string{"--store", "sqlite", "bleve"}},
		{"address off the list", []string{"serve", "--naverworks-auth-url", "https://evil.example/"}, []string{"naverworks-auth-url", "https://evil.example/", "worksmobile.com"}},
		{"half an account", []string{"serve", "--naverworks-client-id", "id"}, []string{"naverworks-client-secret", "not set", "naverworks-client-id"}},
		{"log format", []string{"serve", "--log-format", "xml"}, []string{"--log-format", "xml", "console or json"}},
		{"zone of a server", []string{"serve", "--time-zone", "Mars"}, []string{"--time-zone", "Mars", "Asia/Seoul"}},
		{"retention of an import", []string{"import", "--retention-days", "0", file}, []string{"--retention-days", "0", "from 1 on"}},
		{"export to a device", []string{"export", "-o", os.DevNull, "kim"}, []string{"--output", os.DevNull, "no ordinary file"}},
		{"backup to nowhere", []string{"backup"}, []string{"<file>", "whodid backup --help"}},
		{"backup to a folder", []string{"backup", filepath.Dir(file)}, []string{"<file>", "folder"}},
		{"backup to a device", []string{"backup", os.DevNull}, []string{"<file>", os.DevNull, "no ordinary file"}},
		{"restore of nothing", []string{"restore"}, []string{"<file>", "whodid restore --help"}},
		{"sort", []string{"search", "--sort", "up"}, []string{"--sort", `"up"`, "-time"}},
		{"key of the settings file", []string{"serve", "--config", typo}, []string{typo + ":1", "lisen", "data-dir"}},
		{"value in the settings file", []string{"serve", "--config", value}, []string{value + ":2", "retention-days", `"many"`, "1 to 3650"}},
		{"settings that are not there", []string{"serve", "--config", file + ".yml"}, []string{"--config", file + ".yml"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code, stdout, stderr := whodid(t, tt.args...)
			if code != exitUsage || stdout != "" {
				t.Errorf("exit code %d, standard output %q", code, stdout)
			}
			oneLineWith(t, stderr, tt.says...)
			if strings.Contains(stderr, "hush") {
				t.Error("the token is shown")
			}
		})
	}
}

func oneLineWith(t *testing.T, stderr string, says ...string) {
	t.Helper()
	if !strings.HasPrefix(stderr, "whodid: ") || strings.Count(stderr, "\n") != 1 || !strings.HasSuffix(stderr, "\n") {
		t.Errorf("not one line: %q", stderr)
	}
	for _, s := range says {
		if !strings.Contains(stderr, s) {
			t.Errorf("no %q in %q", s, stderr)
		}
	}
}

func TestWrongVariable(t *testing.T) {
	t.Setenv("WHODID_STORE", "sqlite")
	code, _, stderr := whodid(t, "serve")
	if code != exitUsage {
		t.Errorf("exit code %d", code)
	}
	oneLineWith(t, stderr, "WHODID_STORE", "sqlite", "bleve")
}

// Compose files pass on variables that nobody gave as empty ones.
func TestEmptyVariablesAreNotSet(t *testing.T) {
	for _, name := range []string{"WHODID_SERVER", "WHODID_TOKEN", "WHODID_TIME_ZONE"} {
		t.Setenv(name, "")
	}
	code, _, stderr := whodid(t, "import", filepath.Join(t.TempDir(), "none.csv"))
	if code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	oneLineWith(t, stderr, "none.csv", "no such file")
}

func TestHelp(t *testing.T) {
	for _, command := range []string{"", "serve", "demo", "import", "search", "tail", "export", "backup", "restore", "version"} {
		t.Run("whodid "+command, func(t *testing.T) {
			code, stdout, stderr := whodid(t, append(strings.Fields(command), "--help")...)
			if code != exitDone || stderr != "" || !strings.HasPrefix(stdout, strings.TrimSpace("Usage: whodid "+command)) {
				t.Errorf("exit code %d, standard error %q:\n%s", code, stderr, stdout)
			}
		})
	}
}

func TestVersion(t *testing.T) {
	code, stdout, stderr := whodid(t, "version")
	if code != exitDone || stderr != "" || !strings.HasPrefix(stdout, "whodid dev (go") || strings.Count(stdout, "\n") != 1 {
		t.Errorf("exit code %d: %q %q", code, stdout, stderr)
	}
}

// What answers may be no server at all, another program, or one that refuses; it
// may put into its sentence what it likes.
func TestServersThatRefuse(t *testing.T) {
	answer := func(status int, body string) string {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}))
		t.Cleanup(srv.Close)
		return srv.URL
	}
	gone := httptest.NewServer(nil)
	gone.Close()
	tests := []struct {
		name, server string
		code         int
		says         []string
	}{
		{"nobody", gone.URL, exitFailed, []string{"no server answers at " + gone.URL, "refused"}},
		{"another program", answer(http.StatusNotFound, "<html>"), exitFailed, []string{"404", "is it whodid?"}},
		{"another program's page", answer(http.StatusOK, "<html>Log in"), exitFailed, []string{"is it whodid?"}},
		{"no log-in", answer(http.StatusUnauthorized, `{"error":{"code":"unauthorized","message":"Log in."}}`), exitFailed, []string{"--token", "WHODID_TOKEN"}},
		{"a wrong value", answer(http.StatusBadRequest, `{"error":{"code":"invalid_query","message":"\"x\" is no time."}}`), exitUsage, []string{`"x" is no time.`}},
		{"a sentence that moves the cursor", answer(http.StatusConflict, `{"error":{"message":"a\nb\u001b[2J"}}`), exitFailed, []string{"a; b\ufffd[2J"}},
	}
	out := filepath.Join(t.TempDir(), "out.csv")
	for _, tt := range tests {
		for _, command := range [][]string{{"search", "kim"}, {"tail", "kim"}, {"export", "-o", out}, {"backup", out}} {
			t.Run(tt.name+"/"+command[0], func(t *testing.T) {
				code, stdout, stderr := whodid(t, append(command, "--server", tt.server)...)
				if code != tt.code || stdout != "" {
					t.Errorf("exit code %d, want %d; standard output %q", code, tt.code, stdout)
				}
				oneLineWith(t, stderr, tt.says...)
				if files, _ := filepath.Glob(filepath.Join(filepath.Dir(out), "*")); len(files) > 0 {
					t.Errorf("left behind: %v", files)
				}
			})
		}
	}
}
