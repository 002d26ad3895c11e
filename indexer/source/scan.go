package source

import "bytes"

// scan walks the members of a JSON object and looks, in the same pass, whether it
// is well formed. It says so only of what it is sure of: control characters,
// exponents and deep nesting, which hardly any event has, are left to
// encoding/json, which has the last word on what is JSON.
type scan struct {
	text    []byte // the object, UTF-8, with nothing around it
	i       int
	escapes bool // there is a backslash somewhere
}

// maxScanDepth is how deep brackets may nest for scan to be sure.
const maxScanDepth = 16

// looks is what a text has somewhere.
type looks uint8

const (
	looksControl   looks = 1 << iota // a byte below the space
	looksBackslash                   // an escape
	looksHigh                        // a byte that is not ASCII
)

// lookOver looks at a text eight bytes at a time.
func lookOver(text []byte) (seen looks) {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	var control, backslash, high uint64
	for len(text) >= 8 {
		w := uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
			uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
		// A byte of w below n borrows from its top bit in w - n*ones. Borrows may also
		// come from the byte below, which then is one itself: enough to know that there is one.
		control |= (w - ones*0x20) &^ w
		x := w ^ ones*'\\'
		backslash |= (x - ones) &^ x
		high |= w
		text = text[8:]
	}
	for _, c := range text {
		switch {
		case c < 0x20:
			control = highs
		case c == '\\':
			backslash = highs
		case c >= 0x80:
			high = highs
		}
	}
	if control&highs != 0 {
		seen |= looksControl
	}
	if backslash&highs != 0 {
		seen |= looksBackslash
	}
	if high&highs != 0 {
		seen |= looksHigh
	}
	return seen
}

// member gives the next member of the object: the key with its quotes, and the
// value as it stands. more is false at the object's end, which is the text's.
// Where sure is false the object may or may not be JSON.
func (s *scan) member() (key, value []byte, more, sure bool) {
	first := s.i == 0
	if first {
		if s.at() != '{' {
			return nil, nil, false, false
		}
		s.i++
	}
	s.skipSpace()
	switch {
	case s.at() == '}':
		return nil, nil, false, s.i == len(s.text)-1
	case first:
	case s.at() != ',':
		return nil, nil, false, false
	default:
		s.i++
		s.skipSpace()
	}
	start := s.i
	if !s.quoted() {
		return nil, nil, false, false
	}
	key = s.text[start:s.i]
	if !s.colon() {
		return nil, nil, false, false
	}
	start = s.i
	if !s.value(0) {
		return nil, nil, false, false
	}
	return key, s.text[start:s.i], true, true
}

// at gives the byte that is next, 0 at the end: no text that is sure has one.
func (s *scan) at() byte {
	if s.i < len(s.text) {
		return s.text[s.i]
	}
	return 0
}

func (s *scan) skipSpace() {
	for s.at() == ' ' {
		s.i++
	}
}

func (s *scan) colon() bool {
	s.skipSpace()
	if s.at() != ':' {
		return false
	}
	s.i++
	s.skipSpace()
	return true
}

// value goes behind one value.
func (s *scan) value(depth int) bool {
	switch c := s.at(); c {
	case '"':
		return s.quoted()
	case '{', '[':
		return depth < maxScanDepth && s.nested(c, depth+1)
	case 't':
		return s.word("true")
	case 'f':
		return s.word("false")
	case 'n':
		return s.word("null")
	}
	return s.number()
}

// nested goes behind an object or array.
func (s *scan) nested(open byte, depth int) bool {
	closing := open + 2 // in ASCII, of both
	s.i++
	s.skipSpace()
	if s.at() == closing {
		s.i++
		return true
	}
	for {
		if open == '{' && (!s.quoted() || !s.colon()) || !s.value(depth) {
			return false
		}
		s.skipSpace()
		switch s.at() {
		case closing:
			s.i++
			return true
		case ',':
			s.i++
			s.skipSpace()
		default:
			return false
		}
	}
}

func (s *scan) word(w string) bool {
	if !bytes.HasPrefix(s.text[s.i:], []byte(w)) {
		return false
	}
	s.i += len(w)
	return true
}

// number goes behind a number without an exponent.
func (s *scan) number() bool {
	if s.at() == '-' {
		s.i++
	}
	zero := s.at() == '0'
	n := s.digits()
	if n == 0 || zero && n > 1 {
		return false
	}
	if s.at() == '.' {
		s.i++
		if s.digits() == 0 {
			return false
		}
	}
	return s.at()|0x20 != 'e'
}

func (s *scan) digits() (n int) {
	for ; s.at()-'0' <= 9; n++ {
		s.i++
	}
	return n
}

// quoted goes behind a string.
func (s *scan) quoted() bool {
	if s.at() != '"' {
		return false
	}
	s.i++
	if !s.escapes {
		end := bytes.IndexByte(s.text[s.i:], '"')
		s.i += end + 1
		return end >= 0
	}
	for ; s.i < len(s.text); s.i++ {
		switch s.text[s.i] {
		case '"':
			s.i++
			return true
		case '\\':
			s.i++
			if !s.escape() {
				return false
			}
		}
	}
	return false
}

// escape goes to the last byte of the escape behind a backslash.
func (s *scan) escape() bool {
	switch s.at() {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return true
	case 'u':
		for range 4 {
			s.i++
			if c := s.at(); c-'0' > 9 && (c|0x20)-'a' > 5 {
				return false
			}
		}
		return true
	}
	return false
}
