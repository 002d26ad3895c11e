package download

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/explorer/turns"
)

// writer writes the file of a job: rows are gathered into pieces, packed, and hashed on
// their way to the disk. It works in turns with all that is done in the background.
type writer struct {
	d   *Downloads
	ctx context.Context //nolint:containedctx // of the job
	t   *task           // is told how far the file is

	disk *os.File
	hash hash.Hash

	form    Form
	base    string // the name of the file without its ending
	created time.Time
	zone    *time.Location
	head    []byte
	row     func(b []byte, e audit.Event) []byte

	turn   *turns.Turn
	book   *book   // of XLSX, whose rows are no lines
	packer *packer // of lines
	gzip   *gzip.Writer
	zip    *zip.Writer
	to     io.Writer // takes rows: the packing, or the part of the archive that is open; the packer's
	buf    []byte

	inPart int    // rows in the part that is open
	day    string // of the part that is open, where the file is cut by days
	last   int64  // UTC day of the last row, since 1970
	made   made
}

// piece is how many bytes of rows are gathered, and rowsATurn how many rows are made before others have
// their turn.
const (
	piece     = 64 << 10
	rowsATurn = 256
)

func (d *Downloads) newWriter(ctx context.Context, t *task, j Job) (*writer, error) {
	zone, err := time.LoadLocation(j.Form.Zone)
	if err != nil {
		return nil, audit.NewInvalid("file_tz", fmt.Sprintf("%q is no time zone that this server knows.", j.Form.Zone))
	}
	w := &writer{
		d: d, ctx: ctx, t: t, hash: sha256.New(), form: j.Form, zone: zone, created: j.Created,
		turn: d.opts.Turns.Turn(), base: strings.TrimSuffix(j.File, j.Form.ending()),
	}
	csv := audit.CSVForm{Language: w.form.Language, Zone: zone, SpreadsheetSafe: w.form.Safe}
	w.row = csv.AppendEvent
	w.head = csv.AppendHeader(nil)
	if w.form.Format == NDJSON {
		w.head = nil
		w.row = func(b []byte, e audit.Event) []byte { return append(e.AppendJSON(b), '\n') }
	}
	if w.disk, err = os.OpenFile(filepath.Join(d.folder(j.ID), j.File), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600); err != nil {
		return nil, err
	}
	if w.form.Format == XLSX {
		w.row = func(b []byte, e audit.Event) []byte { w.book.add(e); return b }
		w.book, err = w.newBook()
	} else {
		w.pack()
	}
	if err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

// pack begins the file of rows that are lines.
func (w *writer) pack() {
	out := onDisk{w}
	switch w.form.Compression {
	case Gzip:
		w.gzip = gzip.NewWriter(out)
		w.to = w.gzip
	case ZIP:
		w.zip = newArchive(out)
	default:
		w.to = out
	}
	w.packer = newPacker(func(rows []byte) error {
		_, err := w.to.Write(rows)
		return err
	})
	w.buf = w.packer.buffer()
	if w.zip == nil || w.form.Split == Whole {
		w.begin("")
	}
}

func newArchive(to io.Writer) *zip.Writer {
	z := zip.NewWriter(to)
	z.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.DefaultCompression) })
	return z
}

// onDisk is the end of the packing.
type onDisk struct{ *writer }

// Write hashes and counts what goes to the disk.
func (w onDisk) Write(b []byte) (int, error) {
	if err := w.d.room(int64(len(b))); err != nil {
		return 0, err
	}
	n, err := w.disk.Write(b)
	w.hash.Write(b[:n])
	w.t.bytes.Add(int64(n))
	return n, err
}

// begin begins the file, or the part of an archive with what is added to its name.
func (w *writer) begin(suffix string) {
	if w.zip != nil {
		header := &zip.FileHeader{Name: w.base + suffix + "." + string(w.form.Format), Method: zip.Deflate, Modified: w.created.In(w.zone)}
		w.packer.between(func() (err error) {
			w.to, err = w.zip.CreateHeader(header)
			return err
		})
		w.made.Parts++
	}
	w.inPart = 0
	w.buf = append(w.buf, w.head...)
}

// scan writes every match of a search, of which it gives the days that can't be read.
func (w *writer) scan(from Scanner, s query.Search) (missing []audit.Day, err error) {
	if err := w.turn.Work(w.ctx); err != nil {
		return nil, err
	}
	defer w.turn.Rest()
	rows := int64(0)
	defer func() { w.t.rows.Store(rows) }()
	return from.Scan(w.ctx, s, func(e audit.Event) error {
		if err := w.cut(e); err != nil {
			return err
		}
		w.buf = w.row(w.buf, e)
		w.note(e)
		rows++
		if len(w.buf) >= piece {
			if err := w.flush(); err != nil {
				return err
			}
		}
		if rows%rowsATurn != 0 {
			return nil
		}
		w.t.rows.Store(rows)
		w.turn.Rest()
		return w.turn.Work(w.ctx)
	})
}

// cut begins the next part of an archive where an event is the first of one.
func (w *writer) cut(e audit.Event) error {
	switch {
	case w.book != nil:
		return w.book.cut()
	case w.zip == nil:
		return nil
	}
	suffix := ""
	switch w.form.Split {
	case ByRows:
		if w.made.Parts > 0 && w.inPart < w.d.sheetRows {
			return nil
		}
		suffix = fmt.Sprintf("-%03d", w.made.Parts+1)
	case ByDay:
		day := e.Time.In(w.zone).Format(time.DateOnly)
		if day == w.day {
			return nil
		}
		w.day, suffix = day, "-"+day
	default:
		return nil
	}
	if err := w.flush(); err != nil {
		return err
	}
	w.begin(suffix)
	return nil
}

// note remembers what the receipt says of the rows.
func (w *writer) note(e audit.Event) {
	w.inPart++
	if w.made.FirstID == "" {
		w.made.FirstID = e.ID
	}
	w.made.LastID = e.ID
	if day := e.Time.Unix() / (24 * 60 * 60); day != w.last || w.made.Days == 0 {
		w.last = day
		w.made.Days++
	}
}

// flush has what was gathered packed. Errors: what went wrong with a piece of before.
func (w *writer) flush() error {
	if len(w.buf) > 0 {
		w.packer.rows(w.buf)
		w.buf = w.packer.buffer()
	}
	return w.packer.failed()
}

// end writes what is left, and answers when the file is on disk.
func (w *writer) end() (made, error) {
	if err := w.endRows(); err != nil {
		return made{}, err
	}
	var err error
	if w.gzip != nil {
		err = w.gzip.Close()
	}
	if w.zip != nil {
		err = errors.Join(err, w.zip.Close())
	}
	err = errors.Join(err, w.disk.Sync(), w.there())
	w.made.Bytes, w.made.SHA256 = w.t.bytes.Load(), hex.EncodeToString(w.hash.Sum(nil))
	return w.made, err
}

func (w *writer) endRows() error {
	if w.book != nil {
		return w.book.end()
	}
	if w.zip != nil && w.made.Parts == 0 { // an archive in parts, of no rows
		w.begin("")
	}
	return errors.Join(w.flush(), w.packer.end())
}

// there tells that what was written stands in the folder under its name: somebody may have cleared the folder meanwhile.
func (w *writer) there() error {
	written, err := w.disk.Stat()
	if err != nil {
		return err
	}
	if found, err := os.Stat(w.disk.Name()); err != nil || !os.SameFile(written, found) {
		return &audit.Error{Kind: audit.Unavailable, Code: "file_gone", Message: "The file was taken from the server's disk while it was written. Request the download again.", Err: err}
	}
	return nil
}

func (w *writer) close() error {
	var err error
	if w.book != nil {
		err = w.book.close()
	}
	if w.packer != nil {
		_ = w.packer.end() // which endRows has told, if it came to it
	}
	return errors.Join(err, w.disk.Close())
}
