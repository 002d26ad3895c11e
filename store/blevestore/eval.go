package blevestore

import (
	"context"
	"time"

	"whodid/audit"
	"whodid/audit/query"
)

// source is a piece of a day that questions are asked of: a sealed part or the
// open tail. Its events have numbers from 0.
type source interface {
	events() uint32
	// withParty adds the events of a leaf to out and tells whether there are any.
	withParty(ctx context.Context, n *partyLeaf, out bitset) (any bool, err error)
	// partiesOf adds a leaf's parties themselves to wanted.
	partiesOf(ctx context.Context, n *partyLeaf, wanted bitset) (any bool, err error)
	// span are the first and last time, ms into the day; of no events it is empty.
	span() (first, last uint32)
	// ms, seq and find look at single events.
	ms(i uint32) uint32
	seq(i uint32) uint64
	find(at place) (i uint32, ok bool, err error)
	// seqs are the lowest and highest number.
	seqs() (lowest, highest uint64)
	// load makes sure that the columns named can be read.
	load(columns ...section) error
}

// evaluation is a question asked of one source.
type evaluation struct {
	ctx     context.Context
	startMS int64 // of the day
	src     source
}

func (n constant) eval(c *evaluation, out bitset) (bool, error) {
	if n {
		out.setRange(0, c.src.events())
	}
	return bool(n), nil
}

// eval intersects, and stops at the first empty set.
func (n and) eval(c *evaluation, out bitset) (any bool, err error) {
	if any, err = n[0].eval(c, out); !any || err != nil {
		return false, err
	}
	part := takeBits(c.src.events())
	defer giveBits(part)
	for _, x := range n[1:] {
		clear(*part)
		if any, err = x.eval(c, *part); !any || err != nil {
			clear(out)
			return false, err
		}
		out.and(*part)
	}
	return true, nil
}

func (n or) eval(c *evaluation, out bitset) (any bool, err error) {
	part := takeBits(c.src.events())
	defer giveBits(part)
	for _, x := range n {
		some, err := x.eval(c, *part)
		if err != nil {
			return false, err
		}
		if some {
			out.or(*part)
			clear(*part)
			any = true
		}
	}
	return any, nil
}

func (n not) eval(c *evaluation, out bitset) (bool, error) {
	if _, err := n.node.eval(c, out); err != nil {
		return false, err
	}
	out.flip(c.src.events())
	return true, nil
}

func (n *partyLeaf) eval(c *evaluation, out bitset) (bool, error) {
	if err := c.ctx.Err(); err != nil {
		return false, err
	}
	return c.src.withParty(c.ctx, n, out)
}

func (n timeLeaf) eval(c *evaluation, out bitset) (bool, error) {
	period := query.Period(n)
	contains := func(ms uint32) bool { return period.Contains(time.UnixMilli(c.startMS + int64(ms))) }
	first, last := c.src.span()
	if contains(first) && contains(last) { // a period has no holes
		return all.eval(c, out)
	}
	if err := c.src.load(sectionMS); err != nil {
		return false, err
	}
	any := false
	for i := range c.src.events() {
		if contains(c.src.ms(i)) {
			out.set(i)
			any = true
		}
	}
	return any, nil
}

func (n seqLeaf) eval(c *evaluation, out bitset) (bool, error) {
	r := query.SeqRange(n)
	lowest, highest := c.src.seqs()
	if r.Contains(lowest) && r.Contains(highest) {
		return all.eval(c, out)
	}
	if err := c.src.load(sectionSeq); err != nil {
		return false, err
	}
	any := false
	for i := range c.src.events() {
		if r.Contains(c.src.seq(i)) {
			out.set(i)
			any = true
		}
	}
	return any, nil
}

func (n idLeaf) eval(c *evaluation, out bitset) (bool, error) {
	id := audit.EventID(n)
	at, ok := query.IDTime(id)
	if !ok || at.UnixMilli() < c.startMS || at.UnixMilli() >= c.startMS+dayMS {
		return false, nil
	}
	i, ok, err := c.src.find(placeOf(id, c.startMS))
	if ok {
		out.set(i)
	}
	return ok, err
}

// Nodes that ask of cells are decided before anything is evaluated.
func (n *wordsNode) eval(*evaluation, bitset) (bool, error) { panic("bug: words that nobody decided") }
func (n valueLeaf) eval(*evaluation, bitset) (bool, error) {
	panic("bug: a value that nobody decided")
}
