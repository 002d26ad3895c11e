package blevestore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
)

// segment is a piece of a day's index with what is known of its documents. It
// never changes: Bleve merges segments into new ones.
type segment struct {
	ordinals []uint32                   // by document number
	cells    map[uint32]*roaring.Bitmap // documents by cell
	api      segmentapi.Segment
}

// segments remembers, for the segments of one index, what reading them costs.
type segments struct {
	mu   sync.Mutex
	byID map[uint64]*segment
}

// of gives snap's segments and forgets those that were merged away.
func (s *segments) of(snap *scorch.IndexSnapshot, cols columns) ([]*segment, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := snap.Segments()
	out := make([]*segment, 0, len(list))
	known := make(map[uint64]*segment, len(list))
	for _, ss := range list {
		if ss.Deleted() != nil && !ss.Deleted().IsEmpty() {
			return nil, fmt.Errorf("segment %d has deleted documents", ss.Id())
		}
		g := s.byID[ss.Id()]
		if g == nil {
			var err error
			if g, err = loadSegment(ss.Segment(), cols); err != nil {
				return nil, fmt.Errorf("segment %d: %w", ss.Id(), err)
			}
		}
		known[ss.Id()] = g
		// The segment object changes when a segment in memory gets its file.
		out = append(out, &segment{g.ordinals, g.cells, ss.Segment()})
	}
	if len(known) > 0 || len(list) == 0 {
		s.byID = known
	}
	return out, nil
}

// errNotInLog is an event that the index has and the log does not: the log has
// lost events that were answered.
var errNotInLog = errors.New("is in the index and not in the log")

// loadSegment reads which document is which event from the dictionary of _id.
func loadSegment(api segmentapi.Segment, cols columns) (*segment, error) {
	n := int(api.Count())
	g := &segment{ordinals: make([]uint32, n), cells: make(map[uint32]*roaring.Bitmap), api: api}
	dict, err := api.Dictionary("_id")
	if err != nil {
		return nil, err
	}
	var postings segmentapi.PostingsList
	var iter segmentapi.PostingsIterator
	seen := 0
	for it := dict.AutomatonIterator(nil, nil, nil); ; seen++ {
		entry, err := it.Next()
		if err != nil {
			return nil, err
		}
		if entry == nil {
			break
		}
		if postings, err = dict.PostingsList([]byte(entry.Term), nil, postings); err != nil {
			return nil, err
		}
		iter = postings.Iterator(false, false, false, iter)
		p, err := iter.Next()
		if err != nil {
			return nil, err
		}
		if p == nil || len(entry.Term) != 4 || p.Number() >= uint64(n) {
			return nil, fmt.Errorf("_id %x is none of ours", entry.Term)
		}
		ordinal := binary.BigEndian.Uint32([]byte(entry.Term))
		if int(ordinal) >= len(cols.cell) {
			return nil, fmt.Errorf("event %d: %w of %d events", ordinal, errNotInLog, len(cols.cell))
		}
		g.ordinals[p.Number()] = ordinal
	}
	if seen != n {
		return nil, fmt.Errorf("%d documents have %d ids", n, seen)
	}
	for doc, ordinal := range g.ordinals {
		cell := cols.cell[ordinal]
		b := g.cells[cell]
		if b == nil {
			b = roaring.New()
			g.cells[cell] = b
		}
		b.Add(uint32(doc))
	}
	return g, nil
}

// all is every document of the segment.
func (g *segment) all() *roaring.Bitmap {
	b := roaring.New()
	b.AddRange(0, uint64(len(g.ordinals)))
	return b
}

// term gives the documents that have a term in a field. The bitmap may be
// shared: it must not be changed.
func (g *segment) term(field, term string) (*roaring.Bitmap, error) {
	dict, err := g.api.Dictionary(field)
	if err != nil {
		return nil, err
	}
	postings, err := dict.PostingsList([]byte(term), nil, nil)
	if err != nil {
		return nil, err
	}
	return bitmapOf(postings)
}

// bitmapOf gives the documents of a postings list.
func bitmapOf(postings segmentapi.PostingsList) (*roaring.Bitmap, error) {
	if postings == nil || postings.Count() == 0 {
		return roaring.New(), nil
	}
	iter := postings.Iterator(false, false, false, nil)
	if o, ok := iter.(segmentapi.OptimizablePostingsIterator); ok {
		if n, ok := o.DocNum1Hit(); ok {
			return roaring.BitmapOf(uint32(n)), nil
		}
		if b := o.ActualBitmap(); b != nil {
			return b, nil
		}
	}
	b := roaring.New()
	for {
		p, err := iter.Next()
		if err != nil || p == nil {
			return b, err
		}
		b.Add(uint32(p.Number()))
	}
}
