package blevestore

import (
	"os"
	"path/filepath"

	"whodid/audit"
)

// damage is why the day can't be read, for good; nil where it can.
func (d *day) damage() error {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.err
}

// fail marks the day as damaged: from now on it is named instead of read.
func (d *day) fail(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err == nil {
		d.maxSeq = d.lastSeqLocked()
		d.err = err
		for _, t := range d.tails { // it is not sealed any more, and must not crowd the others out
			d.uncount(t)
		}
	}
}

func (d *day) stats() audit.DayStats {
	d.mu.RLock()
	defer d.mu.RUnlock()
	s := audit.DayStats{Day: d.day, Bytes: folderSize(d.path), State: audit.DaySealed}
	if d.err != nil {
		s.State, s.Err = audit.DayDamaged, d.err.Error()
		return s
	}
	s.Events = d.eventsLocked()
	if !d.sealedLocked() {
		s.State = audit.DayOpen
	}
	return s
}

// sealedLocked tells that the day is one part, or parts too large to be one.
func (d *day) sealedLocked() bool {
	n := len(d.parts)
	return len(d.tails) == 0 && (n == 1 || n > 1 && d.parts[n-1].n+d.parts[n-2].n > maxPartEvents)
}

func (d *day) eventsLocked() (n int) {
	for _, p := range d.parts {
		n += int(p.n)
	}
	return n + d.tailEventsLocked()
}

func (d *day) tailEventsLocked() (n int) {
	for _, t := range d.tails {
		n += len(t.places)
	}
	return n
}

func folderSize(path string) (bytes int64) {
	// A file that a sealing takes away meanwhile is no error: it is gone.
	_ = filepath.WalkDir(path, func(_ string, entry os.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			bytes += info.Size()
		}
		return nil
	})
	return bytes
}

// lastSeq is the highest number of the day's events, as far as it is known.
func (d *day) lastSeq() uint64 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.lastSeqLocked()
}

func (d *day) lastSeqLocked() (seq uint64) {
	if d.err != nil {
		return d.maxSeq
	}
	for _, p := range d.parts {
		seq = max(seq, p.lastSeq)
	}
	for _, t := range d.tails {
		if n := len(t.numbers); n > 0 {
			seq = max(seq, t.numbers[n-1])
		}
	}
	return seq
}
