package blevestore

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"whodid/audit"
	"whodid/audit/query"
)

// view is a day as one search sees it: everything that was stored before, and
// nothing that comes later.
type view struct {
	release  func()
	day      audit.Day
	startMS  int64  // of the day
	events   uint32 // how many there are; columns and blocks may have more that are not searchable yet
	cols     columns
	blocks   []block
	log      *eventLog
	segments []*segment
	cells    []values // the store's, at least those of cols
}

// bitmap gives the segment's documents that node matches. The result may be
// shared and must not be changed.
func (v *view) bitmap(ctx context.Context, g *segment, node query.Node) (*roaring.Bitmap, error) {
	switch n := node.(type) {
	case query.Everything:
		return g.all(), nil
	case query.And:
		return v.and(ctx, g, n)
	case query.Or:
		parts := make([]*roaring.Bitmap, len(n))
		for i, x := range n {
			var err error
			if parts[i], err = v.bitmap(ctx, g, x); err != nil {
				return nil, err
			}
		}
		return roaring.FastOr(parts...), nil
	case query.Not:
		b, err := v.bitmap(ctx, g, n.Node)
		if err != nil {
			return nil, err
		}
		return roaring.AndNot(g.all(), b), nil
	case query.Words:
		return v.words(ctx, g, n)
	case query.Address:
		return g.term(keyField(n.Field), addressMark+n.Email)
	case query.Value:
		return v.cellsWhere(g, func(x values) bool {
			switch n.Field {
			case query.FieldTask:
				return string(x.task) == n.Code
			case query.FieldStatus:
				return string(x.status) == n.Code
			default:
				return string(x.via) == n.Code
			}
		}), nil
	case query.ID:
		return v.documents(g, func(ordinal uint32) bool { return v.id(ordinal) == n.ID }), nil
	case query.Time:
		return v.documents(g, func(ordinal uint32) bool { return n.Period.Contains(v.time(ordinal)) }), nil
	}
	panic(fmt.Sprintf("bug: no evaluation of a %T", node))
}

// and intersects, and stops at the first empty set. What must be verified event
// by event comes last and only sees what is left.
func (v *view) and(ctx context.Context, g *segment, nodes query.And) (*roaring.Bitmap, error) {
	var result *roaring.Bitmap
	for _, n := range nodes {
		b, err := v.bitmap(ctx, g, n)
		if err != nil {
			return nil, err
		}
		if result == nil {
			result = b
		} else {
			result = roaring.And(result, b)
		}
		if result.IsEmpty() {
			break
		}
	}
	return result, nil
}

func keyField(f query.Field) string {
	if f == query.FieldUser {
		return fieldUserKey
	}
	return fieldTargetKey
}

// keys gives the documents whose user or target is one of the filter's values.
func keys(g *segment, field string, wanted []string) (*roaring.Bitmap, error) {
	var found []*roaring.Bitmap
	for _, w := range wanted {
		for _, mark := range []string{addressMark, nameMark} {
			b, err := g.term(field, mark+query.Fold(w))
			if err != nil {
				return nil, err
			}
			found = append(found, b)
		}
	}
	return roaring.FastOr(found...), nil
}

// cellsWhere gives the documents whose values satisfy want.
func (v *view) cellsWhere(g *segment, want func(values) bool) *roaring.Bitmap {
	var found []*roaring.Bitmap
	for cell, b := range g.cells {
		if want(v.cells[cell]) {
			found = append(found, b)
		}
	}
	return roaring.FastOr(found...)
}

func (v *view) documents(g *segment, want func(ordinal uint32) bool) *roaring.Bitmap {
	b := roaring.New()
	for doc, ordinal := range g.ordinals {
		if want(ordinal) {
			b.Add(uint32(doc))
		}
	}
	return b
}

// words gives the documents where n's words stand: in labels, which are looked
// at once a value; and in the texts of user and target, which are in the index.
func (v *view) words(ctx context.Context, g *segment, n query.Words) (*roaring.Bitmap, error) {
	found := []*roaring.Bitmap{v.cellsWhere(g, func(x values) bool {
		return n.MatchTask(x.task) || n.MatchStatus(x.status) || n.MatchServiceType(x.via)
	})}
	exact := true
	for _, f := range []struct {
		field query.Field
		name  string
	}{{query.FieldUser, fieldUser}, {query.FieldTarget, fieldTarget}} {
		if n.Field != query.FieldAny && n.Field != f.field {
			continue
		}
		b, sure, err := wordsInField(g, f.name, n.Parts)
		if err != nil {
			return nil, err
		}
		exact = exact && sure
		found = append(found, b)
	}
	if exact {
		return roaring.FastOr(found...), nil
	}
	verified, err := v.verify(ctx, g, roaring.AndNot(roaring.FastOr(found[1:]...), found[0]), n)
	if err != nil {
		return nil, err
	}
	return roaring.Or(found[0], verified), nil
}

// wordsInField gives the documents that have all parts somewhere in a field.
// sure is false where that is not enough: the parts must stand side by side.
func wordsInField(g *segment, field string, parts []query.Part) (b *roaring.Bitmap, sure bool, err error) {
	sure = len(parts) == 1
	for _, p := range parts {
		var terms []string
		switch {
		case p.Pattern, !query.IsCJK(p.Text):
			terms = []string{p.Text}
		default:
			terms = gramsOf(p.Text)
			sure = sure && len(terms) == 1
		}
		for _, t := range terms {
			var x *roaring.Bitmap
			if p.Pattern {
				x, err = g.terms(field, p.Prefix(), p.MatchWord)
			} else {
				x, err = g.term(field, t)
			}
			if err != nil {
				return nil, false, err
			}
			if b == nil {
				b = x
			} else {
				b = roaring.And(b, x)
			}
			if b.IsEmpty() {
				return b, true, nil
			}
		}
	}
	return b, sure, nil
}

// gramsOf gives the terms that every run has that text is an inner part of:
// text itself where it is short, else its inner parts of gramSize characters.
func gramsOf(text string) []string {
	if len([]rune(text)) <= gramSize {
		return []string{text}
	}
	var out []string
	query.Grams(text, gramSize, func(gram string) {
		if len([]rune(gram)) == gramSize && !slices.Contains(out, gram) {
			out = append(out, gram)
		}
	})
	return out
}

// verify gives those of the candidates that node really matches.
func (v *view) verify(ctx context.Context, g *segment, candidates *roaring.Bitmap, node query.Node) (*roaring.Bitmap, error) {
	type candidate struct{ ordinal, doc uint32 }
	list := make([]candidate, 0, candidates.GetCardinality())
	for it := candidates.Iterator(); it.HasNext(); {
		doc := it.Next()
		list = append(list, candidate{g.ordinals[doc], doc})
	}
	slices.SortFunc(list, func(a, b candidate) int { return int(int64(a.ordinal) - int64(b.ordinal)) })
	result := roaring.New()
	var events []audit.Event
	have := -1
	for _, c := range list {
		at := blockOf(v.blocks, c.ordinal)
		if at != have {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			var err error
			if events, err = v.log.read(v.blocks[at]); err != nil {
				return nil, err
			}
			have = at
		}
		if query.Match(node, query.NewDoc(&events[c.ordinal-v.blocks[at].first])) {
			result.Add(c.doc)
		}
	}
	return result, nil
}

// event reads one event.
func (v *view) event(ordinal uint32) (audit.Event, error) {
	b := v.blocks[blockOf(v.blocks, ordinal)]
	events, err := v.log.read(b)
	if err != nil {
		return audit.Event{}, err
	}
	return events[ordinal-b.first], nil
}

func compareTail(a, b idTail) int { return strings.Compare(string(a[:]), string(b[:])) }
