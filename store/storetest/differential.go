package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/store/memstore"
)

// Differential writes a generated log to a store and to memstore, a commit at a
// time, and between the commits asks both the same generated questions: totals,
// facets, histograms, pages, scans, single events and what came after a seq must
// be equal. It ends after so many comparisons of screens. A failure names the
// seed and the question.
func Differential(t testing.TB, open Open, seed uint64, comparisons int) {
	r := rand.New(rand.NewPCG(seed, 0xd1ff))
	dir := t.TempDir()
	oracle, store := &memstore.Store{}, open(t, dir)
	d := &differ{t: t, r: r, seed: seed, oracle: oracle, store: store}
	reopen := func() {
		if err := d.store.Close(); err != nil {
			t.Fatalf("seed %d: close: %v", seed, err)
		}
		d.store = open(t, dir)
	}
	defer func() {
		if err := d.store.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}()
	for n := 0; d.screens < comparisons; {
		batch := make([]audit.Event, 1+r.IntN(60))
		for i := range batch {
			// Some come a second time.
			batch[i] = generateEvent(rand.New(rand.NewPCG(seed, uint64(n-r.IntN(10)*r.IntN(2)))), n)
			n++
		}
		d.append(batch)
		for range 4 {
			d.compare()
		}
		switch {
		case n > 3000: // small logs find more than large ones; begin again
			for _, day := range d.days() {
				d.drop(day)
			}
			n = 0
		case r.IntN(12) == 0:
			d.drop(pick(r, d.days()))
		case r.IntN(5) == 0:
			if d.seals() && r.IntN(4) == 0 {
				reopen()
			}
		}
	}
}

type differ struct {
	t       testing.TB
	r       *rand.Rand
	seed    uint64
	oracle  *memstore.Store
	store   Store
	screens int
}

// seals lets a store that keeps quiet days in another form, on disk, do so now;
// false where it does not.
func (d *differ) seals() bool {
	s, ok := d.store.(interface {
		Seal(ctx context.Context) error
	})
	if !ok {
		return false
	}
	if err := s.Seal(d.t.Context()); err != nil {
		d.t.Fatalf("seed %d: seal: %v", d.seed, err)
	}
	return true
}

func (d *differ) append(batch []audit.Event) {
	d.t.Helper()
	want, err := d.oracle.Append(d.t.Context(), batch)
	if err != nil {
		d.t.Fatal(err)
	}
	got, err := d.store.Append(d.t.Context(), batch)
	if err != nil {
		d.t.Fatalf("seed %d: append: %v", d.seed, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		d.t.Fatalf("seed %d: outcomes (-oracle +store):\n%s", d.seed, diff)
	}
}

func (d *differ) days() (out []audit.Day) {
	stats, err := d.store.Stats(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	want, err := d.oracle.Stats(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	for i := range stats.Days {
		stats.Days[i].Bytes = 0
		stats.Days[i].State = audit.DayOpen
		out = append(out, stats.Days[i].Day)
	}
	if diff := cmp.Diff(want, stats, cmpopts.EquateEmpty()); diff != "" {
		d.t.Fatalf("seed %d: stats (-oracle +store):\n%s", d.seed, diff)
	}
	return out
}

func (d *differ) drop(day audit.Day) {
	for _, s := range []Store{d.oracle, d.store} {
		if err := s.Drop(d.t.Context(), day); err != nil {
			d.t.Fatalf("seed %d: drop %s: %v", d.seed, day, err)
		}
	}
}

// compare asks one search and follows its pages.
func (d *differ) compare() {
	d.t.Helper()
	s, q := generateSearch(d.r)
	for page := 0; ; page++ {
		d.screens++
		want, wantErr := d.oracle.Search(d.t.Context(), s)
		got, err := d.store.Search(d.t.Context(), s)
		if audit.KindOf(wantErr) != audit.KindOf(err) || (wantErr == nil) != (err == nil) {
			d.t.Fatalf("seed %d: %q: error %v, want %v", d.seed, q, err, wantErr)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			d.t.Fatalf("seed %d: question %q, search %+v, page %d (-oracle +store):\n%s", d.seed, q, s, page, diff)
		}
		if want.Next == nil || page == 3 {
			break
		}
		s.Cursor = want.Next
	}
	s.Cursor = nil
	d.compareScan(s, q)
	d.compareSuggestions(s, q)
	d.compareSingles()
}

func (d *differ) compareScan(s query.Search, q string) {
	d.t.Helper()
	var lists [2][]audit.Event
	for i, st := range []Store{d.oracle, d.store} {
		if _, err := st.Scan(d.t.Context(), s, func(e audit.Event) error {
			lists[i] = append(lists[i], e)
			return nil
		}); err != nil {
			d.t.Fatalf("seed %d: scan %q: %v", d.seed, q, err)
		}
	}
	if diff := cmp.Diff(lists[0], lists[1]); diff != "" {
		d.t.Fatalf("seed %d: scan of %q, %+v (-oracle +store):\n%s", d.seed, q, s, diff)
	}
}

func (d *differ) compareSingles() {
	d.t.Helper()
	after, limit := uint64(d.r.IntN(int(d.oracle.LastSeq())+2)), 1+d.r.IntN(40)
	want, err := d.oracle.After(d.t.Context(), after, limit)
	if err != nil {
		d.t.Fatal(err)
	}
	got, err := d.store.After(d.t.Context(), after, limit)
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
		d.t.Fatalf("seed %d: after %d, limit %d: %v (-oracle +store):\n%s", d.seed, after, limit, err, diff)
	}
	for _, e := range want[:min(len(want), 2)] {
		if got, err := d.store.Event(d.t.Context(), e.ID); err != nil || !cmp.Equal(got, e) {
			d.t.Fatalf("seed %d: event %s is %+v, %v; want %+v", d.seed, e.ID, got, err, e)
		}
	}
	if _, err := d.store.Event(d.t.Context(), NewID(firstDay, "nobody")); audit.KindOf(err) != audit.NotFound {
		d.t.Fatalf("seed %d: an event that is not there: %v", d.seed, err)
	}
}

// pagingWhileWriting follows cursors while events arrive: what was there when
// the first page was asked comes exactly once, in order.
func pagingWhileWriting(t *testing.T, open Open) {
	store := open(t, t.TempDir())
	defer func() {
		if err := store.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}()
	add := func(n int) error {
		batch := make([]audit.Event, 20)
		for i := range batch {
			batch[i] = generateEvent(rand.New(rand.NewPCG(7, uint64(20*n+i))), 20*n+i)
		}
		_, err := store.Append(context.Background(), batch)
		return err
	}
	for n := range 20 {
		if err := add(n); err != nil {
			t.Fatal(err)
		}
	}
	first := store.LastSeq()
	stop, failed := make(chan struct{}), make(chan error, 1)
	var writer sync.WaitGroup
	writer.Go(func() {
		for n := 20; n < 120; n++ { // bounded: a store may write faster than it searches
			select {
			case <-stop:
				return
			default:
			}
			if err := add(n); err != nil {
				failed <- err
				return
			}
		}
	})
	for _, order := range []query.Order{query.Newest, query.Oldest} {
		if err := follow(store, order, first); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	writer.Wait()
	select {
	case err := <-failed:
		t.Fatal(err)
	default:
	}
}

func follow(store Store, order query.Order, first uint64) error {
	s := query.Search{Limit: 7, Want: query.WantEvents, Order: order}
	seen := map[audit.EventID]bool{}
	var last audit.EventID
	old := uint64(0)
	for {
		page, err := store.Search(context.Background(), s)
		if err != nil {
			return err
		}
		for _, e := range page.Events {
			if seen[e.ID] {
				return fmt.Errorf("event %s came twice", e.ID)
			}
			if last != "" && (order == query.Newest) != (e.ID < last) {
				return fmt.Errorf("event %s came after %s", e.ID, last)
			}
			seen[e.ID], last = true, e.ID
			if e.Seq <= first {
				old++
			}
		}
		if page.Next == nil {
			break
		}
		s.Cursor = page.Next
	}
	if old != first {
		return fmt.Errorf("%d of %d events came", old, first)
	}
	return nil
}

// cancelled holds that a search ends with its request.
func cancelled(t *testing.T, open Open) {
	store := open(t, t.TempDir())
	defer func() {
		if err := store.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}()
	batch := make([]audit.Event, 200)
	for i := range batch {
		batch[i] = generateEvent(rand.New(rand.NewPCG(3, uint64(i))), i)
	}
	if _, err := store.Append(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := store.Search(ctx, query.Search{Want: query.WantAll}); !errors.Is(err, context.Canceled) {
		t.Errorf("search: %v, want context.Canceled", err)
	}
	if _, err := store.Scan(ctx, query.Search{}, func(audit.Event) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("scan: %v, want context.Canceled", err)
	}
	for _, f := range suggested {
		if _, err := store.Suggest(ctx, query.Suggest{Field: f, Limit: 1}); !errors.Is(err, context.Canceled) {
			t.Errorf("suggest %s: %v, want context.Canceled", f, err)
		}
	}
}
