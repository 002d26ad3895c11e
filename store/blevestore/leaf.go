package blevestore

import (
	"fmt"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"

	"whodid/audit/query"
)

// partyLeaf is the events whose user or target, or either, is one of some
// parties: found by the terms they must have and, where that is not enough,
// verified with query.Match, once a party and not once an event.
type partyLeaf struct {
	user, target bool // which sides are looked at
	finders      []finder
	sure         bool
	match        func(*party, *query.Doc) bool
	name         string
}

func (n *partyLeaf) in(values) node { return n }
func (n *partyLeaf) key() string    { return n.name }

func sides(f query.Field) (user, target bool) {
	return f != query.FieldTarget, f != query.FieldUser
}

func newWordsLeaf(n query.Words) *partyLeaf {
	l := &partyLeaf{name: "p:" + n.String(), match: func(_ *party, d *query.Doc) bool { return query.Match(n, d) }}
	l.user, l.target = sides(n.Field)
	l.finders, l.sure = findersOf(n.Parts)
	return l
}

func addressLeaf(n query.Address) *partyLeaf {
	l := &partyLeaf{name: "a:" + n.String(), finders: findersOfText(n.Email), match: func(_ *party, d *query.Doc) bool { return query.Match(n, d) }}
	l.user, l.target = sides(n.Field)
	return l
}

// keyLeaves is the exact filter of user or target: any of the wanted.
func keyLeaves(target bool, wanted []string) node {
	var list []node
	for _, w := range wanted {
		folded := query.Fold(w)
		list = append(list, &partyLeaf{
			user: !target, target: target, finders: findersOfText(folded), name: "k:" + strconv.FormatBool(target) + strconv.Quote(folded),
			match: func(p *party, d *query.Doc) bool {
				if p.target {
					return d.TargetKey() == folded
				}
				return d.UserKey() == folded
			},
		})
	}
	return newOr(list)
}

// fewCandidates are verified at once rather than narrowed by another term.
const fewCandidates = 8

// candidates gives the documents of a word index that may be parties of the leaf:
// are, where sure is set. nil is none. Not for a leaf without finders, of which
// everyone is a candidate. The bitmap lies in the segment and must not be changed.
func (n *partyLeaf) candidates(s segmentapi.Segment) (found *roaring.Bitmap, err error) {
	d, err := dictionaryOf(s)
	if err != nil {
		return nil, err
	}
	for i, f := range n.finders {
		b, err := f.find(d)
		if err != nil {
			return nil, fmt.Errorf("look up words: %w", err)
		}
		if b == nil {
			return nil, nil
		}
		if i == 0 {
			found = b
		} else {
			found = roaring.And(found, b)
		}
		if found.IsEmpty() {
			return nil, nil
		}
		if !n.sure && found.GetCardinality() <= fewCandidates {
			break
		}
	}
	return found, nil
}

// wants tells whether the leaf looks at this side.
func (n *partyLeaf) wants(target bool) bool { return target && n.target || !target && n.user }
