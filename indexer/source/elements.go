package source

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"whodid/audit"
)

// elements reads JSON: it cuts the input into its objects and leaves each to the
// same decoder as a line of NDJSON. A decoder over the whole stream would stop
// at the first malformed element, and the elements behind it would be lost.
type elements struct {
	in      *bufio.Reader
	element []byte
	n       int  // elements begun
	started bool // the first character is known
	array   bool
	closed  bool // the array's ] was read
	skim    bool // rows are of no interest
	objects
}

// NewJSON reads an array of JSON objects, one object, or objects one after the
// other; see NewNDJSON for their keys. Row.Line counts the elements.
func NewJSON(r io.Reader, o Options) Reader {
	return &elements{in: bufio.NewReaderSize(r, readBytes), objects: newObjects(o)}
}

// CheckJSON says whether a reader of NewJSON could read r to its end, with the
// error that its Next would give. Bad elements, which become rejected rows, are
// none.
func CheckJSON(r io.Reader) error {
	e := elements{in: bufio.NewReaderSize(r, readBytes), skim: true}
	for {
		if _, err := e.Next(); ended(err) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// Summary has nothing to say: JSON has no header and no last words.
func (e *elements) Summary() Summary { return Summary{} }

// Next gives the next element's row.
func (e *elements) Next() (Row, error) {
	c, err := e.next()
	if !e.started {
		e.started = true
		if ended(err) {
			return Row{}, unreadableJSON("The input is empty; expected a JSON object or an array of objects.")
		}
		if err == nil && c == '[' {
			e.array = true
			if c, err = e.next(); err == nil && c == ']' {
				e.closed = true
				c, err = e.next()
			}
		}
	} else if err == nil && e.array && !e.closed && e.n > 0 {
		// The comma behind the element before; read leaves nothing else unread.
		if c == ']' {
			e.closed = true
		}
		c, err = e.next()
	}
	switch {
	case ended(err) && e.array && !e.closed:
		return Row{}, e.unclosed()
	case ended(err):
		return Row{}, io.EOF
	case err != nil:
		return Row{}, broken(err, fmt.Sprintf("after element %d", e.n))
	case e.closed:
		return Row{}, unreadableJSON("There is text after the end of the JSON array.")
	case !e.array && c != '{':
		return Row{}, unreadableJSON(fmt.Sprintf("Expected a JSON object or an array of objects after element %d, got %q.", e.n, c))
	}
	return e.read()
}

// next gives the first byte that is no white space. Only at the beginning a byte
// order mark may stand before it.
func (e *elements) next() (byte, error) {
	if !e.started {
		if mark, _ := e.in.Peek(len(utf8BOM)); bytes.Equal(mark, utf8BOM) {
			_, _ = e.in.Discard(len(utf8BOM))
		}
	}
	for {
		c, err := e.in.ReadByte()
		if err != nil || c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return c, err
		}
	}
}

// read reads the element that begins with the byte just read, to the comma or
// bracket behind it in an array, which stays unread, else to the end of the object.
// Brackets in strings don't count; that they match is left to the decoder.
func (e *elements) read() (Row, error) {
	e.n++
	e.element = e.element[:0]
	_ = e.in.UnreadByte() // can't fail: a byte was just read
	var depth, size int
	var inString, escaped bool
	for {
		text, err := e.buffered()
		if ended(err) {
			return Row{}, e.unclosed()
		} else if err != nil {
			return Row{}, broken(err, fmt.Sprintf("in element %d", e.n))
		}
		end, done := 0, false
		for end < len(text) && !done {
			c := text[end]
			switch {
			case inString:
				inString = escaped || c != '"'
				escaped = c == '\\' && !escaped
			case e.array && depth == 0 && (c == ',' || c == ']'):
				done = true // before the comma or bracket, which stays
				continue
			case c == '"':
				inString = true
			case c == '{' || c == '[':
				depth++
			case c == '}' || c == ']':
				depth--
			}
			end++
			done = !e.array && depth == 0
		}
		if size += end; size <= MaxRowBytes && !e.skim {
			e.element = append(e.element, text[:end]...)
		}
		_, _ = e.in.Discard(end)
		if done {
			return e.cut(size), nil
		}
	}
}

// buffered gives what is there to be read, at least a byte, and leaves it unread.
func (e *elements) buffered() ([]byte, error) {
	if _, err := e.in.Peek(1); err != nil {
		return nil, err
	}
	return e.in.Peek(e.in.Buffered())
}

// cut gives the row of the element that was read.
func (e *elements) cut(size int) Row {
	if e.skim {
		return Row{}
	}
	if size > MaxRowBytes {
		return rejectTooLong(e.n)
	}
	return e.row(e.n, bytes.TrimSpace(e.element))
}

func (e *elements) unclosed() error {
	return unreadableJSON(fmt.Sprintf("The JSON ends within or after element %d; a closing bracket is missing.", e.n))
}

func unreadableJSON(message string) error {
	return &audit.Error{Kind: audit.Invalid, Code: codeInvalidBody, Message: message}
}
