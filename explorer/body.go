package explorer

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"whodid/audit"
)

// body is a request's body, unpacked, no longer than its limit. It moves the
// connection's deadline on as bytes come: what is slow may go on, what stands
// still, or comes in drops, may not. All of a body counts as in flight from its
// first byte on, so that a few such could keep everybody else's out.
type body struct {
	from     io.Reader
	conn     *http.ResponseController
	raw      io.Reader // as it comes over the network
	left     int64     // bytes until the limit
	limit    int64
	size     int64         // unpacked; below 0 is not known
	packing  string        // "", gzip or zstd
	patience time.Duration // how long the client may still keep us waiting, as a fileWriter has it
	release  func()        // gives the unpacker back
	failed   error         // the *audit.Error that Read gave, or nil
	streamed bool          // what comes is stored as it comes
}

// maxWindow bounds what a zstd stream may ask us to remember; zstd itself asks
// for no more than 8 MiB unless told to.
const maxWindow = 8 << 20

var (
	gzips = sync.Pool{New: func() any { return new(gzip.Reader) }}
	zstds = sync.Pool{New: func() any {
		d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			panic("bug: zstd options: " + err.Error())
		}
		return d
	}}
)

// openBody begins to read r's body. limit is of unpacked bytes; the packed ones
// may not be more either.
func openBody(w http.ResponseWriter, r *http.Request, limit int64) (*body, error) {
	b := &body{conn: http.NewResponseController(w), left: limit, limit: limit, size: -1, patience: maxPatience, release: func() {}}
	b.packing = strings.ToLower(strings.TrimSpace(r.Header.Get("Content-Encoding")))
	if b.packing == "" || b.packing == "identity" {
		b.packing, b.size = "", r.ContentLength
		if r.ContentLength > limit {
			return nil, errTooLarge(limit)
		}
	}
	b.raw = http.MaxBytesReader(w, r.Body, limit)
	packed := deadlineReader{b.raw, b}
	switch b.packing {
	case "":
		b.from = packed
	case "gzip", "x-gzip":
		z := gzips.Get().(*gzip.Reader)
		if err := z.Reset(packed); err != nil {
			gzips.Put(z)
			return nil, b.explain(err)
		}
		b.from, b.release = z, func() { gzips.Put(z) }
	case "zstd":
		z := zstds.Get().(*zstd.Decoder)
		if err := z.Reset(packed); err != nil {
			zstds.Put(z)
			return nil, b.explain(err)
		}
		b.from, b.release = z, func() {
			if z.Reset(nil) == nil { // lets go of the request
				zstds.Put(z)
			}
		}
	default:
		return nil, &audit.Error{Kind: audit.Unsupported, Field: "Content-Encoding", Message: fmt.Sprintf(
			"The content encoding %q is not read here. Send gzip, zstd or none.", b.packing)}
	}
	return b, nil
}

// Read gives unpacked bytes. Its errors but io.EOF are *audit.Error or those of
// a connection that broke.
func (b *body) Read(p []byte) (int, error) {
	if b.failed != nil {
		return 0, b.failed
	}
	if int64(len(p)) > b.left+1 { // one more byte shows that there are more
		p = p[:b.left+1]
	}
	n, err := b.from.Read(p)
	if int64(n) > b.left {
		b.failed = errTooLarge(b.limit)
		return int(b.left), b.failed
	}
	b.left -= int64(n)
	if err != nil && err != io.EOF {
		b.failed = b.explain(err)
		return n, b.failed
	}
	return n, err
}

// Size is how many bytes Read will give in all; below 0 is not known.
func (b *body) Size() int64 { return b.size }

// explain says what is wrong with a body that can't be read on.
func (b *body) explain(err error) error {
	var tooLarge *http.MaxBytesError
	var broken brokenConnection
	switch {
	case errors.As(err, &tooLarge):
		return errTooLarge(b.limit)
	case errors.As(err, &broken) && b.streamed:
		return &audit.Error{Kind: audit.Invalid, Code: "broken_off", Err: broken.error,
			Message: "The file broke off before all of it had come. Send it again; what is stored already is not stored twice."}
	case errors.As(err, &broken):
		return &audit.Error{Kind: audit.Invalid, Code: "unreadable_body", Err: broken.error,
			Message: "The body ended before all of it had come; nothing of it was stored."}
	}
	return &audit.Error{Kind: audit.Invalid, Code: "unreadable_body", Err: err, Message: fmt.Sprintf(
		"The body is not the %s that the header Content-Encoding announces, or it is cut off.", b.packing)}
}

// answerNow gives the connection time for the answer, however long the body
// took. A writer without deadlines, as in tests, has none to move.
func (b *body) answerNow() { _ = b.conn.SetWriteDeadline(time.Now().Add(answerTimeout)) }

// unreadTimeout bounds how long a client may go on sending what nobody reads.
const unreadTimeout = 10 * time.Second

// answerUnread answers at once, however much of the body has not come, and then
// lets the client send the rest: most look at the answer only when all is sent, and
// a connection closed before that would be all that they see.
func (b *body) answerUnread(answer func()) {
	_ = b.conn.EnableFullDuplex() // else net/http reads on first, or closes
	b.answerNow()
	answer()
	_ = b.conn.SetReadDeadline(time.Now().Add(unreadTimeout))
	_, _ = io.Copy(io.Discard, b.raw)
	_ = b.conn.SetReadDeadline(time.Time{})
}

// close gives the unpacker back. The body must not be read any more.
func (b *body) close() { b.release() }

// brokenConnection marks an error of the connection, as against one of the
// packing.
type brokenConnection struct{ error }

func (e brokenConnection) Unwrap() error { return e.error }

// deadlineReader reads the body as it comes over the network.
type deadlineReader struct {
	from io.Reader
	body *body
}

func (d deadlineReader) Read(p []byte) (int, error) {
	b, start := d.body, time.Now()
	_ = b.conn.SetReadDeadline(start.Add(b.patience))
	n, err := d.from.Read(p)
	earned := pieceTime * time.Duration(n) / csvPiece
	b.patience = min(maxPatience, b.patience-time.Since(start)+earned)
	switch {
	case err == nil || err == io.EOF:
	case isTooLarge(err):
	default:
		err = brokenConnection{err}
	}
	if err != nil {
		// net/http watches the connection from now on; a deadline would look to it
		// like a client that left.
		_ = b.conn.SetReadDeadline(time.Time{})
	}
	return n, err
}
