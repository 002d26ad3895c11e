package blevestore

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"sync"
)

// A part is a file of columns, all numbers little-endian: sections one behind the
// other, then for each section its offset and length (8 bytes each) and CRC-32C (4),
// then the CRC-32C of that table, the number of sections and the magic "WDP1"
// (4 bytes each). A section is read where it lies, and its checksum is looked at
// before it is first used.
type section int

const (
	sectionMeta   section = iota // see partMeta
	sectionMS                    // by event: time, ms into the day; rises
	sectionTail                  // by event: 10 bytes of its id
	sectionCell                  // by event: number in the part's own table of cells
	sectionUser                  // by event: its user's party
	sectionTarget                // by event: its target's party
	sectionSeq                   // by event: seq above the part's lowest
	sectionHours                 // for the hours 0 to 24: the first event; then, by cell, the events before
	sectionLists                 // by party and one more: where its events begin in the next
	sectionListed                // by party: its events, rising
	sectionTexts                 // by party and one more: where its texts begin in the next
	sectionArena                 // by party: tag, name and e-mail, each behind its length
	sections
)

var sectionNames = [sections]string{"meta", "times", "ids", "cells", "users", "targets", "numbers", "hours", "lists", "listed", "texts", "arena"}

const (
	partMagic       = 0x31504457
	tableEntryBytes = 8 + 8 + 4
	partFooterBytes = int(sections)*tableEntryBytes + 12
)

// errDamaged is a file whose content is not what was written.
var errDamaged = errors.New("it is damaged")

// partWriter writes a part's file, section by section.
type partWriter struct {
	file  *os.File
	out   *bufio.Writer
	at    int64
	table []byte
	err   error
}

func newPartWriter(path string) (*partWriter, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	return &partWriter{file: f, out: bufio.NewWriterSize(f, 1<<20)}, nil
}

// section writes the next section.
func (w *partWriter) section(b []byte) {
	w.table = binary.LittleEndian.AppendUint64(w.table, uint64(w.at))
	w.table = binary.LittleEndian.AppendUint64(w.table, uint64(len(b)))
	w.table = binary.LittleEndian.AppendUint32(w.table, crc32.Checksum(b, castagnoli))
	w.write(b)
}

func (w *partWriter) write(b []byte) {
	if w.err == nil {
		_, w.err = w.out.Write(b)
		w.at += int64(len(b))
	}
}

// finish writes the table and brings everything to disk.
func (w *partWriter) finish() error {
	b := binary.LittleEndian.AppendUint32(w.table, crc32.Checksum(w.table, castagnoli))
	b = binary.LittleEndian.AppendUint32(b, uint32(sections))
	w.write(binary.LittleEndian.AppendUint32(b, partMagic))
	if w.err == nil {
		w.err = w.out.Flush()
	}
	if w.err == nil {
		w.err = w.file.Sync()
	}
	return errors.Join(w.err, w.file.Close())
}

// sectionPlace is where a section lies in its file.
type sectionPlace struct {
	at, n int64
	sum   uint32
}

// sectionTable finds the sections in a part's bytes.
func sectionTable(b []byte) (places [sections]sectionPlace, err error) {
	if len(b) < partFooterBytes {
		return places, fmt.Errorf("%w: it has %d bytes", errDamaged, len(b))
	}
	footer := b[len(b)-partFooterBytes:]
	u := func(at int) uint32 { return binary.LittleEndian.Uint32(footer[at:]) }
	table := partFooterBytes - 12
	if u(table+8) != partMagic || u(table+4) != uint32(sections) || u(table) != crc32.Checksum(footer[:table], castagnoli) {
		return places, fmt.Errorf("%w: its table of sections is not whole", errDamaged)
	}
	for i := range places {
		entry := i * tableEntryBytes
		from, n := binary.LittleEndian.Uint64(footer[entry:]), binary.LittleEndian.Uint64(footer[entry+8:])
		if from > uint64(len(b)) || n > uint64(len(b))-from {
			return places, fmt.Errorf("%w: its %s lie outside", errDamaged, sectionNames[i])
		}
		places[i] = sectionPlace{int64(from), int64(n), u(entry + 16)}
	}
	return places, nil
}

// checksum reads a piece of a file for its CRC-32.
func checksum(f io.ReaderAt, at, n int64, table *crc32.Table) (uint32, error) {
	buf := checkBuffers.Get().(*[]byte)
	defer checkBuffers.Put(buf)
	h := crc32.New(table)
	if _, err := io.CopyBuffer(writerOnly{h}, readerOnly{io.NewSectionReader(f, at, n)}, *buf); err != nil {
		return 0, err
	}
	return h.Sum32(), nil
}

// Without their other methods, io.CopyBuffer uses its buffer.
type (
	writerOnly struct{ io.Writer }
	readerOnly struct{ io.Reader }
)

var checkBuffers = sync.Pool{New: func() any { b := make([]byte, 128<<10); return &b }}

// ints is a column of unsigned numbers of 1, 2, 3, 4 or 8 bytes each.
type ints struct {
	width int
	b     []byte
}

// newInts reads a column of n numbers, whose width follows from its bytes.
func newInts(b []byte, n int) (ints, error) {
	width := 1
	if n > 0 {
		width = len(b) / n
	}
	if width*n != len(b) || width < 1 || width > 4 && width != 8 {
		return ints{}, fmt.Errorf("%w: %d bytes for %d numbers", errDamaged, len(b), n)
	}
	return ints{width, b}, nil
}

func (c ints) at(i uint32) uint64 {
	switch c.width {
	case 1:
		return uint64(c.b[i])
	case 2:
		return uint64(binary.LittleEndian.Uint16(c.b[2*i:]))
	case 3:
		b := c.b[3*uint64(i):][:3]
		return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16
	case 4:
		return uint64(binary.LittleEndian.Uint32(c.b[4*uint64(i):]))
	default:
		return binary.LittleEndian.Uint64(c.b[8*uint64(i):])
	}
}

// widthOf is the bytes that a number needs.
func widthOf(highest uint64) int {
	switch {
	case highest < 1<<8:
		return 1
	case highest < 1<<16:
		return 2
	case highest < 1<<24:
		return 3
	case highest < 1<<32:
		return 4
	}
	return 8
}

// appendInts appends numbers as a column.
func appendInts[T ~uint32 | ~uint64](b []byte, list []T, highest uint64) []byte {
	width := widthOf(highest)
	for _, v := range list {
		switch width {
		case 1:
			b = append(b, byte(v))
		case 2:
			b = binary.LittleEndian.AppendUint16(b, uint16(v))
		case 3:
			b = append(b, byte(v), byte(v>>8), byte(v>>16))
		case 4:
			b = binary.LittleEndian.AppendUint32(b, uint32(v))
		default:
			b = binary.LittleEndian.AppendUint64(b, uint64(v))
		}
	}
	return b
}
