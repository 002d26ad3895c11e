package blevestore

import "encoding/binary"

// idSet finds an event by its id: open addressing over ordinals, which costs
// 8 bytes an event.
type idSet struct {
	slots []uint32 // ordinal + 1; 0 is free
	n     int
}

func newIDSet(n int) *idSet {
	size := 64
	for size < 2*n {
		size *= 2
	}
	return &idSet{slots: make([]uint32, size)}
}

// slot is where to begin. Time takes part: ids that clients send may have equal
// tails in every millisecond.
func (s *idSet) slot(t idTail, ms uint32) int {
	h := (binary.BigEndian.Uint64(t[2:]) ^ uint64(ms)) * 0x9e3779b97f4a7c15
	return int((h >> 32) & uint64(len(s.slots)-1))
}

func (s *idSet) add(ordinal uint32, cols columns) {
	if 2*(s.n+1) > len(s.slots) {
		old := s.slots
		s.slots = make([]uint32, 2*len(old))
		for _, o := range old {
			if o != 0 {
				s.put(o, cols)
			}
		}
	}
	s.put(ordinal+1, cols)
	s.n++
}

func (s *idSet) put(o uint32, cols columns) {
	i := s.slot(cols.tail[o-1], cols.ms[o-1])
	for s.slots[i] != 0 {
		i = (i + 1) & (len(s.slots) - 1)
	}
	s.slots[i] = o
}

// find gives the ordinal of the event with this id.
func (s *idSet) find(t idTail, ms uint32, cols columns) (uint32, bool) {
	for i := s.slot(t, ms); s.slots[i] != 0; i = (i + 1) & (len(s.slots) - 1) {
		o := s.slots[i] - 1
		if cols.tail[o] == t && cols.ms[o] == ms {
			return o, true
		}
	}
	return 0, false
}
