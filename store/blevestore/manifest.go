package blevestore

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const (
	manifestFile  = "day.json"
	formatVersion = 2

	// Of the first format, which is brought up to date when a day is opened: the log
	// alone is taken over.
	formatFile1    = "format"
	formatVersion1 = "whodid day 1\n"
	logFile1       = "events.log"
	indexFolder1   = "index"
)

// manifest says what a day's folder consists of. It is replaced as a whole: what
// it names is the day, whatever else a crash has left beside.
type manifest struct {
	Format int       `json:"format"`
	Parts  []dayFile `json:"parts"`
	Logs   []dayFile `json:"logs"` // in the order of what they hold; only the last is written to
}

// dayFile is a part or a log. Of a log, the events and their highest
// number are what it is known to have: it may have more.
type dayFile struct {
	Number  int    `json:"number"`
	Events  int    `json:"events"`
	LastSeq uint64 `json:"last_seq"`
}

// holdsLog tells whether a log has what it is known to have. Only the last log of
// a day can end in a torn write.
func (f dayFile) holdsLog(events int, torn int64, last bool) error {
	if events < f.Events || torn > 0 && !last {
		return fmt.Errorf("%w: of at least %d events it has %d", errDamaged, f.Events, events)
	}
	return nil
}

// next is a number that no file has.
func (m *manifest) next() int {
	n := 0
	for _, e := range slices.Concat(m.Parts, m.Logs) {
		n = max(n, e.Number)
	}
	return n + 1
}

func (m *manifest) lastSeq() (seq uint64) {
	for _, e := range slices.Concat(m.Parts, m.Logs) {
		seq = max(seq, e.LastSeq)
	}
	return seq
}

func partName(number int) string  { return strconv.Itoa(number) + ".part" }
func wordsName(number int) string { return strconv.Itoa(number) + ".words" }
func logName(number int) string {
	if number == 0 {
		return logFile1
	}
	return strconv.Itoa(number) + ".log"
}

// readManifest reads the manifest of a day's folder. outdated is set for a folder of
// the first format, which has none: it is given one by save.
func readManifest(folder string) (m *manifest, outdated bool, err error) {
	data, err := os.ReadFile(filepath.Join(folder, manifestFile))
	if errors.Is(err, os.ErrNotExist) {
		m, err = firstFormat(folder, err)
		return m, true, err
	}
	if err != nil {
		return nil, false, err
	}
	m = &manifest{}
	if err := json.Unmarshal(data, m); err != nil {
		return nil, false, fmt.Errorf("%s: %w: %w", manifestFile, errDamaged, err)
	}
	if m.Format != formatVersion {
		return nil, false, fmt.Errorf("its format is %d, and this program reads %d and older", m.Format, formatVersion)
	}
	if len(m.Parts)+len(m.Logs) == 0 {
		return nil, false, fmt.Errorf("%s: %w: it names no file", manifestFile, errDamaged)
	}
	return m, false, nil
}

// firstFormat is the manifest that a folder of the first format would have.
func firstFormat(folder string, missing error) (*manifest, error) {
	format, err := os.ReadFile(filepath.Join(folder, formatFile1))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("its format is not known: %w", missing)
	}
	if err != nil {
		return nil, err
	}
	if string(format) != formatVersion1 {
		return nil, fmt.Errorf("its format is %q, and this program reads %d and older", format, formatVersion)
	}
	return &manifest{Format: formatVersion, Logs: []dayFile{{}}}, nil
}

func (m *manifest) save(folder string) error {
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return replaceFile(filepath.Join(folder, manifestFile), string(data)+"\n")
}

// leftovers are what a crash has left: files of ours that the manifest does not
// name.
func (m *manifest) leftovers(folder string) (names []string, err error) {
	named := map[string]bool{manifestFile: true}
	for _, e := range m.Parts {
		named[partName(e.Number)], named[wordsName(e.Number)] = true, true
	}
	for _, e := range m.Logs {
		named[logName(e.Number)] = true
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if name := entry.Name(); !named[name] && isOurs(name) {
			names = append(names, name)
		}
	}
	return names, nil
}

// isOurs tells of names that this program gives to files of a day. Anything else
// somebody has put there.
func isOurs(name string) bool {
	if name == formatFile1 || name == indexFolder1 || name == logFile1 || name == manifestFile+".new" {
		return true
	}
	number, kind, _ := strings.Cut(name, ".")
	if _, err := strconv.Atoi(number); err != nil {
		return false
	}
	return slices.Contains([]string{"part", "words", "log", "part.new", "words.new"}, kind)
}
