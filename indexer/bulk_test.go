package indexer

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

func bulkOf(x *Indexer, body string) ([]audit.Item, error) {
	return x.Bulk(context.Background(), time.UTC, strings.NewReader(body))
}

// document is an action and its document, a second apart from its neighbours.
func document(op, id string, second int) string {
	return fmt.Sprintf(`{"%s":{"_id":"%s"}}`+"\n"+`{"@timestamp":"2026-11-22T10:00:%02dZ","user":{"name":"kim"}}`+"\n", op, id, second)
}

func TestBulkSaysWhatBecameOfEach(t *testing.T) {
	damaged := errors.New("the day's disk is gone")
	f := &fakeStore{append: func(events []audit.Event) ([]audit.Outcome, error) {
		return []audit.Outcome{{Seq: 1}, {Duplicate: true}, {Err: damaged}}, nil
	}}
	counted := map[string]int{}
	x := start(t, Options{Store: f, Observer: Observer{Rows: func(result string, n int) { counted[result] += n }}})
	items, err := bulkOf(x, document("index", "a", 1)+document("delete", "x", 0)[:len(`{"delete":{"_id":"x"}}`)+1]+
		document("create", "b", 2)+"{\"index\":{}}\n{\"@timestamp\":\"2020-01-01T00:00:00Z\",\"user\":\"kim\"}\n"+"{\"index\":{}}\nnot json\n"+document("create", "c", 3))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, item := range items {
		line := fmt.Sprintf("%s %s %v %v", item.Op, item.ID, item.EventID != "", item.Duplicate)
		if item.Err != nil {
			line += fmt.Sprintf(" %d %s", item.Err.Line, item.Err.Code)
		}
		got = append(got, line)
	}
	want := []string{
		"index a true false", "delete x false false 2 invalid_action", "create b true true",
		"index  false false 4 time_too_old", "index  false false 5 invalid_json", "create c false false 6 day_unavailable",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{"accepted": 1, "duplicate": 1, "invalid_action": 1, "time_too_old": 1, "invalid_json": 1, "day_unavailable": 1}, counted); diff != "" {
		t.Errorf("counted (-want +got):\n%s", diff)
	}
}

// An _id means what an id means in NDJSON: the event that came one way is known
// when it comes the other.
func TestBulkGivesTheIDsThatIngestGives(t *testing.T) {
	f := &fakeStore{}
	x := start(t, Options{Store: f})
	if _, err := ingest(x, `{"id":"a","time":"2026-11-22T10:00:01Z","user":"kim"}`+"\n"+`{"time":"2026-11-22T10:00:02Z","user":"lee"}`); err != nil {
		t.Fatal(err)
	}
	items, err := bulkOf(x, document("index", "a", 1)+"{\"create\":{}}\n{\"@timestamp\":\"2026-11-22T10:00:02Z\",\"user\":{\"name\":\"lee\"}}\n")
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range f.calls[0] {
		if items[i].EventID != e.ID {
			t.Errorf("item %d: %s, want %s", i+1, items[i].EventID, e.ID)
		}
	}
}

// What is more than one commit takes keeps the order of its answers; of a body that
// can't be read nothing is stored, wherever it breaks.
func TestBulkOfManyPortions(t *testing.T) {
	f := &fakeStore{}
	x := start(t, Options{Store: f})
	var b strings.Builder
	const n = maxGroupEvents + 10
	for i := range n {
		b.WriteString(document("index", fmt.Sprint(i), i%60))
	}
	items, err := bulkOf(x, b.String())
	if err != nil || len(items) != n || len(f.calls) != 2 {
		t.Fatalf("%d items in %d commits, %v", len(items), len(f.calls), err)
	}
	at := 0
	for _, call := range f.calls {
		for _, e := range call {
			if items[at].EventID != e.ID || items[at].ID != fmt.Sprint(at) {
				t.Fatalf("item %d is %+v, stored as %s", at, items[at], e.ID)
			}
			at++
		}
	}
	f.calls = nil
	if _, err := bulkOf(x, b.String()+"no action\n"); audit.KindOf(err) != audit.Invalid || len(f.calls) != 0 {
		t.Errorf("%v after %d commits", err, len(f.calls))
	}
}
