package auth

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"whodid/wholefile"
)

// state is what outlives a restart, in the form of the file.
type state struct {
	Version  int       `json:"version"`
	Claimed  time.Time `json:"claimed,omitzero"` // the first log-in ever
	Links    []link    `json:"links"`
	Sessions []session `json:"sessions"`
}

// link is a one-time code that was not used yet.
type link struct {
	Hash    string    `json:"hash"`
	Expires time.Time `json:"expires"`
}

type session struct {
	Hash    string    `json:"hash"`
	Name    string    `json:"name"`
	Role    Role      `json:"role"`
	Created time.Time `json:"created"`
	Used    time.Time `json:"used"` // up to touchEvery behind
}

func (s session) principal() Principal { return Principal{Name: s.Name, Role: s.Role, ByCookie: true} }

const stateVersion = 1

// readState reads the file; none, or no name, is an empty state.
func readState(file string) (state, error) {
	empty := state{Version: stateVersion}
	if file == "" {
		return empty, nil
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return empty, nil
	}
	if err != nil {
		return empty, fmt.Errorf("read log-ins: %w", err)
	}
	var st state
	if err := json.Unmarshal(data, &st); err != nil {
		return empty, fmt.Errorf("read log-ins from %s: %w", file, err)
	}
	if st.Version != stateVersion {
		return empty, fmt.Errorf("read log-ins from %s: version %d is not %d", file, st.Version, stateVersion)
	}
	return st, nil
}

// write replaces the file as a whole: after a crash there is the old one or the
// new one.
func (st state) write(file string) error {
	if file == "" {
		return nil
	}
	if err := wholefile.WriteJSON(file, st); err != nil {
		return fmt.Errorf("write log-ins to %s: %w", file, err)
	}
	return nil
}

// find gives the index of the session with this hash, or -1. Comparing sums of
// random values tells an attacker with a clock nothing about the values.
func (st state) find(hash string) int {
	return slices.IndexFunc(st.Sessions, func(s session) bool { return s.Hash == hash })
}

// prune drops what has ended, and beyond maxSessions those unused the longest.
func (st *state) prune(ended func(session) bool, now time.Time) {
	st.Sessions = slices.DeleteFunc(st.Sessions, ended)
	st.Links = slices.DeleteFunc(st.Links, func(l link) bool { return !now.Before(l.Expires) })
	if over := len(st.Sessions) - maxSessions; over > 0 {
		slices.SortStableFunc(st.Sessions, func(a, b session) int { return a.Used.Compare(b.Used) })
		st.Sessions = slices.Delete(st.Sessions, 0, over)
	}
}
