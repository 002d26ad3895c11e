package blevestore

import (
	"errors"

	"whodid/audit"
)

// SealGrowing seals every day as one that goes on growing: large parts stay as
// they are.
func (s *Store) SealGrowing() error {
	days, release, err := s.acquire(func(audit.Day) bool { return true })
	if err != nil {
		return err
	}
	release()
	var errs []error
	for _, d := range days {
		errs = append(errs, d.seal(false))
	}
	return errors.Join(errs...)
}

// Cramp makes suggestions have no room: identities of three bits, of which few are
// summed at once and none are kept.
func (s *Store) Cramp() {
	s.identities.mask = 7
	s.identities.room.Store(0)
	s.mostIdentities = 3
}
