package blevestore

import (
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"whodid/audit/query"
)

// finder gives the documents of a word index that have what is looked for; nil
// is none. The bitmap must not be changed.
type finder interface {
	find(d *dictionary) (*roaring.Bitmap, error)
}

// term is a term of the index.
type term []byte

func (t term) find(d *dictionary) (*roaring.Bitmap, error) {
	return d.term(t)
}

// pattern is any term that a pattern describes.
type pattern struct {
	glob     *glob
	from, to []byte // the terms that may match
}

// newPattern makes a pattern an automaton over the terms. What holds a
// character of Han, Hangul or Kana describes whole runs only, which have a mark
// before them; anything else never describes one.
func newPattern(p query.Part) finder {
	letters := strings.ReplaceAll(p.Text, "*", "")
	if letters == "" {
		return term(anyMark)
	}
	mark := ""
	if query.IsCJK(letters) {
		mark = runMark
	}
	from := mark + p.Prefix()
	return pattern{newGlob(mark + p.Text), []byte(from), prefixEnd(from)}
}

func (p pattern) find(d *dictionary) (*roaring.Bitmap, error) {
	it := d.terms.AutomatonIteratorOmitCount(p.glob, p.from, p.to)
	found := roaring.New()
	var key []byte
	for {
		entry, err := it.Next()
		if err != nil {
			return nil, err
		}
		if entry == nil {
			return found, nil
		}
		key = append(key[:0], entry.Term...)
		if err := d.addTerm(key, found); err != nil {
			return nil, err
		}
	}
}

// findersOf gives what a text must have that holds the parts side by side. sure
// is set where that is enough.
func findersOf(parts []query.Part) (list []finder, sure bool) {
	sure = len(parts) == 1
	for _, p := range parts {
		switch {
		case p.Pattern:
			list = append(list, newPattern(p))
		case query.IsCJK(p.Text):
			grams := gramsOf(p.Text)
			sure = sure && len(grams) == 1
			for _, g := range grams {
				list = append(list, term(g))
			}
		default:
			list = append(list, term(p.Text))
		}
	}
	return list, sure
}

// findersOfText gives what a party must have whose name or e-mail is exactly the
// folded text.
func findersOfText(folded string) (list []finder) {
	for _, w := range query.Tokens(folded) {
		if query.IsCJK(w) {
			w = runMark + w
		}
		list = append(list, term(w))
	}
	// Long words are the rarer ones, and what is found first bounds the rest.
	slices.SortStableFunc(list, func(a, b finder) int { return len(b.(term)) - len(a.(term)) })
	return list
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
