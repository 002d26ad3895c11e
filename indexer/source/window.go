package source

import (
	"bytes"
	"io"
)

// window is the part of a text that is held: what was read and not yet handed
// out. Offsets of its methods count from buf[at], so that they hold while the
// window moves.
type window struct {
	in     io.Reader
	failed error // what in ended with; io.EOF is its end
	buf    []byte
	at     int
	taken  int64 // bytes before buf[at]
	line   int   // lines before buf[at]
}

// lastLine gives where the line that holds buf[at+i-1] begins, from buf[at].
func (w *window) lastLine(i int) int {
	return bytes.LastIndexAny(w.buf[w.at:w.at+i], "\r\n") + 1
}

// lineEnd gives the end of the line at buf[at] without and with its break. It is
// false where no break comes within MaxRowBytes; end is then how much of the line
// there is.
func (w *window) lineEnd() (end, next int, ok bool) {
	for i := 0; ; {
		if _, more := w.byteAt(i); !more {
			return i, i, true
		}
		rest := w.buf[w.at+i : min(len(w.buf), w.at+MaxRowBytes+1)]
		for n, c := range rest {
			if c <= '\r' && (c == '\n' || c == '\r') {
				return i + n, i + n + w.breakAt(i+n), true
			}
		}
		if i += len(rest); i > MaxRowBytes {
			return MaxRowBytes, MaxRowBytes, false
		}
	}
}

// breakAt gives the length of the line's end at buf[at+i], 0 at the input's end.
func (w *window) breakAt(i int) int {
	c, more := w.byteAt(i)
	if !more {
		return 0
	}
	if c == '\r' {
		if c, more := w.byteAt(i + 1); more && c == '\n' {
			return 2
		}
	}
	return 1
}

// byteAt gives buf[at+i], reading on where needed; false at the input's end.
func (w *window) byteAt(i int) (byte, bool) {
	if w.at+i < len(w.buf) {
		return w.buf[w.at+i], true
	}
	return w.readOn(i)
}

// readOn reads until there is a buf[at+i]. What was handed out is let go.
func (w *window) readOn(i int) (byte, bool) {
	for w.at+i >= len(w.buf) {
		if w.failed != nil {
			return 0, false
		}
		if w.at > 0 && len(w.buf)+readBytes > cap(w.buf) {
			w.buf = append(w.buf[:0], w.buf[w.at:]...)
			w.at = 0
		}
		w.buf = append(w.buf, make([]byte, readBytes)...)
		n, err := w.in.Read(w.buf[len(w.buf)-readBytes:])
		w.buf = w.buf[:len(w.buf)-readBytes+n]
		w.failed = err
	}
	return w.buf[w.at+i], true
}

// advance hands out n bytes with the ends of as many lines.
func (w *window) advance(n, lines int) {
	w.at += n
	w.taken += int64(n)
	w.line += lines
}
