package blevestore

import (
	"context"
	"slices"

	"whodid/audit"
	"whodid/audit/query"
)

// counter counts the hits of a screen; each worker has its own.
type counter struct {
	q       *query.Search
	x       *snapshot
	t       *timeline
	cache   *tallyCache
	byCell  []int // hits by cell, the selections in facets left out
	buckets []bucketCount
	counts  []uint32 // by cell; zero between two uses
	scratch tally
}

type bucketCount struct{ count, failures int }

func newCounter(q *query.Search, x *snapshot, t *timeline, cache *tallyCache) *counter {
	return &counter{q: q, x: x, t: t, cache: cache, byCell: make([]int, len(x.cells)), buckets: make([]bucketCount, len(t.starts))}
}

// count counts the hits of a source, and gives how many of them every selection
// in facets leaves.
func (c *counter) count(ctx context.Context, s *viewSource) (hits int, err error) {
	if s.part != nil {
		return c.countPart(ctx, s.view, s.part)
	}
	return c.countTail(ctx, s, s.tail)
}

func (c *counter) countPart(ctx context.Context, v *view, p *part) (hits int, err error) {
	if err := p.load(sectionMS); err != nil {
		return 0, err
	}
	s := c.t.cut(p, v.startMS)
	if s.lo() >= s.hi() || len(c.x.plan.groups) == 0 {
		return 0, nil
	}
	list, err := c.ask(ctx, v, p, &s)
	for _, e := range list {
		hits += c.add(p.cells[e.cell], s.first+e.span, int(e.n))
	}
	return hits, err
}

// ask gives a part's tally, valid until the next call.
func (c *counter) ask(ctx context.Context, v *view, p *part, s *spans) (tally, error) {
	remember := !c.x.plan.onlyCells() && len(s.cuts) <= maxRememberedSpans+1
	k := tallyKey{part: p.serial, question: c.x.plan.key}
	if remember {
		k.spans = s.key(p.n)
		if list, known := c.cache.get(k); known {
			return list, nil
		}
	}
	list, err := c.tallyPart(ctx, v, p, s, c.scratch[:0])
	if err != nil {
		return nil, err
	}
	c.scratch = list
	if remember {
		c.cache.add(k, slices.Clone(list))
	}
	return list, nil
}

// add counts n hits of a cell, and gives those that every selection leaves.
func (c *counter) add(cell uint32, bucket int32, n int) int {
	c.byCell[cell] += n
	if !c.x.wanted[cell] {
		return 0
	}
	if bucket >= 0 && int(bucket) < len(c.buckets) {
		c.buckets[bucket].count += n
		if c.x.cells[cell].status == audit.Failure {
			c.buckets[bucket].failures += n
		}
	}
	return n
}

// tallyPart counts a part's hits, and appends them to out.
func (c *counter) tallyPart(ctx context.Context, v *view, p *part, s *spans, out tally) (tally, error) {
	if missing := len(p.cells) - len(c.counts); missing > 0 {
		c.counts = append(c.counts, make([]uint32, missing)...)
	}
	e := &evaluation{ctx: ctx, startMS: v.startMS, src: p}
	for number, g := range c.x.plan.groups {
		if g.tree == all {
			var err error
			if out, err = c.tallyCells(p, s, int32(number), out); err != nil {
				return nil, err
			}
			continue
		}
		hits := takeBits(p.n)
		any, err := g.tree.eval(e, *hits)
		if err == nil && any {
			out, err = c.tallyHits(p, s, *hits, int32(number), out)
		}
		giveBits(hits)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// tallyHits counts those of the hits that are of a group's cells.
func (c *counter) tallyHits(p *part, s *spans, hits bitset, group int32, out tally) (tally, error) {
	if err := p.load(sectionCell); err != nil {
		return nil, err
	}
	for i := range len(s.cuts) - 1 {
		lo, hi := s.cuts[i], s.cuts[i+1]
		if lo == hi {
			continue
		}
		if p.cellOf.width == 1 {
			hits.countBytes(lo, hi, p.cellOf.b, c.counts)
		} else {
			hits.each(lo, hi, func(event uint32) bool { c.counts[p.cellOf.at(event)]++; return true })
		}
		out = c.takeCounts(p, int32(i), group, out)
	}
	return out, nil
}

// tallyCells counts all events of a group's cells: whole hours from the part's own
// sums, only what is left at the ends event by event.
func (c *counter) tallyCells(p *part, s *spans, group int32, out tally) (tally, error) {
	for i := range len(s.cuts) - 1 {
		lo, hi := s.cuts[i], s.cuts[i+1]
		if lo == hi {
			continue
		}
		from, to := p.wholeHours(lo, hi)
		if from < to {
			first, before := p.hour(from)
			last, until := p.hour(to)
			for cell := range p.cells {
				c.counts[cell] += uint32(until.at(uint32(cell)) - before.at(uint32(cell)))
			}
			if err := c.countEvents(p, lo, first); err != nil {
				return nil, err
			}
			lo = last
		}
		if err := c.countEvents(p, lo, hi); err != nil {
			return nil, err
		}
		out = c.takeCounts(p, int32(i), group, out)
	}
	return out, nil
}

func (c *counter) countEvents(p *part, lo, hi uint32) error {
	if lo >= hi {
		return nil
	}
	if err := p.load(sectionCell); err != nil {
		return err
	}
	for ; lo < hi; lo++ {
		c.counts[p.cellOf.at(lo)]++
	}
	return nil
}

// takeCounts moves the counts of a span into a tally.
func (c *counter) takeCounts(p *part, span int32, group int32, out tally) tally {
	for cell := range p.cells {
		if n := c.counts[cell]; n > 0 {
			c.counts[cell] = 0
			if c.x.plan.groupOf[p.cells[cell]] == group {
				out = append(out, tallyEntry{span, uint32(cell), n})
			}
		}
	}
	return out
}

// wholeHours gives the hours that lie, with all their events, from lo to hi; none
// where from is not before to.
func (p *part) wholeHours(lo, hi uint32) (from, to int) {
	to = 24
	for from <= 24 && p.hourFirst(from) < lo {
		from++
	}
	for to >= 0 && p.hourFirst(to) > hi {
		to--
	}
	return from, to
}

func (p *part) hourFirst(h int) uint32 {
	first, _ := p.hour(h)
	return first
}

// countTail counts a tail's hits, one by one.
func (c *counter) countTail(ctx context.Context, s *viewSource, t *tailView) (hits int, err error) {
	if missing := len(c.x.cells) - len(c.counts); missing > 0 {
		c.counts = append(c.counts, make([]uint32, missing)...)
	}
	day := c.t.day(s.view.startMS)
	e := &evaluation{ctx: ctx, startMS: s.view.startMS, src: s}
	for number, g := range c.x.plan.groups {
		some, err := c.countGroup(e, t, &day, int32(number), g.tree)
		if err != nil {
			return hits, err
		}
		hits += some
	}
	return hits, nil
}

func (c *counter) countGroup(e *evaluation, t *tailView, day *dayline, number int32, tree node) (hits int, err error) {
	found := takeBits(t.events())
	defer giveBits(found)
	if any, err := tree.eval(e, *found); !any || err != nil {
		return 0, err
	}
	if len(day.starts) == 0 && day.whole { // all in one bucket
		found.each(0, t.events(), func(i uint32) bool { c.counts[t.cells[i]]++; return true })
		for cell, n := range c.counts {
			if n > 0 && c.x.plan.groupOf[cell] == number {
				hits += c.add(uint32(cell), day.first, int(n))
			}
		}
		clear(c.counts)
		return hits, nil
	}
	found.each(0, t.events(), func(i uint32) bool {
		if ms := t.places[i].ms; c.x.plan.groupOf[t.cells[i]] == number && day.contains(ms) {
			hits += c.add(t.cells[i], day.bucket(ms), 1)
		}
		return true
	})
	return hits, nil
}

// merge adds what another worker counted.
func (c *counter) merge(o *counter) {
	for i, n := range o.byCell {
		c.byCell[i] += n
	}
	for i, b := range o.buckets {
		c.buckets[i].count += b.count
		c.buckets[i].failures += b.failures
	}
}

// fill writes the counts into page.
func (c *counter) fill(page *query.Page) {
	task, status, via := map[string]int{}, map[string]int{}, map[string]int{}
	for i, n := range c.byCell {
		if n == 0 {
			continue
		}
		x := c.x.cells[i]
		t, s, v := x.taken(&c.q.Filters)
		if s && v {
			task[string(x.task)] += n
		}
		if t && v {
			status[string(x.status)] += n
		}
		if t && s {
			via[string(x.via)] += n
		}
		if t && s && v && c.q.Want&query.WantTotal != 0 {
			page.Total += n
		}
	}
	if c.q.Want&query.WantFacets != 0 {
		page.Facets = query.Facets{Task: query.SortFacet(task), Status: query.SortFacet(status), ServiceType: query.SortFacet(via)}
	}
	for i, b := range c.buckets {
		page.Histogram.Buckets[i].Count, page.Histogram.Buckets[i].Failures = b.count, b.failures
	}
}
