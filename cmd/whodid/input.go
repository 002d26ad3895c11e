package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// openInput gives the file and its size, -1 where that is not known.
func openInput(e *env, name string) (io.ReadCloser, int64, error) {
	if name == "-" {
		return io.NopCloser(&interruptible{e.ctx, e.stdin}), -1, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = fmt.Errorf("%s is a folder; name the files in it", name)
	}
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	if !info.Mode().IsRegular() {
		return f, -1, nil
	}
	return f, info.Size(), nil
}

// interruptible is standard input that ctx ends: a read from a terminal can't be
// stopped, only left alone.
type interruptible struct {
	ctx context.Context //nolint:containedctx // io.Reader has no place for it
	in  io.Reader
}

// Read implements io.Reader. After ctx has ended it must not be called again.
func (r *interruptible) Read(p []byte) (int, error) {
	type result struct {
		read []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		buf := make([]byte, len(p)) // p is the caller's again when Read returns
		n, err := r.in.Read(buf)
		done <- result{buf[:n], err}
	}()
	select {
	case got := <-done:
		return copy(p, got.read), got.err
	case <-r.ctx.Done():
		return 0, r.ctx.Err()
	}
}
