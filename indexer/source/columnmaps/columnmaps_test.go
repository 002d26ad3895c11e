package columnmaps

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"whodid/audit"
)

func open(t *testing.T, file string) *Maps {
	t.Helper()
	m, err := Open(Options{File: file, Logger: zerolog.Nop(), Now: func() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var badges = audit.ColumnMap{
	Name: "Badges", Header: []string{"When", "Who", "What"}, Columns: map[string]string{"When": "time", "Who": "user", "What": "task"},
	TZ: "Asia/Seoul", By: "kim",
}

func TestMaps(t *testing.T) {
	file := filepath.Join(t.TempDir(), "column-maps.json")
	m := open(t, file)
	if err := m.Save(badges); err != nil {
		t.Fatal(err)
	}
	m = open(t, file) // kept over a restart
	want := badges
	want.Updated = "2026-11-23T10:00:00.000Z"
	got, ok := m.For([]string{"What", " When", "Who", ""}) // the same names
	if diff := cmp.Diff(want, got); !ok || diff != "" {
		t.Error(ok, diff)
	}
	for _, other := range [][]string{{"When", "Who"}, {"When", "Who", "What", "Why"}, {"when", "Who", "What"}} {
		if got, ok := m.For(other); ok {
			t.Errorf("%q is read as %s", other, got.Name)
		}
	}

	// Another name for the same header is the same map; the same name for another header is taken.
	again := badges
	again.Name = "Doors"
	if err := m.Save(again); err != nil || len(m.List()) != 1 {
		t.Errorf("%d maps, %v", len(m.List()), err)
	}
	again.Header = []string{"A", "B"}
	if err := m.Save(again); audit.KindOf(err) != audit.Conflict {
		t.Errorf("a name that is taken: %v", err)
	}
	if err := m.Check("Doors", again.Header); audit.KindOf(err) != audit.Conflict {
		t.Errorf("a name that is taken, checked: %v", err)
	}

	if err := m.Delete("Badges"); audit.KindOf(err) != audit.NotFound {
		t.Errorf("deleted what is not there: %v", err)
	}
	if err := m.Delete("Doors"); err != nil || len(open(t, file).List()) != 0 {
		t.Errorf("%v, still %v", err, open(t, file).List())
	}
}

func TestMapsRefuse(t *testing.T) {
	m := open(t, filepath.Join(t.TempDir(), "column-maps.json"))
	for _, name := range []string{"", " ", "..", "a/b", "a\nb", "\xff", " padded", strings.Repeat("가", MaxNameRunes+1)} {
		c := badges
		c.Name = name
		if err := m.Save(c); audit.KindOf(err) != audit.Invalid {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, header := range [][]string{slices.Repeat([]string{"x"}, audit.MaxMapColumns+1), {"When", strings.Repeat("x", audit.MaxFieldBytes+1)}} {
		c := badges
		c.Header = header
		if err := m.Save(c); audit.KindOf(err) != audit.Invalid || m.Check(c.Name, header) == nil {
			t.Errorf("a header of %d names: %v", len(header), err)
		}
	}
	for i := range MaxMaps {
		if err := m.Save(audit.ColumnMap{Name: fmt.Sprint(i), Header: []string{fmt.Sprint(i), "x"}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Save(badges); audit.KindOf(err) != audit.Conflict {
		t.Errorf("one too many: %v", err)
	}
	if err := m.Save(audit.ColumnMap{Name: "7", Header: []string{"7", "x"}, By: "lee"}); err != nil {
		t.Errorf("one that is there: %v", err)
	}
}

// A disk that is full changes nothing.
func TestMapsThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "gone", "column-maps.json")
	m := open(t, file)
	if err := m.Save(badges); audit.KindOf(err) != audit.Unavailable || len(m.List()) != 0 {
		t.Errorf("%v, %d maps", err, len(m.List()))
	}
}

func TestMapsFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "column-maps.json")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, later := range []string{`{"version":2,"maps":[]}`, `{"version":2,"maps":{}}`} { // also of another form
		write(later)
		if _, err := Open(Options{File: file}); err == nil || !strings.Contains(err.Error(), "later whodid") {
			t.Errorf("a later version: %v", err)
		}
	}
	for n, text := range []string{`{"version":1,"ma`, `{`} { // the second takes nothing of the first away
		write(text)
		if m := open(t, file); len(m.List()) != 0 {
			t.Errorf("maps of half a file: %v", m.List())
		}
		if n > 0 {
			text = `{"version":1,"ma`
		}
		if aside, err := os.ReadFile(file + ".damaged-1"); err != nil || string(aside) != text {
			t.Errorf("%q, %v", aside, err)
		}
	}
}
