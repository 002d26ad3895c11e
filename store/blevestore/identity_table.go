package blevestore

import (
	"cmp"
	"math"
	"slices"
)

// identityTable counts events by identity: open addressing. It has room for a bounded
// number of them: where there are more it leaves out the upper ones, which are asked
// for again.
type identityTable struct {
	from, last identity // those that are counted; last only falls
	most       int
	slots      []identityCount
	n          int
}

// identityCount is how many events an identity has.
type identityCount struct {
	identity identity
	n        uint64
}

const maxIdentity = identity(math.MaxUint64)

func newIdentityTable(from identity, most int) *identityTable {
	return &identityTable{from: from, last: maxIdentity, most: most, slots: make([]identityCount, 1<<12)}
}

// slot is where an identity stands, or would stand. Hashes are spread already; what
// is left of them in tests is not.
func (t *identityTable) slot(id identity) *identityCount {
	mask := uint64(len(t.slots) - 1)
	for i := uint64(id) & mask; ; i = (i + 1) & mask {
		if s := &t.slots[i]; s.identity == id || s.identity == 0 {
			return s
		}
	}
}

// add counts n events of an identity.
func (t *identityTable) add(id identity, n uint64) {
	if id < t.from || id > t.last || id == 0 {
		return
	}
	s := t.slot(id)
	s.n += n
	if s.identity != 0 {
		return
	}
	s.identity = id
	t.n++
	switch {
	case t.n > t.most && t.last > t.from:
		t.upTo(t.from + (t.last-t.from)/2)
	case 2*t.n > len(t.slots):
		t.rebuild(2 * len(t.slots))
	}
}

// upTo leaves out what is above last.
func (t *identityTable) upTo(last identity) {
	if last < t.last {
		t.last = last
		t.rebuild(len(t.slots))
	}
}

func (t *identityTable) rebuild(size int) {
	t.keep(size, func(id identity) bool { return id <= t.last })
}

// keep makes the table anew, of what is wanted.
func (t *identityTable) keep(size int, wanted func(identity) bool) {
	old := t.slots
	t.slots, t.n = make([]identityCount, size), 0
	for _, c := range old {
		if c.identity != 0 && wanted(c.identity) {
			*t.slot(c.identity) = c
			t.n++
		}
	}
}

// merge adds what other tables, of the same from, counted. What one of them left out is
// left out of all.
func (t *identityTable) merge(others []*identityTable) {
	for _, o := range others {
		t.upTo(o.last)
		t.most += o.most
	}
	for _, o := range others {
		for _, c := range o.slots {
			t.add(c.identity, c.n)
		}
	}
}

// only leaves what stands in another table too.
func (t *identityTable) only(with *identityTable) {
	t.upTo(with.last)
	t.keep(len(t.slots), func(id identity) bool { return with.slot(id).identity != 0 })
}

// largest gives the k with the most events, and what has as many as the last of them;
// all is set where that is everything. Rising by identity.
func (t *identityTable) largest(k int) (list []identity, all bool) {
	top := make([]uint64, 0, k) // falling
	for _, c := range t.slots {
		if c.identity == 0 || len(top) == k && c.n <= top[k-1] {
			continue
		}
		top = top[:min(len(top), k-1)]
		at, _ := slices.BinarySearchFunc(top, c.n, func(a, b uint64) int { return cmp.Compare(b, a) })
		top = slices.Insert(top, at, c.n)
	}
	floor := uint64(0)
	if len(top) == k {
		floor = top[k-1]
	}
	for _, c := range t.slots {
		if c.identity != 0 && c.n >= floor {
			list = append(list, c.identity)
		}
	}
	slices.Sort(list)
	return list, len(list) == t.n
}

// least is the count of the smallest of some.
func (t *identityTable) least(of []identity) uint64 {
	least := uint64(math.MaxUint64)
	for _, id := range of {
		least = min(least, t.slot(id).n)
	}
	return least
}

// identitySet finds the index of an identity in a list.
type identitySet struct {
	mask  uint64
	slots []uint32 // index + 1; 0 is free
	list  []identity
}

func newIdentitySet(list []identity) *identitySet {
	size := 64
	for size < 4*len(list) {
		size *= 2
	}
	s := &identitySet{uint64(size - 1), make([]uint32, size), list}
	for i, id := range list {
		at := uint64(id) & s.mask
		for s.slots[at] != 0 {
			at = (at + 1) & s.mask
		}
		s.slots[at] = uint32(i) + 1
	}
	return s
}

func (s *identitySet) index(id identity) (i int, ok bool) {
	for at := uint64(id) & s.mask; s.slots[at] != 0; at = (at + 1) & s.mask {
		if i := s.slots[at] - 1; s.list[i] == id {
			return int(i), true
		}
	}
	return 0, false
}
