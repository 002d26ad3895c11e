package blevestore

import (
	"context"

	"whodid/audit"
	"whodid/audit/query"
)

// counter counts the hits of a screen; each worker has its own.
type counter struct {
	q       *query.Search
	x       *snapshot
	t       *timeline
	cache   *tallyCache
	byCell  []int  // hits by cell, the selections in facets left out
	wanted  []bool // by cell: selected in every facet
	failed  []bool // by cell: status failure
	buckets []bucketCount
	counts  []uint32 // by a part's cell; zero between two spans
}

type bucketCount struct{ count, failures int }

func newCounter(q *query.Search, x *snapshot, t *timeline, cache *tallyCache) *counter {
	c := &counter{q: q, x: x, t: t, cache: cache, byCell: make([]int, len(x.cells)), buckets: make([]bucketCount, len(t.starts))}
	c.wanted, c.failed = make([]bool, len(x.cells)), make([]bool, len(x.cells))
	for i, v := range x.cells {
		task, status, via := v.selected(&q.Filters)
		c.wanted[i] = task && status && via
		c.failed[i] = v.status == audit.Failure
	}
	return c
}

// count counts the hits of a source, and gives how many of them every selection
// in facets leaves.
func (c *counter) count(ctx context.Context, s viewSource) (hits int, err error) {
	if s.part == nil {
		return c.countTail(ctx, s)
	}
	return c.countPart(ctx, s.view, s.part)
}

func (c *counter) countPart(ctx context.Context, v *view, p *part) (hits int, err error) {
	if err := p.load(sectionMS); err != nil {
		return 0, err
	}
	s := c.t.cut(p, v.startMS)
	if s.lo() >= s.hi() || len(c.x.plan.groups) == 0 {
		return 0, nil
	}
	var list tally
	if c.x.plan.onlyCells() {
		list, err = c.tallyPart(ctx, v, p, &s)
	} else {
		k := tallyKey{part: p.serial, question: c.x.plan.key, spans: s.key(p.n)}
		known := false
		if list, known = c.cache.get(k); !known {
			if list, err = c.tallyPart(ctx, v, p, &s); err == nil && len(s.cuts) <= maxRememberedSpans+1 {
				c.cache.add(k, list)
			}
		}
	}
	for _, e := range list {
		hits += c.add(p.cells[e.cell], s.first+e.span, int(e.n))
	}
	return hits, err
}

// add counts n hits of a cell, and gives those that every selection leaves.
func (c *counter) add(cell uint32, bucket int32, n int) int {
	c.byCell[cell] += n
	if !c.wanted[cell] {
		return 0
	}
	if bucket >= 0 && int(bucket) < len(c.buckets) {
		c.buckets[bucket].count += n
		if c.failed[cell] {
			c.buckets[bucket].failures += n
		}
	}
	return n
}

// tallyPart counts a part's hits.
func (c *counter) tallyPart(ctx context.Context, v *view, p *part, s *spans) (tally, error) {
	if missing := len(p.cells) - len(c.counts); missing > 0 {
		c.counts = append(c.counts, make([]uint32, missing)...)
	}
	var out tally
	e := &evaluation{ctx: ctx, startMS: v.startMS, src: p}
	for number, g := range c.x.plan.groups {
		inGroup := func(cell int) bool { return c.x.plan.groupOf[p.cells[cell]] == int16(number) }
		if g.tree == all {
			var err error
			if out, err = c.tallyCells(p, s, inGroup, out); err != nil {
				return nil, err
			}
			continue
		}
		hits := takeBits(p.n)
		any, err := g.tree.eval(e, *hits)
		if err == nil && any {
			out, err = c.tallyHits(p, s, *hits, inGroup, out)
		}
		giveBits(hits)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// tallyHits counts those of the hits that are of a group's cells.
func (c *counter) tallyHits(p *part, s *spans, hits bitset, inGroup func(cell int) bool, out tally) (tally, error) {
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
		out = c.takeCounts(p, int32(i), inGroup, out)
	}
	return out, nil
}

// tallyCells counts all events of a group's cells: whole hours from the part's own
// sums, only what is left at the ends event by event.
func (c *counter) tallyCells(p *part, s *spans, inGroup func(cell int) bool, out tally) (tally, error) {
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
		out = c.takeCounts(p, int32(i), inGroup, out)
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
func (c *counter) takeCounts(p *part, span int32, inGroup func(cell int) bool, out tally) tally {
	for cell := range p.cells {
		if n := c.counts[cell]; n > 0 {
			c.counts[cell] = 0
			if inGroup(cell) {
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

// countTail looks at a tail's hits one by one.
func (c *counter) countTail(ctx context.Context, s viewSource) (hits int, err error) {
	return hits, c.x.plan.each(ctx, s, c.t, func(i uint32) {
		bucket := int32(-1)
		if len(c.t.starts) > 0 {
			bucket = c.t.bucket(s.view.startMS + int64(s.ms(i)))
		}
		hits += c.add(s.cell(i), bucket, 1)
	})
}

// each calls yield with the hits of a source that lie in the period.
func (p *plan) each(ctx context.Context, s viewSource, t *timeline, yield func(i uint32)) error {
	if err := s.load(sectionMS, sectionCell); err != nil {
		return err
	}
	e := &evaluation{ctx: ctx, startMS: s.view.startMS, src: s}
	for number, g := range p.groups {
		hits := takeBits(s.events())
		_, err := g.tree.eval(e, *hits)
		if err == nil {
			hits.each(0, s.events(), func(i uint32) bool {
				if at := s.view.startMS + int64(s.ms(i)); at >= t.from && at < t.to && p.groupOf[s.cell(i)] == int16(number) {
					yield(i)
				}
				return true
			})
		}
		giveBits(hits)
		if err != nil {
			return err
		}
	}
	return nil
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
		t, s, v := x.selected(&c.q.Filters)
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
