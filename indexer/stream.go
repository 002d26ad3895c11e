package indexer

import (
	"context"
	"errors"
	"io"

	"whodid/audit"
	"whodid/indexer/source"
)

// Stream stores the rows of a source as they come, in portions of maxGroupEvents,
// and holds no more than one of them: for files that are longer than memory, and
// for those that come slowly. All rows are one batch source.
//
// It answers when all accepted events are on disk and searchable. With an error,
// which is what the source or the store gave, the report tells what was stored
// before it: of a source that breaks off, every row that came whole.
func (x *Indexer) Stream(ctx context.Context, rows source.Reader) (audit.Report, error) {
	var report audit.Report
	numbers := &Numberer{seen: ordinals{dir: x.opts.TempDir}}
	defer numbers.seen.close()
	p := &portioned{rows: rows}
	for !p.ended {
		p.left = maxGroupEvents
		more, err := x.Take(ctx, p, numbers)
		report.Merge(more)
		if err != nil {
			return report, err
		}
	}
	return report, p.failed
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
