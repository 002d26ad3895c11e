package imports

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"whodid/audit"
	"whodid/wholefile"
)

const suffix = ".json"

// Open reads what became of former imports. What ran when the server stopped is
// incomplete, and says so. A file that can't be read is left as it is, and told in
// the log. The error is that of a folder that can't be made or read.
func Open(opts Options) (*Imports, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	im := &Imports{opts: opts}
	if err := os.MkdirAll(opts.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of imports: %w", err)
	}
	files, err := os.ReadDir(opts.Dir) // by name, so by time
	if err != nil {
		return nil, fmt.Errorf("read the folder of imports: %w", err)
	}
	for _, f := range files {
		id, isImport := strings.CutSuffix(f.Name(), suffix)
		if _, err := ulid.ParseStrict(id); err != nil || !isImport {
			continue // of a write that was cut off, or a stranger's
		}
		last, err := im.load(id)
		if err != nil {
			opts.Logger.Warn().Err(err).Str("file", filepath.Join(opts.Dir, f.Name())).Msg("what became of an import can't be read")
			continue
		}
		if last.State == audit.ImportRunning {
			im.interrupt(&last)
		}
		last.Rejected = nil
		im.list = append(im.list, &kept{last: last})
	}
	im.remove(im.prune())
	return im, nil
}

// interrupt says of an import what is known of one that nobody finished.
func (im *Imports) interrupt(last *audit.Import) {
	finished := audit.FormatTime(im.opts.Now())
	last.State, last.Finished = audit.ImportIncomplete, &finished
	last.Error = &audit.ImportError{Code: "interrupted", Message: "The server stopped while it read this file. Some of its rows may be stored; send it again, what is stored already is not stored twice."}
	im.write(*last)
}

// load reads an import with its rejected rows.
func (im *Imports) load(id string) (audit.Import, error) {
	var last audit.Import
	data, err := os.ReadFile(im.file(id))
	if err == nil {
		err = json.Unmarshal(data, &last)
	}
	if err == nil && last.ID != id {
		err = fmt.Errorf("it is about %q", last.ID)
	}
	return last, err
}

// write keeps an import, and tells whether that worked. That it did not is no reason
// to refuse a file.
func (im *Imports) write(last audit.Import) bool {
	err := wholefile.WriteJSON(im.file(last.ID), last)
	if err != nil {
		im.opts.Logger.Error().Err(err).Str("id", last.ID).Msg("what became of an import can't be written")
	}
	return err == nil
}

// remove takes away what was kept of imports.
func (im *Imports) remove(ids []string) {
	for id := range slices.Values(ids) {
		if err := os.Remove(im.file(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			im.opts.Logger.Warn().Err(err).Msg("what became of an old import can't be removed")
		}
	}
}

func (im *Imports) file(id string) string { return filepath.Join(im.opts.Dir, id+suffix) }
