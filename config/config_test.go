package config

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
)

var sameZone = cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })

// parse reads a command line as cmd does: settings embedded in a subcommand.
func parse(t *testing.T, args ...string) (Config, error) {
	t.Helper()
	var cli struct {
		Serve struct{ Flags } `cmd:"" default:"withargs"`
	}
	parser, err := kong.New(&cli, kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse(args)
	return cli.Serve.Config, err
}

// inFolder makes an empty folder the working folder and the environment free of
// settings.
func inFolder(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, entry := range os.Environ() {
		if name, value, _ := strings.Cut(entry, "="); strings.HasPrefix(name, envPrefix) {
			t.Setenv(name, value) // restored at the end
			if err := os.Unsetenv(name); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestDefaults(t *testing.T) {
	inFolder(t)
	got, err := parse(t)
	if err != nil {
		t.Fatal(err)
	}
	seoul, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Listen: "127.0.0.1:8080", DataDir: "./data", RetentionDays: 180, SealAfter: time.Minute, TimeZone: seoul,
		Store: StoreBleve, LogFormat: LogAuto, WatchEvery: 10 * time.Second, DownloadsKeepDays: 7, DownloadsMaxBytes: 20 << 30, NaverWorks: NaverWorks{Schedule: "17 * * * *", Overlap: 48 * time.Hour, Hosts: []string{"worksapis.com", "worksmobile.com"}},
	}
	if diff := cmp.Diff(want, got, sameZone, sameKey); diff != "" {
		t.Error(diff)
	}
}

// Each key is set in all three forms at once, in two, and in one; the strongest counts.
func TestPrecedence(t *testing.T) {
	tests := []struct {
		key                     string
		flag, env, file, before string // before: the default
		got                     func(Config) string
	}{
		{"listen", ":1", ":2", ":3", "127.0.0.1:8080", func(c Config) string { return c.Listen }},
		{"data-dir", "a", "b", "c", "./data", func(c Config) string { return c.DataDir }},
		{"seal-after", "1s", "2s", "3s", "1m0s", func(c Config) string { return c.SealAfter.String() }},
		{"retention-days", "1", "2", "3650", "180", func(c Config) string { return string(rune('0' + c.RetentionDays%10)) }},
		{"time-zone", "UTC", "Asia/Tokyo", "Europe/Berlin", "Asia/Seoul", func(c Config) string { return c.TimeZone.String() }},
		{"store", "bleve", "bleve", "bleve", "bleve", func(c Config) string { return string(c.Store) }},
		{"bootstrap-token", "flag-flag-flag-flag", "env-env-env-env-env", "file-file-file-file", "", func(c Config) string { return c.BootstrapToken }},
		{"log-format", "console", "json", "auto", "auto", func(c Config) string { return string(c.LogFormat) }},
		{"downloads-keep-days", "1", "30", "3650", "7", func(c Config) string { return fmt.Sprint(c.DownloadsKeepDays) }},
		{"downloads-max-bytes", "1MiB", "1048577", "2 TiB", "21474836480", func(c Config) string { return fmt.Sprint(c.DownloadsMaxBytes) }},
		{"watch-dir", "x", "y", "z", "", func(c Config) string { return c.WatchDir }},
		{"watch-every", "1s", "1m", "24h", "10s", func(c Config) string { return c.WatchEvery.String() }},
		{"naverworks-client-id", "a", "b", "c", "", func(c Config) string { return c.NaverWorks.ClientID }},
		{"naverworks-client-secret", "a", "b", "c", "", func(c Config) string { return c.NaverWorks.ClientSecret }},
		{"naverworks-service-account", "a@x", "b@x", "c@x", "", func(c Config) string { return c.NaverWorks.ServiceAccount }},
		{"naverworks-private-key", "a.pem", "b.pem", "c.pem", "", func(c Config) string { return publicOf(c.NaverWorks.PrivateKey) }},
		{"naverworks-domains", "1", "2, 3", "4", "", func(c Config) string { return fmt.Sprint(c.NaverWorks.Domains) }},
		{"naverworks-schedule", "0 6 * * *", "@hourly", "*/5 * * * *", "17 * * * *", func(c Config) string { return c.NaverWorks.Schedule }},
		{"naverworks-overlap", "1h", "0s", "720h", "48h0m0s", func(c Config) string { return c.NaverWorks.Overlap.String() }},
		{"naverworks-api-url", "https://a.example/x", "http://127.0.0.1:1/x", "https://c.example", "", func(c Config) string { return c.NaverWorks.APIURL }},
		{"naverworks-auth-url", "https://a.example/x", "http://localhost/x", "https://c.example", "", func(c Config) string { return c.NaverWorks.AuthURL }},
		{"naverworks-hosts", "a.example", "B.example, 127.0.0.1", "c.example", "worksapis.com,worksmobile.com", func(c Config) string { return fmt.Sprint(c.NaverWorks.Hosts) }},
	}
	if len(tests) != len(settings) {
		t.Errorf("%d keys are tested of %d", len(tests), len(settings))
	}
	for _, tt := range tests {
		t.Run(tt.key, func(t *testing.T) {
			shape := func(value string) string { // a Config made from the one value alone
				var c Config
				if value != "" {
					if wrong := settingOf(tt.key).set(&c, value); wrong != "" {
						t.Fatal(wrong)
					}
				}
				return tt.got(c)
			}
			var account []string // the other settings that one of an account needs
			check := func(form, value string, args ...string) {
				t.Helper()
				got, err := parse(t, append(args, account...)...)
				if err != nil {
					t.Fatalf("%s: %v", form, err)
				}
				if want := shape(value); tt.got(got) != want {
					t.Errorf("%s: got %q, want %q", form, tt.got(got), want)
				}
			}
			inFolder(t)
			account = wholeAccount(t, tt.key)
			if !slices.Contains(accountKeys, tt.key) {
				check("default", tt.before)
			}
			write(t, "whodid.yml", "# settings\n"+tt.key+": "+`"`+tt.file+`"`+"\n")
			check("file", tt.file, "--config", "whodid.yml")
			t.Setenv(envName(tt.key), tt.env)
			check("environment over file", tt.env, "--config=whodid.yml")
			check("flag over both", tt.flag, "--config=whodid.yml", "--"+tt.key, tt.flag)
			t.Setenv(envName(tt.key), "")
			check("an empty variable is not set", tt.file, "--config=whodid.yml")
			t.Setenv("WHODID_CONFIG", "whodid.yml")
			check("the file by its variable", tt.file, "serve")
		})
	}
}

// A command may have a data folder of its own, as the demo has.
func TestOwnDefaultOfACommand(t *testing.T) {
	inFolder(t)
	var cli struct {
		Demo struct{ Flags } `cmd:"" set:"data_dir=./demo-data"`
	}
	parser, err := kong.New(&cli)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse([]string{"demo"}); err != nil {
		t.Fatal(err)
	}
	if got := cli.Demo.Config.DataDir; got != "./demo-data" {
		t.Errorf("got %q", got)
	}
}

// A setting that had a flag but no check, or a check but no flag, would be
// ignored in silence.
func TestEverySettingHasAllForms(t *testing.T) {
	seen := map[string]bool{}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[struct {
		Flags
		naverWorksFlags
	}]()) {
		name := field.Tag.Get("name")
		if name == "" || name == "config" { // what kong does not read, or reads into
			continue
		}
		seen[name] = true
		if settingOf(name) == nil {
			t.Errorf("--%s has no check", name)
			continue
		}
		if env := field.Tag.Get("env"); env != envName(name) {
			t.Errorf("--%s has the variable %q, want %q", name, env, envName(name))
		}
		if settingOf(name).secret && field.Tag.Get("default") != "" {
			t.Errorf("--%s is a secret with a default", name)
		}
	}
	for _, s := range settings {
		if !seen[s.key] {
			t.Errorf("%s has no flag", s.key)
		}
	}
}

func TestHelpShowsNoSecret(t *testing.T) {
	inFolder(t)
	const secret = "correct-horse-battery"
	t.Setenv("WHODID_BOOTSTRAP_TOKEN", secret)
	var cli struct {
		Serve struct{ Flags } `cmd:"" default:"withargs"`
	}
	var help bytes.Buffer
	parser, err := kong.New(&cli, kong.Writers(&help, &help), kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse([]string{"serve", "--help"}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(help.String(), secret) {
		t.Errorf("the help shows the token:\n%s", &help)
	}
	for _, s := range settings {
		if !strings.Contains(help.String(), "--"+s.key) || !strings.Contains(help.String(), "$"+envName(s.key)) {
			t.Errorf("%s or its variable is missing in the help:\n%s", s.key, &help)
		}
	}
}

func TestUnknownEnv(t *testing.T) {
	environ := []string{"PATH=/bin", "WHODID_SERVICE_HOST=10.0.0.1", "WHODID_LISTEN=:0", "WHODID_PORT=80", "WHODID_CONFIG=", "WHODID_TOKEN=x"}
	want := []string{"WHODID_PORT", "WHODID_SERVICE_HOST"}
	if diff := cmp.Diff(want, UnknownEnv(environ, "WHODID_TOKEN", "WHODID_SERVER")); diff != "" {
		t.Error(diff)
	}
}

func TestUnknownEnvDoesNotStop(t *testing.T) {
	inFolder(t)
	t.Setenv("WHODID_PORT", "tcp://10.0.0.1:8080")
	if _, err := parse(t); err != nil {
		t.Error(err)
	}
}

func TestUnreadableFile(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root reads every file")
	}
	inFolder(t)
	write(t, "whodid.yml", "listen: :0\n")
	if err := os.Chmod("whodid.yml", 0); err != nil {
		t.Fatal(err)
	}
	_, err := parse(t, "--config", "whodid.yml")
	want := `--config: "whodid.yml" can't be read (permission denied); the path of a YAML file is accepted`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestDataDirIsAFile(t *testing.T) {
	inFolder(t)
	path := filepath.Join(t.TempDir(), "taken")
	write(t, path, "")
	_, err := parse(t, "--data-dir", path)
	want := `--data-dir: "` + path + `" is a file; the path of a folder is accepted`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
