package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

const readBytes = 64 << 10

// lineReader cuts its input into lines.
type lineReader struct {
	in   *bufio.Reader
	long []byte // a line that is larger than in's buffer
	line int    // how many have been taken
}

func newLineReader(r io.Reader) lineReader {
	return lineReader{in: bufio.NewReaderSize(r, readBytes)}
}

// lines reads NDJSON.
type lines struct {
	lineReader
	objects
}

// NewNDJSON reads one JSON object a line. The keys are those of the API;
// flattened ones (user_name) and the header names of the audit download are
// understood, too. Blank lines are skipped, but counted.
func NewNDJSON(r io.Reader, o Options) Reader {
	return &lines{newLineReader(r), newObjects(o)}
}

// Next gives the next line's row.
func (l *lines) Next() (Row, error) {
	for {
		text, tooLong, err := l.next()
		if ended(err) {
			return Row{}, io.EOF
		}
		if err != nil {
			return Row{}, broken(err, fmt.Sprintf("after line %d", l.line))
		}
		if tooLong {
			return rejectTooLong(l.line), nil
		}
		if len(text) > 0 {
			return l.row(l.line, text), nil
		}
	}
}

// Summary has nothing to say: NDJSON has no header and no last words.
func (l *lines) Summary() Summary { return Summary{} }

// next gives the next line without white space around it, valid until the next
// call. Of a line over MaxRowBytes nothing is kept.
func (l *lineReader) next() (text []byte, tooLong bool, err error) {
	if text, tooLong, err = l.read(); err != nil {
		return nil, false, err
	}
	l.line++
	if l.line == 1 {
		text = bytes.TrimPrefix(text, utf8BOM)
	}
	return bytes.TrimSpace(text), tooLong, nil
}

// read gives the next line with its end. A last line without one is one.
func (l *lineReader) read() (text []byte, tooLong bool, err error) {
	l.long = l.long[:0]
	for size := 0; ; {
		part, err := l.in.ReadSlice('\n')
		size += len(part)
		tooLong = size > MaxRowBytes
		switch {
		case err == nil && size == len(part):
			return part, tooLong, nil
		case err != nil && !errors.Is(err, bufio.ErrBufferFull) && (!ended(err) || size == 0):
			return nil, false, err
		}
		if !tooLong {
			l.long = append(l.long, part...)
		}
		if err == nil || ended(err) {
			return l.long, tooLong, nil
		}
	}
}
