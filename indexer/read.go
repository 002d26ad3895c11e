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
func (f *flow) rows(format source.Format, text *spooled, options source.Options) error {
	defer text.free()
	r := reader{door: f.x.newDoor()}
	rows := source.Open(format, text.reader(), options)
	for ended, checked := false, false; !ended; {
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
		case err == nil && !checked && format == source.JSON:
			// Nothing of an array that is cut off may be stored.
			err = source.CheckJSON(text.reader())
			checked = true
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
