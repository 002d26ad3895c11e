package blevestore

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"

	"github.com/RoaringBitmap/roaring/v2"
)

// withParty adds the events of a leaf's parties to out.
func (p *part) withParty(ctx context.Context, n *partyLeaf, out bitset) (any bool, err error) {
	var found *roaring.Bitmap
	everyone := len(n.finders) == 0
	if !everyone {
		segment, err := p.words.take()
		if err != nil {
			return false, err
		}
		defer p.words.give(segment) // what is found lies in its file
		if found, err = n.candidates(segment); found == nil || err != nil {
			return false, err
		}
	}
	if err := p.load(sectionLists, sectionListed); err != nil {
		return false, err
	}
	if !n.sure {
		if err := p.load(sectionTexts, sectionArena); err != nil {
			return false, err
		}
	}
	if n.sure && found.GetCardinality() > uint64(p.parties)/manyParties {
		return p.addBySides(n, found, out)
	}
	err = p.eachParty(ctx, n, p.numbers(found, everyone), func(number uint32) error {
		some, err := p.addListed(number, out)
		any = any || some
		return err
	})
	return any, err
}

// eachParty calls yield with those of the candidates that are a leaf's parties.
func (p *part) eachParty(ctx context.Context, n *partyLeaf, candidates iter.Seq[uint32], yield func(number uint32) error) error {
	for number := range candidates {
		if !n.wants(number >= p.users) {
			continue
		}
		if !n.sure {
			if err := ctx.Err(); err != nil {
				return err
			}
			x, err := p.party(number)
			if err != nil {
				return err
			}
			if !n.match(&x, x.doc()) {
				continue
			}
		}
		if err := yield(number); err != nil {
			return err
		}
	}
	return nil
}

// partiesOf adds a leaf's parties, not their events, to wanted and tells whether
// there are any. Not for a leaf without finders.
func (p *part) partiesOf(ctx context.Context, n *partyLeaf, wanted bitset) (any bool, err error) {
	segment, err := p.words.take()
	if err != nil {
		return false, err
	}
	defer p.words.give(segment) // what is found lies in its file
	found, err := n.candidates(segment)
	if found == nil || err != nil {
		return false, err
	}
	if !n.sure {
		if err := p.load(sectionTexts, sectionArena); err != nil {
			return false, err
		}
	}
	err = p.eachParty(ctx, n, p.numbers(found, false), func(number uint32) error {
		wanted.set(number)
		any = true
		return nil
	})
	return any, err
}

// manyParties is the share of parties, one in so many, from which on it costs less
// to look at the parties of every event, one behind the other, than at the lists of
// the parties found, which lie all over.
const manyParties = 8

// addBySides adds the events whose user or target, as far as the leaf looks at it,
// was found.
func (p *part) addBySides(n *partyLeaf, found *roaring.Bitmap, out bitset) (any bool, err error) {
	if err := p.load(sectionUser, sectionTarget); err != nil {
		return false, err
	}
	wanted := takeBits(p.parties)
	defer giveBits(wanted)
	for number := range p.numbers(found, false) {
		wanted.set(number)
	}
	for _, side := range []struct {
		looked bool
		column ints
	}{{n.user, p.user}, {n.target, p.target}} {
		if side.looked {
			any = out.addWhere(side.column, p.n, *wanted) || any
		}
	}
	return any, nil
}

// numbers are the parties found, or all of them.
func (p *part) numbers(found *roaring.Bitmap, everyone bool) iter.Seq[uint32] {
	if everyone {
		return func(yield func(uint32) bool) {
			for n := range p.parties {
				if !yield(n) {
					return
				}
			}
		}
	}
	return func(yield func(uint32) bool) {
		it := found.ManyIterator()
		var buf [256]uint32
		for n := it.NextMany(buf[:]); n > 0; n = it.NextMany(buf[:]) {
			for _, number := range buf[:n] {
				if number < p.parties && !yield(number) {
					return
				}
			}
		}
	}
}

// addListed adds a party's events to out.
func (p *part) addListed(number uint32, out bitset) (any bool, err error) {
	from, to := uint64(p.listAt(number)), uint64(p.listAt(number+1))
	if from > to || to > 2*uint64(p.n) {
		return false, fmt.Errorf("lists: %w", errDamaged)
	}
	switch p.listed.width {
	case 2:
		for list := p.listed.b[2*from : 2*to]; len(list) >= 2; list = list[2:] {
			out.set(uint32(binary.LittleEndian.Uint16(list)))
		}
	case 3:
		for list := p.listed.b[3*from : 3*to]; len(list) >= 3; list = list[3:] {
			out.set(uint32(list[0]) | uint32(list[1])<<8 | uint32(list[2])<<16)
		}
	case 4:
		for list := p.listed.b[4*from : 4*to]; len(list) >= 4; list = list[4:] {
			out.set(binary.LittleEndian.Uint32(list))
		}
	default:
		for ; from < to; from++ {
			out.set(uint32(p.listed.at(uint32(from))))
		}
		return true, nil
	}
	return from < to, nil
}

// allParties reads the part's parties.
func (p *part) allParties() ([]party, error) {
	if err := p.load(sectionTexts, sectionArena); err != nil {
		return nil, err
	}
	list := make([]party, p.parties)
	for n := range list {
		var err error
		if list[n], err = p.party(uint32(n)); err != nil {
			return nil, err
		}
	}
	return list, nil
}
