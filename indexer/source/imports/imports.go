// Package imports reads whole files, of any length, and keeps what became of each:
// what people upload, and what the watched folder finds.
//
// The explorer's upload and the folder call it; it may call audit, the sources and
// the column maps, and hands rows to its Streamer. It knows nothing of HTTP, and never
// holds a file: not more of it than some rows.
package imports

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/oklog/ulid/v2"
	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/indexer/source"
	"whodid/indexer/source/columnmaps"
)

// MaxKept is how many imports are kept.
const MaxKept = 500

// Streamer is what imports need of the write side.
type Streamer interface {
	// Stream stores the rows of one file as they come and answers when those it calls
	// accepted are on disk. With an error the report tells what was stored before it.
	Stream(ctx context.Context, rows source.Reader) (audit.Report, error)
}

// Options are what imports work with. All but Now must be set.
type Options struct {
	Dir    string // what became of each, a file an import; made where it is not there
	To     Streamer
	Maps   *columnmaps.Maps
	Zone   *time.Location // of times without an offset, where nobody says
	Now    func() time.Time
	Logger zerolog.Logger
}

// Imports are all of them. Safe for concurrent use.
type Imports struct {
	opts Options

	mu   sync.Mutex
	list []*kept // guarded by mu; oldest first
}

// kept is one import, without its rejected rows once it has ended and is on disk.
type kept struct {
	last audit.Import // guarded by Imports.mu
	live *progress    // nil when it has ended
}

// progress is how far an import is that runs.
type progress struct {
	bytes, rows atomic.Int64
	format      atomic.Value // string
}

// Take reads a file to its end, or as far as it can be read, and answers when what it
// calls accepted is on disk and searchable. The same file again is duplicates.
//
// An error says why the import is not done, as its Error does: *audit.Error of kind
// Invalid (or an *audit.UnknownColumns) where it is the file's fault or the caller's;
// Conflict for a name of a map that is taken; Unavailable and others where it could
// work later, when taking the whole file again adds what is missing. Without an ID in
// the answer no import has begun: nothing was read, or the one who sent it is asked.
func (im *Imports) Take(ctx context.Context, f audit.ImportFile, in io.Reader) (audit.Import, error) {
	f.Name = cleanName(f.Name)
	if err := source.CheckColumns(f.Columns); err != nil {
		return audit.Import{}, err
	}
	if f.Map != "" {
		if len(f.Columns) == 0 {
			return audit.Import{}, audit.NewInvalid("map", "A column map is saved with the columns that it has: send columns, too.")
		}
		if err := columnmaps.CheckName(f.Map); err != nil {
			return audit.Import{}, err
		}
	}
	k := im.begin(f)
	col := &columns{maps: im.opts.Maps, file: f}
	report, err := im.read(ctx, k.live, f, col, in)
	if unknown, ok := asUnknown(err); ok {
		err = unknown
		if f.Asked {
			im.forget(k)
			return audit.Import{}, err
		}
	}
	if err == nil {
		err = verdict(report)
	}
	if err == nil || report.Accepted+report.Duplicates > 0 {
		if problem := col.save(); problem != nil {
			report.Notes = append(report.Notes, "The column map was not saved: "+problem.Error())
		}
	}
	return im.end(k, report, col.used, err), err
}

// read lets the rows of a file be stored.
func (im *Imports) read(ctx context.Context, p *progress, f audit.ImportFile, col *columns, in io.Reader) (audit.Report, error) {
	zone := f.Zone
	if zone == nil {
		zone = im.opts.Zone
	}
	rows, format, err := source.OpenFile(&counted{ctx, in, p}, source.Options{Zone: zone, Encoding: f.Encoding, Columns: col.ask})
	if err != nil {
		return audit.Report{}, err
	}
	p.format.Store(string(format))
	return im.opts.To.Stream(ctx, &countedRows{rows, p})
}

// counted counts the bytes of a file, and ends with its caller.
type counted struct {
	ctx context.Context //nolint:containedctx // it lives as long as one call
	in  io.Reader
	p   *progress
}

func (c *counted) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.in.Read(b)
	c.p.bytes.Add(int64(n))
	return n, err
}

// countedRows counts rows.
type countedRows struct {
	source.Reader
	p *progress
}

func (c *countedRows) Next() (source.Row, error) {
	row, err := c.Reader.Next()
	if err == nil {
		c.p.rows.Add(1)
	}
	return row, err
}

// begin lists an import as running.
func (im *Imports) begin(f audit.ImportFile) *kept {
	now := im.opts.Now()
	k := &kept{live: &progress{}, last: audit.Import{
		ID: ulid.MustNew(ulid.Timestamp(now), rand.Reader).String(), Source: f.Source, File: f.Name, By: f.By,
		State: audit.ImportRunning, Started: audit.FormatTime(now), RejectedByCode: map[string]int{}, Notes: []string{},
	}}
	im.mu.Lock()
	im.list = append(im.list, k)
	gone := im.prune()
	begun := k.last
	im.mu.Unlock()
	im.remove(gone)
	im.write(begun)
	return k
}

// end lists an import with what became of it.
func (im *Imports) end(k *kept, r audit.Report, usedMap string, err error) audit.Import {
	done := k.last
	finished := audit.FormatTime(im.opts.Now())
	done.Finished = &finished
	done.Bytes, done.Rows = k.live.bytes.Load(), int(k.live.rows.Load())
	done.Format, _ = k.live.format.Load().(string)
	done.Accepted, done.Duplicates, done.RejectedTotal = r.Accepted, r.Duplicates, r.RejectedTotal
	done.Rejected = append([]audit.RowError{}, r.Rejected[:min(len(r.Rejected), audit.MaxImportRejected)]...)
	if r.RejectedByCode != nil {
		done.RejectedByCode = r.RejectedByCode
	}
	done.Notes = append(done.Notes, r.Notes...)
	done.Map = usedMap
	switch {
	case err == nil && !r.Incomplete:
		done.State = audit.ImportDone
	case err == nil || r.Accepted+r.Duplicates > 0:
		done.State = audit.ImportIncomplete
	default:
		done.State = audit.ImportFailed
	}
	if err != nil {
		done.Error = im.why(done, err)
	}
	written := im.write(done)
	im.mu.Lock()
	k.last, k.live = done, nil
	if written {
		k.last.Rejected = nil
	}
	im.mu.Unlock()
	return done
}

// forget takes an import that was none off the list.
func (im *Imports) forget(k *kept) {
	im.mu.Lock()
	im.list = slices.DeleteFunc(im.list, func(o *kept) bool { return o == k })
	im.mu.Unlock()
	im.remove([]string{k.last.ID})
}

// prune forgets the oldest of too many, but not those that run, and gives their ids.
// im.mu is held.
func (im *Imports) prune() (gone []string) {
	over := len(im.list) - MaxKept
	im.list = slices.DeleteFunc(im.list, func(k *kept) bool {
		if over <= 0 || k.live != nil {
			return false
		}
		over--
		gone = append(gone, k.last.ID)
		return true
	})
	return gone
}

// List gives the last imports, newest first, without their rejected rows.
func (im *Imports) List(limit int) []audit.Import {
	im.mu.Lock()
	defer im.mu.Unlock()
	out := make([]audit.Import, 0, min(limit, len(im.list)))
	for _, k := range slices.Backward(im.list) {
		if len(out) == limit {
			break
		}
		now := k.now()
		now.Rejected = nil
		out = append(out, now)
	}
	return out
}

// Get gives an import with its rejected rows. The error is an *audit.Error of kind
// NotFound.
func (im *Imports) Get(id string) (audit.Import, error) {
	im.mu.Lock()
	i := slices.IndexFunc(im.list, func(k *kept) bool { return k.last.ID == id })
	if i < 0 {
		im.mu.Unlock()
		return audit.Import{}, &audit.Error{Kind: audit.NotFound, Code: "not_found", Field: "id", Message: fmt.Sprintf("There is no such import. The last %d are kept.", MaxKept)}
	}
	now := im.list[i].now()
	im.mu.Unlock()
	if now.Rejected == nil && now.RejectedTotal > 0 {
		if whole, err := im.load(id); err == nil {
			now.Rejected = whole.Rejected
		}
	}
	if now.Rejected == nil {
		now.Rejected = []audit.RowError{}
	}
	return now, nil
}

// now is an import as it stands. Imports.mu is held.
func (k *kept) now() audit.Import {
	now := k.last
	if k.live != nil {
		now.Bytes, now.Rows = k.live.bytes.Load(), int(k.live.rows.Load())
		now.Format, _ = k.live.format.Load().(string)
	}
	return now
}

// cleanName is the name of a file without folders and what no name has.
func cleanName(name string) string {
	const maxRunes = 255
	name = strings.ToValidUTF8(name, "\ufffd")
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, name)
	if utf8.RuneCountInString(name) > maxRunes {
		name = string([]rune(name)[:maxRunes])
	}
	if name == "." || name == "/" || name == "" {
		return "unnamed"
	}
	return name
}
