package blevestore

import (
	"bytes"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	zap "github.com/blevesearch/zapx/v17"
)

// verify holds everything in a part against everything else.
func (p *part) verify() error {
	for s := range sections {
		if err := p.load(s); err != nil {
			return err
		}
	}
	lists, err := p.verifyEvents()
	if err != nil {
		return err
	}
	for n := range p.parties {
		if _, err := p.party(n); err != nil {
			return err
		}
		from, to := p.listAt(n), p.listAt(n+1)
		if to-from != lists[n] {
			return fmt.Errorf("%w: party %d has %d events and lists %d", errDamaged, n, lists[n], to-from)
		}
		for k := from; k < to; k++ {
			i := p.listed.at(k)
			if i >= uint64(p.n) || k > from && i <= p.listed.at(k-1) {
				return fmt.Errorf("%w: the list of party %d does not rise", errDamaged, n)
			}
			if user, target := p.sidesOf(uint32(i)); user != n && target != n {
				return fmt.Errorf("%w: party %d lists event %d, which is not its", errDamaged, n, i)
			}
		}
	}
	if p.listAt(0) != 0 || uint64(p.listAt(p.parties)) != 2*uint64(p.n) {
		return fmt.Errorf("%w: its lists have %d events instead of %d", errDamaged, p.listAt(p.parties), 2*p.n)
	}
	return nil
}

// verifyEvents looks at each event and gives how many each party has.
func (p *part) verifyEvents() (byParty []uint32, err error) {
	if p.ms(0) != p.firstMS || p.ms(p.n-1) != p.lastMS {
		return nil, fmt.Errorf("%w: its meta has other first and last times than its events", errDamaged)
	}
	byParty = make([]uint32, p.parties)
	sums, hour := make([]uint64, len(p.cells)), 0
	for i := uint32(0); i <= p.n; i++ {
		for ; hour <= 24 && (i == p.n || p.ms(i) >= uint32(hour)*(dayMS/24)); hour++ {
			first, before := p.hour(hour)
			for cell, n := range sums {
				if before.at(uint32(cell)) != n || first != i {
					return nil, fmt.Errorf("%w: the sums of hour %d are not those of its events", errDamaged, hour)
				}
			}
		}
		if i == p.n {
			break
		}
		user, target := p.sidesOf(i)
		cell := p.cellOf.at(i)
		switch {
		case p.ms(i) >= dayMS:
			return nil, fmt.Errorf("%w: event %d is not of the day", errDamaged, i)
		case i > 0 && p.place(i-1).compare(p.place(i)) >= 0:
			return nil, fmt.Errorf("%w: event %d is not behind the one before it", errDamaged, i)
		case cell >= uint64(len(p.cells)), user >= p.users, target < p.users, target >= p.parties:
			return nil, fmt.Errorf("%w: event %d names a cell or a party that is not there", errDamaged, i)
		case p.seq(i) < p.lowestSeq, p.seq(i) > p.lastSeq:
			return nil, fmt.Errorf("%w: event %d has the number %d, outside of %d to %d", errDamaged, i, p.seq(i), p.lowestSeq, p.lastSeq)
		}
		sums[cell]++
		byParty[user]++
		byParty[target]++
	}
	return byParty, nil
}

// verifyWords holds a word index against one that is made anew.
func (p *part) verifyWords(have *zap.Segment) error {
	parties, err := p.allParties()
	if err != nil {
		return err
	}
	segment, err := buildWords(parties)
	if err != nil {
		return err
	}
	want, err := dictionaryOf(segment)
	if err != nil {
		return err
	}
	got, err := dictionaryOf(have)
	if err != nil {
		return err
	}
	if g, w := got.terms.Cardinality(), want.terms.Cardinality(); g != w {
		return fmt.Errorf("%w: it has %d words instead of %d", errDamaged, g, w)
	}
	all := newGlob("*")
	a, b := got.terms.AutomatonIteratorOmitCount(all, nil, nil), want.terms.AutomatonIteratorOmitCount(all, nil, nil)
	for {
		g, err := a.Next()
		if err != nil {
			return err
		}
		w, err := b.Next()
		if err != nil {
			return err
		}
		if g == nil || w == nil {
			return nil // their numbers are equal
		}
		if g.Term != w.Term {
			return fmt.Errorf("%w: it has the word %q, which no text has", errDamaged, g.Term)
		}
		if err := samePostings(got, want, []byte(g.Term)); err != nil {
			return err
		}
	}
}

func samePostings(got, want *dictionary, term []byte) error {
	g, err := got.term(term)
	if err != nil {
		return err
	}
	w, err := want.term(bytes.Clone(term))
	if err != nil {
		return err
	}
	if g == nil {
		g = roaring.New()
	}
	if w == nil || !g.Equals(w) {
		return fmt.Errorf("%w: the word %q is found in other texts than those that have it", errDamaged, term)
	}
	return nil
}
