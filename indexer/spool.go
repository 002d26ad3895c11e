package indexer

import (
	"bytes"
	"errors"
	"io"
	"sync"

	"whodid/audit"
	"whodid/indexer/source"
)

// pieceBytes is how large the pieces are that a body is held in: some 800 events
// of NDJSON, a millisecond's work.
const pieceBytes = 256 << 10

// spooled is a body that has come to its end, in pieces that end with a line
// wherever a line ends in time.
type spooled struct {
	pieces []textPiece
	size   int64
}

// textPiece is a piece of a body.
type textPiece struct {
	text  []byte
	lines int // line feeds before it
	feeds int // line feeds in it
	// inside: it begins within a line whose beginning, over source.MaxRowBytes, is in
	// the piece before it.
	inside bool
}

var fullPieces = sync.Pool{New: func() any { return new([pieceBytes]byte) }}

// spool reads a body to its end: only then is it known that all of it came, and
// may any of it be stored. size is what to expect, below 0 where that is not
// known. What the body's Read gives comes back wrapped, or as it is where it
// is an *audit.Error; so does what the claim says.
func spool(body io.Reader, size int64, room *claim) (*spooled, error) {
	s := &spooled{}
	buf := newPiece(size)
	n, inside := 0, false
	lines := 0
	emit := func(end int) {
		p := textPiece{text: buf[:end], lines: lines, feeds: bytes.Count(buf[:end], []byte("\n")), inside: inside}
		lines += p.feeds
		s.pieces = append(s.pieces, p)
	}
	for {
		if n == len(buf) {
			if err := room.cover(s.size + int64(len(buf))); err != nil {
				s.free()
				return nil, err
			}
			end := bytes.LastIndexByte(buf, '\n') + 1
			switch {
			case len(buf) < pieceBytes || end == 0 && len(buf) <= source.MaxRowBytes:
				longer := make([]byte, min(2*len(buf), source.MaxRowBytes+pieceBytes))
				copy(longer, buf)
				buf = longer
				continue
			case end == 0:
				end = n
			}
			rest := buf[end:n]
			emit(end)
			inside = buf[end-1] != '\n'
			buf = newPiece(pieceBytes)
			if len(rest) >= len(buf) {
				buf = make([]byte, len(rest)+pieceBytes)
			}
			n = copy(buf, rest)
		}
		got, err := body.Read(buf[n:])
		n += got
		s.size += int64(got)
		if err == nil {
			continue
		}
		if err != io.EOF { // one that is wrapped tells of some other failure
			s.free()
			return nil, brokenBody(err)
		}
		emit(n)
		return s, room.cover(s.size)
	}
}

// newPiece gives a buffer for a body, or the rest of one, of size bytes. It is
// never empty, and has room for a byte more: so the body's end is seen.
func newPiece(size int64) []byte {
	switch {
	case size < 0:
		return make([]byte, 4<<10)
	case size < pieceBytes-1:
		return make([]byte, size+1)
	}
	return fullPieces.Get().(*[pieceBytes]byte)[:]
}

// free lets go of the piece's text.
func (p *textPiece) free() {
	if cap(p.text) == pieceBytes {
		fullPieces.Put((*[pieceBytes]byte)(p.text[:pieceBytes]))
	}
	p.text = nil
}

func (s *spooled) free() {
	for i := range s.pieces {
		s.pieces[i].free()
	}
}

// reader reads the whole body.
func (s *spooled) reader() io.Reader {
	readers := make([]io.Reader, len(s.pieces))
	for i, p := range s.pieces {
		readers[i] = bytes.NewReader(p.text)
	}
	return io.MultiReader(readers...)
}

func brokenBody(err error) error {
	var known *audit.Error
	if errors.As(err, &known) {
		return err
	}
	if errors.Is(err, io.EOF) { // nobody is to take it for the end
		err = errors.New(err.Error())
	}
	return &audit.Error{Kind: audit.Invalid, Code: "invalid_body", Message: "The body broke off before its end; nothing of it was stored.", Err: err}
}
