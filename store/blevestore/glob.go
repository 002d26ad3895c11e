package blevestore

import "strings"

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

// glob is a pattern of literals and stars as an automaton over bytes, for Bleve's
// dictionaries to walk. A regular expression's automaton grows with the square of
// the stars; here every literal between two stars may be taken at its first
// place, so that as many states do as there are bytes.
//
// A state is a place in text: the bytes of the literals that were seen. The
// literals but the first are searched, each with the failure links of Knuth,
// Morris and Pratt.
type glob struct {
	text  string // the literals, one behind the other
	start []int  // by place: where its literal begins
	fail  []int  // by place: the place to go on from where the next byte does not fit
	first int    // length of the first literal, which is not searched
	open  bool   // ends with a star
}

// dead is the state from which nothing matches any more.
const dead = -1

func newGlob(p string) *glob {
	literals := strings.Split(p, "*")
	a := &glob{first: len(literals[0]), open: literals[len(literals)-1] == ""}
	for i, l := range literals {
		begin := len(a.text)
		a.text += l
		for k := range len(l) {
			a.start = append(a.start, begin)
			a.fail = append(a.fail, begin)
			if i > 0 && k > 1 {
				a.fail[begin+k] = a.search(a.fail[begin+k-1], l[k-1], begin)
			}
		}
	}
	// Behind the last literal: reached, and where it is searched, gone on from.
	last := len(a.text) - len(literals[len(literals)-1])
	a.start = append(a.start, last)
	a.fail = append(a.fail, last)
	if n := len(a.text); len(literals) > 1 && n-last > 1 {
		a.fail[n] = a.search(a.fail[n-1], a.text[n-1], last)
	}
	return a
}

// search gives the place after byte b in the literal that begins at begin, from
// a place within it.
func (a *glob) search(place int, b byte, begin int) int {
	for {
		if a.text[place] == b {
			return place + 1
		}
		if place == begin {
			return begin
		}
		place = a.fail[place]
	}
}

// Start implements segment.Automaton.
func (a *glob) Start() int { return 0 }

// IsMatch implements segment.Automaton.
func (a *glob) IsMatch(place int) bool { return place == len(a.text) }

// CanMatch implements segment.Automaton.
func (a *glob) CanMatch(place int) bool { return place != dead }

// WillAlwaysMatch implements segment.Automaton.
func (a *glob) WillAlwaysMatch(place int) bool { return a.open && place == len(a.text) }

// Accept implements segment.Automaton.
func (a *glob) Accept(place int, b byte) int {
	end := len(a.text)
	switch {
	case place == dead:
		return dead
	case place == end && a.open:
		return end
	case place < a.first: // the first literal stands at the beginning
		if a.text[place] == b {
			return place + 1
		}
		return dead
	case place == end:
		begin := a.start[end]
		if begin == end || begin < a.first { // no literal that is searched: nothing may follow
			return dead
		}
		return a.search(a.fail[end], b, begin)
	}
	return a.search(place, b, a.start[place])
}
