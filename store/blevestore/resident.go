package blevestore

import (
	"cmp"
	"context"
	"slices"
	"time"

	"whodid/audit"
)

const (
	// residentLimit is how much of the mapped files may count as this process's
	// memory. What is given back stays in the system's cache while that has room, so that
	// reading it again costs little.
	residentLimit = 128 << 20
	residentEvery = 100 * time.Millisecond
)

// keepSmall gives mapped memory back while there is too much of it, until ctx
// ends. The parts that were not asked for the longest time go first.
func (s *Store) keepSmall(ctx context.Context) {
	tick := time.NewTicker(residentEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if bytes, known := residentFiles(); known && bytes > residentLimit {
			s.giveBack()
		}
	}
}

// giveBack gives back mapped memory until three quarters of the limit are left.
func (s *Store) giveBack() {
	days, release, err := s.acquire(func(audit.Day) bool { return true })
	if err != nil {
		return
	}
	var parts []*part
	for _, d := range days {
		d.mu.RLock()
		for _, p := range d.parts {
			p.hold()
			parts = append(parts, p)
		}
		d.mu.RUnlock()
	}
	release()
	slices.SortFunc(parts, func(a, b *part) int { return cmp.Compare(a.used.Load(), b.used.Load()) })
	for i, p := range parts {
		if i%16 == 0 {
			if bytes, _ := residentFiles(); bytes < residentLimit*3/4 {
				break
			}
		}
		forgetPages(p.mapped)
		p.words.forgetPages()
	}
	for _, p := range parts {
		p.release()
	}
}
