package blevestore

import (
	"context"
	"errors"
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
	x, err := s.snapshot(&q)
	if err != nil {
		return query.Page{}, err
	}
	defer x.release()
	var page query.Page
	if q.Want&query.WantHistogram != 0 {
		if page.Histogram, err = query.NewHistogram(query.Covered(q.Period, x.first, x.last), q.Interval, q.Zone); err != nil {
			return query.Page{}, err
		}
	}
	buckets := page.Histogram // which fill writes anew
	missing, err := s.readable(x, func() (bad []*dayError, err error) {
		page = query.Page{Histogram: buckets}
		return s.screen(ctx, &q, x, &page)
	})
	page.Missing = missing
	return page, err
}

// readable asks, and asks again without the days that turn out to be unreadable,
// which it gives with those that were known to be.
func (s *Store) readable(x *snapshot, ask func() (bad []*dayError, err error)) (missing []audit.Day, err error) {
	unreadable := make(map[audit.Day]bool)
	for bad := x.missing; ; {
		for _, e := range bad { // what was counted of them must go
			unreadable[e.day] = true
			s.broken(e)
		}
		x.views = slices.DeleteFunc(x.views, func(v *view) bool {
			if unreadable[v.day] {
				v.release()
			}
			return unreadable[v.day]
		})
		if bad, err = ask(); err != nil || len(bad) == 0 {
			return slices.Sorted(maps.Keys(unreadable)), err
		}
	}
}

// screen computes page. bad are days that could not be read after all; page is
// then of no use.
func (s *Store) screen(ctx context.Context, q *query.Search, x *snapshot, page *query.Page) (bad []*dayError, err error) {
	t := newTimeline(q, &page.Histogram)
	sum, hits, bad := s.countAll(ctx, q, x, &t)
	if err := ctx.Err(); err != nil || len(bad) > 0 {
		return bad, err
	}
	sum.fill(page)
	if q.Want&query.WantEvents == 0 || q.Limit == 0 {
		return nil, nil
	}
	rows := &pager{q: q, x: x, t: &t, max: q.Limit + 1}
	page.Events, page.Next, err = rows.page(ctx, hits)
	if e := (*dayError)(nil); errors.As(err, &e) {
		return []*dayError{e}, nil
	}
	return nil, err
}

// countAll counts the hits of all days, on all cores. hits are by view.
func (s *Store) countAll(ctx context.Context, q *query.Search, x *snapshot, t *timeline) (sum *counter, hits []int, bad []*dayError) {
	hits = make([]int, len(x.views))
	workers := make([]*counter, x.workers())
	for w := range workers {
		workers[w] = newCounter(q, x, t, s.tallies)
	}
	bad = x.eachView(ctx, func(w, i int) error {
		for _, source := range x.views[i].sources() {
			n, err := workers[w].count(ctx, source)
			if err != nil {
				return err
			}
			hits[i] += n
		}
		return nil
	})
	for _, w := range workers[1:] {
		workers[0].merge(w)
	}
	return workers[0], hits, bad
}

// workers is how many goroutines eachView works with.
func (x *snapshot) workers() int { return min(runtime.GOMAXPROCS(0), max(len(x.views), 1)) }

// eachView works on every view, on all cores, and gives the days that could not be
// read. Once ctx has ended it leaves views out, and names none.
func (x *snapshot) eachView(ctx context.Context, work func(worker, view int) error) (bad []*dayError) {
	failed := make([]error, len(x.views))
	var next atomic.Int64
	var wg sync.WaitGroup
	run := func(worker int) {
		for ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= len(x.views) {
				return
			}
			_, failed[i] = safely(func() (struct{}, error) { return struct{}{}, work(worker, i) })
		}
	}
	for w := 1; w < x.workers(); w++ {
		wg.Go(func() { run(w) })
	}
	run(0)
	wg.Wait()
	for i, err := range failed {
		if err != nil && ctx.Err() == nil {
			bad = append(bad, &dayError{x.views[i].day, err})
		}
	}
	return bad
}

// page reads the page's events, and gives the next one's cursor where there is
// a next one. hits tell which views have any. A *dayError names the day that can't
// be read.
func (p *pager) page(ctx context.Context, hits []int) ([]audit.Event, *query.Cursor, error) {
	order := make([]int, len(p.x.views))
	for i := range order {
		order[i] = i
		if p.q.Order == query.Newest {
			order[i] = len(order) - 1 - i
		}
	}
	for _, i := range order {
		if p.full() {
			break
		}
		if hits[i] == 0 || p.passed(p.x.views[i]) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		if err := p.safeView(ctx, p.x.views[i]); err != nil {
			return nil, nil, err
		}
	}
	more := p.full()
	rows := p.rows[:min(len(p.rows), p.q.Limit)]
	events := make([]audit.Event, len(rows))
	for i, r := range rows {
		var err error
		if events[i], err = safely(func() (audit.Event, error) {
			return r.source.event(r.i, p.x.cells)
		}); err != nil {
			return nil, nil, &dayError{r.source.view.day, err}
		}
	}
	if !more {
		return events, nil, nil
	}
	return events, &query.Cursor{ID: events[len(events)-1].ID, Order: p.q.Order}, nil
}

// passed tells that all of a day stands before the cursor.
func (p *pager) passed(v *view) bool {
	if p.q.Cursor == nil {
		return false
	}
	at := p.q.Cursor.Time().UnixMilli() - v.startMS
	if p.q.Order == query.Newest {
		return at < 0
	}
	return at >= dayMS
}

func (p *pager) safeView(ctx context.Context, v *view) error {
	_, err := safely(func() (struct{}, error) { return struct{}{}, p.view(ctx, v) })
	if err != nil && ctx.Err() == nil {
		return &dayError{v.day, err}
	}
	return err
}
