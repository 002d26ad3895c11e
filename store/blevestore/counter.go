package blevestore

import (
	"context"
	"math"
	"slices"
	"sort"
	"time"

	"whodid/audit"
	"whodid/audit/query"
)

// counter counts the hits of a screen, day after day; each worker has its own.
type counter struct {
	q       query.Search
	tree    node
	byCell  []int   // hits by cell, the selections in facets left out
	starts  []int64 // of the histogram's buckets, ms
	buckets []bucketCount
	rows    *topRows
}

type bucketCount struct{ count, failures int }

func newCounter(q query.Search, tree node, h query.Histogram) *counter {
	c := &counter{q: q, tree: tree, starts: make([]int64, len(h.Buckets)), buckets: make([]bucketCount, len(h.Buckets))}
	for i, b := range h.Buckets {
		c.starts[i] = b.Start.UnixMilli()
	}
	if q.Want&query.WantEvents != 0 && q.Limit > 0 {
		c.rows = newTopRows(q)
	}
	return c
}

// day counts a day's hits.
func (c *counter) day(ctx context.Context, v *view) error {
	_, err := safely(func() (struct{}, error) { return struct{}{}, c.countDay(ctx, v) })
	return err
}

func (c *counter) countDay(ctx context.Context, v *view) error {
	if missing := len(v.cells) - len(c.byCell); missing > 0 {
		c.byCell = append(c.byCell, make([]int, missing)...)
	}
	d := newDayCounter(c, v)
	return v.hits(ctx, c.q, c.tree, d.add)
}

// hits calls yield with the ordinals of the day's events that match, the
// selections in facets left out. tree is the plan of q's question.
func (v *view) hits(ctx context.Context, q query.Search, tree node, yield func(ordinal uint32)) error {
	lo, hi, err := v.ordinals(q.Seqs)
	if err != nil {
		return err
	}
	from, to := v.msRange(q.Period)
	if lo >= hi || from >= to {
		return nil
	}
	ms := v.cols.ms
	check := func(ordinal uint32) {
		if t := ms[ordinal]; t >= from && t < to && ordinal >= lo && ordinal < hi {
			yield(ordinal)
		}
	}
	if tree == (everything{}) {
		for o := lo; o < hi; o++ {
			check(o)
		}
		return nil
	}
	for _, g := range v.segments {
		if err := ctx.Err(); err != nil {
			return err
		}
		b, err := tree.eval(ctx, v, g)
		if err != nil {
			return err
		}
		it := b.ManyIterator()
		var docs [512]uint32
		for n := it.NextMany(docs[:]); n > 0; n = it.NextMany(docs[:]) {
			for _, doc := range docs[:n] {
				check(g.ordinals[doc])
			}
		}
	}
	return nil
}

// ordinals gives the range of ordinals whose seq lies in r: seq rises with them.
func (v *view) ordinals(r query.SeqRange) (lo, hi uint32, err error) {
	hi = v.events
	if r.After == math.MaxUint64 {
		return 0, 0, nil
	}
	if r.After > 0 {
		if lo, err = v.firstWithSeq(r.After + 1); err != nil {
			return 0, 0, err
		}
	}
	if r.Before > 0 {
		n, err := v.firstWithSeq(r.Before)
		if err != nil {
			return 0, 0, err
		}
		hi = min(hi, n)
	}
	return lo, hi, nil
}

// firstWithSeq gives the first ordinal whose event's seq is at least seq.
func (v *view) firstWithSeq(seq uint64) (uint32, error) {
	i := sort.Search(len(v.blocks), func(i int) bool { return v.blocks[i].lastSeq >= seq })
	if i == len(v.blocks) {
		return v.events, nil
	}
	b := v.blocks[i]
	if b.firstSeq >= seq {
		return b.first, nil
	}
	cols, err := v.log.readColumns(b.offset, b.header)
	if err != nil {
		return 0, err
	}
	k, _ := slices.BinarySearch(cols.seq, seq)
	return b.first + uint32(k), nil
}

const dayMS = 24 * 60 * 60 * 1000

// msRange gives the part of the day that lies in p, as milliseconds into it.
func (v *view) msRange(p query.Period) (from, to uint32) {
	clamp := func(t time.Time) uint32 {
		ms := t.UnixMilli()
		if t.Nanosecond()%int(time.Millisecond) != 0 { // events carry whole milliseconds
			ms++
		}
		return uint32(max(0, min(ms-v.startMS, dayMS)))
	}
	to = dayMS
	if !p.From.IsZero() {
		from = clamp(p.From)
	}
	if !p.To.IsZero() {
		to = clamp(p.To)
	}
	return from, to
}

// dayCounter is what counting needs to know of one day.
type dayCounter struct {
	c       *counter
	v       *view
	wanted  []bool // by cell: selected in every facet
	failed  []bool // by cell: status failure
	buckets []int32
}

func newDayCounter(c *counter, v *view) *dayCounter {
	d := &dayCounter{c: c, v: v, wanted: v.wanted(c.q.Filters), failed: make([]bool, len(v.cells))}
	for i, x := range v.cells {
		d.failed[i] = x.status == audit.Failure
	}
	if len(c.starts) > 0 {
		d.buckets = bucketsOfDay(c.starts, v.startMS)
	}
	return d
}

// selected tells for each facet whether the filters select x's value.
func (x values) selected(f query.Filters) (task, status, via bool) {
	return len(f.Task) == 0 || slices.Contains(f.Task, x.task),
		len(f.Status) == 0 || slices.Contains(f.Status, x.status),
		len(f.ServiceType) == 0 || slices.Contains(f.ServiceType, x.via)
}

// wanted tells for each cell whether the filters select it in every facet.
func (v *view) wanted(f query.Filters) []bool {
	out := make([]bool, len(v.cells))
	for i, x := range v.cells {
		task, status, via := x.selected(f)
		out[i] = task && status && via
	}
	return out
}

// bucketsOfDay gives the bucket of each of a day's minutes, -1 for none: buckets
// begin at full minutes in every zone since 1972.
func bucketsOfDay(starts []int64, startMS int64) []int32 {
	out := make([]int32, 24*60)
	at, _ := slices.BinarySearch(starts, startMS+1)
	at--
	for m := range out {
		for at+1 < len(starts) && starts[at+1] <= startMS+int64(m)*60_000 {
			at++
		}
		out[m] = int32(at)
	}
	return out
}

func (d *dayCounter) add(ordinal uint32) {
	cell := d.v.cols.cell[ordinal]
	d.c.byCell[cell]++
	if !d.wanted[cell] {
		return
	}
	ms := d.v.cols.ms[ordinal]
	if d.buckets != nil {
		if i := d.buckets[ms/60_000]; i >= 0 {
			d.c.buckets[i].count++
			if d.failed[cell] {
				d.c.buckets[i].failures++
			}
		}
	}
	if d.c.rows != nil {
		d.c.rows.offer(d.v, ordinal)
	}
}

// merge adds what another worker counted.
func (c *counter) merge(o *counter) {
	if len(o.byCell) > len(c.byCell) {
		c.byCell, o.byCell = o.byCell, c.byCell
	}
	for i, n := range o.byCell {
		c.byCell[i] += n
	}
	for i, b := range o.buckets {
		c.buckets[i].count += b.count
		c.buckets[i].failures += b.failures
	}
	if c.rows != nil {
		c.rows.merge(o.rows)
	}
}

// fill writes the counts into page.
func (c *counter) fill(page *query.Page, cells []values) {
	task, status, via := map[string]int{}, map[string]int{}, map[string]int{}
	for i, n := range c.byCell {
		if n == 0 {
			continue
		}
		x := cells[i]
		t, s, v := x.selected(c.q.Filters)
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
