package audit

import (
	"strings"
	"unicode"
)

// CSVPerson gives the one cell that a name and an e-mail make in a CSV file:
// "Name (email)", or the one that there is. SplitPerson undoes it for all
// strings, which takes two forms more: "Name ()" where there is no e-mail and
// the name alone would be read otherwise, and `Name (@"…")`, quotes within
// doubled, where the e-mail is none by its look ("n/a").
func CSVPerson(name, email string) string {
	var cell string
	switch {
	case email == "":
		cell = name
	case name == "":
		cell = email
	default:
		cell = name + " (" + email + ")"
	}
	if n, e := SplitPerson(cell); n == name && e == email {
		return cell
	}
	if email == "" {
		return name + " ()"
	}
	if name != "" {
		name += " "
	}
	return name + quotedOpen + strings.ReplaceAll(email, `"`, `""`) + quotedClose
}

// SplitPerson reads a cell of the columns User and Target: "Name (email)",
// "Name(email)", also with full-width brackets; a bare e-mail; else a bare name.
// Names hold brackets too, so only the last pair counts, only at the cell's end
// and only around an e-mail. Nothing is trimmed but one space between the parts.
func SplitPerson(cell string) (name, email string) {
	if name, email, ok := splitQuoted(cell); ok {
		return name, email
	}
	if name, ok := strings.CutSuffix(cell, " ()"); ok {
		return name, ""
	}
	inner, closed := cutBracket(cell, ")", "）")
	if !closed {
		if isEmail(cell) {
			return "", cell
		}
		return cell, ""
	}
	open := strings.LastIndexAny(inner, "(（")
	if open < 0 {
		return cell, ""
	}
	name = inner[:open]
	email, _ = strings.CutPrefix(inner[open:], "(")
	email, _ = strings.CutPrefix(email, "（")
	if !isEmail(email) {
		return cell, ""
	}
	return strings.TrimSuffix(name, " "), email
}

const (
	quotedOpen  = `(@"`
	quotedClose = `")`
)

// splitQuoted reads the form `Name (@"…")`. Going back from the end, quotes that
// belong to the e-mail come in pairs; the first run of an odd number begins with
// the opening one.
func splitQuoted(cell string) (name, email string, ok bool) {
	rest, ok := strings.CutSuffix(cell, quotedClose)
	if !ok {
		return "", "", false
	}
	for end := len(rest); end > 0; {
		last := strings.LastIndexByte(rest[:end], '"')
		if last < 0 {
			return "", "", false
		}
		first := last
		for first > 0 && rest[first-1] == '"' {
			first--
		}
		if (last-first)%2 == 0 { // an odd number of quotes
			name, ok = strings.CutSuffix(rest[:first+1], quotedOpen)
			if !ok {
				return "", "", false
			}
			return strings.TrimSuffix(name, " "), strings.ReplaceAll(rest[first+1:], `""`, `"`), true
		}
		end = first
	}
	return "", "", false
}

func cutBracket(s string, brackets ...string) (string, bool) {
	for _, b := range brackets {
		if before, ok := strings.CutSuffix(s, b); ok {
			return before, true
		}
	}
	return s, false
}

// isEmail says whether s looks like an address: something before and after an @,
// in one piece and without brackets.
func isEmail(s string) bool {
	if isPlainEmail(s) {
		return true
	}
	at := strings.IndexByte(s, '@')
	return at > 0 && at < len(s)-1 && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("()（）", r)
	})
}
