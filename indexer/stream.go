package indexer

import (
	"context"
	"errors"
	"io"

	"whodid/audit"
	"whodid/indexer/source"
)

// Stream stores the rows of a source as they come, in portions of maxGroupEvents: one
// is read while the one before it is committed, and no more than the two are held. It
// is for files that are longer than memory, and for those that come slowly. All rows
// are one batch source.
//
// It answers when all accepted events are on disk and searchable. With an error,
// which is what the source or the store gave, the report tells what was stored
// before it: of a source that breaks off, every row that came whole.
func (x *Indexer) Stream(ctx context.Context, rows source.Reader) (report audit.Report, err error) {
	numbers := &Numberer{seen: ordinals{dir: x.opts.TempDir}}
	defer numbers.seen.close()
	var f *flow // of the portion that is committed
	defer func() {
		if f != nil {
			f.close(func() {})
		}
	}()
	p := &portioned{rows: rows}
	for !p.ended {
		p.left = maxGroupEvents
		next, err := x.portionOf(p)
		if err != nil {
			return report, err
		}
		if err := merge(&report, f); err != nil {
			return report, err
		}
		f = &flow{x: x, ctx: ctx, numbers: numbers}
		if err := f.send(next); err != nil {
			return report, err
		}
	}
	if err := merge(&report, f); err != nil {
		return report, err
	}
	return report, p.failed
}

// merge adds what became of a portion, when it is stored; nil is none.
func merge(report *audit.Report, f *flow) error {
	if f == nil {
		return nil
	}
	more, err := f.end()
	report.Merge(more)
	return err
}

// portioned gives the rows of another reader a portion at a time: each ends with
// io.EOF.
type portioned struct {
	rows   source.Reader
	left   int
	ended  bool
	failed error // why there is no more, but for the end
}

// Next gives the portion's next row.
func (p *portioned) Next() (source.Row, error) {
	if p.left == 0 {
		return source.Row{}, io.EOF
	}
	p.left--
	row, err := p.rows.Next()
	if p.ended = err != nil; p.ended && !errors.Is(err, io.EOF) {
		p.failed, err = err, io.EOF // what came before it is a portion, too
	}
	return row, err
}

// Summary is that of the whole, with the last portion.
func (p *portioned) Summary() source.Summary {
	if !p.ended {
		return source.Summary{}
	}
	return p.rows.Summary()
}
