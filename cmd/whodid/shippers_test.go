package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/elastic/go-elasticsearch/v7"
	"github.com/elastic/go-elasticsearch/v7/esutil"

	"whodid/audit"
)

// shipped are documents as a shipper has them: made-up ECS, and bad ones among
// them. Each good one has an id of its own.
type shipped struct {
	documents []string
	ids       map[string]string // user's name of a good one → its id
	bad       int
}

func toShip(n int) shipped {
	s := shipped{ids: map[string]string{}}
	at := time.Now().Add(-time.Hour)
	for i := range n {
		name := fmt.Sprintf("김 member%d", i)
		document := fmt.Sprintf(`{"@timestamp":%q,"user":{"name":%q,"email":"m%d@acme.example"},"event":{"id":"e-%d","action":"edit-group","outcome":"success"},"group":{"name":"Sales \"A\""},"message":"m","host":{"name":"h"}}`,
			audit.FormatTime(at.Add(time.Duration(i)*time.Millisecond)), name, i, i)
		if i%100 == 99 {
			s.bad++
			document = strings.Replace(document, `"@timestamp"`, `"timestamp_lost"`, 1)
		} else {
			s.ids[name] = fmt.Sprintf("e-%d", i)
		}
		s.documents = append(s.documents, document)
	}
	return s
}

// storedOnce checks that each good document is an event, once, and nothing else is.
func (s shipped) storedOnce(t *testing.T, addr string) {
	t.Helper()
	events := search(t, addr)
	onceEach(t, events)
	if len(events) != len(s.ids) {
		t.Errorf("%d events of %d documents", len(events), len(s.ids))
	}
	seen := map[string]bool{}
	for _, e := range events {
		seen[e.User.Name] = s.ids[e.User.Name] != ""
		if e.Task != audit.TaskEditGroup || e.Target.Name != `Sales "A"` || e.Target.Type != "group" || e.Status != audit.Success || e.User.Email == "" {
			t.Errorf("event %+v", e)
		}
	}
	for name := range s.ids {
		if !seen[name] {
			t.Errorf("%s is missing", name)
		}
	}
}

// The official Go client ships in parallel, in small batches, packed; twice.
func TestShipByTheGoClient(t *testing.T) {
	t.Parallel()
	srv := serve(t, t.TempDir(), "127.0.0.1:0")
	documents, first := toShip(1000), true
	for _, prefix := range []string{"", "/api/v1/elastic"} {
		client, err := elasticsearch.NewClient(elasticsearch.Config{
			Addresses: []string{"http://" + srv.addr + prefix}, Username: "shipper", Password: testToken,
			CompressRequestBody: true, RetryOnStatus: []int{429, 503},
		})
		if err != nil {
			t.Fatal(err)
		}
		info, err := client.Info() // fails on what says it is no Elasticsearch
		if err != nil || info.StatusCode != http.StatusOK {
			t.Fatalf("%v, %v", info, err)
		}
		info.Body.Close()
		for _, action := range []string{"create", "create", "index"} {
			got := ship(t, client, action, documents)
			want := shipping{stored: len(documents.ids), refused: documents.bad}
			if !first && action == "create" {
				want.stored, want.conflicts = 0, len(documents.ids)
			}
			if got != want {
				t.Errorf("%s: %+v, want %+v", action, got, want)
			}
			first = false
			documents.storedOnce(t, srv.addr)
		}
	}
}

// shipping counts what became of documents.
type shipping struct{ stored, conflicts, refused int }

// ship sends the documents.
func ship(t *testing.T, client *elasticsearch.Client, action string, documents shipped) shipping {
	t.Helper()
	var stored, conflicts, refused atomic.Int64
	indexer, err := esutil.NewBulkIndexer(esutil.BulkIndexerConfig{
		Client: client, Index: "audit", NumWorkers: 4, FlushBytes: 20_000,
		OnError: func(_ context.Context, err error) { t.Error(err) },
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range documents.documents {
		err := indexer.Add(t.Context(), esutil.BulkIndexerItem{
			Action: action, DocumentID: fmt.Sprintf("e-%d", i), Body: strings.NewReader(d),
			OnSuccess: func(_ context.Context, item esutil.BulkIndexerItem, res esutil.BulkIndexerResponseItem) {
				stored.Add(1)
				if res.DocumentID != item.DocumentID || res.Index != "audit" {
					t.Errorf("answer %+v for %s", res, item.DocumentID)
				}
			},
			OnFailure: func(_ context.Context, item esutil.BulkIndexerItem, res esutil.BulkIndexerResponseItem, err error) {
				switch {
				case err == nil && res.Status == http.StatusConflict && res.Error.Type == "version_conflict_engine_exception":
					conflicts.Add(1)
				case err == nil && res.Status == http.StatusBadRequest && res.Error.Reason == "The row has no time.":
					refused.Add(1)
				default:
					t.Errorf("%s: %+v, %v", item.DocumentID, res, err)
				}
			},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := indexer.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	return shipping{int(stored.Load()), int(conflicts.Load()), int(refused.Load())}
}

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
	host, port, _ := strings.Cut(srv.addr, ":")
	documents := toShip(1000)
	for round := range 2 {
		dir := t.TempDir() // where rsyslog keeps its place
		logs := filepath.Join(dir, "audit.ndjson")
		if err := os.WriteFile(logs, []byte(strings.Join(documents.documents, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		config := filepath.Join(dir, "rsyslog.conf")
		text := rsyslogConfig(t, "/var/log/naverworks/*.ndjson", logs, "/var/spool/rsyslog", dir, "127.0.0.1", host, "8080", port, "TOKEN", testToken,
			"/var/log/whodid-refused.json", filepath.Join(dir, "refused.json"))
		if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		stop := runRsyslog(t, rsyslogd, dir, config)
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
		for i := range documents.documents {
			if bad := i%100 == 99; bad != bytes.Contains(refused, fmt.Appendf(nil, "m%d@acme.example", i)) {
				t.Fatalf("document %d, bad %v, is it in the file of refused ones?\n%s", i, bad, refused)
			}
		}
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

// runRsyslog starts rsyslog; stop ends it.
func runRsyslog(t *testing.T, rsyslogd, dir, config string) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, rsyslogd, "-n", "-f", config, "-i", filepath.Join(dir, "pid"))
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = patience
	log := &output{}
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
	return stop
}

// until waits for something that nobody tells of.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	late := time.After(patience)
	for !done() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("no %s after %v", what, patience)
		}
	}
}

// rowsRead is how many rows the server has read, by its metrics.
func rowsRead(t *testing.T, addr string) int {
	t.Helper()
	res, err := http.Get("http://" + addr + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for line := range strings.Lines(string(text)) {
		var n int
		if _, value, ok := strings.Cut(line, "} "); ok && strings.HasPrefix(line, "whodid_ingest_rows_total{") {
			if err := json.Unmarshal([]byte(value), &n); err != nil {
				t.Fatal(err)
			}
			total += n
		}
	}
	return total
}
