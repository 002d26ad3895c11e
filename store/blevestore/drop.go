package blevestore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"whodid/audit"
)

// Drop removes a day and gives its space back; one that is not there is no
// error. New searches don't see it any more; it waits for those that run, while
// other days are written and read.
func (s *Store) Drop(_ context.Context, name audit.Day) error {
	d := s.takeOut(name)
	if d == nil {
		return nil
	}
	defer s.drops.Done()
	if err := d.close(); err != nil {
		s.note(name, fmt.Sprintf("was closed with an error before it was dropped: %v", err))
	}
	err := s.remove(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.dropping, name)
	if err != nil && s.closed {
		return fmt.Errorf("drop day %s: %w", name, err)
	}
	if err != nil {
		s.days[name] = d // closed as it is, searches name it, and the next run tries again
		return fmt.Errorf("drop day %s: %w", name, err)
	}
	return nil
}

// remove takes a closed day's folder off the disk. Renamed first, so that a
// crash leaves nothing that looks like a day.
func (s *Store) remove(d *day) error {
	aside := filepath.Join(s.daysPath(), droppedPrefix+string(d.day))
	if err := os.RemoveAll(aside); err != nil {
		return err
	}
	if err := os.Rename(d.path, aside); err != nil && !errors.Is(err, os.ErrNotExist) { // an earlier try came so far
		return err
	}
	return errors.Join(syncDir(s.daysPath()), os.RemoveAll(aside))
}

// takeOut takes a day out of the list; until it is gone from the disk, dropping
// keeps it from being made again.
func (s *Store) takeOut(name audit.Day) *day {
	s.appending.Lock()
	defer s.appending.Unlock()
	// The day may have had the highest number: keep it from being given again. On
	// a full disk dropping must go on, it is what makes room: the floor is then
	// raised by the next drop, and until a restart LastSeq knows.
	if err := s.seqs.raiseFloor(s.LastSeq()); err != nil {
		s.note(name, fmt.Sprintf("is dropped without a note of its numbers: %v", err))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.days[name]
	if d == nil || s.closed {
		return nil
	}
	delete(s.days, name)
	s.dropping[name] = true
	s.drops.Add(1)
	return d
}
