package blevestore

import (
	"context"
	"slices"
	"sync"

	segmentapi "github.com/blevesearch/scorch_segment_api/v2"

	"whodid/audit/query"
)

// growingWords is the word index of a tail's parties. Those that came last are
// looked at one by one; once there are some, the next search puts them into a
// segment in memory.
type growingWords struct {
	building sync.Mutex // held by the one search that makes a segment

	mu     sync.RWMutex // guards what follows
	pieces []wordPiece
	docs   []*query.Doc // of the parties behind the last piece, as far as somebody asked
}

// wordPiece is a segment of the parties from, to, without, to.
type wordPiece struct {
	from, to uint32
	segment  segmentapi.Segment
}

const (
	newParties    = 256  // that are looked at one by one
	pieceParties  = 4096 // bound of a segment: making a larger one would hold up the search that does it
	piecesAllowed = 4    // smaller ones are made one
)

// find adds a leaf's parties to wanted and tells whether there are any.
func (w *growingWords) find(ctx context.Context, n *partyLeaf, parties []party, wanted bitset) (any bool, err error) {
	pieces, docs, err := w.upTo(parties)
	if err != nil {
		return false, err
	}
	take := func(i uint32, d *query.Doc) {
		p := &parties[i]
		if !n.wants(p.target) {
			return
		}
		if d == nil && !n.sure {
			d = p.doc()
		}
		if d == nil || n.match(p, d) {
			wanted.set(i)
			any = true
		}
	}
	indexed := uint32(0)
	for _, piece := range pieces {
		if err := ctx.Err(); err != nil {
			return any, err
		}
		indexed = piece.to
		if len(n.finders) == 0 {
			for i := piece.from; i < min(piece.to, uint32(len(parties))); i++ {
				take(i, nil)
			}
			continue
		}
		found, err := n.candidates(piece.segment)
		if err != nil {
			return any, err
		}
		if found == nil {
			continue
		}
		for it := found.Iterator(); it.HasNext(); {
			// The index may have parties that came after the view was taken.
			if i := piece.from + it.Next(); i < uint32(len(parties)) {
				take(i, nil)
			}
		}
	}
	for i := indexed; i < uint32(len(parties)); i++ {
		take(i, docs[i-indexed])
	}
	return any, nil
}

// upTo gives the segments, and the words of the parties behind them.
func (w *growingWords) upTo(parties []party) (pieces []wordPiece, docs []*query.Doc, err error) {
	if len(parties)-w.indexed() > newParties && w.building.TryLock() {
		err = w.build(parties)
		w.building.Unlock()
		if err != nil {
			return nil, nil, err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	pieces = w.pieces
	for i := w.indexedLocked() + len(w.docs); i < len(parties); i++ {
		w.docs = append(w.docs, parties[i].doc())
	}
	return pieces, w.docs, nil
}

func (w *growingWords) indexed() int {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.indexedLocked()
}

func (w *growingWords) indexedLocked() int {
	if len(w.pieces) == 0 {
		return 0
	}
	return int(w.pieces[len(w.pieces)-1].to)
}

// build puts the parties that are in no segment into one, together with small
// segments before it.
func (w *growingWords) build(parties []party) error {
	w.mu.RLock()
	pieces := w.pieces
	w.mu.RUnlock()
	from := uint32(0)
	if len(pieces) > 0 {
		from = pieces[len(pieces)-1].to
	}
	for from < uint32(len(parties)) {
		keep := len(pieces)
		for small := 0; keep > 0; keep-- {
			last := pieces[keep-1]
			if size := last.to - last.from; size >= pieceParties || uint32(len(parties))-last.from > pieceParties {
				break
			}
			if small++; small < piecesAllowed && last.to-last.from > 2*(uint32(len(parties))-last.to) {
				break
			}
			from = last.from
		}
		to := min(from+pieceParties, uint32(len(parties)))
		segment, err := buildWords(func(yield func(*party) bool) {
			for i := from; i < to; i++ {
				if !yield(&parties[i]) {
					return
				}
			}
		}, int(to-from))
		if err != nil {
			return err
		}
		pieces = append(slices.Clone(pieces[:keep]), wordPiece{from, to, segment})
		from = to
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.docs = w.docs[min(len(w.docs), int(from)-w.indexedLocked()):]
	w.pieces = pieces
	return nil
}
