package blevestore

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// seqStep is how many numbers are reserved at once.
const seqStep = 1 << 20

// seqFile keeps numbers from being given twice where the days can't tell: after
// the newest was dropped, or while one is damaged.
type seqFile struct {
	path     string
	reserved uint64 // no number above was ever given
	floor    uint64 // every number up to here was given
	missing  bool   // there was no file
}

type seqJSON struct {
	Reserved uint64 `json:"reserved"`
	Floor    uint64 `json:"floor"`
}

// openSeqFile reads the file, where there is one. One that can't be read is
// reported with an empty seqFile: the days then say what was given.
func openSeqFile(path string) (f *seqFile, unreadable error) {
	f = &seqFile{path: path}
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		f.missing = true
		return f, nil
	}
	var v seqJSON
	if err == nil {
		err = json.Unmarshal(data, &v)
	}
	if err != nil {
		return f, fmt.Errorf("read seq.json: %w", err)
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

// raiseFloor says that numbers up to seq were given, whatever the days say.
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
	if err := replaceFile(f.path, string(data)); err != nil {
		return fmt.Errorf("save %s: %w", f.path, err)
	}
	f.reserved, f.floor = reserved, floor
	return nil
}
