package audit

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// hasSpecial tells of the characters that a cell has to be quoted for.
func hasSpecial(cell string) bool {
	for i := range len(cell) {
		if signs[cell[i]]&signSpecial != 0 {
			return true
		}
	}
	return false
}

func spaceFirst(cell string) bool {
	if cell == "" || cell[0] < utf8.RuneSelf {
		return cell != "" && signs[cell[0]]&signSpace != 0
	}
	r, _ := utf8.DecodeRuneInString(cell)
	return unicode.IsSpace(r)
}

func spaceLast(cell string) bool {
	if cell == "" || cell[len(cell)-1] < utf8.RuneSelf {
		return cell != "" && signs[cell[len(cell)-1]]&signSpace != 0
	}
	r, _ := utf8.DecodeLastRuneInString(cell)
	return unicode.IsSpace(r)
}

// isPlainEmail tells of addresses that stand in a cell as they are and that
// SplitPerson finds there: ASCII without spaces, brackets, quotes and commas,
// with something on both sides of the first @.
func isPlainEmail(s string) bool {
	at := -1
	for i := range len(s) {
		sign := signs[s[i]]
		if sign&signUnplain != 0 {
			return false
		}
		if s[i] == '@' && at < 0 {
			at = i
		}
	}
	return at > 0 && at < len(s)-1
}

// mayLookOtherwise tells of names that SplitPerson might take for more than a name:
// those with an @ and those that end like a bracket.
func mayLookOtherwise(name string) bool {
	if name == "" {
		return false
	}
	last := name[len(name)-1]
	return last == ')' || last == fullWidthClose[len(fullWidthClose)-1] || strings.IndexByte(name, '@') >= 0
}

const fullWidthClose = "）"

// What a byte means to a cell.
const (
	signSpecial = 1 << iota // the cell needs quotes
	signSpace               // likewise at the cell's ends
	signUnplain             // not in an e-mail address that is plain
	signFormula             // see formulaStarts
)

var signs = func() (of [256]uint8) {
	mark := func(chars string, sign uint8) {
		for _, c := range []byte(chars) {
			of[c] |= sign
		}
	}
	mark("\",\r\n", signSpecial|signUnplain)
	mark("\t\n\v\f\r ", signSpace|signUnplain)
	mark("()", signUnplain)
	mark(formulaStarts, signFormula)
	for c := utf8.RuneSelf; c < len(of); c++ {
		of[c] |= signUnplain
	}
	return of
}()
