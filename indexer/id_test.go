package indexer

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"whodid/audit"
	"whodid/indexer/source"
)

func sample() audit.Event {
	return audit.Event{
		Time:        time.Date(2026, 11, 22, 9, 12, 33, 123e6, time.UTC),
		User:        audit.Person{ID: "m000123", Name: "김민준", Email: "minjun.kim@acme.example"},
		Task:        audit.TaskEditGroup,
		Target:      audit.Target{Type: "group", Name: "Seoul Sales 12", Email: "seoul-sales-12@acme.example"},
		Status:      audit.Success,
		ServiceType: audit.PCWeb,
	}
}

// These values stand in stores and exports of released versions: a change here
// makes the same file, sent again, a second set of events.
func TestNumberGolden(t *testing.T) {
	leapDay := sample()
	leapDay.Time = time.Date(2028, 2, 29, 23, 59, 59, 999e6, time.UTC)
	bare := audit.Event{Time: time.Unix(0, 0).UTC(), User: audit.Person{Name: "Kim"}}
	tests := []struct {
		name string
		rows []source.Row
		want []audit.EventID
	}{
		{"content and ordinal", []source.Row{{Event: sample()}, {Event: sample()}, {Event: sample()}},
			[]audit.EventID{"01M818EN33A6PYEVCH5WDBSNAF", "01M818EN337AGT10SK0B8ZE9T1", "01M818EN331PMS9KJX34YD4E6A"}},
		{"29 February", []source.Row{{Event: leapDay}}, []audit.EventID{"01NDDKN3ZZB2859QG9TMV2SMGD"}},
		{"first instant, name only", []source.Row{{Event: bare}}, []audit.EventID{"0000000000S6FGD8NFJAW4Z2AD"}},
		{"sent ids", []source.Row{{ID: "a", Event: sample()}, {ID: "민준-1", Event: sample()}}, []audit.EventID{"01M818EN33SABR24PA3EYWNYP2", "01M818EN33Y5RG9BD41762GQC2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var n Numberer
			for i, row := range tt.rows {
				if got := n.Number(row); got != tt.want[i] {
					t.Errorf("row %d: %s, want %s", i, got, tt.want[i])
				}
			}
		})
	}
}

func TestNumberAgainIsTheSame(t *testing.T) {
	rows := []source.Row{{Event: sample()}, {Event: sample()}, {ID: "x", Event: sample()}}
	var once, again Numberer
	for i, row := range rows {
		row.Line = i + 1
		a := once.Number(row)
		row.Line = i + 700 // where a row stands makes no difference
		if b := again.Number(row); a != b {
			t.Errorf("row %d: %s, then %s", i, a, b)
		}
	}
}

func TestNumberTellsRowsApart(t *testing.T) {
	rows := []source.Row{{Event: sample()}, {Event: sample()}, {ID: "x", Event: sample()}, {ID: "y", Event: sample()}}
	for _, change := range []func(*audit.Event){
		func(e *audit.Event) { e.Time = e.Time.Add(time.Millisecond) },
		func(e *audit.Event) { e.User.ID = "" },
		func(e *audit.Event) { e.User.Name = "김민" },
		func(e *audit.Event) { e.User.Name, e.User.Email = e.User.Name+"m", e.User.Email[1:] }, // same bytes, cut elsewhere
		func(e *audit.Event) { e.User.Email = "" },
		func(e *audit.Event) { e.Task = "" },
		func(e *audit.Event) { e.Target.Type = "team" },
		func(e *audit.Event) { e.Target.Name = "" },
		func(e *audit.Event) { e.Target.Email = "" },
		func(e *audit.Event) { e.Status = audit.Failure },
		func(e *audit.Event) { e.ServiceType = audit.SCIM },
	} {
		e := sample()
		change(&e)
		rows = append(rows, source.Row{Event: e})
	}
	var n Numberer
	seen := make(map[audit.EventID]int)
	for i, row := range rows {
		id := n.Number(row)
		if other, ok := seen[id]; ok {
			t.Errorf("rows %d and %d both have %s", other, i, id)
		}
		seen[id] = i
		parsed, err := ulid.ParseStrict(string(id))
		if err != nil || parsed.Time() != uint64(row.Event.Time.UnixMilli()) {
			t.Errorf("row %d: %s is no ULID of the event's time: %v", i, id, err)
		}
	}
}

// An importer sends a file in several requests. The rows that it numbers itself
// must have the same ids wherever it cuts.
func TestNumberKeepsOrdinalsAcrossRequests(t *testing.T) {
	const rows = 7
	var whole, cut Numberer
	for i := range rows {
		row := source.Row{Line: i + 1, Event: sample()}
		want := whole.Number(row)
		sent := source.Row{Line: 1, ID: string(cut.Number(row)), Event: sample()}
		var request Numberer // the server's, new for each request
		if got := request.Number(sent); got != want {
			t.Errorf("row %d: %s, want %s", i, got, want)
		}
	}
}

func TestNumberSentULID(t *testing.T) {
	id := ulid.MustNew(uint64(sample().Time.UnixMilli()), strings.NewReader("0123456789")).String()
	other := ulid.MustNew(uint64(sample().Time.UnixMilli())+1, strings.NewReader("0123456789")).String()
	tests := []struct {
		name, sent string
		kept       bool
	}{
		{"of the event's time", id, true},
		{"lower case", strings.ToLower(id), true},
		{"of another millisecond", other, false},
		{"with a letter that no ULID has", id[:25] + "U", false},
		{"too long", id + "0", false},
		{"out of range", "8" + id[1:], false},
		{"with a space", " " + id, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var n Numberer
			got := n.Number(source.Row{ID: tt.sent, Event: sample()})
			if kept := string(got) == id; kept != tt.kept {
				t.Errorf("%s became %s, kept is %t", tt.sent, got, kept)
			}
			if parsed, err := ulid.ParseStrict(string(got)); err != nil || parsed.Time() != uint64(sample().Time.UnixMilli()) {
				t.Errorf("%s is no ULID of the event's time", got)
			}
		})
	}
}

func BenchmarkNumber(b *testing.B) {
	for _, sent := range []string{"", "row-17"} {
		b.Run(fmt.Sprintf("sent=%t", sent != ""), func(b *testing.B) {
			var n Numberer
			row := source.Row{ID: sent, Event: sample()}
			b.ReportAllocs()
			for b.Loop() {
				row.Event.Time = row.Event.Time.Add(time.Millisecond)
				n.Number(row)
			}
		})
	}
}
