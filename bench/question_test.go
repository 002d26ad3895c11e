package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/store/memstore"
)

func TestQuestionSaysTheSameInEachForm(t *testing.T) {
	from := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	q := question{
		Text: "task:view_group -status:success", Task: []audit.Task{audit.TaskViewGroup}, User: []string{"김민준"},
		From: from, To: from.AddDate(0, 0, 7), Zone: "Asia/Kolkata", Cursor: "n01KAJ3T5Q1W8Z0R7M2C9X4V6BN", Oldest: true, Interval: "1h",
	}
	want := "cursor=n01KAJ3T5Q1W8Z0R7M2C9X4V6BN&from=2026-11-16T00%3A00%3A00.000Z&interval=1h&q=task%3Aview_group+-status%3Asuccess&sort=time" +
		"&task=view_group&to=2026-11-23T00%3A00%3A00.000Z&tz=Asia%2FKolkata&user=%EA%B9%80%EB%AF%BC%EC%A4%80"
	if diff := cmp.Diff(want, q.params().Encode()); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
	s, err := q.search()
	if err != nil {
		t.Fatal(err)
	}
	if s.Period != (query.Period{From: from, To: from.AddDate(0, 0, 7)}) || s.Order != query.Oldest || s.Interval != "1h" || s.Cursor == nil || s.Zone.String() != "Asia/Kolkata" || s.Limit != 50 {
		t.Errorf("search %+v", s)
	}
	text, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	var back question
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(q, back); diff != "" {
		t.Errorf("through JSON (-was +is):\n%s", diff)
	}
}

func TestCompareNamesThePart(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	oracle := &memstore.Store{}
	e := single("one", 1, at)
	e.ID = "01KAJ3T5Q1W8Z0R7M2C9X4V6BN"
	if _, err := oracle.Append(t.Context(), []audit.Event{e}); err != nil {
		t.Fatal(err)
	}
	e.Seq = 77 // stored in another order
	right := `{"total":{"value":1,"relation":"exact"},"events":[` + string(e.AppendJSON(nil)) + `],` +
		`"facets":{"task":[{"value":"edit_group","count":1}],"status":[{"value":"success","count":1}],"service_type":[{"value":"api","count":1}]},` +
		`"histogram":{"interval":"1d","buckets":[{"start":"2026-11-22T00:00:00Z","count":1,"failures":0}]}}`
	for _, row := range []struct{ name, was, is, want string }{
		{"all equal", "", "", ""},
		{"total", `"value":1`, `"value":2`, "total 2 (exact), want 1"},
		{"relation", "exact", "at_least", "total 1 (at_least), want 1"},
		{"facet", `"edit_group","count":1`, `"edit_group","count":2`, "facets"},
		{"bucket", `"failures":0`, `"failures":1`, "histogram"},
		{"row", "one 0000001", "one 0000002", "events"},
	} {
		var a answer
		if err := json.Unmarshal([]byte(strings.Replace(right, row.was, row.is, 1)), &a); err != nil {
			t.Fatal(err)
		}
		got, err := compare(t.Context(), oracle, question{Zone: "UTC", From: at.Add(-9 * time.Hour), To: at.Add(15 * time.Hour), Interval: "1d"}, a)
		if err != nil || got != row.want {
			t.Errorf("%s: %q, %v; want %q", row.name, got, err, row.want)
		}
	}
}

// A busy server costs a second POST; an event that is not taken is an error.
func TestPostEvents(t *testing.T) {
	var asked atomic.Int32
	fake := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		switch asked.Add(1) {
		case 1:
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusTooManyRequests)
		case 2:
			_, _ = w.Write([]byte(`{"accepted":2,"duplicates":0,"rejected":[]}`))
		default:
			_, _ = w.Write([]byte(`{"accepted":1,"duplicates":1,"rejected":[]}`))
		}
	}))
	defer fake.Close()
	s := &server{base: fake.URL, client: fake.Client()}
	if refused, err := postEvents(t.Context(), s, chunk{[]byte("{}\n{}\n"), 2}); err != nil || refused != 1 {
		t.Errorf("refused %d times, %v; want once", refused, err)
	}
	if _, err := postEvents(t.Context(), s, chunk{[]byte("{}\n{}\n"), 2}); err == nil {
		t.Error("a duplicate is taken for accepted")
	}
}

func TestTailNotesEachEventOnce(t *testing.T) {
	posted := make([]atomic.Int64, 3)
	for i := range posted {
		posted[i].Store(1000)
	}
	c := &tailClient{posted: posted, times: make([]time.Duration, 3)}
	for _, text := range []string{`0000000","email":""`, `0000002","email":""`, `0000002","email":""`} {
		c.note([]byte(text), 1500)
	}
	if diff := cmp.Diff([]time.Duration{500, 0, 500}, c.times); diff != "" || c.twice != 1 || c.seen.Load() != 2 || c.err != nil {
		t.Errorf("twice %d, seen %d, %v:\n%s", c.twice, c.seen.Load(), c.err, diff)
	}
	if c.note([]byte(`9","`), 1500); c.err == nil {
		t.Error("an event that nobody posted is no error")
	}
}
