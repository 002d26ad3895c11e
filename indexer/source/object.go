package source

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"whodid/audit"
)

var utf8BOM = []byte("\ufeff")

// objects turns JSON objects into rows. encoding/json says whether an object is
// well formed; its members are then walked in place, since their shapes and
// names vary too much for a struct and a map of them all costs more.
type objects struct {
	zone  *time.Location
	known map[string]column // keys as they were met → column
	cells [columnCount]jsonCell
}

// maxKnownKeys bounds the memory of keys: a hostile body has a new one each time.
const maxKnownKeys = 256

func newObjects(o Options) objects {
	known := make(map[string]column)
	for _, col := range append([]column{colID}, downloadColumns...) {
		known[keys[col]] = col
	}
	return objects{zone: o.zone(), known: known}
}

// jsonCell is the value that a column has so far, and how surely the key meant
// it: an event may have "time" and a "timestamp" of its shipper.
type jsonCell struct {
	rank   rank
	text   string
	number bool
	wrong  *Row // why the value can't be taken
}

type rank uint8

const (
	rankAlias  rank = iota + 1 // another name of the column
	rankKey                    // the API's key
	rankMember                 // the API's key within user or target
)

// row makes the row of one object. The text is not kept.
func (o *objects) row(line int, text []byte) Row {
	if !utf8.Valid(text) {
		return reject(line, audit.CodeInvalidUTF8, "", string(text), "The row has bytes that are no UTF-8.")
	}
	if !json.Valid(text) {
		return reject(line, audit.CodeInvalidJSON, "", string(text), "The row is no valid JSON; expected one object, {…}, and nothing else.")
	}
	if text[0] != '{' {
		return reject(line, audit.CodeInvalidJSON, "", string(text), "The row is no JSON object, {…}.")
	}
	o.cells = [columnCount]jsonCell{}
	eachMember(text, func(key, value []byte) { o.take(line, key, value) })

	f := fields{own: o.cells[colEventID].text != ""}
	for col := range o.cells {
		cell := &o.cells[col]
		if cell.wrong != nil {
			return *cell.wrong
		}
		f.text[col] = cell.text
	}
	if o.cells[colTime].number {
		var ok bool
		if f.at, ok = parseEpoch(f.text[colTime]); !ok {
			return rejectTime(line, f.text[colTime])
		}
	}
	return f.row(line, o.zone)
}

// take files one member of the object.
func (o *objects) take(line int, key, value []byte) {
	col, ok := o.known[string(key[1:len(key)-1])]
	if !ok {
		name, _ := unquote(key)
		col = keyNames[foldName(name)]
		if len(o.known) < maxKnownKeys && len(key) < maxExcerpt {
			o.known[string(key[1:len(key)-1])] = col
		}
	}
	if col == colNone {
		return
	}
	how := rankAlias
	if string(key[1:len(key)-1]) == keys[col] {
		how = rankKey
	}
	if (col == colUser || col == colTarget) && value[0] != 'n' && how >= o.cells[col].rank {
		o.forgetMembers(col)
		if value[0] == '{' {
			o.cells[col] = jsonCell{rank: how}
			o.takePerson(line, col, value)
			return
		}
	}
	o.set(line, col, how, value)
}

// The members of user and target, with the quotes of their keys.
var (
	userMembers   = map[string]column{`"id"`: colUserID, `"name"`: colUserName, `"email"`: colUserEmail}
	targetMembers = map[string]column{`"type"`: colTargetType, `"name"`: colTargetName, `"email"`: colTargetEmail}
)

func membersOf(col column) map[string]column {
	if col == colTarget {
		return targetMembers
	}
	return userMembers
}

// forgetMembers takes back what an earlier user or target object gave: of
// doubled keys the last one counts.
func (o *objects) forgetMembers(col column) {
	for _, m := range membersOf(col) {
		if o.cells[m].rank == rankMember {
			o.cells[m] = jsonCell{}
		}
	}
}

// takePerson files the members of a user or target object.
func (o *objects) takePerson(line int, col column, value []byte) {
	members := membersOf(col)
	eachMember(value, func(key, value []byte) {
		if member, ok := members[string(key)]; ok {
			o.set(line, member, rankMember, value)
		} else if bytes.IndexByte(key, '\\') >= 0 {
			name, _ := unquote(key)
			if member, ok := members[`"`+name+`"`]; ok {
				o.set(line, member, rankMember, value)
			}
		}
	})
}

// set takes a value unless a surer key gave the column one. null is none.
func (o *objects) set(line int, col column, how rank, value []byte) {
	cell := &o.cells[col]
	if how < cell.rank || value[0] == 'n' {
		return
	}
	*cell = jsonCell{rank: how}
	wrong := func(code, message string) {
		row := reject(line, code, keys[col], string(value), message)
		cell.wrong = &row
	}
	number := value[0] == '-' || value[0] >= '0' && value[0] <= '9'
	switch {
	case value[0] == '"':
		text, whole := unquote(value)
		if !whole {
			wrong(audit.CodeInvalidUTF8, fmt.Sprintf("The key %q has half of a surrogate pair, which is no character.", keys[col]))
			return
		}
		if col == colUser || col == colTarget {
			text = string(bytes.TrimSpace([]byte(text)))
		}
		cell.text = text
	case number && (col == colTime || col == colID || col == colUserID):
		cell.text, cell.number = string(value), true
	case col == colTime || col == colTimeUTC:
		wrong(audit.CodeInvalidTime, "The time must be a string such as 2026-11-22T09:12:33.123Z, or a number of seconds or milliseconds since 1970.")
	case col == colUser || col == colTarget:
		wrong(audit.CodeInvalidField, fmt.Sprintf(`The key %q must be an object such as {"name":"…","email":"…"} or a string.`, keys[col]))
	default:
		wrong(audit.CodeInvalidField, fmt.Sprintf("The key %q must be a string.", keys[col]))
	}
}

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
