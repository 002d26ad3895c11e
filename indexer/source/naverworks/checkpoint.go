package naverworks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"whodid/wholefile"
)

// formatVersion of the file.
const formatVersion = 1

// checkpoint is the file: small, and replaced as a whole.
type checkpoint struct {
	Version int `json:"version"`
	// Account and zone are what the progress holds for: with others the same window
	// has other rows, or the same rows at other times.
	Account string              `json:"account"`
	Zone    string              `json:"zone"`
	Sources map[string]progress `json:"sources"`
}

// progress is what outlives a restart of one source.
type progress struct {
	Covered     []Span         `json:"covered"` // pulled whole, sorted, apart
	Ended       time.Time      `json:"ended,omitzero"`
	LastSuccess time.Time      `json:"last_success,omitzero"`
	LastError   *Problem       `json:"last_error,omitempty"`
	Rows        map[string]int `json:"rows,omitempty"`
	CallsDay    string         `json:"calls_day,omitempty"`
	Calls       int            `json:"calls,omitempty"` // on CallsDay
	Paused      bool           `json:"paused,omitempty"`
}

// pulled is one source: a domain of the account.
type pulled struct {
	progress
	id     string
	domain int
	next   time.Time // when it is pulled by the schedule
	asked  bool      // somebody wants it to be pulled now
	// Of the run that runs; cancel is nil where none does.
	cancel context.CancelFunc
	window Span // the one that is asked for
}

// idOf gives the id of a domain's source; 0 is the app's own.
func idOf(domain int) string {
	if domain == 0 {
		return "naverworks"
	}
	return fmt.Sprintf("naverworks-%d", domain)
}

// load makes the sources, with what the file knows of them. A file that is damaged
// costs a pull of everything, which stores nothing twice; it is not worth a stop.
func (c *Collector) load() error {
	var saved checkpoint
	data, err := os.ReadFile(c.opts.File)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("read how far the source was pulled: %w", err)
	default:
		// The last call before the start may have been a moment ago.
		c.quiet = time.Now().Add(pauseBetween)
		if err := json.Unmarshal(data, &saved); err != nil {
			c.opts.Logger.Warn().Str("file", c.opts.File).Err(err).Msg("how far the source was pulled can't be read; everything is pulled again, nothing is doubled")
			saved = checkpoint{}
		}
	}
	if saved.Version > formatVersion {
		return fmt.Errorf("%s is of a later version (%d) of whodid; this one knows %d", c.opts.File, saved.Version, formatVersion)
	}
	if saved.Account != c.opts.Account.ServiceAccount || saved.Zone != c.opts.Zone.String() {
		for id, p := range saved.Sources {
			saved.Sources[id] = progress{Paused: p.Paused}
		}
	}
	for _, domain := range c.opts.Domains {
		s := &pulled{id: idOf(domain), domain: domain}
		s.progress = saved.Sources[s.id]
		s.Covered = union(s.Covered...)
		if !s.Ended.IsZero() {
			s.next = c.schedule.Next(s.Ended)
		}
		c.sources = append(c.sources, s)
	}
	return nil
}

// save writes the file. c.mu is held.
func (c *Collector) save() error {
	out := checkpoint{
		Version: formatVersion, Account: c.opts.Account.ServiceAccount, Zone: c.opts.Zone.String(),
		Sources: map[string]progress{},
	}
	for _, s := range c.sources {
		out.Sources[s.id] = s.progress
	}
	return wholefile.WriteJSON(c.opts.File, out)
}

// note changes what is known of a source, and saves it. That it could not be saved
// costs a pull after the next start, and is told in the log.
func (c *Collector) note(change func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change()
	if err := c.save(); err != nil {
		c.opts.Logger.Error().Str("file", c.opts.File).Err(err).Msg("save how far the source was pulled")
	}
}
