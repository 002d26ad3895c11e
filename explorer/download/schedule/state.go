package schedule

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/rs/zerolog"

	"whodid/wholefile"
)

// state is everybody's schedules, in the form of the file.
type state struct {
	Version   int        `json:"version"`
	Schedules []Schedule `json:"schedules"` // in the order in which they were made
}

const stateVersion = 1

// readState reads the file; none, or no name, is an empty state.
func readState(file string, log zerolog.Logger) (state, error) {
	empty := state{Version: stateVersion}
	if file == "" {
		return empty, nil
	}
	var st state
	damage, err := wholefile.ReadJSON(file, stateVersion, &st, st.check)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return empty, nil
	case err != nil:
		return empty, fmt.Errorf("read schedules: %w", err)
	case damage != nil:
		log.Warn().Err(damage.Err).Str("file", file).Str("kept_as", damage.KeptAs).Msg("the file of schedules is damaged; it was put aside, and there are no schedules until it is mended and put back")
		return empty, nil
	}
	return st, nil
}

// check tells of what can be read and can't be.
func (st *state) check() error {
	known := make(map[string]bool, len(st.Schedules))
	for i, s := range st.Schedules {
		if s.ID == "" || s.Owner == "" || known[s.ID] {
			return fmt.Errorf("schedule %d lacks its id or owner, or is there twice", i+1)
		}
		if _, err := s.in(s.TZ); err != nil {
			return fmt.Errorf("schedule %s: %w", s.ID, err)
		}
		known[s.ID] = true
	}
	if st.Version != stateVersion {
		return fmt.Errorf("version %d is none", st.Version)
	}
	return nil
}

func (st state) write(file string) error {
	if file == "" {
		return nil
	}
	if err := wholefile.WriteJSON(file, st); err != nil {
		return fmt.Errorf("write schedules to %s: %w", file, err)
	}
	return nil
}

// clone is a copy whose schedules may be replaced.
func (st state) clone() state {
	st.Schedules = slices.Clone(st.Schedules)
	return st
}

func (st state) index(id string) int {
	return slices.IndexFunc(st.Schedules, func(s Schedule) bool { return s.ID == id })
}

func (st state) count(owner string) (n int) {
	for _, s := range st.Schedules {
		if s.Owner == owner {
			n++
		}
	}
	return n
}
