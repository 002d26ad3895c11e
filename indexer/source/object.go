package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"whodid/audit"
)

var utf8BOM = []byte("\ufeff")

// objects turns JSON objects into rows. Their members are walked in place, since
// their shapes and names vary too much for a struct and a map of them all costs
// more.
type objects struct {
	zone  *time.Location
	known map[string]column // keys as they were met, but the API's → column
	cells [columnCount]jsonCell
	text  []byte // of the cells: a row's values are one string, cut
}

// maxKnownKeys bounds the memory of keys: a hostile body has a new one each time.
const maxKnownKeys = 256

func newObjects(o Options) objects { return objects{zone: o.zone()} }

// jsonCell is the value that a column has so far, and how surely the key meant
// it: an event may have "time" and a "timestamp" of its shipper.
type jsonCell struct {
	rank       rank
	number     bool
	start, end int  // in text
	wrong      *Row // why the value can't be taken
}

type rank uint8

const (
	rankAlias  rank = iota + 1 // another name of the column
	rankKey                    // the API's key
	rankMember                 // the API's key within user or target
)

// row makes the row of one object. The text is not kept.
func (o *objects) row(line int, text []byte) Row {
	var f fields
	if wrong, ok := o.gather(line, text, &f); !ok {
		return wrong
	}
	return f.row(line, o.zone)
}

// gather fills f with what one object has under names that are known. Where it is
// not ok the row is rejected, else text is a well-formed object.
func (o *objects) gather(line int, text []byte, f *fields) (wrong Row, ok bool) {
	seen := lookOver(text)
	if seen&looksHigh != 0 && !utf8.Valid(text) {
		return reject(line, audit.CodeInvalidUTF8, "", string(text), "The row has bytes that are no UTF-8."), false
	}
	if !o.takeSure(line, text, seen) {
		if !json.Valid(text) {
			return reject(line, audit.CodeInvalidJSON, "", string(text), "The row is no valid JSON; expected one object, {…}, and nothing else."), false
		}
		if text[0] != '{' {
			return reject(line, audit.CodeInvalidJSON, "", string(text), "The row is no JSON object, {…}."), false
		}
		o.forget()
		eachMember(text, func(key, value []byte) { o.take(line, key, value) })
	}

	whole := string(o.text)
	f.own = o.cells[colEventID].end > o.cells[colEventID].start
	for col := range o.cells {
		cell := &o.cells[col]
		if cell.wrong != nil {
			return *cell.wrong, false
		}
		f.text[col] = whole[cell.start:cell.end]
	}
	if o.cells[colTime].number {
		var ok bool
		if f.at, ok = parseEpoch(f.text[colTime]); !ok {
			return rejectTime(line, f.text[colTime]), false
		}
	}
	return Row{}, true
}

func (o *objects) forget() {
	o.cells = [columnCount]jsonCell{}
	o.text = o.text[:0]
}

// takeSure files the members of an object that scan is sure of. Where it is
// false, what was filed is of no use.
func (o *objects) takeSure(line int, text []byte, seen looks) bool {
	if seen&looksControl != 0 {
		return false
	}
	o.forget()
	s := scan{text: text, escapes: seen&looksBackslash != 0}
	for {
		key, value, more, sure := s.member()
		if !more || !sure {
			return sure
		}
		o.take(line, key, value)
	}
}

// take files one member of the object.
func (o *objects) take(line int, key, value []byte) {
	col := apiColumn(key)
	if col == colNone {
		var ok bool
		if col, ok = o.known[string(key[1:len(key)-1])]; !ok {
			name, _ := unquote(key)
			col = keyNames[foldName(name)]
			o.know(key, col)
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

// know remembers what a key means.
func (o *objects) know(key []byte, col column) {
	if len(o.known) >= maxKnownKeys || len(key) >= maxExcerpt {
		return
	}
	if o.known == nil {
		o.known = make(map[string]column)
	}
	o.known[string(key[1:len(key)-1])] = col
}

// apiColumn gives the column of a key that the API has, with its quotes; colNone
// for any other.
func apiColumn(key []byte) column {
	switch string(key) {
	case `"id"`:
		return colID
	case `"time"`:
		return colTime
	case `"user"`:
		return colUser
	case `"task"`:
		return colTask
	case `"target"`:
		return colTarget
	case `"status"`:
		return colStatus
	case `"service_type"`:
		return colServiceType
	}
	return colNone
}

// memberColumn gives the column of a member of user or target by its key, with
// quotes; colNone for any other.
func memberColumn(person column, key []byte) column {
	switch string(key) {
	case `"id"`:
		if person == colUser {
			return colUserID
		}
	case `"type"`:
		if person == colTarget {
			return colTargetType
		}
	case `"name"`:
		if person == colUser {
			return colUserName
		}
		return colTargetName
	case `"email"`:
		if person == colUser {
			return colUserEmail
		}
		return colTargetEmail
	}
	return colNone
}

var (
	userMembers   = [...]column{colUserID, colUserName, colUserEmail}
	targetMembers = [...]column{colTargetType, colTargetName, colTargetEmail}
)

// forgetMembers takes back what an earlier user or target object gave: of
// doubled keys the last one counts.
func (o *objects) forgetMembers(person column) {
	members := &userMembers
	if person == colTarget {
		members = &targetMembers
	}
	for _, m := range members {
		if o.cells[m].rank == rankMember {
			o.cells[m] = jsonCell{}
		}
	}
}

// takePerson files the members of a user or target object.
func (o *objects) takePerson(line int, person column, value []byte) {
	eachMember(value, func(key, value []byte) {
		member := memberColumn(person, key)
		if member == colNone && bytes.IndexByte(key, '\\') >= 0 {
			name, _ := unquote(key)
			member = memberColumn(person, []byte(`"`+name+`"`))
		}
		if member != colNone {
			o.set(line, member, rankMember, value)
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
		text := value[1 : len(value)-1]
		if bytes.IndexByte(text, '\\') >= 0 {
			unescaped, whole := unescape(value)
			if !whole {
				wrong(audit.CodeInvalidUTF8, fmt.Sprintf("The key %q has half of a surrogate pair, which is no character.", keys[col]))
				return
			}
			text = []byte(unescaped)
		}
		if col == colUser || col == colTarget {
			text = bytes.TrimSpace(text)
		}
		o.keep(cell, text)
	case number && (col == colTime || col == colID || col == colUserID):
		o.keep(cell, value)
		cell.number = true
	case col == colTime || col == colTimeUTC:
		wrong(audit.CodeInvalidTime, "The time must be a string such as 2026-11-22T09:12:33.123Z, or a number of seconds or milliseconds since 1970.")
	case col == colUser || col == colTarget:
		wrong(audit.CodeInvalidField, fmt.Sprintf(`The key %q must be an object such as {"name":"…","email":"…"} or a string.`, keys[col]))
	default:
		wrong(audit.CodeInvalidField, fmt.Sprintf("The key %q must be a string.", keys[col]))
	}
}

// keep makes text the cell's.
func (o *objects) keep(cell *jsonCell, text []byte) {
	cell.start = len(o.text)
	o.text = append(o.text, text...)
	cell.end = len(o.text)
}
