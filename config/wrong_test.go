package config

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const allKeys = "listen, data-dir, retention-days, seal-after, time-zone, store, bootstrap-token, log-format, downloads-keep-days, downloads-max-bytes, watch-dir, watch-every, " +
	"naverworks-client-id, naverworks-client-secret, naverworks-service-account, naverworks-private-key, naverworks-domains, naverworks-schedule, " +
	"naverworks-overlap, naverworks-api-url, naverworks-auth-url, naverworks-hosts"

// The exact line of each wrong value: it is what an operator sees at three in
// the morning.
func TestWrongValues(t *testing.T) {
	const (
		listenLine   = "is not accepted; host:port is, such as 127.0.0.1:8080 or :0"
		daysLine     = "is not accepted; a whole number of days from 1 to 3650 is"
		sizeLine     = "is not accepted; a size from 1MiB on is, such as 500MiB, 20GiB or a number of bytes"
		zoneLine     = "is not a time zone; an IANA name is accepted, such as Asia/Seoul or UTC"
		domainsLine  = "is not accepted; numbers of different domains are, such as 10000001,10000002"
		scheduleLine = `is not accepted; five fields of cron are, such as "17 * * * *" or "0 6 * * 1-5"`
		urlLine      = "is not accepted; an address that begins with https:// is"
		hostsLine    = "is not accepted; names of hosts are, such as worksapis.com,worksmobile.com"
		tokenLine    = "at least 16 letters, digits and signs without spaces are"
	)
	tests := []struct{ key, value, want string }{
		{"listen", "8080", `"8080" ` + listenLine},
		{"listen", "127.0.0.1", `"127.0.0.1" ` + listenLine},
		{"listen", "127.0.0.1:http", `"127.0.0.1:http" ` + listenLine},
		{"listen", ":65536", `":65536" ` + listenLine},
		{"listen", ":-1", `":-1" ` + listenLine},
		{"listen", "http://127.0.0.1:8080", `"http://127.0.0.1:8080" ` + listenLine},
		{"listen", "my host:80", `"my host:80" ` + listenLine},
		{"data-dir", "  ", `"  " is not accepted; the path of a folder is`},
		{"retention-days", "0", `"0" ` + daysLine},
		{"retention-days", "-3", `"-3" ` + daysLine},
		{"retention-days", "3651", `"3651" ` + daysLine},
		{"retention-days", "99999999999999999999", `"99999999999999999999" ` + daysLine},
		{"retention-days", "180d", `"180d" ` + daysLine},
		{"retention-days", "１８０", `"１８０" ` + daysLine},
		{"retention-days", "1.5", `"1.5" ` + daysLine},
		{"seal-after", "60", `"60" is not accepted; a duration from 10ms on is, such as 30s or 5m`},
		{"seal-after", "1ms", `"1ms" is not accepted; a duration from 10ms on is, such as 30s or 5m`},
		{"time-zone", "Seoul", `"Seoul" ` + zoneLine},
		{"time-zone", "Local", `"Local" ` + zoneLine},
		{"time-zone", "local", `"local" ` + zoneLine},
		{"time-zone", "../../etc/passwd", `"../../etc/passwd" ` + zoneLine},
		{"time-zone", "+09:00", `"+09:00" ` + zoneLine},
		{"store", "opensearch", `"opensearch" is not in this version; bleve is accepted`},
		{"store", "sqlite", `"sqlite" is not accepted; bleve is`},
		{"bootstrap-token", "sesame", "the value of 6 characters is not accepted; " + tokenLine},
		{"bootstrap-token", "fifteen-letters", "the value of 15 characters is not accepted; " + tokenLine},
		{"bootstrap-token", "열려라참깨열려라참깨열려라참깨열려라참깨", "the value holds a character that is not accepted; " + tokenLine},
		{"bootstrap-token", "open sesame open sesame", "the value holds a character that is not accepted; " + tokenLine},
		{"log-format", "xml", `"xml" is not accepted; auto, console or json is`},
		{"downloads-keep-days", "0", `"0" ` + daysLine},
		{"downloads-keep-days", "a week", `"a week" ` + daysLine},
		{"downloads-keep-days", "3651", `"3651" ` + daysLine},
		{"downloads-max-bytes", "0", `"0" ` + sizeLine},
		{"downloads-max-bytes", "1023KiB", `"1023KiB" ` + sizeLine},
		{"downloads-max-bytes", "20GB", `"20GB" ` + sizeLine},
		{"downloads-max-bytes", "1.5GiB", `"1.5GiB" ` + sizeLine},
		{"downloads-max-bytes", "-5GiB", `"-5GiB" ` + sizeLine},
		{"downloads-max-bytes", "9999999TiB", `"9999999TiB" ` + sizeLine},
		{"watch-dir", " ", `" " is not accepted; the path of a folder is`},
		{"watch-every", "10", `"10" is not accepted; a duration from 50ms to 24h is, such as 10s or 5m`},
		{"watch-every", "1ms", `"1ms" is not accepted; a duration from 50ms to 24h is, such as 10s or 5m`},
		{"watch-every", "25h", `"25h" is not accepted; a duration from 50ms to 24h is, such as 10s or 5m`},
		{"naverworks-client-id", "my app", `"my app" is not accepted; a value without spaces is`},
		{"naverworks-client-secret", "a b", "the value is not accepted; a value without spaces is"},
		{"naverworks-service-account", " ", `" " is not accepted; a value without spaces is`},
		{"naverworks-domains", "1,1", `"1,1" ` + domainsLine},
		{"naverworks-domains", "acme.example", `"acme.example" ` + domainsLine},
		{"naverworks-domains", "0", `"0" ` + domainsLine},
		{"naverworks-domains", "1,", `"1," ` + domainsLine},
		{"naverworks-domains", "2147483648", `"2147483648" ` + domainsLine},
		{"naverworks-schedule", "hourly", `"hourly" ` + scheduleLine},
		{"naverworks-schedule", "0 0 31 2 *", `"0 0 31 2 *" ` + scheduleLine},
		{"naverworks-overlap", "2d", `"2d" is not accepted; a duration from 0s to 720h is, such as 48h`},
		{"naverworks-overlap", "721h", `"721h" is not accepted; a duration from 0s to 720h is, such as 48h`},
		{"naverworks-api-url", "http://www.worksapis.com/", `"http://www.worksapis.com/" ` + urlLine},
		{"naverworks-api-url", "www.worksapis.com", `"www.worksapis.com" ` + urlLine},
		{"naverworks-auth-url", "https://u:p@auth.worksmobile.com/", `"https://u:p@auth.worksmobile.com/" ` + urlLine},
		{"naverworks-hosts", "*.worksmobile.com", `"*.worksmobile.com" ` + hostsLine},
		{"naverworks-hosts", "https://worksmobile.com", `"https://worksmobile.com" ` + hostsLine},
		{"naverworks-hosts", "a.example:443", `"a.example:443" ` + hostsLine},
		{"naverworks-hosts", "a.example,,b.example", `"a.example,,b.example" ` + hostsLine},
		{"log-format", "JSON", `"JSON" is not accepted; auto, console or json is`},
	}
	for _, tt := range tests {
		t.Run(tt.key+"="+tt.value, func(t *testing.T) {
			inFolder(t)
			_, err := parse(t, "--"+tt.key+"="+tt.value)
			sameLine(t, "--"+tt.key, "--"+tt.key+": "+tt.want, err)

			write(t, "whodid.yml", "# one\n# two\n"+tt.key+`: "`+tt.value+`"`+"\n")
			_, err = parse(t, "--config=whodid.yml")
			sameLine(t, tt.key, "whodid.yml:3: "+tt.key+": "+tt.want, err)

			t.Setenv(envName(tt.key), tt.value)
			_, err = parse(t)
			sameLine(t, envName(tt.key), envName(tt.key)+": "+tt.want, err)
		})
	}
}

// An empty flag was meant to say something: a script's variable that is not set.
func TestEmptyFlag(t *testing.T) {
	inFolder(t)
	for _, s := range settings {
		_, err := parse(t, "--"+s.key+"=")
		if err == nil || !strings.HasPrefix(err.Error(), "--"+s.key+": ") {
			t.Errorf("--%s= gives %v", s.key, err)
		}
	}
}

// A wrong value in a weaker place must not stop a start that it does not reach.
func TestWrongValueBehindAStrongerOne(t *testing.T) {
	inFolder(t)
	t.Setenv("WHODID_RETENTION_DAYS", "many")
	if _, err := parse(t, "--retention-days=30"); err != nil {
		t.Error(err)
	}
}

func TestWrongFiles(t *testing.T) {
	const form = `; one list of lines of the form "key: value" is accepted`
	tests := []struct{ name, content, key, want string }{
		{"unknown key", "listen: :0\nretention: 180\n", "retention",
			"whodid.yml:2: retention: not a setting; accepted are " + allKeys},
		{"misspelt key", "retention_days: 180\n", "retention_days",
			"whodid.yml:1: retention_days: not a setting, retention-days is; accepted are " + allKeys},
		{"key of two lines", "\"a\\nb\": 180\n", "a\nb",
			`whodid.yml:1: "a\nb": not a setting; accepted are ` + allKeys},
		{"no value", "retention-days:\n", "retention-days",
			"whodid.yml:1: retention-days: not a single value; one on the same line is accepted"},
		{"a list", "listen:\n  - :80\n  - :81\n", "listen",
			"whodid.yml:1: listen: not a single value; one on the same line is accepted"},
		{"a tree", "store:\n  kind: bleve\n", "store",
			"whodid.yml:1: store: not a single value; one on the same line is accepted"},
		{"key twice", "store: bleve\nstore: bleve\n", "whodid.yml:2",
			`whodid.yml:2: mapping key "store" already defined at [1:1]` + form},
		{"no mapping", "just words\n", "whodid.yml:1",
			"whodid.yml:1: no settings" + form},
		{"two documents", "listen: :0\n---\nlisten: :1\n", "whodid.yml:2",
			"whodid.yml:2: a second document begins" + form},
		{"not YAML", "listen: :0\nstore: [bleve\nlog-format: json\n", "whodid.yml:3",
			"whodid.yml:3: ',' or ']' must be specified" + form},
		{"open quote", "listen: \":0\nstore: bleve\n", "whodid.yml:1",
			"whodid.yml:1: could not find end character of double-quoted text" + form},
		{"tab", "listen: :0\n\tstore: bleve\n", "whodid.yml:2",
			`whodid.yml:2: "found character '\t' that cannot start any token"` + form},
		{"not UTF-8", "listen: \xff\xfe\n", "whodid.yml",
			"whodid.yml: not UTF-8" + form},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inFolder(t)
			write(t, "whodid.yml", tt.content)
			_, err := parse(t, "--config=whodid.yml")
			sameLine(t, tt.key, tt.want, err)
		})
	}
}

func TestFilesThatCanNotBeRead(t *testing.T) {
	inFolder(t)
	_, err := parse(t, "--config=nothing.yml")
	sameLine(t, "--config", `--config: "nothing.yml" can't be read (no such file or directory); the path of a YAML file is accepted`, err)
	_, err = parse(t, "--config=.")
	sameLine(t, "--config", `--config: "." can't be read (is a directory); the path of a YAML file is accepted`, err)
	write(t, "huge.yml", strings.Repeat("# a comment\n", maxFileBytes/12+1))
	_, err = parse(t, "--config=huge.yml")
	sameLine(t, "--config", `--config: "huge.yml" can't be read (larger than 1048576 bytes); the path of a YAML file is accepted`, err)
	t.Setenv("WHODID_CONFIG", "elsewhere.yml")
	_, err = parse(t)
	sameLine(t, "WHODID_CONFIG", `WHODID_CONFIG: "elsewhere.yml" can't be read (no such file or directory); the path of a YAML file is accepted`, err)
}

func TestFilesWithoutSettings(t *testing.T) {
	for _, content := range []string{"", "\n\n", "# only a comment\n", "---\n", "~\n", "{}\n", "\ufeff# with a byte order mark\n", "\ufefflisten: :0 # and a key\n"} {
		inFolder(t)
		write(t, "whodid.yml", content)
		if _, err := parse(t, "--config=whodid.yml"); err != nil {
			t.Errorf("%q: %v", content, err)
		}
	}
}

// sameLine checks that err is an *Error of the one line want about key.
func sameLine(t *testing.T, key, want string, err error) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Errorf("got %v, want an *Error: %s", err, want)
		return
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
	if e.Key != key {
		t.Errorf("names the key %q, want %q", e.Key, key)
	}
	if strings.ContainsAny(err.Error(), "\r\n") {
		t.Errorf("more than one line: %q", err)
	}
}
