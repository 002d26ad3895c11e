package blevestore

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	vellum "github.com/blevesearch/vellum/regexp"

	"whodid/audit/query"
)

// pattern is the documents that have any term which a pattern describes.
type pattern struct {
	field     string
	automaton *vellum.Regexp
	from, to  []byte // the terms that may match
}

// planPattern makes a pattern an automaton over the terms. What holds a
// character of Han, Hangul or Kana describes whole runs only, which have a mark
// before them; anything else never describes one.
func planPattern(field string, p query.Part) (node, error) {
	letters := strings.ReplaceAll(p.Text, "*", "")
	if letters == "" {
		return term{field, anyMark}, nil
	}
	mark := ""
	if query.IsCJK(letters) {
		mark = runMark
	}
	parts := strings.Split(mark+p.Text, "*")
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	a, err := vellum.New(strings.Join(parts, ".*"))
	if err != nil {
		return nil, fmt.Errorf("pattern %s: %w", p.Text, err)
	}
	from := mark + p.Prefix()
	return pattern{field, a, []byte(from), prefixEnd(from)}, nil
}

func (n pattern) eval(ctx context.Context, _ *view, g *segment) (*roaring.Bitmap, error) {
	dict, err := g.api.Dictionary(n.field)
	if err != nil {
		return nil, err
	}
	var found []*roaring.Bitmap
	for it := dict.AutomatonIterator(n.automaton, n.from, n.to); ; {
		entry, err := it.Next()
		if err != nil {
			return nil, err
		}
		if entry == nil {
			return roaring.FastOr(found...), ctx.Err()
		}
		postings, err := dict.PostingsList([]byte(entry.Term), nil, nil)
		if err != nil {
			return nil, err
		}
		b, err := bitmapOf(postings)
		if err != nil {
			return nil, err
		}
		found = append(found, b)
	}
}

// prefixEnd is the first key after all that begin with prefix; nil is the end.
func prefixEnd(prefix string) []byte {
	end := []byte(prefix)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i] < 0xff {
			end[i]++
			return end[:i+1]
		}
	}
	return nil
}
