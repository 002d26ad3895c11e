package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind is what a piece of a question is.
type tokenKind uint8

const (
	tokenEnd tokenKind = iota
	tokenWord
	tokenQuoted
	tokenField // a known field and its colon; the value follows
	tokenOpen
	tokenClose
	tokenMinus // a minus that touches what it negates
)

// token is a piece of a question. Its text, between from and to, stands in the
// question as it was typed.
type token struct {
	kind     tokenKind
	from, to int    // bytes of the question
	text     string // word or inside of quotes, as typed; a field's name, lower case
	glued    bool   // the next piece follows without a space
}

// fieldNames are the prefixes that a colon makes fields of.
var fieldNames = []string{"user", "target", "task", "status", "via", "service_type", "id", "before", "after", "on"}

// ascii gives the plain form of what an East Asian or a phone's keyboard types
// for an operator: full-width letters and signs, curly quotes.
func ascii(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '“' || r == '”' || r == '„':
		return '"'
	}
	return r
}

// isOperator tells words that stand for something else unless quoted.
func isOperator(word string) bool {
	switch strings.ToLower(strings.Map(ascii, word)) {
	case "and", "or", "not", "by", "via":
		return true
	}
	return false
}

// lex cuts a question into tokens; the last is tokenEnd. A quote that is not
// closed is reported; the tokens are then of no use.
func lex(q string) (tokens []token, open bool) {
	at := 0
	peek := func(i int) (rune, int) {
		r, w := utf8.DecodeRuneInString(q[i:])
		return ascii(r), w
	}
	add := func(k tokenKind, from, to int, text string) {
		tokens = append(tokens, token{kind: k, from: from, to: to, text: text})
	}
	for at < len(q) {
		r, w := peek(at)
		switch {
		case unicode.IsSpace(r):
			at += w
			continue
		case r == '(':
			add(tokenOpen, at, at+w, "")
			at += w
		case r == ')':
			add(tokenClose, at, at+w, "")
			at += w
		case r == '"':
			end := at + w
			for {
				if end >= len(q) {
					return nil, true
				}
				r, rw := peek(end)
				if r == '"' {
					add(tokenQuoted, at, end+rw, q[at+w:end])
					at = end + rw
					break
				}
				end += rw
			}
		case r == '-' && touchesOperand(q[at+w:]):
			add(tokenMinus, at, at+w, "")
			at += w
		default:
			end := at
			for end < len(q) {
				r, rw := peek(end)
				if unicode.IsSpace(r) || r == '(' || r == ')' || r == '"' {
					break
				}
				end += rw
			}
			if name, size := fieldPrefix(q[at:end]); name != "" {
				add(tokenField, at, at+size, name)
				end = at + size
			} else {
				add(tokenWord, at, end, q[at:end])
			}
			at = end
		}
		if n := len(tokens); n > 0 && at < len(q) {
			r, _ := peek(at)
			tokens[n-1].glued = !unicode.IsSpace(r)
		}
	}
	add(tokenEnd, len(q), len(q), "")
	return tokens, false
}

// touchesOperand tells whether something to negate follows at once.
func touchesOperand(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest != "" && !unicode.IsSpace(r) && ascii(r) != ')'
}

// fieldPrefix gives the known field that word begins with, and the bytes it and
// its colon take.
func fieldPrefix(word string) (name string, size int) {
	for i, r := range word {
		if ascii(r) != ':' {
			continue
		}
		head := strings.ToLower(strings.Map(ascii, word[:i]))
		for _, f := range fieldNames {
			if f == head {
				return f, i + utf8.RuneLen(r)
			}
		}
		return "", 0
	}
	return "", 0
}
