package naverworks

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"time"
)

// file is the body of a download: it ends early where it stalls or grows too large,
// and tells a whole one from one that was cut.
type file struct {
	call  context.Context //nolint:containedctx // a file lives as long as its call
	in    io.ReadCloser
	ends  bool // the transport tells a cut from an end
	left  int64
	limit int64
	last  byte
	// Where nothing comes for stall, watch ends the call.
	stall   time.Duration
	watch   *time.Timer
	stalled atomic.Bool
	fault   error // what it ended with, but for a good end
}

// newFile reads res, which is of the call; stop ends it.
func newFile(call context.Context, stop func(), res *http.Response, limit int64, stall time.Duration) *file {
	f := &file{
		call: call,
		in:   res.Body, left: limit, limit: limit, stall: stall, last: '\n',
		// gzip has a checksum; HTTP/2 and chunks an end of their own.
		ends: res.ContentLength >= 0 || res.ProtoMajor >= 2 || len(res.TransferEncoding) > 0 || res.Uncompressed,
	}
	f.watch = time.AfterFunc(stall, func() {
		f.stalled.Store(true)
		stop()
	})
	return f
}

// Read reads on. Its errors are a *failure, but for io.EOF.
func (f *file) Read(p []byte) (int, error) {
	if f.fault != nil {
		return 0, f.fault
	}
	f.watch.Reset(f.stall)
	n, err := f.in.Read(p)
	f.watch.Stop() // while rows are being stored nothing has to come
	if n > 0 {
		f.last = p[n-1]
	}
	f.left -= int64(n)
	switch {
	case f.left < 0:
		f.fault = &failure{code: codeTooLarge, message: fmt.Sprintf("The file is larger than %d bytes.", f.limit)}
	case err == nil:
		return n, nil
	case f.stalled.Load():
		f.fault = &failure{code: codeIncomplete, message: fmt.Sprintf("The file broke off: nothing came for %v.", f.stall)}
	case f.call.Err() != nil:
		// Also where it seems to end well: a server that sees us leave may still put an
		// end to the half file.
		f.fault = &failure{code: codeIncomplete, message: "The file broke off: it took too long.", err: f.call.Err()}
	case err != io.EOF:
		f.fault = &failure{code: codeIncomplete, message: "The file broke off.", err: err}
	case !f.ends && f.inLine():
		// Nobody said how long the file is, and it ends within a line: that row may be a
		// part of one.
		f.fault = &failure{code: codeIncomplete, message: "The file ends in the middle of a line."}
	default:
		return n, err
	}
	if f.left < 0 {
		n = 0
	}
	return n, f.fault
}

// inLine tells whether the file, as far as it came, ends within a line.
func (f *file) inLine() bool { return f.last != '\n' && f.last != '\r' }

// close ends the download.
func (f *file) close() {
	f.watch.Stop()
	f.in.Close()
}
