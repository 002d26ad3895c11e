package source

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"whodid/audit"
)

// endMark begins what the audit API writes at the end of a file that it could
// not finish; a message follows.
const endMark = "downloadLogs error"

// maxEndMessage bounds what is kept of that message, in bytes.
const maxEndMessage = 500

// csvReader reads the CSV of the audit download and own exports.
type csvReader struct {
	zone    *time.Location
	text    *textReader
	records *records
	header  []string
	columns []column // of each cell; nil before the header was read
	ask     func(header []string) (*Told, error)
	told    bool // columns are what ask said
	own     bool
	read    int // rows read
	failed  error
	notes   []string
	cutOff  bool // the end mark was met
	message string
}

// NewCSV reads a CSV with a header line whose names say what the columns are, in
// any order and in English, Korean, Japanese or Chinese; the separator is a
// comma, tab or semicolon. An unknown Options.Encoding, an empty file, a header
// without a time or user (an *audit.UnknownColumns where the file may be asked
// about), and that of another audit log (code wrong_service) are an *audit.Error of
// the first Next, as is what Options.Columns gives.
func NewCSV(r io.Reader, o Options) Reader {
	told, guess, err := toldCharset(o.Encoding)
	text := newTextReader(r, told, guess)
	return &csvReader{zone: o.zone(), text: text, records: newRecords(text), ask: o.Columns, failed: err}
}

// Next gives the next record's row. Records whose cells are all empty are none.
func (c *csvReader) Next() (Row, error) {
	if c.columns == nil && c.failed == nil {
		c.failed = c.readHeader()
	}
	for {
		if c.failed != nil {
			return Row{}, c.failed
		}
		rec, err := c.records.next()
		if ended(err) {
			c.failed = io.EOF
			continue
		}
		if err != nil {
			c.failed = broken(err, fmt.Sprintf("after line %d", c.records.line))
			continue
		}
		if !rec.tooLong && !slices.ContainsFunc(rec.cells, func(s string) bool { return s != "" }) {
			continue
		}
		row := c.row(rec)
		if row.Err != nil && c.isNoRow(rec, row.Err.Code) || row.Err == nil && c.marked(rec) && c.isNoRow(rec, "") {
			continue
		}
		c.read++
		return row, nil
	}
}

// Summary says what holds for the whole file.
func (c *csvReader) Summary() Summary {
	s := Summary{Notes: slices.Clone(c.notes), Incomplete: c.cutOff}
	if c.text.guessed {
		s.Notes = append(s.Notes, fmt.Sprintf("The bytes are no UTF-8; the file was read as %s. If names look wrong, say which encoding it has.", c.text.charset.name))
	}
	if c.cutOff {
		note := "The source could not finish this file: rows are missing at its end (" + endMark + ")."
		if message := strings.TrimSpace(c.message); message != "" {
			note += " It says: " + message
		}
		s.Notes = append(s.Notes, note)
	}
	if ended(c.failed) && c.read == 0 {
		s.Notes = append(s.Notes, "The file has a header and no rows.")
	}
	return s
}

// row makes the row of a record.
func (c *csvReader) row(rec record) Row {
	raw := func() string { return string(rec.raw) }
	switch {
	case rec.tooLong:
		return rejectTooLong(rec.line)
	case !utf8.Valid(rec.raw):
		return reject(rec.line, audit.CodeInvalidUTF8, "", raw(), "The row has bytes that are no UTF-8.")
	case c.text.charset != nil && c.text.charset.lossy && bytes.Contains(rec.raw, []byte("\ufffd")):
		return reject(rec.line, audit.CodeInvalidUTF8, "", raw(), "The row has bytes that are no "+c.text.charset.name+".")
	case !c.own && bytes.IndexByte(rec.raw, 0) >= 0: // an own export gives back what was stored
		return reject(rec.line, audit.CodeInvalidRow, "", raw(), "The row has NUL bytes, which no text has. Was the file damaged on its way?")
	case rec.open:
		return reject(rec.line, audit.CodeInvalidRow, "", raw(), `The row has a quote (") that is not closed.`)
	case !fits(rec.cells, len(c.columns)):
		message := fmt.Sprintf("The row has %d cells, the header has %d.", len(rec.cells), len(c.columns))
		if len(rec.cells) > len(c.columns) {
			message += " A cell with a comma or quote must stand in quotes."
		}
		return reject(rec.line, audit.CodeInvalidRow, "", raw(), message)
	}
	f := fields{own: c.own}
	for i, col := range c.columns {
		if col == colNone {
			continue
		}
		f.text[col] = rec.cells[i]
		if !c.own { // an own export has every space that the event had
			f.text[col] = strings.TrimSpace(f.text[col])
		}
	}
	row := f.row(rec.line, c.zone)
	if !c.own && row.Err == nil {
		row.Event.User.Name = strings.TrimSpace(row.Event.User.Name)
		row.Event.Target.Name = strings.TrimSpace(row.Event.Target.Name)
	}
	return row
}

// marked tells whether the end mark stands right behind a row's last value, which
// nobody knows whole then. Names are what strangers choose, so that in them it is
// but text.
func (c *csvReader) marked(rec record) bool {
	last := len(c.columns) - 1
	switch c.columns[last] {
	case colTime, colTask, colStatus, colServiceType:
		return !c.own && strings.Contains(rec.cells[last], endMark)
	}
	return false
}

// isNoRow says whether a record that is no good row was not meant as one: the
// header once more, where downloads were put one behind the other, or the end
// mark with its message, whose shape is not documented.
func (c *csvReader) isNoRow(rec record, code string) bool {
	if code == audit.CodeInvalidTime && slices.EqualFunc(rec.cells, c.header, func(cell, name string) bool {
		return strings.TrimSpace(strings.TrimPrefix(cell, "\ufeff")) == name
	}) {
		return true
	}
	text := rec.raw
	if _, message, found := bytes.Cut(text, []byte(endMark)); found {
		c.cutOff, text = true, message
	} else if !c.cutOff {
		return false
	}
	if room := maxEndMessage - len(c.message); room > 0 {
		c.message += " " + strings.Trim(strings.ToValidUTF8(string(text[:min(room, len(text))]), "\ufffd"), " \t:,;\"")
	}
	return true
}
