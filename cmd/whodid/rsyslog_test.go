package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// rsyslogConfig is that of docs/operations.md, with what a test has elsewhere.
func rsyslogConfig(t *testing.T, replace ...string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(text), "```rsyslog\n")
	config, _, closed := strings.Cut(rest, "```\n")
	if !ok || !closed {
		t.Fatal("docs/operations.md has no configuration of rsyslog")
	}
	for i := 0; i < len(replace); i += 2 {
		if !strings.Contains(config, replace[i]) {
			t.Fatalf("the configuration lacks %s", replace[i])
		}
		config = strings.ReplaceAll(config, replace[i], replace[i+1])
	}
	return config
}

// Debian's rsyslog follows a file and ships it, as docs/operations.md says; then
// all of it again, having lost its place.
func TestShipByRsyslog(t *testing.T) {
	t.Parallel()
	rsyslogd := findRsyslog(t)
	srv := serve(t, t.TempDir(), "127.0.0.1:0")
	documents := toShip(1000)
	for round := range 2 {
		dir := t.TempDir() // where rsyslog keeps its place
		stop, _ := startRsyslog(t, rsyslogd, dir, srv.addr, documents)
		rows := (round + 1) * len(documents.documents)
		until(t, fmt.Sprintf("%d rows", rows), func() bool { return rowsRead(t, srv.addr) >= rows })
		stop()
		documents.storedOnce(t, srv.addr)
		refused, err := os.ReadFile(filepath.Join(dir, "refused.json"))
		if err != nil {
			t.Fatal(err)
		}
		if told := bytes.Count(refused, []byte("The row has no time.")); told != documents.bad {
			t.Errorf("%d of %d bad ones are told of:\n%s", told, documents.bad, refused)
		}
	}
}

// rsyslog waits for a server that is away. What a busy one refuses as a whole it
// gives up (8.2302), and keeps in the file that operations.md names.
func TestRsyslogWhileTheServerIsAwayOrBusy(t *testing.T) {
	t.Parallel()
	rsyslogd := findRsyslog(t)
	data := t.TempDir()
	srv := serve(t, data, "127.0.0.1:0")
	srv.end(t, syscall.SIGTERM)
	documents := toShip(50)
	_, log := startRsyslog(t, rsyslogd, t.TempDir(), srv.addr, documents)
	log.wait(t, "suspend", nil)
	serve(t, data, srv.addr)
	until(t, "fifty rows", func() bool { return rowsRead(t, srv.addr) >= 50 })
	documents.storedOnce(t, srv.addr)

	busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusTooManyRequests)
			fmt.Fprintln(w, `{"error":{"code":"overloaded","message":"No.","type":"es_rejected_execution_exception","reason":"No."},"status":429}`)
		}
	}))
	t.Cleanup(busy.Close)
	dir := t.TempDir()
	startRsyslog(t, rsyslogd, dir, strings.TrimPrefix(busy.URL, "http://"), documents)
	var kept struct{ Request struct{ Postdata string } }
	until(t, "file of refused ones", func() bool {
		refused, err := os.ReadFile(filepath.Join(dir, "refused.json"))
		return err == nil && json.NewDecoder(bytes.NewReader(refused)).Decode(&kept) == nil
	})
	res := send(t, "http://"+srv.addr+"/_bulk", "application/x-ndjson", "", strings.NewReader(kept.Request.Postdata))
	defer res.Body.Close()
	var answer struct {
		Items []struct{ Index struct{ Status int } }
	}
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil || len(answer.Items) != 50 || answer.Items[0].Index.Status != http.StatusOK {
		t.Errorf("the file's batch, sent again: %+v, %v", answer, err)
	}
}

// findRsyslog skips the test where rsyslog or its output for Elasticsearch is not
// installed (Debian: rsyslog, rsyslog-elasticsearch).
func findRsyslog(t *testing.T) string {
	t.Helper()
	found, err := exec.LookPath("rsyslogd")
	modules, _ := filepath.Glob("/usr/lib/*/rsyslog/omelasticsearch.so")
	if err != nil || len(modules) == 0 {
		t.Skip("rsyslog-elasticsearch is not installed")
	}
	return found
}

// startRsyslog starts an rsyslog that ships the documents to addr and has all its
// files in dir; stop ends it.
func startRsyslog(t *testing.T, rsyslogd, dir, addr string, documents shipped) (stop func(), log *output) {
	t.Helper()
	logs, config := filepath.Join(dir, "audit.ndjson"), filepath.Join(dir, "rsyslog.conf")
	host, port, _ := strings.Cut(addr, ":")
	text := rsyslogConfig(t, "/var/log/naverworks/*.ndjson", logs, "/var/spool/rsyslog", dir, "127.0.0.1", host, "8080", port, "TOKEN", testToken,
		"/var/log/whodid-refused.json", filepath.Join(dir, "refused.json"), `resumeInterval="5"`, `resumeInterval="1"`)
	if err := errors.Join(os.WriteFile(logs, []byte(strings.Join(documents.documents, "\n")+"\n"), 0o600), os.WriteFile(config, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, rsyslogd, "-n", "-f", config, "-i", filepath.Join(dir, "pid"))
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = patience
	log = &output{}
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		cancel()
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait()
	}()
	stop = func() {
		cancel()
		<-ended
	}
	t.Cleanup(func() {
		stop()
		if t.Failed() {
			t.Logf("rsyslog:\n%s", log)
		}
	})
	return stop, log
}
