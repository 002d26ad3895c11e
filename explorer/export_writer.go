package explorer

import (
	"net/http"
	"strconv"
	"time"

	"whodid/audit"
)

// csvWriter writes rows in large pieces, and at least every flushEvery while
// rows come. A client that takes them too slowly is cut off: while it reads, every
// day is held open and none can be dropped.
type csvWriter struct {
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

func newCSVWriter(w http.ResponseWriter, form audit.CSVForm) *csvWriter {
	return &csvWriter{
		to: w, conn: http.NewResponseController(w), form: form, flushed: time.Now(), patience: maxPatience,
		buf: form.AppendHeader(make([]byte, 0, csvPiece+csvPiece/4)),
	}
}

func (w *csvWriter) event(e audit.Event) error {
	w.buf = w.form.AppendEvent(w.buf, e)
	w.rows++
	if len(w.buf) >= csvPiece {
		return w.send(w.write)
	}
	// Looking at the clock for each of a million rows would show.
	if w.rows%64 == 0 && time.Since(w.flushed) > flushEvery {
		return w.send(w.flush)
	}
	return nil
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
