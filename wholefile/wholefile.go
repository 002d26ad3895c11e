// Package wholefile replaces a small file as a whole: after a crash at any moment
// there is the old one or the new one, never a half.
//
// It is for what rooms keep beside the events: log-ins, views, requested downloads,
// schedules, how far a source was pulled. It needs the standard library only.
package wholefile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteJSON is Write of a value as JSON that people can read.
func WriteJSON(file string, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return Write(file, append(data, '\n'))
}

// Damage is a file that can't be used and was put aside: there is none any more.
type Damage struct {
	Err    error  // what is wrong with it
	KeptAs string // its name from now on
}

// ReadJSON reads what WriteJSON wrote, and what check, called then, has nothing against. The file says its version in the member
// "version"; latest is the last one that is known. A *Damage, else nil, says that the file can't be used; v is to be thrown away
// then. Errors: fs.ErrNotExist; the file can't be read or put aside, or a later whodid has written it.
func ReadJSON(file string, latest int, v any, check func() error) (*Damage, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var form struct {
		Version int `json:"version"`
	}
	if json.Unmarshal(data, &form) == nil && form.Version > latest {
		return nil, fmt.Errorf("%s: version %d is of a later whodid; this one knows %d", file, form.Version, latest)
	}
	damage := json.Unmarshal(data, v)
	if damage == nil {
		damage = check()
	}
	if damage == nil {
		return nil, nil
	}
	aside, err := putAside(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; put it aside: %w", file, damage, err)
	}
	return &Damage{damage, aside}, nil
}

// putAside gives a file that can't be read another name, which nothing has yet, and tells it.
func putAside(file string) (aside string, err error) {
	for n := 1; ; n++ {
		aside = fmt.Sprintf("%s.damaged-%d", file, n)
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			return aside, os.Rename(file, aside)
		} else if err != nil {
			return "", err
		}
	}
}

// Write puts data into the file, mode 0600, and answers when it is on disk under
// its name. It is written aside first, in the same folder. On an error the file is
// as it was, or as it was to be; the latter only where its folder can't be synced.
func Write(file string, data []byte) error {
	dir := filepath.Dir(file)
	f, err := os.CreateTemp(dir, "."+filepath.Base(file)+"-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails once it is renamed
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err == nil {
		err = syncDir(dir)
	}
	return err
}

// Folder makes a folder, mode 0700, with those that it lies in, and answers when it is on disk under its name. One that is
// there is as good.
func Folder(dir string) error {
	err := os.Mkdir(dir, 0o700)
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil
	case errors.Is(err, fs.ErrNotExist):
		if err = Folder(filepath.Dir(dir)); err == nil {
			err = os.Mkdir(dir, 0o700)
		}
	}
	if err != nil {
		return err
	}
	return syncDir(filepath.Dir(dir))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
