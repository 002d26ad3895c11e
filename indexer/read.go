package indexer

import (
	"errors"
	"io"

	"whodid/indexer/source"
)

// pieces stores the rows of an NDJSON body.
func (f *flow) pieces(pieces []textPiece, options source.Options) error {
	door := f.x.newDoor()
	for len(pieces) > 0 {
		n, rows := 0, 0
		for n < len(pieces) && (n == 0 || rows+pieces[n].feeds <= maxGroupEvents) {
			rows += pieces[n].feeds + 1
			n++
		}
		if err := f.reserve(rows); err != nil {
			return err
		}
		if err := f.send(f.x.readPieces(pieces[:n], door, options)); err != nil {
			return err
		}
		pieces = pieces[n:]
	}
	return nil
}

// rows stores the rows of a body of another format, which one goroutine reads.
// check, which may be nil, is asked before the first portion of several is stored
// whether the whole body can be read.
func (f *flow) rows(rows source.Reader, text *spooled, check func(io.Reader) error) error {
	defer text.free()
	r := reader{door: f.x.newDoor(), items: f.items}
	for ended := false; !ended; {
		if err := f.reserve(int(min(maxGroupEvents, text.size/minRowBytes))); err != nil {
			return err
		}
		p := &portion{}
		err := r.read(p, rows, maxGroupEvents)
		ended = errors.Is(err, io.EOF)
		switch {
		case ended:
			s := rows.Summary()
			p.report.Notes, p.report.Incomplete = s.Notes, s.Incomplete
		case err == nil && check != nil:
			err = check(text.reader())
			check = nil
		}
		if err != nil && !ended {
			return err
		}
		if err := f.send(p); err != nil {
			return err
		}
	}
	return nil
}
