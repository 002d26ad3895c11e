package blevestore

import (
	"encoding/binary"
	"math/bits"
	"sync"
)

// bitset is a set of a day's events by their number: dense, since a day is
// small enough that combining two sets costs less than finding out how full they are.
type bitset []uint64

func bitsetWords(n uint32) int { return int(n+63) / 64 }

func (b bitset) set(i uint32)      { b[i>>6] |= 1 << (i & 63) }
func (b bitset) has(i uint32) bool { return b[i>>6]&(1<<(i&63)) != 0 }

// setRange sets lo up to, without, hi.
func (b bitset) setRange(lo, hi uint32) {
	for ; lo < hi && lo&63 != 0; lo++ {
		b.set(lo)
	}
	for ; lo+64 <= hi; lo += 64 {
		b[lo>>6] = ^uint64(0)
	}
	for ; lo < hi; lo++ {
		b.set(lo)
	}
}

func (b bitset) and(o bitset) {
	for i, w := range o {
		b[i] &= w
	}
}

func (b bitset) or(o bitset) {
	for i, w := range o {
		b[i] |= w
	}
}

// flip makes the set what it was not, of n.
func (b bitset) flip(n uint32) {
	for i := range b {
		b[i] = ^b[i]
	}
	if n&63 != 0 {
		b[len(b)-1] &= 1<<(n&63) - 1
	}
}

// within is the word that begins at a member's number at, of which only what lies
// from lo up to, without, hi is left.
func (b bitset) within(at, lo, hi uint32) uint64 {
	w := b[at>>6]
	if at < lo {
		w &= ^uint64(0) << (lo - at)
	}
	if hi-at < 64 {
		w &= 1<<(hi-at) - 1
	}
	return w
}

// each calls yield with the members from lo up to, without, hi, rising, until it
// is false.
func (b bitset) each(lo, hi uint32, yield func(uint32) bool) {
	for at := lo &^ 63; at < hi; at += 64 {
		for w := b.within(at, lo, hi); w != 0; w &= w - 1 {
			if !yield(at + uint32(bits.TrailingZeros64(w))) {
				return
			}
		}
	}
}

// addWhere adds each of the first n whose number in column is in wanted, and tells
// whether there is one.
func (b bitset) addWhere(column ints, n uint32, wanted bitset) (any bool) {
	add := func(i uint32, number uint64) {
		hit := wanted[number>>6] >> (number & 63) & 1
		b[i>>6] |= hit << (i & 63)
		any = any || hit != 0
	}
	if column.width == 2 {
		for i := range n {
			add(i, uint64(binary.LittleEndian.Uint16(column.b[2*i:])))
		}
		return any
	}
	for i := range n {
		add(i, column.at(i))
	}
	return any
}

// countBytes counts, by its byte in column, each member from lo up to, without,
// hi. It is each for the one loop that a screen spends its time in.
func (b bitset) countBytes(lo, hi uint32, column []byte, counts []uint32) {
	for at := lo &^ 63; at < hi; at += 64 {
		for w := b.within(at, lo, hi); w != 0; w &= w - 1 {
			counts[column[at+uint32(bits.TrailingZeros64(w))]]++
		}
	}
}

// eachDown is each, falling.
func (b bitset) eachDown(lo, hi uint32, yield func(uint32) bool) {
	if lo >= hi {
		return
	}
	for at := (hi - 1) &^ 63; ; at -= 64 {
		w := b.within(at, lo, hi)
		for w != 0 {
			top := 63 - uint32(bits.LeadingZeros64(w))
			if !yield(at + top) {
				return
			}
			w &^= 1 << top
		}
		if at <= lo {
			return
		}
	}
}

// bitsets are used again: a screen needs a few a day.
var bitsets = sync.Pool{New: func() any { return new(bitset) }}

// takeBits gives an empty set for n members; give it back with giveBits.
func takeBits(n uint32) *bitset {
	b := bitsets.Get().(*bitset)
	words := bitsetWords(n)
	if cap(*b) < words {
		*b = make(bitset, words)
	}
	*b = (*b)[:words]
	clear(*b)
	return b
}

func giveBits(b *bitset) {
	if cap(*b) <= 1<<16 { // a day of 4 million events; larger ones are rare and not kept
		bitsets.Put(b)
	}
}
