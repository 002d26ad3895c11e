package main

import (
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
)

// newSizeBar is a bar of bytes read; size -1 is not known. It is drawn on a
// terminal only.
func newSizeBar(w io.Writer, what string, size int64) *progressbar.ProgressBar {
	if !isTerminal(w) {
		return progressbar.DefaultBytesSilent(size, what)
	}
	return progressbar.NewOptions64(size, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(what),
		progressbar.OptionShowBytes(true), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
}

// newBytesBar counts bytes of a stream whose size is not known.
func newBytesBar(w io.Writer, what string) *progressbar.ProgressBar { return newSizeBar(w, what, -1) }

// newCountBar counts things, of which it is told later how many there are.
func newCountBar(w io.Writer, what string) *progressbar.ProgressBar {
	return progressbar.NewOptions(1, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(what), progressbar.OptionSetVisibility(isTerminal(w)),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
}
