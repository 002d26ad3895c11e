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
func (s *idSet) slot(at place) int {
	h := (binary.BigEndian.Uint64(at.tail[2:]) ^ uint64(at.ms)) * 0x9e3779b97f4a7c15
	return int((h >> 32) & uint64(len(s.slots)-1))
}

func (s *idSet) add(ordinal uint32, places []place) {
	if 2*(s.n+1) > len(s.slots) {
		old := s.slots
		s.slots = make([]uint32, 2*len(old))
		for _, o := range old {
			if o != 0 {
				s.put(o, places)
			}
		}
	}
	s.put(ordinal+1, places)
	s.n++
}

func (s *idSet) put(o uint32, places []place) {
	i := s.slot(places[o-1])
	for s.slots[i] != 0 {
		i = (i + 1) & (len(s.slots) - 1)
	}
	s.slots[i] = o
}

// find gives the ordinal of the event at this place.
func (s *idSet) find(at place, places []place) (uint32, bool) {
	for i := s.slot(at); s.slots[i] != 0; i = (i + 1) & (len(s.slots) - 1) {
		if o := s.slots[i] - 1; places[o] == at {
			return o, true
		}
	}
	return 0, false
}
