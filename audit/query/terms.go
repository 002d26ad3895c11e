package query

import "slices"

// Term is what a question looks for and a matching event may show: words to be
// found in one text of a field, or the field's exact value. What the question
// leaves out (-word) is no term.
type Term struct {
	Field Field
	Words []string // folded, side by side in one text; a star in one is any characters of the word. None where Value counts
	Value string   // a code, a folded address, an id; "" is the lack of a value
}

// Terms are the terms of a tree, each once, in its order; nil matches
// everything and looks for nothing.
func Terms(tree Node) []Term {
	var out []Term
	add := func(t Term) {
		if !slices.ContainsFunc(out, func(o Term) bool { return o.Field == t.Field && o.Value == t.Value && slices.Equal(o.Words, t.Words) }) {
			out = append(out, t)
		}
	}
	var walk func(Node)
	walk = func(n Node) {
		switch n := n.(type) {
		case And:
			for _, x := range n {
				walk(x)
			}
		case Or:
			for _, x := range n {
				walk(x)
			}
		case Words:
			words := make([]string, len(n.Parts))
			for i, p := range n.Parts {
				words[i] = p.Text
			}
			add(Term{Field: n.Field, Words: words})
		case Address:
			add(Term{Field: n.Field, Value: n.Email})
		case Value:
			add(Term{Field: n.Field, Value: n.Code})
		case ID:
			add(Term{Field: FieldID, Value: string(n.ID)})
		}
	}
	walk(tree)
	return out
}
