package explorer

import (
	"context"
	"net/http"
	"runtime"
	"strconv"
	"time"

	"whodid/audit"
	"whodid/audit/query"
)

// csvWriter writes rows in large pieces, and at least every flushEvery while
// rows come. A client that takes them too slowly is cut off: while it reads, every
// day is held open and none can be dropped.
type csvWriter struct {
	ctx     context.Context //nolint:containedctx // the request's, whose answer this is
	turns   turns
	working bool // has a turn
	to      http.ResponseWriter
	conn    *http.ResponseController
	form    audit.CSVForm
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

func newCSVWriter(ctx context.Context, w http.ResponseWriter, form audit.CSVForm, t turns) *csvWriter {
	return &csvWriter{
		ctx: ctx, turns: t, to: w, conn: http.NewResponseController(w), form: form, flushed: time.Now(), patience: maxPatience,
		buf: form.AppendHeader(make([]byte, 0, csvPiece+csvPiece/4)),
	}
}

// scan writes every match of a search, of which it gives the days that can't be
// read.
func (w *csvWriter) scan(from Scanner, s query.Search) (missing []audit.Day, err error) {
	if err := w.work(); err != nil {
		return nil, err
	}
	defer w.rest()
	return from.Scan(w.ctx, s, w.event)
}

// work waits for a turn; rest gives it to others.
func (w *csvWriter) work() error {
	err := w.turns.take(w.ctx)
	w.working = err == nil
	return err
}

func (w *csvWriter) rest() {
	if w.working {
		w.turns.give()
		w.working = false
	}
}

func (w *csvWriter) event(e audit.Event) error {
	w.buf = w.form.AppendEvent(w.buf, e)
	w.rows++
	if len(w.buf) >= csvPiece {
		return w.sendAside(w.write)
	}
	// Looking at the clock for each of a million rows would show.
	if w.rows%64 == 0 && time.Since(w.flushed) > flushEvery {
		return w.sendAside(w.flush)
	}
	return nil
}

// sendAside lets others work while the client takes what it is sent, and those
// that wait for a core go first: rows in a million would else hold one for as long
// as the scheduler lets them, which is longer than a screen takes.
func (w *csvWriter) sendAside(write func() error) error {
	w.rest()
	runtime.Gosched()
	if err := w.send(write); err != nil {
		return err
	}
	return w.work()
}

// send lets write, which hands the buffer to the client, take as long as the
// client's patience says.
func (w *csvWriter) send(write func() error) error {
	start, size := time.Now(), len(w.buf)
	_ = w.conn.SetWriteDeadline(start.Add(w.patience))
	w.failed = write()
	w.buf = w.buf[:0]
	earned := pieceTime * time.Duration(size) / csvPiece
	w.patience = min(maxPatience, w.patience-time.Since(start)+earned)
	return w.failed
}

func (w *csvWriter) write() error {
	_, err := w.to.Write(w.buf)
	return err
}

func (w *csvWriter) flush() error {
	if err := w.write(); err != nil {
		return err
	}
	w.flushed = time.Now()
	return w.conn.Flush()
}

// end writes what is left, and the trailer with the number of rows.
func (w *csvWriter) end() error {
	if err := w.send(w.write); err != nil {
		return err
	}
	_ = w.conn.SetWriteDeadline(time.Now().Add(progressTimeout)) // for what net/http still holds
	w.to.Header().Set(rowsTrailer, strconv.Itoa(w.rows))
	return nil
}
