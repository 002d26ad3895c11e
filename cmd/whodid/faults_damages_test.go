package main

import (
	"math/rand/v2"
	"os"
)

// damage is what becomes of a file.
type damage struct {
	name    string
	running bool // it is also done while a server has the folder open
	do      func(file string, size int64) error
}

func damages() []damage {
	list := []damage{
		{"emptied", true, func(file string, _ int64) error { return os.Truncate(file, 0) }},
		{"halved", true, func(file string, size int64) error { return os.Truncate(file, size/2) }},
		{"one byte shorter", true, func(file string, size int64) error { return os.Truncate(file, max(size-1, 0)) }},
		{"removed", true, func(file string, _ int64) error { return os.Remove(file) }},
		{"noise", false, func(file string, size int64) error {
			noise := make([]byte, size)
			random := rand.NewChaCha8([32]byte{1})
			_, _ = random.Read(noise) // never fails
			return overwrite(file, 0, noise)
		}},
	}
	for _, place := range []struct {
		name string
		of   func(size int64) int64
	}{
		{"first", func(int64) int64 { return 0 }},
		{"quarter", func(size int64) int64 { return size / 4 }},
		{"middle", func(size int64) int64 { return size / 2 }},
		{"last", func(size int64) int64 { return size - 1 }},
	} {
		list = append(list, damage{place.name + " byte flipped", false, func(file string, size int64) error {
			content, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			at := place.of(size)
			return overwrite(file, at, []byte{content[at] ^ 0x10})
		}})
	}
	return list
}

// overwrite changes bytes in their place, as a disk does.
func overwrite(file string, at int64, b []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(b, at)
	if closing := f.Close(); err == nil {
		err = closing
	}
	return err
}
