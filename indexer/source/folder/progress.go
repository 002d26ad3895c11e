package folder

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"whodid/audit"
	"whodid/wholefile"
)

const fileVersion = 1

// progress is what outlives a restart.
type progress struct {
	Version     int            `json:"version"`
	Paused      bool           `json:"paused,omitempty"`
	LastSuccess time.Time      `json:"last_success,omitzero"`
	LastError   *Problem       `json:"last_error,omitempty"`
	Rows        map[string]int `json:"rows,omitempty"`
}

// load reads the file, where there is one. One that is damaged costs some numbers.
func (f *Folder) load() error {
	f.known = progress{Version: fileVersion}
	data, err := os.ReadFile(f.opts.File)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read how the watched folder stood: %w", err)
	}
	var saved progress
	if err := json.Unmarshal(data, &saved); err != nil {
		f.opts.Logger.Warn().Str("file", f.opts.File).Err(err).Msg("how the watched folder stood can't be read; it is watched, and counted from now")
		return nil
	}
	if saved.Version > fileVersion {
		return fmt.Errorf("%s is of a later version (%d) of whodid; this one knows %d", f.opts.File, saved.Version, fileVersion)
	}
	f.known = saved
	return nil
}

// note changes what is known and saves it. That it could not be saved is told in the
// log.
func (f *Folder) note(change func(*progress)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(&f.known)
	if err := wholefile.WriteJSON(f.opts.File, f.known); err != nil {
		f.opts.Logger.Error().Str("file", f.opts.File).Err(err).Msg("save how the watched folder stands")
	}
}

// add counts what became of a file's rows.
func (p *progress) add(i audit.Import) {
	rows := map[string]int{"accepted": i.Accepted, "duplicate": i.Duplicates}
	for code, n := range i.RejectedByCode {
		rows[code] += n
	}
	for result, n := range rows {
		if n > 0 && p.Rows == nil {
			p.Rows = map[string]int{}
		}
		if n > 0 {
			p.Rows[result] += n
		}
	}
}
