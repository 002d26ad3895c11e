package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
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

// send posts a body.
func send(t *testing.T, url, media, packing string, body io.Reader) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+testToken)
	req.Header.Set("Content-Type", media)
	if packing != "" {
		req.Header.Set("Content-Encoding", packing)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	return res
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

// metricsOf gives what the server counts, to whom has no log-in.
func metricsOf(t *testing.T, addr string) string {
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
	return string(text)
}

// rowsRead is how many rows the server has read, by its metrics.
func rowsRead(t *testing.T, addr string) int {
	t.Helper()
	total := 0
	for line := range strings.Lines(metricsOf(t, addr)) {
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
