package indexer

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
	"whodid/indexer/source"
)

// madeRows gives n rows, each twice in a row, then fails or ends.
type madeRows struct {
	n, at  int
	failed error
}

func (m *madeRows) Next() (source.Row, error) {
	if m.at == m.n {
		return source.Row{}, m.failed
	}
	m.at++
	row := source.Row{Line: m.at, Event: audit.Event{Time: testNow, Task: audit.TaskEditGroup, User: audit.Person{Name: fmt.Sprint("kim", m.at/2)}}}
	return row, nil
}

func (m *madeRows) Summary() source.Summary {
	return source.Summary{Notes: []string{"a note"}, Incomplete: true}
}

// A stream is one batch source, however many commits it takes: the second of two
// equal rows is a second event although a portion ends between them.
func TestStream(t *testing.T) {
	store := &fakeStore{}
	x := start(t, Options{Store: store})
	const rows = 2*maxGroupEvents + 3
	report, err := x.Stream(t.Context(), &madeRows{n: rows, failed: io.EOF})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(audit.Report{Accepted: rows, Notes: []string{"a note"}, Incomplete: true}, report); diff != "" {
		t.Error(diff)
	}
	seen := map[audit.EventID]bool{}
	for _, call := range store.calls {
		if len(call) > maxGroupEvents {
			t.Errorf("%d events were held", len(call))
		}
		for _, e := range call {
			seen[e.ID] = true
		}
	}
	if len(seen) != rows {
		t.Errorf("%d rows have %d ids", rows, len(seen))
	}
}

// slowRows waits in the middle of its rows.
type slowRows struct {
	madeRows
	waits, goOn chan struct{}
}

func (s *slowRows) Next() (source.Row, error) {
	if s.at == s.n/2 {
		close(s.waits)
		<-s.goOn
	}
	return s.madeRows.Next()
}

// A file that comes slowly takes nothing of what others need.
func TestSlowStreamIsInNobodysWay(t *testing.T) {
	x := start(t, Options{Store: &fakeStore{}, MaxWaiting: 10, MaxInFlight: 2 * claimOverhead})
	slow := &slowRows{madeRows{n: 1000, failed: io.EOF}, make(chan struct{}), make(chan struct{})}
	done := make(chan error)
	go func() {
		_, err := x.Stream(t.Context(), slow)
		done <- err
	}()
	<-slow.waits
	if report, err := ingest(x, body("kim", 10)); err != nil || report.Accepted != 10 {
		t.Errorf("%+v, %v", report, err)
	}
	close(slow.goOn)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestStreamThatBreaksOff(t *testing.T) {
	store := &fakeStore{}
	x := start(t, Options{Store: store})
	broken := errors.New("broken")
	report, err := x.Stream(t.Context(), &madeRows{n: maxGroupEvents + 1, failed: broken})
	if !errors.Is(err, broken) || report.Accepted != maxGroupEvents+1 {
		t.Errorf("%d accepted, %v; want all rows that came, and why there is no more", report.Accepted, err)
	}
}
