package blevestore

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// seqStep is how many numbers are reserved at once.
const seqStep = 1 << 20

// seqFile keeps numbers from being given twice where the days can't tell: after
// the newest was dropped, or while one is damaged.
type seqFile struct {
	path     string
	reserved uint64 // no number above was ever given
	floor    uint64 // every number up to here was given
}

type seqJSON struct {
	Reserved uint64 `json:"reserved"`
	Floor    uint64 `json:"floor"`
}

func openSeqFile(path string) (*seqFile, error) {
	f := &seqFile{path: path}
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return nil, err
	}
	var v seqJSON
	if err := json.Unmarshal(data, &v); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	f.reserved, f.floor = v.Reserved, v.Floor
	return f, nil
}

// reserve makes sure that numbers up to seq may be given.
func (f *seqFile) reserve(seq uint64) error {
	if seq <= f.reserved {
		return nil
	}
	return f.save(seq+seqStep, f.floor)
}

func (f *seqFile) raiseFloor(seq uint64) error {
	if seq <= f.floor {
		return nil
	}
	return f.save(max(f.reserved, seq), seq)
}

func (f *seqFile) save(reserved, floor uint64) error {
	data, err := json.Marshal(seqJSON{reserved, floor})
	if err != nil {
		return err
	}
	aside := f.path + ".new"
	if err := errors.Join(writeSynced(aside, string(data)), os.Rename(aside, f.path), syncDir(filepath.Dir(f.path))); err != nil {
		return fmt.Errorf("save %s: %w", f.path, err)
	}
	f.reserved, f.floor = reserved, floor
	return nil
}
