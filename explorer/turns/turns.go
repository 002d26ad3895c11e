// Package turns lets all that is done beside screens (exports, backups, requested
// downloads) share some of the cores, and stand aside while a screen is made.
//
// It is a room inside explorer, for its files and for those of download. It imports
// nothing of the project.
package turns

import (
	"context"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
)

// Turns are half of the cores, so that screens never starve. Who makes rows has one
// while it reads and writes them, and none while it waits for its client or its disk.
// Safe for concurrent use.
type Turns struct {
	room *semaphore.Weighted

	mu      sync.Mutex
	screens int           // that are made at the moment
	quiet   chan struct{} // closed when the last of them is done; nil while there are none
}

// New makes n turns; 0 is half of the cores, and at least one.
func New(n int) *Turns {
	if n == 0 {
		n = max(1, runtime.GOMAXPROCS(0)/2)
	}
	return &Turns{room: semaphore.NewWeighted(int64(n))}
}

// Screen tells that somebody waits for a screen, until done is called.
func (t *Turns) Screen() (done func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.screens++; t.screens == 1 {
		t.quiet = make(chan struct{})
	}
	return t.screenDone
}

func (t *Turns) screenDone() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.screens--; t.screens == 0 {
		close(t.quiet)
		t.quiet = nil
	}
}

// aside is how many times as long as it worked somebody stands aside at most: where
// screens are made without a break, one who has a core then takes a seventh of it.
const aside = 6

// standAside waits while screens are made, no longer than patience.
func (t *Turns) standAside(ctx context.Context, patience time.Duration) {
	t.mu.Lock()
	quiet := t.quiet
	t.mu.Unlock()
	if quiet == nil {
		return
	}
	over := time.NewTimer(patience)
	defer over.Stop()
	select {
	case <-quiet:
	case <-over.C:
	case <-ctx.Done():
	}
}

// Turn is that of one who makes rows. The caller's goroutine only.
type Turn struct {
	of      *Turns
	working bool
	since   time.Time
	worked  time.Duration // the last time
}

// Turn gives one that has not begun.
func (t *Turns) Turn() *Turn { return &Turn{of: t} }

// Work waits for the turn, and begins it: not while a screen is made, if that does not take
// much longer than what was worked the last time. Its error is ctx.Err(). One who works goes on.
func (t *Turn) Work(ctx context.Context) error {
	if t.working {
		return nil
	}
	t.of.standAside(ctx, aside*t.worked)
	if err := t.of.room.Acquire(ctx, 1); err != nil {
		return err
	}
	t.working, t.since = true, time.Now()
	return nil
}

// Rest ends the turn, so that others have theirs; one who rests goes on resting.
func (t *Turn) Rest() {
	if !t.working {
		return
	}
	t.working, t.worked = false, time.Since(t.since)
	t.of.room.Release(1)
	runtime.Gosched() // whoever waits for a core goes first
}
