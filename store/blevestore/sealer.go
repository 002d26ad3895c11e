package blevestore

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"

	"whodid/audit"
)

const (
	// Events in tails cost memory, some 150 bytes each, and time at the next start.
	// Over openSoon days are sealed before they are quiet, the longest untouched
	// first; over openLimit an Append waits for that.
	openSoon  = 150_000
	openLimit = 600_000
	// tailLimit is what one day's tail may have before it is sealed.
	tailLimit = 64 << 10

	sealRetry  = 30 * time.Second // after a sealing that failed
	quietLeast = 10 * time.Millisecond
)

// sealer seals days in the background, one at a time: on two cores the other one
// goes on answering.
type sealer struct {
	store *Store
	quiet time.Duration // how long a day must be quiet

	mu     sync.Mutex              // guards what follows
	open   int                     // events in tails
	less   chan struct{}           // closed and replaced when open falls
	failed map[audit.Day]time.Time // when a day could not be sealed

	wake chan struct{}
}

func errClosed() error {
	return &audit.Error{Kind: audit.Unavailable, Code: "closed", Message: "The store is closed."}
}

func newSealer(s *Store, quiet time.Duration) *sealer {
	return &sealer{store: s, quiet: max(quiet, quietLeast), less: make(chan struct{}), failed: make(map[audit.Day]time.Time), wake: make(chan struct{}, 1)}
}

// run seals until ctx ends.
func (x *sealer) run(ctx context.Context) {
	tick := time.NewTicker(min(max(x.quiet/4, quietLeast), 10*time.Second))
	defer tick.Stop()
	for {
		for ctx.Err() == nil && x.sealNext() {
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-x.wake:
		}
	}
}

// count says that tails have n more events.
func (x *sealer) count(n int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.open += n
	if n < 0 {
		close(x.less)
		x.less = make(chan struct{})
	} else if x.open > openSoon {
		select {
		case x.wake <- struct{}{}:
		default:
		}
	}
}

// crowded tells that days should be sealed before they are quiet.
func (x *sealer) crowded() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.open > openSoon
}

// room waits until tails may take more events. Errors: ctx's; *audit.Error of kind
// Overloaded where sealing fails, so that waiting would not help.
func (x *sealer) room(ctx context.Context) error {
	for {
		x.mu.Lock()
		full, less, failing := x.open >= openLimit, x.less, len(x.failed) > 0
		x.mu.Unlock()
		if !full {
			return nil
		}
		if failing {
			return &audit.Error{Kind: audit.Overloaded, Code: "overloaded", Message: "Too many events wait for their days to be sealed, which fails at the moment; nothing was stored. Send them again later."}
		}
		select {
		case <-less:
		case <-x.store.ctx.Done():
			return errClosed()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// sealNext seals the day that needs it most, and tells whether there was one.
func (x *sealer) sealNext() bool {
	now := x.store.now()
	d, whole := x.choose(now)
	if d == nil {
		return false
	}
	err := d.seal(whole)
	if errors.Is(err, errDamaged) {
		x.store.broken(&dayError{d.day, err})
	}
	damaged := d.damage() != nil // before x.mu: a day counts its events under its own lock
	x.mu.Lock()
	_, again := x.failed[d.day]
	if err == nil || damaged {
		delete(x.failed, d.day)
	} else {
		x.failed[d.day] = now
	}
	x.mu.Unlock()
	if err != nil && !damaged && !again {
		x.store.note(d.day, fmt.Sprintf("could not be sealed and is tried again: %v", err))
	}
	return true
}

// choose finds the day to seal.
func (x *sealer) choose(now time.Time) (chosen *day, whole bool) {
	days, release, err := x.store.acquire(func(audit.Day) bool { return true })
	if err != nil {
		return nil, false
	}
	defer release()
	over, failed := x.crowded(), x.failedOf(days)
	var longest time.Time
	for _, d := range days {
		if at, ok := failed[d.day]; ok && now.Sub(at) < sealRetry {
			continue
		}
		d.mu.RLock()
		last, events := d.last, d.tailEventsLocked()
		done := d.err != nil || d.sealedLocked() || d.eventsLocked() == 0
		d.mu.RUnlock()
		switch {
		case done:
		case now.Sub(last) >= x.quiet:
			return d, true
		case events >= tailLimit, over && events > 0 && (chosen == nil || last.Before(longest)):
			chosen, longest = d, last
		}
	}
	return chosen, false
}

// failedOf gives when days could not be sealed, and forgets those that are gone.
func (x *sealer) failedOf(days []*day) map[audit.Day]time.Time {
	x.mu.Lock()
	defer x.mu.Unlock()
	there := make(map[audit.Day]time.Time, len(x.failed))
	for _, d := range days {
		if at, ok := x.failed[d.day]; ok {
			there[d.day] = at
		}
	}
	x.failed = there
	return maps.Clone(there)
}

// sealed says that a day was, whoever did it.
func (x *sealer) sealed(day audit.Day) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.failed, day)
}

// Seal seals every day that is not, whether it is quiet or not. Days that can't be
// sealed are named in the error; the others are sealed all the same.
func (s *Store) Seal(ctx context.Context) error {
	days, release, err := s.acquire(func(audit.Day) bool { return true })
	if err != nil {
		return err
	}
	release() // who drops a day waits for its sealing by itself
	var errs []error
	for _, d := range days {
		if err := ctx.Err(); err != nil {
			return err
		}
		if d.damage() != nil {
			continue
		}
		if err := d.seal(true); err != nil {
			errs = append(errs, fmt.Errorf("seal day %s: %w", d.day, err))
		}
	}
	return errors.Join(errs...)
}
