package blevestore

import (
	"context"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"whodid/audit/query"
)

// node is a question made ready once a search: labels are resolved into cells
// and patterns into automata, so that a segment has only bitmaps to combine.
type node interface {
	// eval gives the segment's documents that match. The bitmap may be shared and
	// must not be changed.
	eval(ctx context.Context, v *view, g *segment) (*roaring.Bitmap, error)
}

// plan makes a question ready. cells are those known so far; later ones are
// looked at when they are met.
func plan(tree query.Node, cells []values) node {
	switch n := tree.(type) {
	case nil, query.Everything:
		return everything{}
	case query.And:
		return and(planAll(n, cells))
	case query.Or:
		return or(planAll(n, cells))
	case query.Not:
		return not{plan(n.Node, cells)}
	case query.Words:
		return planWords(n, cells)
	case query.Address:
		return term{keyField(n.Field), addressMark + n.Email}
	case query.Value:
		return newCellSet(cells, func(x values) bool { return x.of(n.Field) == n.Code })
	case query.ID:
		return byOrdinal(func(v *view, ordinal uint32) bool { return v.id(ordinal) == n.ID })
	case query.Time:
		return byOrdinal(func(v *view, ordinal uint32) bool { return n.Period.Contains(v.time(ordinal)) })
	}
	panic(fmt.Sprintf("bug: no plan for a %T", tree))
}

func planAll(trees []query.Node, cells []values) []node {
	nodes := make([]node, len(trees))
	for i, t := range trees {
		nodes[i] = plan(t, cells)
	}
	return nodes
}

// planFilters makes the exact filters of user and target a part of the question.
func planFilters(q query.Search, cells []values) node {
	tree := plan(q.Tree, cells)
	all := and{tree}
	for _, f := range []struct {
		field  string
		wanted []string
	}{{fieldUserKey, q.Filters.User}, {fieldTargetKey, q.Filters.Target}} {
		if len(f.wanted) == 0 {
			continue
		}
		var any or
		for _, w := range f.wanted {
			key := query.Fold(w)
			any = append(any, term{f.field, addressMark + key}, term{f.field, nameMark + key})
		}
		all = append(and{any}, all...) // the rarest first
	}
	if len(all) == 1 {
		return tree
	}
	return all
}

type everything struct{}

func (everything) eval(_ context.Context, _ *view, g *segment) (*roaring.Bitmap, error) {
	return g.all(), nil
}

// and intersects, and stops at the first empty set.
type and []node

func (n and) eval(ctx context.Context, v *view, g *segment) (*roaring.Bitmap, error) {
	var result *roaring.Bitmap
	for _, x := range n {
		b, err := x.eval(ctx, v, g)
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

type or []node

func (n or) eval(ctx context.Context, v *view, g *segment) (*roaring.Bitmap, error) {
	parts := make([]*roaring.Bitmap, len(n))
	for i, x := range n {
		var err error
		if parts[i], err = x.eval(ctx, v, g); err != nil {
			return nil, err
		}
	}
	return roaring.FastOr(parts...), nil
}

type not struct{ node node }

func (n not) eval(ctx context.Context, v *view, g *segment) (*roaring.Bitmap, error) {
	b, err := n.node.eval(ctx, v, g)
	if err != nil {
		return nil, err
	}
	return roaring.AndNot(g.all(), b), nil
}

// term is a term of the index.
type term struct{ field, text string }

func (n term) eval(_ context.Context, _ *view, g *segment) (*roaring.Bitmap, error) {
	return g.term(n.field, n.text)
}

func keyField(f query.Field) string {
	if f == query.FieldUser {
		return fieldUserKey
	}
	return fieldTargetKey
}

// byOrdinal looks at every event of a segment, at its columns only.
type byOrdinal func(v *view, ordinal uint32) bool

func (want byOrdinal) eval(_ context.Context, v *view, g *segment) (*roaring.Bitmap, error) {
	b := roaring.New()
	for doc, ordinal := range g.ordinals {
		if want(v, ordinal) {
			b.Add(uint32(doc))
		}
	}
	return b, nil
}

// cellSet is the events of some cells.
type cellSet struct {
	want  func(values) bool
	known []bool // by cell
}

func newCellSet(cells []values, want func(values) bool) cellSet {
	c := cellSet{want, make([]bool, len(cells))}
	for i, x := range cells {
		c.known[i] = want(x)
	}
	return c
}

func (n cellSet) eval(_ context.Context, v *view, g *segment) (*roaring.Bitmap, error) {
	var found []*roaring.Bitmap
	for cell, b := range g.cells {
		if int(cell) < len(n.known) && n.known[cell] || int(cell) >= len(n.known) && n.want(v.cells[cell]) {
			found = append(found, b)
		}
	}
	return roaring.FastOr(found...), nil
}

// of gives the value of a field.
func (x values) of(f query.Field) string {
	switch f {
	case query.FieldTask:
		return string(x.task)
	case query.FieldStatus:
		return string(x.status)
	default:
		return string(x.via)
	}
}

// words are words in labels, which are looked at once a value, or in the texts
// of user and target, which are in the index.
type words struct {
	words  query.Words
	labels cellSet
	texts  []wordsInField
}

// wordsInField are the documents that have all parts somewhere in a field.
type wordsInField struct {
	parts and
	sure  bool // that is enough; else they must stand side by side, which is to be verified
}

func planWords(n query.Words, cells []values) node {
	w := words{words: n, labels: newCellSet(cells, func(x values) bool {
		return n.MatchTask(x.task) || n.MatchStatus(x.status) || n.MatchServiceType(x.via)
	})}
	for _, f := range []struct {
		field query.Field
		name  string
	}{{query.FieldUser, fieldUser}, {query.FieldTarget, fieldTarget}} {
		if n.Field != query.FieldAny && n.Field != f.field {
			continue
		}
		w.texts = append(w.texts, planParts(f.name, n.Parts))
	}
	return w
}

func planParts(field string, parts []query.Part) wordsInField {
	t := wordsInField{sure: len(parts) == 1}
	for _, p := range parts {
		switch {
		case p.Pattern:
			t.parts = append(t.parts, planPattern(field, p))
		case query.IsCJK(p.Text):
			grams := gramsOf(p.Text)
			t.sure = t.sure && len(grams) == 1
			for _, g := range grams {
				t.parts = append(t.parts, term{field, g})
			}
		default:
			t.parts = append(t.parts, term{field, p.Text})
		}
	}
	return t
}

func (n words) eval(ctx context.Context, v *view, g *segment) (*roaring.Bitmap, error) {
	labels, err := n.labels.eval(ctx, v, g)
	if err != nil {
		return nil, err
	}
	found, unsure := []*roaring.Bitmap{labels}, []*roaring.Bitmap{}
	for _, t := range n.texts {
		b, err := t.parts.eval(ctx, v, g)
		if err != nil {
			return nil, err
		}
		if t.sure {
			found = append(found, b)
		} else {
			unsure = append(unsure, b)
		}
	}
	sure := roaring.FastOr(found...)
	if len(unsure) == 0 {
		return sure, nil
	}
	candidates := roaring.FastOr(unsure...)
	candidates.AndNot(sure)
	verified, err := v.verify(ctx, g, candidates, n.words)
	if err != nil {
		return nil, err
	}
	verified.Or(sure)
	return verified, nil
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
