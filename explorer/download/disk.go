package download

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"whodid/audit"
	"whodid/wholefile"
)

// jobFile is the state of a job, in its folder.
const jobFile = "job.json"

// spillFolder is where a job keeps what is not in its file yet, in its folder.
const spillFolder = "spill"

func (d *Downloads) folder(id string) string { return filepath.Join(d.opts.Dir, id) }

// keep writes the state of a job. Errors: *audit.Error of kind Unavailable.
func (d *Downloads) keep(j *Job) error {
	dir := d.folder(j.ID)
	err := wholefile.Folder(dir)
	if err == nil {
		err = wholefile.WriteJSON(filepath.Join(dir, jobFile), j)
	}
	if err != nil {
		return &audit.Error{Kind: audit.Unavailable, Code: "not_stored", Message: "The server can't write to its disk, so nothing was changed. Try again once there is room.", Err: err}
	}
	return nil
}

// delete takes a job away with its file; d.mu is held. The state goes first: what is left of a folder
// without one is deleted at the next start.
func (d *Downloads) delete(t *task) error {
	dir := d.folder(t.job.ID)
	if err := os.Remove(filepath.Join(dir, jobFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &audit.Error{Kind: audit.Unavailable, Code: "not_stored", Message: "The server can't write to its disk, so the download is still there.", Err: err}
	}
	delete(d.tasks, t.job.ID)
	return os.RemoveAll(dir)
}

// readAll reads the jobs that are kept, and queues those that were open.
func (d *Downloads) readAll() error {
	entries, err := os.ReadDir(d.opts.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		j, err := readJob(d.folder(e.Name()), e.Name())
		if errors.Is(err, fs.ErrNotExist) { // a request or a deletion that came to no end
			_ = os.RemoveAll(d.folder(e.Name()))
			continue
		}
		if err != nil {
			d.opts.Logger.Error().Err(err).Str("folder", d.folder(e.Name())).Msg("a download can't be read; it is left alone")
			continue
		}
		switch {
		case j.State == Running:
			j.State, j.RowsWritten = Queued, 0
			d.drop(&task{job: j})
		case j.State == Failed || j.State == Canceled: // a crash may have come before that
			d.drop(&task{job: j})
		case j.State == Ready && !d.there(&j):
			j.State, j.Expires, j.made = Failed, time.Time{}, made{}
			j.Problem = &Problem{"file_gone", "The file is gone from the server's disk, or cut. Request the download again."}
			d.drop(&task{job: j}) // what is left of it
			d.opts.Logger.Error().AnErr("kept", d.keep(&j)).Str("download", j.ID).Msg("the file of a download is gone")
		}
		t := &task{job: j}
		t.bytes.Store(j.Bytes)
		if j.State != Ready { // nobody counts what a server that was killed had written of it
			d.drop(t)
		}
		d.tasks[j.ID] = t
	}
	return nil
}

// there tells whether the file of a ready job is on disk with all its bytes.
func (d *Downloads) there(j *Job) bool {
	info, err := os.Stat(filepath.Join(d.folder(j.ID), j.File))
	return err == nil && info.Mode().IsRegular() && info.Size() == j.Bytes
}

func readJob(dir, id string) (j Job, err error) {
	data, err := os.ReadFile(filepath.Join(dir, jobFile))
	if err != nil {
		return j, err
	}
	if err := json.Unmarshal(data, &j); err != nil {
		return j, err
	}
	if j.ID != id || j.Owner == "" || !slices.Contains([]State{Queued, Running, Ready, Failed, Canceled}, j.State) || j.File != filepath.Base(j.File) {
		return j, fmt.Errorf("%s is no job of this folder", jobFile)
	}
	return j, nil
}

// room says whether a file may grow by so many bytes. Errors: *audit.Error of kind Unavailable where all
// files together have too many then.
func (d *Downloads) room(bytes int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, t := range d.tasks {
		bytes += t.bytes.Load()
	}
	if bytes > d.opts.MaxBytes {
		return &audit.Error{Kind: audit.Unavailable, Code: "no_room", Message: fmt.Sprintf(
			"All downloads together may take %s, and this one would be more. Delete some that nobody needs any more, or pack it.", sizeText(d.opts.MaxBytes))}
	}
	return nil
}

// sizeText is a size in the largest unit that it is whole in.
func sizeText(bytes int64) string {
	unit := 0
	for bytes >= 1024 && bytes%1024 == 0 && unit < 4 {
		bytes /= 1024
		unit++
	}
	return fmt.Sprintf("%d %s", bytes, [...]string{"bytes", "KiB", "MiB", "GiB", "TiB"}[unit])
}
