//go:build unix

package main

import (
	"path/filepath"
	"syscall"
	"testing"
)

// newPipe gives a named pipe.
func newPipe(t *testing.T) string {
	t.Helper()
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	return pipe
}
