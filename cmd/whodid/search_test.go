package main

import (
	"strings"
	"testing"
)

// What a person sees: rows fitted to columns, wide signs counted as such, and
// nothing that moves the cursor.
func TestSearchForPeople(t *testing.T) {
	t.Parallel()
	at := auditDownload(t)[0][rowDate]
	file := save(t, []row{
		{at, "佐藤 花子 (hanako.sato@acme.example)", "PC Web", "View group", "東京営業部 (tokyo@acme.example)", "Success"},
		{at, "Mallory \x1b[2J\u202e", "Mobile App", "Reticulate", "", "Failure"},
	})
	srv := serve(t, t.TempDir(), "127.0.0.1:0")
	imported(t, append(as(srv.addr), file)...)
	tests := []struct {
		name   string
		args   []string
		stdout string
		stderr string
	}{
		{"wide", []string{"花子"}, at + ".000  佐藤 花子 (hanako.sato@acme.example)  View group            東京営業部 (tokyo@acme.example)       Success  PC Web\n", "1 of 1 events\n"},
		{"nobody", []string{"nobody"}, "", "0 of 0 events\n"},
		{"conditions", []string{"reticulate", "last", "day", "failed", "via", "mobile", "app", "by", "nobody"}, "",
			"Read “last day” and “failed” as conditions; put words in quotes to look for them as they are.\n0 of 0 events\n"},
		{"unreadable question", []string{`"tokyo mallory`, "--status=failure"}, "", "A quote is not closed. Searched as plain words.\n0 of 0 events\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code, stdout, stderr := call(t, srv.addr, "search", append([]string{"--tz=Asia/Seoul"}, tt.args...)...)
			if code != exitDone || stdout != tt.stdout || stderr != tt.stderr {
				t.Errorf("exit code %d, %q, got\n%swant\n%s", code, stderr, stdout, tt.stdout)
			}
		})
	}
	if _, stdout, _ := call(t, srv.addr, "search", "reticulate"); !strings.Contains(stdout, "Mallory \ufffd[2J\ufffd  ") {
		t.Errorf("moves the cursor: %q", stdout)
	}
	if code, _, stderr := call(t, srv.addr, "search", "--not-service-type=PC Web", "--not-user=x"); code != exitDone || stderr != "1 of 1 events\n" {
		t.Errorf("without the web's: exit code %d, %q", code, stderr)
	}
	if code, stdout, stderr := call(t, srv.addr, "search", "--limit=1"); code != exitDone || strings.Count(stdout, "\n") != 1 || stderr != "1 of 2 events\n" {
		t.Errorf("exit code %d, %q, %q", code, stdout, stderr)
	}
}

// A parameter that only the server can judge is wrong use as well.
func TestSearchThatTheServerRefuses(t *testing.T) {
	t.Parallel()
	srv := serve(t, t.TempDir(), "127.0.0.1:0")
	for _, tt := range []struct {
		name, arg string
		says      string
	}{
		{"time", "--from=teatime", "teatime"},
		{"long question", strings.Repeat("kim ", 1100), "4096"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, stdout, stderr := call(t, srv.addr, "search", tt.arg)
			if code != exitUsage || stdout != "" {
				t.Errorf("exit code %d, %q", code, stdout)
			}
			oneLineWith(t, stderr, tt.says)
		})
	}
	code, _, stderr := whodid(t, "search", "--server", srv.addr+"/elsewhere", "--token", testToken)
	if code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	oneLineWith(t, stderr, "is it whodid?")
}
