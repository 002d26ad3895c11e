package blevestore

import (
	"context"
	"encoding/binary"
	"slices"
)

// chosen is the events of a source that a search asks for.
type chosen struct {
	*viewSource
	lo, hi uint32  // they lie from lo to, without, hi
	take   []bool  // by the part's own cell: whether it has them all; nil is every cell
	set    *bitset // the events, where cells do not decide; or nil
}

// choose finds the events of a source; nil where there are none.
func (x *snapshot) choose(ctx context.Context, t *timeline, s *viewSource) (*chosen, error) {
	if len(x.plan.groups) == 0 {
		return nil, nil
	}
	c := &chosen{viewSource: s, hi: s.events()}
	if s.tail != nil {
		return c, x.mark(ctx, c, t.day(s.view.startMS))
	}
	p := s.part
	if t.from > s.view.startMS+int64(p.firstMS) || t.to <= s.view.startMS+int64(p.lastMS) {
		if err := p.load(sectionMS); err != nil {
			return nil, err
		}
		cuts := t.cut(p, s.view.startMS)
		c.lo, c.hi = cuts.lo(), cuts.hi()
	}
	if c.lo >= c.hi {
		return nil, nil
	}
	if !x.plan.onlyCells() {
		return c, x.mark(ctx, c, dayline{to: dayMS, whole: true})
	}
	c.take = make([]bool, len(p.cells))
	for i, cell := range p.cells {
		c.take[i] = x.wanted[cell] && x.plan.groupOf[cell] != noGroup
	}
	if !slices.Contains(c.take, true) {
		return nil, nil
	}
	if !slices.Contains(c.take, false) {
		c.take = nil
	}
	return c, nil
}

// mark evaluates the question, and leaves of what it finds what lies in the day's
// period and between lo and hi and has a cell that the filters take.
func (x *snapshot) mark(ctx context.Context, c *chosen, day dayline) error {
	if err := c.load(sectionCell); err != nil {
		return err
	}
	hits, err := x.hits(ctx, c.viewSource)
	if err != nil {
		return err
	}
	defer hits.give()
	c.set = takeBits(c.events())
	yield := func(i uint32) bool {
		if hits.has(c.cell(i), i) && (day.whole || day.contains(c.ms(i))) {
			c.set.set(i)
		}
		return true
	}
	if hits.union != nil {
		hits.union.each(c.lo, c.hi, yield)
		return nil
	}
	for i := c.lo; i < c.hi; i++ {
		yield(i)
	}
	return nil
}

func (c *chosen) give() {
	if c.set != nil {
		giveBits(c.set)
	}
}

// side gives the numbers of the parties that may be of one side.
func (c *chosen) side(target bool) (from, to uint32) {
	if c.part != nil {
		return c.part.side(target)
	}
	return 0, c.partyCount()
}

// countsOf gives how many of the events each party of a side has, the side's first
// at 0. It lies in scratch where that has room.
func (c *chosen) countsOf(target bool, scratch []uint32) ([]uint32, error) {
	from, to := c.side(target)
	counts := slices.Grow(scratch[:0], int(to-from))[:to-from]
	clear(counts)
	if c.part == nil {
		c.set.each(0, c.events(), func(i uint32) bool {
			user, targ := c.sidesOf(i)
			if target {
				user = targ
			}
			counts[user]++
			return true
		})
		return counts, nil
	}
	if c.set == nil && c.take == nil && c.hi-c.lo == c.part.n {
		if err := c.load(sectionLists); err != nil {
			return nil, err
		}
		for n := from; n < to; n++ {
			counts[n-from] = c.part.listAt(n+1) - c.part.listAt(n)
		}
		return counts, nil
	}
	column, section := c.part.user, sectionUser
	if target {
		column, section = c.part.target, sectionTarget
	}
	if err := c.load(section, sectionCell); err != nil {
		return nil, err
	}
	c.countColumn(column, from, counts)
	return counts, nil
}

// countColumn counts the events of a part by their number in column, of which first
// is the lowest.
func (c *chosen) countColumn(column ints, first uint32, counts []uint32) {
	cells := c.part.cellOf
	switch {
	case c.set != nil:
		c.set.each(c.lo, c.hi, func(i uint32) bool {
			counts[uint32(column.at(i))-first]++
			return true
		})
	case c.take == nil:
		for i := c.lo; i < c.hi; i++ {
			counts[uint32(column.at(i))-first]++
		}
	case column.width == 2 && cells.width == 1: // most days, and most of the time
		for i := c.lo; i < c.hi; i++ {
			if c.take[cells.b[i]] {
				counts[uint32(binary.LittleEndian.Uint16(column.b[2*i:]))-first]++
			}
		}
	default:
		for i := c.lo; i < c.hi; i++ {
			if c.take[cells.at(i)] {
				counts[uint32(column.at(i))-first]++
			}
		}
	}
}

// fewParties is the share of parties, one in so many, up to which it costs less to look
// at them alone than to find out who all of them are.
const fewParties = 4

// kept gives who the parties of a part are, where that is known or worth knowing.
func (g *suggester) kept(p *part, counts []uint32) ([]identity, error) {
	if p.kept[sideIndex(g.target)].Load() == nil {
		counted := 0
		for _, n := range counts {
			if n > 0 {
				counted++
			}
		}
		if counted <= len(counts)/fewParties {
			return nil, nil
		}
	}
	return p.identitiesOf(g.ids, g.target)
}
