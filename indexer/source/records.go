package source

import (
	"bytes"
	"io"
)

// records cuts CSV text into records and cells, RFC 4180, with any of CR, LF and
// CRLF as the line's end.
//
// encoding/csv does not do for files of strangers: a quote that is opened and not
// closed makes it read all that follows as one cell (LazyQuotes above all), or
// stop for good; it turns CRLF within a cell into LF and knows no lone CR. Here
// such a record costs its first line, and the lines behind it are read again,
// each for itself. Every byte is looked at a bounded number of times, and no more
// than one record is held.
type records struct {
	window
	comma   byte
	columns int // cells that a record has; 0 before the header is known
	// Lines that begin before this offset were looked at as part of a record that
	// turned out broken. Each of them is a record of its own, so that a hostile
	// file can't have every line searched to the end.
	single int64
	cells  []string // of the last record, reused
	text   []byte   // of a record with quotes, without them
	ends   []int    // of its cells in text
}

// record is one record. Cells and raw are valid until the next one is read.
type record struct {
	line    int    // 1-based, of its beginning
	raw     []byte // as it stands, without the line's end
	cells   []string
	open    bool // a quote is not closed: cells are of no use
	tooLong bool // over MaxRowBytes: nothing but line is set
	next    int  // behind the line's end, counted from buf[at]
	lines   int
}

func newRecords(in io.Reader) *records { return &records{window: window{in: in}, comma: ','} }

// next gives the next record that is not blank.
func (r *records) next() (record, error) {
	if err := r.skipBlank(); err != nil {
		return record{}, err
	}
	rec := r.cut()
	if rec.tooLong {
		return rec, r.skipLine()
	}
	if rec.next == len(rec.raw) && !ended(r.failed) {
		return record{}, r.failed // nobody knows how the record would have gone on
	}
	r.advance(rec.next, rec.lines)
	return rec, nil
}

// header gives the first record, with the separator whose cells score highest.
func (r *records) header(score func(cells []string) int) (record, error) {
	if err := r.skipBlank(); err != nil {
		return record{}, err
	}
	best, most := byte(','), 0
	for _, comma := range []byte{',', '\t', ';'} {
		r.comma = comma
		if rec := r.cut(); !rec.tooLong {
			if n := score(rec.cells); n > most {
				best, most = comma, n
			}
		}
	}
	r.comma = best
	return r.next()
}

// skipBlank goes to the next line that has more than white space. The error is
// the input's, io.EOF at its end.
func (r *records) skipBlank() error {
	for {
		end, next, ok := r.lineEnd()
		if ok && end == next && end == 0 {
			return r.failed
		}
		if !ok || len(bytes.Trim(r.buf[r.at:r.at+end], " \t")) > 0 {
			return nil
		}
		r.advance(next, 1)
	}
}

// skipLine goes behind the line that is too long to be held.
func (r *records) skipLine() error {
	for {
		end, next, ok := r.lineEnd()
		if !ok {
			r.advance(end, 0)
			continue
		}
		r.advance(next, 1)
		if r.failed != nil && !ended(r.failed) && r.at == len(r.buf) {
			return r.failed
		}
		return nil
	}
}

// cut cuts the record at buf[at] and leaves it there.
func (r *records) cut() record {
	end, next, ok := r.lineEnd()
	if !ok {
		return record{line: r.line + 1, tooLong: true}
	}
	rec := record{line: r.line + 1, lines: 1}
	if bytes.IndexByte(r.buf[r.at:r.at+end], '"') < 0 {
		rec.raw, rec.next = r.buf[r.at:r.at+end], next
		rec.cells = r.split(string(rec.raw))
		return rec
	}
	if r.taken >= r.single {
		stop, after, lines, ok := r.quoted()
		if ok && (lines == 1 || r.columns == 0 || fits(r.takeCells(), r.columns)) {
			rec.raw, rec.next, rec.lines = r.buf[r.at:r.at+stop], after, lines
			rec.cells = r.takeCells()
			return rec
		}
		if lines > 1 {
			r.single = r.taken + int64(r.lastLine(stop))
		}
	}
	rec.raw, rec.next = r.buf[r.at:r.at+end], next
	rec.open = !r.stray(rec.raw)
	rec.cells = r.takeCells()
	return rec
}

// fits says whether a record has the header's cells; empty ones may follow.
func fits(cells []string, columns int) bool {
	if len(cells) < columns {
		return false
	}
	for _, c := range cells[columns:] {
		if c != "" {
			return false
		}
	}
	return true
}

// split cuts a line without quotes.
func (r *records) split(line string) []string {
	r.cells = r.cells[:0]
	for start, i := 0, 0; ; i++ {
		if i == len(line) || line[i] == r.comma {
			r.cells = append(r.cells, line[start:i])
			start = i + 1
		}
		if i == len(line) {
			return r.cells
		}
	}
}

// quoted reads the record at buf[at] to the letter of RFC 4180, but for quotes
// within a cell that begins without one: those are text. It gives where the
// record's text and its line's end end. It fails, at end, where a closing quote
// is followed by text or missing in the next MaxRowBytes.
func (r *records) quoted() (end, next, lines int, ok bool) {
	r.text, r.ends = r.text[:0], r.ends[:0]
	i := 0
	for lines = 1; ; {
		if c, more := r.byteAt(i); more && c == '"' {
			for i++; ; i++ {
				c, more := r.byteAt(i)
				if !more || i > MaxRowBytes {
					return i, i, lines, false
				}
				if c == '"' {
					i++
					if c, more := r.byteAt(i); !more || c != '"' {
						break
					}
				} else if c == '\n' {
					lines++
				} else if c == '\r' {
					if c, more := r.byteAt(i + 1); !more || c != '\n' {
						lines++
					}
				}
				r.text = append(r.text, c)
			}
			if c, more := r.byteAt(i); more && c != r.comma && c != '\r' && c != '\n' {
				return i, i, lines, false
			}
		}
		for ; ; i++ {
			c, more := r.byteAt(i)
			if i > MaxRowBytes {
				return i, i, lines, false
			}
			if !more || c == '\r' || c == '\n' {
				r.ends = append(r.ends, len(r.text))
				return i, i + r.breakAt(i), lines, true
			}
			if c == r.comma {
				r.ends = append(r.ends, len(r.text))
				i++
				break
			}
			r.text = append(r.text, c)
		}
	}
}

// stray reads one line in which quotes don't stand as they should: one that no
// separator follows is text. It is false where a quote is left open.
func (r *records) stray(line []byte) (closed bool) {
	r.text, r.ends = r.text[:0], r.ends[:0]
	inQuotes, start := false, true
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case c == '"' && start:
			inQuotes, start = true, false
			continue
		case c == '"' && inQuotes && i+1 < len(line) && line[i+1] == '"':
			i++
		case c == '"' && inQuotes && (i+1 == len(line) || line[i+1] == r.comma):
			inQuotes = false
			continue
		case c == r.comma && !inQuotes:
			r.ends = append(r.ends, len(r.text))
			start = true
			continue
		}
		start = false
		r.text = append(r.text, c)
	}
	r.ends = append(r.ends, len(r.text))
	return !inQuotes
}

// takeCells gives the cells that quoted or stray found.
func (r *records) takeCells() []string {
	text := string(r.text)
	r.cells = r.cells[:0]
	start := 0
	for _, end := range r.ends {
		r.cells = append(r.cells, text[start:end])
		start = end
	}
	return r.cells
}
