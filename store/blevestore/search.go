package blevestore

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"whodid/audit"
	"whodid/audit/query"
)

// Search returns one page; see query.Search and query.Page. Days that can't be
// read are named in Page.Missing. Errors: *audit.Error of kind Invalid for a
// histogram of too many buckets, Unavailable after Close; ctx.Err().
func (s *Store) Search(ctx context.Context, q query.Search) (query.Page, error) {
	var page query.Page
	if q.Want&query.WantHistogram != 0 {
		first, last := s.span()
		var err error
		if page.Histogram, err = query.NewHistogram(query.Covered(q.Period, first, last), q.Interval, q.Zone); err != nil {
			return query.Page{}, err
		}
	}
	tree := planFilters(q, s.cells.list())
	days, release, err := s.acquire(overlapping(q.Period))
	if err != nil {
		return query.Page{}, err
	}
	defer release()
	if q.Order == query.Newest { // the page fills from the newest day
		slices.Reverse(days)
	}
	for unreadable := make(map[audit.Day]bool); ; {
		bad, err := s.screen(ctx, q, tree, days, unreadable, &page)
		if err != nil || len(bad) == 0 {
			return page, err
		}
		for _, e := range bad { // what was counted of them must go: count again without them
			unreadable[e.day] = true
			s.broken(days, e)
		}
		page = query.Page{Histogram: page.Histogram} // whose buckets fill writes anew
	}
}

// overlapping tells which days a period touches.
func overlapping(p query.Period) func(audit.Day) bool {
	return func(d audit.Day) bool {
		return (p.From.IsZero() || d.End().After(p.From)) && (p.To.IsZero() || d.Start().Before(p.To))
	}
}

// screen computes page from days, those that are unreadable left out and named.
// bad are days that could not be read after all; page is then of no use.
func (s *Store) screen(ctx context.Context, q query.Search, tree node, days []*day, unreadable map[audit.Day]bool, page *query.Page) (bad []*dayError, err error) {
	workers := make([]*counter, min(runtime.GOMAXPROCS(0), max(len(days), 1)))
	views := make([]*view, len(days))
	failed := make([]error, len(days))
	defer func() {
		for _, v := range views {
			if v != nil {
				v.release()
			}
		}
	}()
	var next atomic.Int64
	var wg sync.WaitGroup
	for w := range workers {
		workers[w] = newCounter(q, tree, page.Histogram)
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(days) {
					return
				}
				if unreadable[days[i].day] {
					continue
				}
				if views[i], failed[i] = days[i].view(); failed[i] == nil {
					failed[i] = workers[w].day(ctx, views[i])
				}
			}
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i, err := range failed {
		if err != nil {
			bad = append(bad, &dayError{days[i].day, err})
		}
	}
	if len(bad) > 0 {
		return bad, nil
	}
	sum := workers[0]
	for _, w := range workers[1:] {
		sum.merge(w)
	}
	sum.fill(page, s.cells.list())
	page.Missing = slices.Sorted(maps.Keys(unreadable))
	var e *dayError
	if page.Events, page.Next, err = sum.rows.page(ctx); errors.As(err, &e) {
		return []*dayError{e}, nil
	}
	return nil, err
}

// dayError is why a day could not be read.
type dayError struct {
	day audit.Day
	err error
}

func (e *dayError) Error() string { return fmt.Sprintf("day %s: %v", e.day, e.err) }
func (e *dayError) Unwrap() error { return e.err }

// broken says that a day could not be read. Only a checksum that does not fit
// makes it damaged for good: anything else may be gone with the next search.
func (s *Store) broken(days []*day, e *dayError) {
	for _, d := range days {
		if d.day != e.day {
			continue
		}
		if d.damage() != nil { // it was named when that was found out
			return
		}
		if errors.Is(e.err, errTorn) {
			d.fail(e.err)
		}
		s.note(d.day, fmt.Sprintf("can't be read: %v", e.err))
	}
}
