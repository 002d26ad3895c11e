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
// without a time or user, and that of another audit log (code wrong_service) are
// an *audit.Error of the first Next.
func NewCSV(r io.Reader, o Options) Reader {
	told, guess, err := toldCharset(o.Encoding)
	text := newTextReader(r, told, guess)
	return &csvReader{zone: o.zone(), text: text, records: newRecords(text), failed: err}
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

// readHeader reads the first line and finds the columns.
func (c *csvReader) readHeader() error {
	rec, err := c.records.header(func(cells []string) int { return len(headerColumns(cells)) })
	switch {
	case ended(err):
		return headerError("The file is empty; expected a header line with Date, User, Service Type, Task, Target, Status.")
	case err != nil:
		return broken(err, "in the header line")
	case rec.tooLong:
		return headerError("The file begins with a line that is too long to be a header.")
	}
	for _, name := range rec.cells {
		c.header = append(c.header, strings.TrimSpace(strings.TrimPrefix(strings.ToValidUTF8(name, "\ufffd"), "\ufeff")))
	}
	found := headerColumns(c.header)
	_, c.own = found[colEventID]
	_, hasTarget := found[colTarget]
	_, hasUser := found[colUser]
	_, hasTime := found[colTime]
	if _, hasUTC := found[colTimeUTC]; c.own && hasUTC {
		hasTime = true
	}
	if !c.own {
		if err := otherService(c.header, hasTarget && hasUser && hasTime); err != nil {
			return err
		}
	}
	if !hasTime || !hasUser {
		missing := "no column with the user (User)"
		if !hasTime {
			missing = "no column with the time (Date)"
			if !hasUser {
				missing = "neither a column with the time (Date) nor one with the user (User)"
			}
		}
		return headerError(fmt.Sprintf("The header line has %s. Found: %s.", missing, listColumns(c.header)))
	}
	c.columns = make([]column, len(c.header))
	for col, i := range found {
		c.columns[i] = col
	}
	c.records.columns = len(c.columns)
	c.noteColumns(found)
	return nil
}

// noteColumns notes what the header has too much and too little.
func (c *csvReader) noteColumns(found map[column]int) {
	var ignored, missing []string
	for i, col := range c.columns {
		// In an own export Date says no more than Date (UTC).
		if col == colNone || !c.own && col > colStatus {
			c.columns[i] = colNone
			if c.header[i] != "" {
				ignored = append(ignored, c.header[i])
			}
		}
	}
	for i, col := range downloadColumns {
		if _, ok := found[col]; !ok && col != colTime {
			missing = append(missing, audit.ExportHeader(audit.English)[i])
		}
	}
	if len(ignored) > 0 {
		c.notes = append(c.notes, "Columns that are not read: "+listColumns(ignored)+".")
	}
	if len(missing) > 0 {
		c.notes = append(c.notes, "Columns that the file does not have: "+listColumns(missing)+".")
	}
}

// headerColumns gives where each known column stands; of doubled ones the first.
func headerColumns(header []string) map[column]int {
	found := make(map[column]int)
	for i, name := range header {
		col := headerNames[foldName(name)]
		if _, doubled := found[col]; col != colNone && !doubled {
			found[col] = i
		}
	}
	return found
}

func headerError(message string) error {
	return &audit.Error{Kind: audit.Invalid, Code: codeInvalidBody, Field: "header", Message: message}
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
