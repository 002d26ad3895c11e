package blevestore

import (
	"context"
	"slices"

	"whodid/audit"
	"whodid/audit/query"
)

// row is a hit that may stand on the page.
type row struct {
	source *viewSource
	i      uint32
}

func (r row) place() place { return r.source.place(r.i) }

// pager finds the rows of a page. Days are asked one after the other in the page's
// order, and no more of them than fill it.
type pager struct {
	q    *query.Search
	x    *snapshot
	t    *timeline
	max  int // rows wanted, one more than the page has: so the end is known
	rows []row
}

// full tells that the page needs no more days.
func (p *pager) full() bool { return len(p.rows) >= p.max }

// before tells whether a stands before b on the page.
func (p *pager) before(a, b place) bool {
	if p.q.Order == query.Newest {
		return a.compare(b) > 0
	}
	return a.compare(b) < 0
}

// view adds the rows of a day.
func (p *pager) view(ctx context.Context, v *view) error {
	first, from := len(p.rows), p.cursor(v)
	for _, s := range v.sources() {
		var err error
		if s.part != nil {
			err = p.part(ctx, s, from)
		} else {
			err = p.tail(ctx, s, from)
		}
		if err != nil {
			return err
		}
	}
	if len(v.parts) != 1 || len(v.tails) > 0 { // one part's rows are in order
		slices.SortFunc(p.rows[first:], func(a, b row) int {
			if p.before(a.place(), b.place()) {
				return -1
			}
			return 1
		})
	}
	p.rows = p.rows[:min(len(p.rows), p.max)]
	return nil
}

// cursor is the place in a day that rows must stand after; nil is the day's
// beginning. Not for a day that stands before the cursor.
func (p *pager) cursor(v *view) *place {
	if p.q.Cursor == nil || audit.DayOf(p.q.Cursor.Time()) != v.day {
		return nil
	}
	c := placeOf(p.q.Cursor.ID, v.startMS)
	return &c
}

// part adds rows of a part, at most so many as the page has.
func (p *pager) part(ctx context.Context, s *viewSource, after *place) error {
	part := s.part
	if err := part.load(sectionMS, sectionTail, sectionCell); err != nil {
		return err
	}
	cuts := p.t.cut(part, s.view.startMS)
	lo, hi := cuts.lo(), cuts.hi()
	if after != nil {
		at := part.position(*after)
		if p.q.Order == query.Newest {
			hi = min(hi, at)
		} else {
			if at < part.n && part.place(at) == *after {
				at++
			}
			lo = max(lo, at)
		}
	}
	if lo >= hi {
		return nil
	}
	hits, err := p.x.hits(ctx, s)
	if err != nil {
		return err
	}
	defer hits.give()
	n := 0
	yield := func(i uint32) bool {
		if hits.has(part.cell(i), i) {
			p.rows = append(p.rows, row{s, i})
			n++
		}
		return n < p.max
	}
	switch newest := p.q.Order == query.Newest; {
	case hits.union != nil && newest:
		hits.union.eachDown(lo, hi, yield)
	case hits.union != nil:
		hits.union.each(lo, hi, yield)
	case newest:
		for i := hi; i > lo && yield(i-1); i-- {
		}
	default:
		for i := lo; i < hi && yield(i); i++ {
		}
	}
	return nil
}

// tail adds rows of a tail: it is in no order of time, so that all are looked at.
// They come roughly in order, so that beginning at the page's end leaves little to do.
func (p *pager) tail(ctx context.Context, s *viewSource, after *place) error {
	hits, err := p.x.hits(ctx, s)
	if err != nil {
		return err
	}
	defer hits.give()
	day, t := p.t.day(s.view.startMS), s.tail
	top := topRows{pager: p}
	for n := range t.events() {
		i := n
		if p.q.Order == query.Newest {
			i = t.events() - 1 - n
		}
		at := t.places[i]
		if day.contains(at.ms) && top.takes(at) && (after == nil || p.before(*after, at)) && hits.has(t.cells[i], i) {
			top.add(row{s, i})
		}
	}
	p.rows = append(p.rows, top.list...)
	return nil
}

// hitSet is the hits of a source by group of cells.
type hitSet struct {
	x      *snapshot
	sets   []*bitset // by group; nil is: every event
	union  bitset    // of the sets; nil where a group has every event
	shared *bitset
}

// hits evaluates the question on a source.
func (x *snapshot) hits(ctx context.Context, s *viewSource) (*hitSet, error) {
	h := &hitSet{x: x, sets: make([]*bitset, len(x.plan.groups))}
	e := &evaluation{ctx: ctx, startMS: s.view.startMS, src: s}
	everything := false
	for number, g := range x.plan.groups {
		if g.tree == all {
			everything = true
			continue
		}
		h.sets[number] = takeBits(s.events())
		if _, err := g.tree.eval(e, *h.sets[number]); err != nil {
			h.give()
			return nil, err
		}
	}
	if !everything {
		h.shared = takeBits(s.events())
		for _, b := range h.sets {
			h.shared.or(*b)
		}
		h.union = *h.shared
	}
	return h, nil
}

func (h *hitSet) has(cell, i uint32) bool {
	if !h.x.wanted[cell] {
		return false
	}
	group := h.x.plan.groupOf[cell]
	return group != noGroup && (h.sets[group] == nil || h.sets[group].has(i))
}

func (h *hitSet) give() {
	for _, b := range append(h.sets, h.shared) {
		if b != nil {
			giveBits(b)
		}
	}
}
