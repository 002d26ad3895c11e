package source

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
)

// eachMember calls f with each member of a well-formed object, in order: the
// key with its quotes, and the value as it stands.
func eachMember(object []byte, f func(key, value []byte)) {
	for i := 1; ; {
		i = skipSpace(object, i)
		switch object[i] {
		case '}':
			return
		case ',':
			i = skipSpace(object, i+1)
		}
		end := valueEnd(object, i)
		key := object[i:end]
		i = skipSpace(object, end) // the colon
		i = skipSpace(object, i+1) // the value
		end = valueEnd(object, i)
		f(key, object[i:end])
		i = end
	}
}

// eachElement calls f with each element of a well-formed array, in order, as it
// stands.
func eachElement(array []byte, f func(element []byte)) {
	for i := 1; ; {
		i = skipSpace(array, i)
		switch array[i] {
		case ']':
			return
		case ',':
			i = skipSpace(array, i+1)
		}
		end := valueEnd(array, i)
		f(array[i:end])
		i = end
	}
}

func skipSpace(b []byte, i int) int {
	for b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t' {
		i++
	}
	return i
}

// valueEnd gives the end of the well-formed value that begins at i and stands
// within an object.
func valueEnd(b []byte, i int) int {
	for depth := 0; ; i++ {
		switch b[i] {
		case '"':
			for i++; b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth < 0 {
				return i // of the object around a number or word
			}
		default:
			if depth > 0 || b[i] != ',' && b[i] != ' ' && b[i] != '\n' && b[i] != '\r' && b[i] != '\t' {
				continue
			}
			return i
		}
		if depth == 0 {
			return i + 1
		}
	}
}

// unquote gives the text of a well-formed JSON string. whole is false where it
// has half of a surrogate pair: no text holds that.
func unquote(quoted []byte) (text string, whole bool) {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1 : len(quoted)-1]), true
	}
	return unescape(quoted)
}

func unescape(quoted []byte) (text string, whole bool) {
	if err := json.Unmarshal(quoted, &text); err != nil {
		panic("bug: a checked JSON string is none: " + err.Error())
	}
	return text, surrogatesPaired(quoted)
}

// surrogatesPaired looks at the \u escapes: encoding/json puts U+FFFD where one
// is half of a pair and says nothing.
func surrogatesPaired(quoted []byte) bool {
	for i := 0; i < len(quoted); i++ {
		if quoted[i] != '\\' {
			continue
		}
		i++
		if quoted[i] != 'u' {
			continue
		}
		switch hexRune(quoted[i+1:]) >> 10 {
		case 0xD800 >> 10:
			i += 5
			if !bytes.HasPrefix(quoted[i:], []byte(`\u`)) || hexRune(quoted[i+2:])>>10 != 0xDC00>>10 {
				return false
			}
			i += 5
		case 0xDC00 >> 10:
			return false
		}
	}
	return true
}

func hexRune(b []byte) uint16 {
	var r [2]byte
	_, _ = hex.Decode(r[:], b[:4]) // four hex digits: encoding/json looked at them
	return uint16(r[0])<<8 | uint16(r[1])
}
