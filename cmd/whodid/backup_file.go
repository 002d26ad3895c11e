package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"

	"whodid/audit"
)

// backupFormat is the one form of backups that is read here. docs/http-api.md has it.
const backupFormat = 1

const (
	// maxBackupLine bounds a line: an event at its longest, every byte escaped, or a
	// header that names all days of ten years.
	maxBackupLine = 256 << 10
	// maxBackupWindow bounds the memory that a file can ask for, in bytes; packing one
	// again with zstd --ultra is fine.
	maxBackupWindow = 128 << 20
)

// backupHeader is the first line of a backup.
type backupHeader struct {
	Format  int         `json:"whodid_backup"`
	Version string      `json:"version"`
	Created string      `json:"created"`
	LastSeq uint64      `json:"last_seq"`
	Missing []audit.Day `json:"missing_days"`
}

// backupEnd is the last one.
type backupEnd struct {
	End    bool   `json:"end"`
	Events int    `json:"events"`
	SHA256 string `json:"sha256"` // of the lines of the events
}

// backupReader reads a backup, and checks it while it does: an io.Reader of the
// lines of its events, which ends with io.EOF only where the file is whole. Until
// then nothing of what it gave may be believed. To be closed.
type backupReader struct {
	head   backupHeader
	events int // read so far

	from *heeding
	zstd *zstd.Decoder
	in   *bufio.Reader // unpacked
	hash hash.Hash
	line []byte // what is left of the event that Read gives
	err  error  // io.EOF after the last line
}

// openBackup reads the header. Its errors, and those of Read, are sentences about
// "it", the file, or the errors that reading from gave.
func openBackup(ctx context.Context, from io.Reader) (*backupReader, error) {
	b := &backupReader{from: &heeding{ctx: ctx, in: from}, hash: sha256.New()}
	packed := bufio.NewReaderSize(b.from, 64<<10)
	begin, _ := packed.Peek(len(zstdMagic))
	switch {
	case b.from.err != nil:
		return nil, b.from.err
	case len(begin) == 0:
		return nil, errors.New("it is empty, which no backup is")
	case begin[0] == '{':
		return nil, errors.New("it is no backup, which is packed with zstd; files of events are for whodid import")
	case !bytes.Equal(begin, zstdMagic):
		return nil, errors.New("it is no backup of whodid")
	}
	var err error
	// With a concurrency of 1 it starts no goroutine.
	if b.zstd, err = zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxBackupWindow)); err != nil {
		return nil, err
	}
	b.in = bufio.NewReaderSize(b.zstd, maxBackupLine)
	if err := b.readHeader(); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

var zstdMagic = []byte{0x28, 0xB5, 0x2F, 0xFD}

func (b *backupReader) close() { b.zstd.Close() }

func (b *backupReader) readHeader() error {
	line, err := b.in.ReadSlice('\n')
	if err != nil && b.from.err != nil {
		return b.from.err
	}
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return b.damaged(err)
	}
	if err != nil || json.Unmarshal(line, &b.head) != nil || b.head.Format == 0 {
		return errors.New("it is packed with zstd, but is no backup of whodid: its first line is not that of one")
	}
	if b.head.Format != backupFormat {
		return fmt.Errorf("it is a backup in format %d, made by whodid %s; this whodid reads format %d",
			b.head.Format, cmp.Or(b.head.Version, "of an unknown version"), backupFormat)
	}
	return nil
}

// Read implements io.Reader.
func (b *backupReader) Read(p []byte) (int, error) {
	if len(b.line) == 0 && b.err == nil {
		b.line, b.err = b.next()
	}
	n := copy(p, b.line)
	b.line = b.line[n:]
	if n == 0 && len(p) > 0 {
		return 0, b.err
	}
	return n, nil
}

// checkAll reads to the end.
func (b *backupReader) checkAll() error {
	for {
		if _, err := b.next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// next gives the line of an event, which is good until the next call, or io.EOF
// behind the last line of a file that is whole.
func (b *backupReader) next() ([]byte, error) {
	line, err := b.in.ReadSlice('\n')
	switch {
	case err == nil:
	case b.from.err != nil:
		return nil, b.from.err
	case errors.Is(err, io.EOF):
		return nil, b.cutOff()
	default:
		return nil, b.damaged(err)
	}
	if bytes.HasPrefix(line, []byte(`{"end":`)) {
		return nil, b.atEnd(line)
	}
	b.hash.Write(line)
	b.events++
	return line, nil
}

// atEnd holds what was read against the last line; io.EOF is that it fits.
func (b *backupReader) atEnd(line []byte) error {
	var end backupEnd
	if json.Unmarshal(line, &end) != nil || !end.End {
		return b.damaged(errors.New("its last line can't be read"))
	}
	if end.Events != b.events {
		return b.damaged(fmt.Errorf("it has %d events and its last line tells of %d", b.events, end.Events))
	}
	if sum := hex.EncodeToString(b.hash.Sum(nil)); !strings.EqualFold(sum, end.SHA256) {
		return b.damaged(errors.New("its events don't have the SHA-256 that its last line tells"))
	}
	switch _, err := b.in.ReadByte(); {
	case b.from.err != nil:
		return b.from.err
	case err == nil:
		return b.damaged(errors.New("something stands behind its last line"))
	case !errors.Is(err, io.EOF):
		return b.damaged(err)
	}
	return io.EOF
}

func (b *backupReader) cutOff() error {
	return fmt.Errorf("it is cut off after %d events: the last line of a backup is not there", b.events)
}

func (b *backupReader) damaged(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return b.cutOff()
	case errors.Is(err, bufio.ErrBufferFull):
		err = errors.New("a line is longer than any event")
	}
	return fmt.Errorf("it is damaged after %d events: %w", b.events, err)
}

// heeding ends with ctx, and keeps what went wrong with reading apart from what is
// wrong with what was read.
type heeding struct {
	ctx context.Context //nolint:containedctx // io.Reader has no place for it
	in  io.Reader
	err error // other than io.EOF
}

// Read implements io.Reader.
func (h *heeding) Read(p []byte) (n int, err error) {
	if err = h.ctx.Err(); err == nil {
		n, err = h.in.Read(p)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		h.err = err
	}
	return n, err
}
