package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// letters without a decomposition that people type without their mark.
var plain = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ħ': "h", 'ı': "i", 'ŧ': "t", 'ς': "σ",
}

// Fold makes spellings equal that never matter in a question: letter case,
// width (ｋｉｍ, ｷﾑ) and accents (García). Marks of scripts where they make
// another letter (the voiced kana, Hangul, Thai, Devanagari) stay. Invisible
// format characters go. Fold(Fold(s)) == Fold(s).
func Fold(s string) string {
	if IsFoldedASCII(s) {
		return s
	}
	b := make([]byte, 0, len(s)+8)
	// norm leaves what follows bytes that are no UTF-8 as it is.
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, "\ufffd")) {
		r = unicode.ToLower(r)
		if isAccent(r) || unicode.Is(unicode.Cf, r) {
			continue
		}
		if p, ok := plain[r]; ok {
			b = append(b, p...)
			continue
		}
		b = utf8.AppendRune(b, r)
	}
	return norm.NFKC.String(string(b))
}

// IsFoldedASCII tells of most texts, and quickly, that Fold gives them as they are.
func IsFoldedASCII[T string | []byte](s T) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

// isAccent tells a mark that people leave out: the combining diacritical marks
// of Latin, Greek and Cyrillic.
func isAccent(r rune) bool {
	return r >= 0x300 && r <= 0x36f || r >= 0x1ab0 && r <= 0x1aff || r >= 0x1dc0 && r <= 0x1dff ||
		r >= 0x20d0 && r <= 0x20ff || r >= 0xfe20 && r <= 0xfe2f
}

// class is how a rune takes part in words.
type class uint8

const (
	separator class = iota // between words
	wordRune               // whole words match
	cjkRune                // Han, Hangul, Kana: any inner part matches
)

func classOf(r rune) class {
	if r < utf8.RuneSelf {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' {
			return wordRune
		}
		return separator
	}
	switch {
	case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana),
		r == 'ー', r == '\u3099', r == '\u309a':
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			return cjkRune
		}
		return separator
	case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r):
		return wordRune
	}
	return separator
}

// Tokens cuts folded text into words: maximal runs of letters and digits. A run
// of Han, Hangul and Kana is a word of its own, also where other letters or
// digits touch it: 제3팀 is 제, 3, 팀. The words share s's memory.
func Tokens(folded string) []string {
	var out []string
	start, kind := 0, separator
	for i, r := range folded {
		k := classOf(r)
		if k == kind {
			continue
		}
		if kind != separator {
			out = append(out, folded[start:i])
		}
		start, kind = i, k
	}
	if kind != separator {
		out = append(out, folded[start:])
	}
	return out
}

// IsCJK tells whether a word that Tokens cut is a run of Han, Hangul and Kana.
func IsCJK(token string) bool {
	r, _ := utf8.DecodeRuneInString(token)
	return classOf(r) == cjkRune
}

// Grams calls yield with every inner part of 1 to size characters of a CJK word.
func Grams(token string, size int, yield func(gram string)) {
	for start := range token {
		end := start
		for range size {
			if end >= len(token) {
				break
			}
			_, w := utf8.DecodeRuneInString(token[end:])
			end += w
			yield(token[start:end])
		}
	}
}

// matchPattern tells whether token is what pattern describes: a star stands for
// any characters, also none; everything else for itself.
func matchPattern(pattern, token string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == token
	}
	if !strings.HasPrefix(token, parts[0]) {
		return false
	}
	token = token[len(parts[0]):]
	last := parts[len(parts)-1]
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(token, p)
		if i < 0 {
			return false
		}
		token = token[i+len(p):]
	}
	return strings.HasSuffix(token, last)
}
