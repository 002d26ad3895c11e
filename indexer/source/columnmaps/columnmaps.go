// Package columnmaps keeps what the columns of files with unknown headers mean, as
// somebody said once.
//
// The imports ask it and save to it; it may call audit, and keeps one small file of
// its own. It reads no rows.
package columnmaps

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/wholefile"
)

// Limits of what may be saved. Beyond them it is refused, not cut.
const (
	MaxMaps      = 200
	MaxNameRunes = 120
)

// Options say where maps are kept.
type Options struct {
	File   string           // mode 0600, replaced as a whole with each change
	Now    func() time.Time // nil is time.Now
	Logger zerolog.Logger   // of a file that was put aside
}

// Maps are all saved column maps. Safe for concurrent use. A change is on disk when
// its method returns; one that can't be written is not made.
type Maps struct {
	opts Options

	mu   sync.Mutex
	maps []audit.ColumnMap // guarded by mu; by name; replaced, never written to
}

const fileVersion = 1

type file struct {
	Version int               `json:"version"`
	Maps    []audit.ColumnMap `json:"maps"`
}

// Open reads opts.File, where there is one. One that is damaged is put aside, and
// there are no maps then. Errors: it can't be read or put aside, or a later whodid
// has written it.
func Open(opts Options) (*Maps, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	m := &Maps{opts: opts}
	var saved file
	damage, err := wholefile.ReadJSON(opts.File, fileVersion, &saved, func() error { return nil })
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return m, nil
	case err != nil:
		return nil, fmt.Errorf("read column maps: %w", err)
	case damage != nil:
		opts.Logger.Warn().Err(damage.Err).Str("file", opts.File).Str("kept_as", damage.KeptAs).Msg("the file of column maps is damaged; it was put aside, and unknown headers are asked for again")
		return m, nil
	}
	m.maps = sorted(saved.Maps)
	return m, nil
}

// List gives all maps, by name.
func (m *Maps) List() []audit.ColumnMap {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.maps)
}

// For gives the map of files with these header names, in whatever order.
func (m *Maps) For(header []string) (audit.ColumnMap, bool) {
	names := set(header)
	for _, c := range m.List() {
		if slices.Equal(set(c.Header), names) {
			return c, true
		}
	}
	return audit.ColumnMap{}, false
}

// Check tells whether a map can be saved under the name for the header. Errors:
// *audit.Error of kind Invalid for a name or a header that is none, Conflict where the name is
// that of another header or there are too many maps.
func (m *Maps) Check(name string, header []string) error {
	if err := CheckName(name); err != nil {
		return err
	}
	if err := checkHeader(header); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.check(name, set(header))
}

// CheckName tells whether a map can have the name. The error is an *audit.Error of
// kind Invalid.
func CheckName(name string) error {
	switch {
	case strings.TrimSpace(name) != name || strings.Trim(name, ".") == "" || strings.ContainsRune(name, '/'),
		strings.ContainsFunc(name, unicode.IsControl) || !utf8.ValidString(name), utf8.RuneCountInString(name) > MaxNameRunes:
		return audit.NewInvalid("map", fmt.Sprintf("A column map needs a name of up to %d characters, without slashes and control characters.", MaxNameRunes))
	}
	return nil
}

// checkHeader tells whether a header is one of a log: all that are kept are in memory.
func checkHeader(header []string) error {
	if len(header) > audit.MaxMapColumns {
		return audit.NewInvalid("map", fmt.Sprintf("The file has %d columns; a column map is kept for at most %d.", len(header), audit.MaxMapColumns))
	}
	for _, name := range header {
		if len(name) > audit.MaxFieldBytes {
			return audit.NewInvalid("map", fmt.Sprintf("The name of a column has %d bytes; a column map is kept for names of at most %d.", len(name), audit.MaxFieldBytes))
		}
	}
	return nil
}

func (m *Maps) check(name string, names []string) error {
	known := false
	for _, c := range m.maps {
		same := slices.Equal(set(c.Header), names)
		known = known || same
		if c.Name == name && !same {
			return &audit.Error{Kind: audit.Conflict, Code: "map_exists", Field: "map", Message: "There is a column map of this name already, for another header. Choose another name, or delete that one."}
		}
	}
	if !known && len(m.maps) >= MaxMaps {
		return &audit.Error{Kind: audit.Conflict, Code: "too_many_maps", Field: "map", Message: fmt.Sprintf("There are %d column maps, and there can't be more. Delete some first.", MaxMaps)}
	}
	return nil
}

// Save keeps a map, in the place of one for the same header. c.Updated is set.
// Errors: as Check, and Unavailable.
func (m *Maps) Save(c audit.ColumnMap) error {
	if err := CheckName(c.Name); err != nil {
		return err
	}
	if err := checkHeader(c.Header); err != nil {
		return err
	}
	c.Updated = audit.FormatTime(m.opts.Now())
	names := set(c.Header)
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.check(c.Name, names); err != nil {
		return err
	}
	others := slices.DeleteFunc(slices.Clone(m.maps), func(o audit.ColumnMap) bool { return slices.Equal(set(o.Header), names) })
	return m.put(append(others, c))
}

// Delete forgets a map. Errors: *audit.Error of kind NotFound or Unavailable.
func (m *Maps) Delete(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	others := slices.DeleteFunc(slices.Clone(m.maps), func(o audit.ColumnMap) bool { return o.Name == name })
	if len(others) == len(m.maps) {
		return &audit.Error{Kind: audit.NotFound, Code: "not_found", Field: "name", Message: "There is no column map of this name."}
	}
	return m.put(others)
}

// put makes the list the maps, on disk first. m.mu is held.
func (m *Maps) put(list []audit.ColumnMap) error {
	list = sorted(list)
	if err := wholefile.WriteJSON(m.opts.File, file{fileVersion, list}); err != nil {
		return &audit.Error{Kind: audit.Unavailable, Code: "not_stored", Err: err, Message: "The server can't write to its disk, so the column map was not kept. Try again once there is room."}
	}
	m.maps = list
	return nil
}

func sorted(list []audit.ColumnMap) []audit.ColumnMap {
	return slices.SortedFunc(slices.Values(list), func(a, b audit.ColumnMap) int { return strings.Compare(a.Name, b.Name) })
}

// set is what two headers have in common that are one.
func set(header []string) []string {
	names := make([]string, 0, len(header))
	for _, name := range header {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
