package blevestore

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	segmentapi "github.com/blevesearch/scorch_segment_api/v2"

	"whodid/audit/query"
)

// growingWords is the word index of a tail's parties. Those that came last are
// looked at one by one; once a search meets some, they are put into segments in memory
// beside it.
type growingWords struct {
	building atomic.Bool // somebody makes segments

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
	pieceParties  = 4096 // bound of a segment: the parties of one are looked at one by one until it is made
	piecesAllowed = 4    // smaller ones are made one
)

// find adds a leaf's parties to wanted and tells whether there are any.
func (w *growingWords) find(ctx context.Context, n *partyLeaf, parties []party, wanted bitset) (any bool, err error) {
	pieces, docs := w.upTo(parties)
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
func (w *growingWords) upTo(parties []party) (pieces []wordPiece, docs []*query.Doc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := w.indexedLocked() + len(w.docs); i < len(parties); i++ {
		w.docs = append(w.docs, parties[i].doc())
	}
	if len(w.docs) > newParties && w.building.CompareAndSwap(false, true) {
		go func() {
			defer w.building.Store(false)
			w.build(parties)
		}()
	}
	return w.pieces, w.docs
}

func (w *growingWords) indexedLocked() int {
	if len(w.pieces) == 0 {
		return 0
	}
	return int(w.pieces[len(w.pieces)-1].to)
}

// build puts the parties that are in no segment into some, the first together with
// small segments before it. One goroutine builds at a time. What can't be built stays
// to be looked at one by one.
func (w *growingWords) build(parties []party) {
	for {
		w.mu.RLock()
		pieces := w.pieces
		from := uint32(w.indexedLocked())
		w.mu.RUnlock()
		if from >= uint32(len(parties)) {
			return
		}
		keep := len(pieces)
		for small := 1; keep > 0; keep, small = keep-1, small+1 {
			last := pieces[keep-1]
			if uint32(len(parties))-last.from > pieceParties || small < piecesAllowed && last.to-last.from > 2*(uint32(len(parties))-last.to) {
				break
			}
			from = last.from
		}
		to := min(from+pieceParties, uint32(len(parties)))
		segment, err := safely(func() (segmentapi.Segment, error) { return buildWords(parties[from:to]) })
		if err != nil {
			return
		}
		w.mu.Lock()
		w.docs = w.docs[min(len(w.docs), int(to)-w.indexedLocked()):]
		w.pieces = append(slices.Clone(pieces[:keep]), wordPiece{from, to, segment})
		w.mu.Unlock()
	}
}
