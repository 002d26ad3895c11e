package explorer

import (
	"context"
	"net/http"
	"time"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/explorer/turns"
)

// fileWriter sends a file of rows, an export or a backup, in large pieces, and at
// least every flushEvery while rows come. A client that takes them too slowly is cut
// off: while it reads, every day is held open and none can be dropped.
type fileWriter struct {
	ctx     context.Context //nolint:containedctx // the request's, whose answer this is
	turn    *turns.Turn
	to      http.ResponseWriter
	conn    *http.ResponseController
	row     func(b []byte, e audit.Event) []byte // appends what a row adds to the file
	buf     []byte
	rows    int
	flushed time.Time
	// patience is how long the client may still keep us waiting: a minute at first,
	// and for every csvPiece taken pieceTime more, up to a minute again. Time that
	// the search takes is not the client's.
	patience time.Duration
	failed   error // of writing: the client left, or was too slow
}

const (
	csvPiece   = 64 << 10
	flushEvery = time.Second
	// pieceTime makes 32 KiB a second the slowest pace. Below it a minute would not
	// empty the third of a socket's buffer, which can have 4 MiB, that a system waits
	// for before it takes more.
	pieceTime   = 2 * time.Second
	maxPatience = progressTimeout
)

func newFileWriter(ctx context.Context, w http.ResponseWriter, t *turns.Turns) *fileWriter {
	return &fileWriter{
		ctx: ctx, turn: t.Turn(), to: w, conn: http.NewResponseController(w), flushed: time.Now(), patience: maxPatience,
		buf: make([]byte, 0, csvPiece+csvPiece/4),
	}
}

// newCSVWriter is a fileWriter whose file is CSV, with its header.
func newCSVWriter(ctx context.Context, to http.ResponseWriter, form audit.CSVForm, t *turns.Turns) *fileWriter {
	w := newFileWriter(ctx, to, t)
	w.buf = form.AppendHeader(w.buf)
	w.row = form.AppendEvent
	return w
}

// newNDJSONWriter is a fileWriter of an event a line.
func newNDJSONWriter(ctx context.Context, to http.ResponseWriter, t *turns.Turns) *fileWriter {
	w := newFileWriter(ctx, to, t)
	w.row = func(b []byte, e audit.Event) []byte { return append(e.AppendJSON(b), '\n') }
	return w
}

// scan writes every match of a search, of which it gives the days that can't be
// read.
func (w *fileWriter) scan(from Scanner, s query.Search) (missing []audit.Day, err error) {
	if err := w.turn.Work(w.ctx); err != nil {
		return nil, err
	}
	defer w.turn.Rest()
	return from.Scan(w.ctx, s, w.event)
}

func (w *fileWriter) event(e audit.Event) error {
	w.buf = w.row(w.buf, e)
	w.rows++
	switch {
	case len(w.buf) >= csvPiece:
		return w.aside(func() error { return w.send(w.write) })
	case w.rows%64 != 0: // looking at the clock for each of a million rows would show
		return nil
	case time.Since(w.flushed) > flushEvery:
		return w.aside(func() error { return w.send(w.flush) })
	case w.rows%maxRowsATurn == 0:
		return w.aside(func() error { return nil })
	}
	return nil
}

// maxRowsATurn is how many rows may be worked on before others have their turn:
// packed rows fill a piece only after thousands.
const maxRowsATurn = 512

// aside lets others work while the client takes what it is sent, and those that
// wait for a core go first: rows in a million would else hold one for as long as the
// scheduler lets them, which is longer than a screen takes.
func (w *fileWriter) aside(send func() error) error {
	w.turn.Rest()
	if err := send(); err != nil {
		return err
	}
	return w.turn.Work(w.ctx)
}

// send lets write, which hands the buffer to the client, take as long as the
// client's patience says.
func (w *fileWriter) send(write func() error) error {
	start, size := time.Now(), len(w.buf)
	_ = w.conn.SetWriteDeadline(start.Add(w.patience))
	w.failed = write()
	w.buf = w.buf[:0]
	earned := pieceTime * time.Duration(size) / csvPiece
	w.patience = min(maxPatience, w.patience-time.Since(start)+earned)
	return w.failed
}

func (w *fileWriter) write() error {
	_, err := w.to.Write(w.buf)
	return err
}

func (w *fileWriter) flush() error {
	if err := w.write(); err != nil {
		return err
	}
	w.flushed = time.Now()
	return w.conn.Flush()
}

// end writes what is left.
func (w *fileWriter) end() error {
	if err := w.send(w.write); err != nil {
		return err
	}
	_ = w.conn.SetWriteDeadline(time.Now().Add(progressTimeout)) // for what net/http still holds
	return nil
}
