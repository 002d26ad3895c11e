package blevestore

import (
	"context"
	"errors"
	"fmt"
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
	for {
		again, err := s.screen(ctx, q, tree, days, &page)
		if err != nil || !again {
			return page, err
		}
		clearCounts(&page)
	}
}

// overlapping tells which days a period touches.
func overlapping(p query.Period) func(audit.Day) bool {
	return func(d audit.Day) bool {
		return (p.From.IsZero() || d.End().After(p.From)) && (p.To.IsZero() || d.Start().Before(p.To))
	}
}

func clearCounts(page *query.Page) {
	for i := range page.Histogram.Buckets {
		page.Histogram.Buckets[i].Count, page.Histogram.Buckets[i].Failures = 0, 0
	}
	*page = query.Page{Histogram: page.Histogram}
}

// screen computes page from days. again is set where a day turned out to be
// damaged on the way: it is marked as such by then, and what was counted of it must go.
func (s *Store) screen(ctx context.Context, q query.Search, tree node, days []*day, page *query.Page) (again bool, err error) {
	var failed atomic.Bool
	workers := make([]*counter, min(runtime.GOMAXPROCS(0), max(len(days), 1)))
	views := make([]*view, len(days))
	missing := make([]bool, len(days))
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
				v, err := days[i].view()
				if err != nil {
					missing[i] = true
					continue
				}
				views[i] = v
				if err := workers[w].day(ctx, v); err != nil && ctx.Err() == nil {
					s.damaged(days[i], err)
					failed.Store(true)
				}
			}
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if failed.Load() {
		return true, nil
	}
	sum := workers[0]
	for _, w := range workers[1:] {
		sum.merge(w)
	}
	sum.fill(page, s.cells.list())
	for i, m := range missing {
		if m {
			page.Missing = append(page.Missing, days[i].day)
		}
	}
	slices.Sort(page.Missing)
	var bad *damageError
	if page.Events, page.Next, err = sum.rows.page(ctx); errors.As(err, &bad) {
		for _, d := range days {
			if d.day == bad.day {
				s.damaged(d, bad.err)
			}
		}
		return true, nil
	}
	return false, err
}

// damageError is a day that could not be read after all.
type damageError struct {
	day audit.Day
	err error
}

func (e *damageError) Error() string { return fmt.Sprintf("day %s: %v", e.day, e.err) }

func (s *Store) damaged(d *day, err error) {
	d.fail(err)
	s.note(d.day, fmt.Sprintf("can't be read: %v", err))
}
