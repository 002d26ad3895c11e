// Package turns shares some of the cores between all that is done beside screens:
// exports, backups, requested downloads.
//
// It is a room inside explorer, for its files and for those of download. It imports
// nothing of the project.
package turns

import (
	"context"
	"runtime"

	"golang.org/x/sync/semaphore"
)

// Turns are half of the cores, so that screens never starve. Who makes rows has one
// while it reads and writes them, and none while it waits for its client or its disk.
// Safe for concurrent use.
type Turns struct{ *semaphore.Weighted }

// New makes n turns; 0 is half of the cores, and at least one.
func New(n int) *Turns {
	if n == 0 {
		n = max(1, runtime.GOMAXPROCS(0)/2)
	}
	return &Turns{semaphore.NewWeighted(int64(n))}
}

// Take waits for a turn; its error is ctx.Err().
func (t *Turns) Take(ctx context.Context) error { return t.Acquire(ctx, 1) }

// Give ends a turn.
func (t *Turns) Give() { t.Release(1) }
