package blevestore_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"whodid/audit"
	"whodid/store/blevestore"
	"whodid/store/storetest"
)

func open(t testing.TB, dir string) storetest.Store {
	t.Helper()
	s, err := blevestore.Open(blevestore.Options{Dir: dir, SealAfter: time.Hour, Note: func(day audit.Day, sentence string) { t.Logf("%s: %s", day, sentence) }})
	if err != nil {
		t.Fatal(err)
	}
	return &piecewise{Store: s}
}

// piecewise seals days in turn as a day that grows and as one that is quiet, so
// that some have several parts.
type piecewise struct {
	*blevestore.Store
	n int
}

// Seal seals every day.
func (s *piecewise) Seal(ctx context.Context) error {
	if s.n++; s.n%3 > 0 {
		return s.Store.SealGrowing()
	}
	return s.Store.Seal(ctx)
}

func TestContract(t *testing.T) { storetest.Run(t, open, true) }

// Many users and targets have the same identity then, and few of them fit: what is
// suggested must be the same.
func TestSuggestionsWithoutRoom(t *testing.T) {
	storetest.Differential(t, func(t testing.TB, dir string) storetest.Store {
		s := open(t, dir)
		s.(*piecewise).Cramp()
		return s
	}, 11, 250)
}

var differential = flag.Duration("differential", 0, "how long generated logs and questions are compared with memstore")

// TestDifferential goes on with seeds of its own as long as -differential says.
func TestDifferential(t *testing.T) {
	if *differential == 0 {
		t.Skip("runs with -differential; make differential does that")
	}
	const comparisons = 1000
	first := uint64(time.Now().UnixNano())
	start, said := time.Now(), time.Now()
	for n := 1; time.Since(start) < *differential; n++ {
		storetest.Differential(t, open, first+uint64(n), comparisons)
		if t.Failed() {
			return
		}
		if time.Since(said) > time.Minute || time.Since(start) >= *differential {
			said = time.Now()
			_, _ = fmt.Fprintf(os.Stderr, "differential: %v, %d screens equal, seeds from %d\n", time.Since(start).Round(time.Second), n*comparisons, first+1)
		}
	}
}
