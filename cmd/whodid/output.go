package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// writable refuses, before anything is asked of the server, what a file can't
// be put in the place of. key is the flag or argument that names it.
func writable(key, name string) error {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.IsDir():
		return wrongUsage("%s: %q is a folder; the path of a file is accepted", key, name)
	case !info.Mode().IsRegular():
		return wrongUsage("%s: %q is no ordinary file; - writes to standard output", key, name)
	}
	return nil
}

// writeAside lets write fill a file beside the one of that name, which it becomes
// when it is whole and on disk. After an error there is none, and an older one of the
// name is as it was.
func writeAside(name string, write func(io.Writer) error) (err error) {
	part, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*.part")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = part.Close()
			err = errors.Join(err, os.Remove(part.Name()))
		}
	}()
	if err := write(part); err != nil {
		return err
	}
	if err := errors.Join(part.Sync(), part.Close()); err != nil {
		return err
	}
	return moveInto(part.Name(), name)
}

// moveInto gives a file that is on disk its name, for good.
func moveInto(part, name string) error {
	if err := os.Rename(part, name); err != nil {
		return err
	}
	if dir, err := os.Open(filepath.Dir(name)); err == nil {
		_ = dir.Sync() // so that a power cut leaves the name; not every system lets folders be synced
		_ = dir.Close()
	}
	return nil
}
