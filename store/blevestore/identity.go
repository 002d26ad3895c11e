package blevestore

import (
	"hash/maphash"
	"sync/atomic"
	"unsafe"

	"whodid/audit/query"
)

// A user or target is who it is by its key, query.KeyOf, and has a party in every day
// that it does something in, and another for each way in which it is written. Counts of
// many days are summed by identity: a hash of the key, which is quicker to come by than
// the key. Two keys may have one; who sums by it looks at the keys of what it shows.

// identity is a hash of a key; 0 is that of no key.
type identity uint64

// identities makes identities, and bounds what parts keep of them.
type identities struct {
	seed maphash.Seed // of this process: nobody can make keys that collide
	mask uint64       // what is left of a hash; a field for tests
	room atomic.Int64 // bytes that parts may still keep
}

func newIdentities(limit int) *identities {
	ids := &identities{seed: maphash.MakeSeed(), mask: ^uint64(0)}
	ids.room.Store(int64(limit))
	return ids
}

// of gives the identity of a folded key.
func (ids *identities) of(key []byte) identity {
	if len(key) == 0 {
		return 0
	}
	return identity(max(maphash.Bytes(ids.seed, key)&ids.mask, 1))
}

func (ids *identities) ofParty(p *party) identity {
	return ids.of([]byte(query.KeyOf(p.name, p.email)))
}

// identity reads who a party of the part is.
func (p *part) identity(ids *identities, n uint32) (identity, error) {
	t, err := p.texts(n)
	if err != nil {
		return 0, err
	}
	var buf [256]byte
	key := append(append(buf[:0], t.local...), t.domain...)
	if !query.IsFoldedASCII(key) {
		key = []byte(query.Fold(string(key)))
	}
	if len(key) == 0 {
		key = []byte(query.Fold(string(t.name)))
	}
	return ids.of(key), nil
}

// keptIdentities are the identities of one side of a part.
type keptIdentities struct {
	ids  *identities
	list []identity // by party, the side's first at 0
}

func (k *keptIdentities) bytes() int64 {
	return int64(cap(k.list)) * int64(unsafe.Sizeof(identity(0)))
}

// side gives the numbers of a part's users or targets.
func (p *part) side(target bool) (from, to uint32) {
	if target {
		return p.users, p.parties
	}
	return 0, p.users
}

// identitiesOf gives the identities of one side, and keeps them while there is room.
func (p *part) identitiesOf(ids *identities, target bool) ([]identity, error) {
	kept := &p.kept[sideIndex(target)]
	if k := kept.Load(); k != nil {
		return k.list, nil
	}
	if err := p.load(sectionTexts, sectionArena); err != nil {
		return nil, err
	}
	from, to := p.side(target)
	k := &keptIdentities{ids, make([]identity, to-from)}
	for n := from; n < to; n++ {
		var err error
		if k.list[n-from], err = p.identity(ids, n); err != nil {
			return nil, err
		}
	}
	if ids.room.Add(-k.bytes()) < 0 || !kept.CompareAndSwap(nil, k) {
		ids.room.Add(k.bytes())
	}
	return k.list, nil
}

func sideIndex(target bool) int {
	if target {
		return 1
	}
	return 0
}

// forget gives back the room of what the part kept.
func (p *part) forget() {
	for i := range p.kept {
		if k := p.kept[i].Swap(nil); k != nil {
			k.ids.room.Add(k.bytes())
		}
	}
}
