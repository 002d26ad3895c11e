package source

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

func TestBulkItems(t *testing.T) {
	body := "\ufeff" + strings.Join([]string{
		`{"index":{}}`, `{"a":1}`,
		``,
		` { "create" : {"_index":"logs","_id":"42","_type":"_doc","pipeline":"p"} }` + "\r", `{"index":{"_id":"no action"}}`,
		`{"delete":{"_id":7}}`,
		`{"update":{"_id":"u","_index":null}}`, `{"doc":{}}`,
		`{"index":{"_id":null}}`, ``,
		`{"index":{"_id":"\u0041\"김"}}`, `not json`,
	}, "\n")
	want := []audit.Item{
		{Op: audit.OpIndex}, {Op: audit.OpCreate, Index: "logs", ID: "42"}, {Op: audit.OpDelete, ID: "7"},
		{Op: audit.OpUpdate, ID: "u"}, {Op: audit.OpIndex}, {Op: audit.OpIndex, ID: `A"김`},
	}
	for _, end := range []string{"", "\n", "\r\n\n \n"} {
		items, err := BulkItems(iotest.OneByteReader(strings.NewReader(body + end)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, items); diff != "" {
			t.Errorf("items (-want +got):\n%s", diff)
		}
		got := show(NewBulk(strings.NewReader(body+end), items, Options{}))
		for i, says := range []string{`1: rejected invalid_time`, `2: rejected invalid_time`, `3: rejected invalid_action, , "delete"`, `4: rejected invalid_action, , "update"`, `5: rejected invalid_json`, `6: rejected invalid_json, , "not json"`} {
			if lines := strings.Split(got, "\n"); !strings.HasPrefix(lines[i], says) {
				t.Errorf("%q, want %q", lines[i], says)
			}
		}
	}
}

// A line that should be an action and is none: nobody knows what follows.
func TestBulkItemsMalformed(t *testing.T) {
	const good = `{"index":{}}` + "\n" + `{}` + "\n"
	for _, tt := range []struct{ name, body, says string }{
		{"no JSON", good + "hello\n{}\n", `Line 3 must be an action such as {"index":{}} or {"create":{"_id":"…"}}, followed by its document on a line of its own; it is "hello".`},
		{"an unknown action", `{"upsert":{}}` + "\n{}\n", "Line 1 must be"},
		{"two actions", `{"index":{},"create":{}}` + "\n{}\n", "Line 1 must be"},
		{"none", "{}\n{}\n", "Line 1 must be"},
		{"an action without an object", `{"index":null}` + "\n{}\n", "Line 1 must be"},
		{"an id that is an object", `{"index":{"_id":{}}}` + "\n{}\n", "Line 1 must be"},
		{"an id with half a character", `{"index":{"_id":"\ud800"}}` + "\n{}\n", "Line 1 must be"},
		{"no UTF-8", "{\"index\":{\"_id\":\"\xff\"}}\n{}\n", "Line 1 must be"},
		{"documents without actions", `{"time":1,"user":"kim"}` + "\n", "Line 1 must be"},
		{"an endless line", "\n" + strings.Repeat("x", MaxRowBytes+1), "Line 2 must be"},
		{"no document", good + `{"create":{}}` + "\n", "The action in line 3 has no document behind it"},
		{"empty", " \n\n", "The body is empty"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := BulkItems(strings.NewReader(tt.body))
			var known *audit.Error
			if !errors.As(err, &known) || known.Kind != audit.Invalid || !strings.Contains(known.Message, tt.says) {
				t.Errorf("%v, want %s", err, tt.says)
			}
		})
	}
	if _, err := BulkItems(strings.NewReader(strings.Repeat(`{"delete":{}}`+"\n", MaxBulkItems))); err != nil {
		t.Error(err)
	}
	if _, err := BulkItems(strings.NewReader(strings.Repeat(`{"delete":{}}`+"\n", MaxBulkItems+1))); audit.KindOf(err) != audit.TooLarge {
		t.Errorf("one too many: %v", err)
	}
	if _, err := BulkItems(io.MultiReader(strings.NewReader(good), iotest.ErrReader(io.ErrUnexpectedEOF))); audit.KindOf(err) != audit.Invalid {
		t.Errorf("broken off: %v", err)
	}
}

// Whatever the body is, the reader has a row for each item, in their order, and
// nothing panics.
func FuzzBulk(f *testing.F) {
	f.Add(`{"index":{"_id":"1"}}` + "\n" + `{"@timestamp":1795338753,"user":{"name":"kim","target":{"id":7}},"event.action":"edit-group"}` + "\n" + `{"delete":{}}` + "\n")
	f.Add("\n" + `{"create":{}}` + "\r\n" + `{"user":{"target":{"name":{}}},"naverworks":{"target":"a (b@c)"},"group":{"name":"\ud83d\ude00"}}`)
	f.Fuzz(func(t *testing.T, body string) {
		items, err := BulkItems(strings.NewReader(body))
		if err != nil {
			if audit.KindOf(err) != audit.Invalid {
				t.Fatal(err)
			}
			return
		}
		r := NewBulk(strings.NewReader(body), items, Options{})
		for i := range items {
			row, err := r.Next()
			if err != nil || row.Line != i+1 || row.Err != nil && row.Err.Line != i+1 {
				t.Fatalf("item %d of %d: %+v, %v", i+1, len(items), row, err)
			}
			if items[i].ID != "" && row.Err == nil && row.ID != items[i].ID {
				t.Fatalf("id %q, want %q", row.ID, items[i].ID)
			}
		}
		if _, err := r.Next(); !errors.Is(err, io.EOF) {
			t.Fatalf("after the last: %v", err)
		}
	})
}
