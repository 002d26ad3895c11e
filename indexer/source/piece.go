package source

import (
	"bytes"
	"io"
)

// piece reads NDJSON that is in memory.
type piece struct {
	text []byte
	line int
	objects
}

// NewPiece reads a piece of an NDJSON file that begins at the start of a line,
// behind lines others: one file in several pieces gives the rows that NewNDJSON
// gives, and each piece can have a goroutine of its own. text must not change
// while it is read; no row holds on to it. A piece that ends within a line must
// have more than MaxRowBytes of it.
func NewPiece(text []byte, lines int, o Options) Reader {
	if lines == 0 {
		text = bytes.TrimPrefix(text, utf8BOM)
	}
	return &piece{text: text, line: lines, objects: newObjects(o)}
}

// Next gives the next line's row. The error is none but io.EOF.
func (p *piece) Next() (Row, error) {
	for len(p.text) > 0 {
		line := p.text
		if end := bytes.IndexByte(p.text, '\n'); end >= 0 {
			line = p.text[:end+1]
		}
		p.text = p.text[len(line):]
		p.line++
		if len(line) > MaxRowBytes {
			return rejectTooLong(p.line), nil
		}
		if line = bytes.TrimSpace(line); len(line) > 0 {
			return p.row(p.line, line), nil
		}
	}
	return Row{}, io.EOF
}

// Summary has nothing to say: NDJSON has no header and no last words.
func (p *piece) Summary() Summary { return Summary{} }
