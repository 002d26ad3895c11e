package blevestore

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/store/storetest"
)

const (
	oldDay audit.Day = "2026-11-20"
	newDay audit.Day = "2026-11-21"
)

// notes collects what a store says while it opens.
type notes struct {
	mu   sync.Mutex
	list []string
}

func (n *notes) add(day audit.Day, sentence string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.list = append(n.list, fmt.Sprintf("%s: %s", day, sentence))
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return strings.Join(n.list, "\n")
}

// mustOpen opens a store that seals nothing by itself.
func mustOpen(t testing.TB, dir string) (*Store, *notes) {
	t.Helper()
	n := &notes{}
	s, err := Open(Options{Dir: dir, Note: n.add, SealAfter: 1000 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, n
}

func mustClose(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func mustSeal(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// dayEvents makes n events of a day, numbered from first on.
func dayEvents(day audit.Day, first, n int) []audit.Event {
	out := make([]audit.Event, n)
	for i := range out {
		at := day.Start().Add(time.Duration(first+i) * time.Second)
		out[i] = audit.Event{
			ID: storetest.NewID(at, fmt.Sprint(day, first+i)), Time: at,
			User: audit.Person{Name: "Kim Minjun", Email: fmt.Sprintf("minjun.kim%d@acme.example", first+i)}, Task: audit.TaskEditGroup,
			Target: audit.Target{Name: fmt.Sprintf("Seoul Sales %d", first+i)}, Status: audit.Success, ServiceType: audit.PCWeb,
		}
	}
	return out
}

func mustAppend(t testing.TB, s *Store, events []audit.Event) {
	t.Helper()
	outcomes, err := s.Append(t.Context(), events)
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range outcomes {
		if o.Err != nil || o.Seq == 0 {
			t.Fatalf("event %d: %+v", i, o)
		}
	}
}

func count(t testing.TB, s *Store, q string) query.Page {
	t.Helper()
	parsed, err := query.Parse(q, query.Options{})
	if err != nil {
		t.Fatal(err)
	}
	page, err := s.Search(t.Context(), query.Search{Tree: parsed.Tree, Want: query.WantAll, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// filled gives a closed store of 600 events on each of two days: in two writes to
// the log, or sealed.
func filled(t testing.TB, sealed bool) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s, _ := mustOpen(t, dir)
	mustAppend(t, s, append(dayEvents(oldDay, 0, 300), dayEvents(newDay, 0, 300)...))
	mustAppend(t, s, append(dayEvents(oldDay, 300, 300), dayEvents(newDay, 300, 300)...))
	if sealed {
		mustSeal(t, s)
	}
	mustClose(t, s)
	return dir
}

func file(dir string, day audit.Day, name ...string) string {
	return filepath.Join(append([]string{dir, "days", string(day)}, name...)...)
}

// theOne is a day's only file of a kind: part, words or log.
func theOne(t testing.TB, dir string, day audit.Day, kind string) string {
	t.Helper()
	list, err := filepath.Glob(file(dir, day, "*."+kind))
	if err != nil || len(list) != 1 {
		t.Fatalf("files of kind %s: %v, %v", kind, list, err)
	}
	return list[0]
}

func change(t testing.TB, path string, f func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, f(data), 0o600); err != nil {
		t.Fatal(err)
	}
}
