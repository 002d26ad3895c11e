package peer

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/cmd/loggen/company"
	"whodid/store/memstore"
)

var (
	seoul = time.FixedZone("", 9*60*60)
	end   = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
)

// corpus is a small company's fortnight, stored in memstore too.
func corpus(t *testing.T, n int) ([]audit.Event, *memstore.Store) {
	t.Helper()
	oracle := &memstore.Store{}
	var events []audit.Event
	for e := range company.New(company.Options{Seed: 1, Members: 300, Plain: true}).Events(end.AddDate(0, 0, -14), end, n) {
		e.ID = audit.EventID(fmt.Sprintf("%026d", len(events)))
		events = append(events, e)
	}
	if _, err := oracle.Append(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	return events, oracle
}

func loaded(t *testing.T, name string, events []audit.Event) Engine {
	t.Helper()
	engine, err := Open(t.Context(), name, t.TempDir()+"/data")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	for part := range 3 { // more batches than one
		if err := engine.Load(t.Context(), events[part*len(events)/3:(part+1)*len(events)/3]); err != nil {
			t.Fatal(err)
		}
	}
	if err := engine.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	return engine
}

func asked(t *testing.T, q string, change func(*query.Search)) query.Search {
	t.Helper()
	parsed, err := query.Parse(q, query.Options{Zone: seoul})
	if err != nil {
		t.Fatal(err)
	}
	s := query.Search{Tree: parsed.Tree, Period: parsed.Period, Limit: 50, Want: query.WantAll, Zone: seoul}
	if change != nil {
		change(&s)
	}
	return s
}

func TestSameMeaning(t *testing.T) {
	events, oracle := corpus(t, 3000)
	engines := map[string]Engine{"sqlite": loaded(t, "sqlite", events), "textbook": loaded(t, "textbook", events)}
	person := events[1000].User.Email
	lastDay := func(s *query.Search) { s.Period = query.Period{From: end.Add(-24 * time.Hour), To: end} }
	for _, row := range []struct {
		name, q string
		change  func(*query.Search)
		differs string // engines whose totals differ, and why
	}{
		{"everything", "", nil, ""},
		{"words of label and name", "edit group kim", nil, ""},
		{"two facets", "", func(s *query.Search) {
			s.Filters = query.Filters{Status: []audit.Status{audit.Failure}, ServiceType: []audit.ServiceType{audit.MobileApp}}
		}, ""},
		{"a word and a facet", "kim", func(s *query.Search) { s.Filters.Task = []audit.Task{audit.TaskViewGroup} }, ""},
		{"two exclusions", "", func(s *query.Search) {
			s.Filters = query.Filters{NotStatus: []audit.Status{audit.Failure}, Task: []audit.Task{audit.TaskViewGroup, audit.TaskEditGroup}, NotTask: []audit.Task{audit.TaskEditGroup}}
		}, ""},
		{"an address", "user:" + person + " or target:" + person, nil, ""},
		{"a beginning", "min*", nil, ""},
		{"a word", "kim", nil, ""},
		{"a Korean name", "김민준", nil, ""},
		{"part of a Korean name", "민준", nil, "sqlite, textbook: inner parts"},
		{"value, not value, period", "task:view_group -status:success", func(s *query.Search) { s.Period.From = end.AddDate(0, 0, -7) }, ""},
		{"a word within an address", "partners", nil, "textbook: its analyzer makes one word of partners.example"},
		{"a day", "", lastDay, ""},
		{"a phrase", `"seoul sales"`, nil, ""},
		{"not a word", "-kim", nil, ""},
		{"words and not words", "group -edit", nil, ""},
		{"brackets", "(tokyo or seoul) status:failure", nil, ""},
		{"a value or a word", "status:failure or scim", nil, ""},
	} {
		s := asked(t, row.q, row.change)
		want, err := oracle.Search(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		for name, engine := range engines {
			got, err := engine.Screen(t.Context(), s)
			if err != nil {
				t.Errorf("%s: %s: %v", row.name, name, err)
				continue
			}
			if strings.Contains(row.differs, name) {
				if got.Total == want.Total {
					t.Errorf("%s: %s counts %d as memstore does; the table says it differs", row.name, name, got.Total)
				}
				continue
			}
			if name == "textbook" { // which has no second count in its ranges
				for i := range want.Histogram.Buckets {
					got.Histogram.Buckets[i].Failures = want.Histogram.Buckets[i].Failures
				}
			}
			if diff := cmp.Diff(Screen{want.Total, len(want.Events), want.Facets, want.Histogram}, got, cmpopts.EquateEmpty(), cmp.Comparer(sameZone)); diff != "" {
				t.Errorf("%s: %s (-memstore +engine):\n%s", row.name, name, diff)
			}
		}
	}
}

func sameZone(a, b *time.Location) bool { return a.String() == b.String() }

func TestPageBehindACursor(t *testing.T) {
	events, _ := corpus(t, 300)
	at := events[100]
	s := asked(t, "", func(s *query.Search) { s.Cursor = &query.Cursor{ID: ulidOf(at.Time)} })
	for _, name := range []string{"sqlite", "textbook"} {
		got, err := loaded(t, name, events).Screen(t.Context(), s)
		if err != nil || got.Total != 300 || got.Rows != 50 {
			t.Errorf("%s: total %d, rows %d, %v; want 300 and 50", name, got.Total, got.Rows, err)
		}
	}
}

// ulidOf is a cursor's id of a time.
func ulidOf(at time.Time) audit.EventID {
	const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	id := []byte("00000000000000000000000000")
	for i, ms := 9, at.UnixMilli(); i >= 0; i, ms = i-1, ms>>5 {
		id[i] = digits[ms&31]
	}
	return audit.EventID(id)
}

func TestUntranslatable(t *testing.T) {
	events, _ := corpus(t, 30)
	engine := loaded(t, "sqlite", events)
	for _, q := range []string{"*jun", "k*m", "id:01KAJ3T5Q1W8Z0R7M2C9X4V6BN"} {
		if _, err := engine.Screen(t.Context(), asked(t, q, nil)); !errors.Is(err, ErrUntranslatable) {
			t.Errorf("%s: %v, want ErrUntranslatable", q, err)
		}
	}
}

func TestDropOldest(t *testing.T) {
	events, oracle := corpus(t, 700)
	for _, name := range []string{"sqlite", "textbook"} {
		engine := loaded(t, name, events)
		if err := engine.DropOldest(t.Context()); err != nil {
			t.Fatal(err)
		}
		s := asked(t, "group", nil)
		s.Period.From = audit.DayOf(events[0].Time).End()
		want, err := oracle.Search(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		s.Period = query.Period{}
		if got, err := engine.Screen(t.Context(), s); err != nil || got.Total != want.Total {
			t.Errorf("%s: %d without the oldest day, %v; want %d", name, got.Total, err, want.Total)
		}
	}
}

func TestExport(t *testing.T) {
	events, _ := corpus(t, 100)
	var out bytes.Buffer
	n, err := loaded(t, "sqlite", events).(Exporter).Export(t.Context(), &out)
	if err != nil || n != len(events) || bytes.Count(out.Bytes(), []byte("\n")) != len(events) {
		t.Errorf("%d rows, %v", n, err)
	}
}
