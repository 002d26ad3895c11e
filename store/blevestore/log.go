package blevestore

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/klauspost/compress/zstd"

	"whodid/audit"
)

// eventLog is a day's log: what was stored since the day was last sealed, in
// the order of seq. It is written to, synced, and read only when the day is opened.
type eventLog struct {
	file  *os.File
	start time.Time // of the day
	size  int64
	enc   *zstd.Encoder
	dec   *zstd.Decoder
	sync  func(*os.File) error // (*os.File).Sync, or a fault in tests
}

// codecs are shared by all logs of a store; both are safe for concurrent use by
// way of EncodeAll and DecodeAll.
type codecs struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

func newCodecs() (*codecs, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxBlockBytes))
	if err != nil {
		return nil, err
	}
	return &codecs{enc, dec}, nil
}

// openLog opens or creates the log at path and calls onBlock with the events of
// each block. Bytes after the last whole block are what a crash left of a write
// that was never answered: torn tells how many there were; they are cut off by
// truncate.
func openLog(path string, day audit.Day, shared *codecs, onBlock func([]audit.Event)) (l *eventLog, torn int64, err error) {
	return openLogAs(path, os.O_RDWR|os.O_CREATE, day, shared, onBlock)
}

// readLog is openLog for who only looks.
func readLog(path string, day audit.Day, shared *codecs, onBlock func([]audit.Event)) (torn int64, err error) {
	l, torn, err := openLogAs(path, os.O_RDONLY, day, shared, onBlock)
	if err != nil {
		return 0, err
	}
	return torn, l.close()
}

func openLogAs(path string, flag int, day audit.Day, shared *codecs, onBlock func([]audit.Event)) (l *eventLog, torn int64, err error) {
	f, err := os.OpenFile(path, flag, 0o600)
	if err != nil {
		return nil, 0, err
	}
	l = &eventLog{file: f, start: day.Start(), enc: shared.enc, dec: shared.dec, sync: (*os.File).Sync}
	if torn, err = l.load(onBlock); err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return l, torn, nil
}

// load walks over the blocks.
func (l *eventLog) load(onBlock func([]audit.Event)) (torn int64, err error) {
	info, err := l.file.Stat()
	if err != nil {
		return 0, err
	}
	for lastSeq := uint64(0); l.size < info.Size(); {
		events, size, err := l.readBlock(l.size)
		if errors.Is(err, errTorn) {
			after, answered := l.after(l.size, info.Size())
			if answered {
				return 0, &logDamage{max(lastSeq, after), fmt.Errorf("the block at byte %d of %s: %w", l.size, l.file.Name(), err)}
			}
			return info.Size() - l.size, nil
		}
		if err != nil {
			return 0, err
		}
		l.size += size
		lastSeq = events[len(events)-1].Seq
		onBlock(events)
	}
	return 0, nil
}

// logDamage is why a log can't be read: something that was answered is broken.
type logDamage struct {
	lastSeq uint64 // the highest number that can still be read in it
	err     error
}

func (e *logDamage) Error() string { return e.err.Error() }
func (e *logDamage) Unwrap() error { return e.err }

// after looks at what lies behind a block that can't be read. A crash can only
// tear the last write, though in any of its places; so where a block of a later
// write follows, the broken one was answered. lastSeq is the highest number there
// is.
func (l *eventLog) after(broken, size int64) (lastSeq uint64, answered bool) {
	const window = 1 << 20
	buf := make([]byte, window+blockHeaderSize)
	for offset := broken + 1; offset < size; offset += window {
		n, err := l.file.ReadAt(buf, offset)
		if err != nil && !errors.Is(err, io.EOF) {
			return lastSeq, true
		}
		for i := 0; i < window && i+blockHeaderSize <= n; i++ {
			h, err := parseHeader(buf[i:n])
			at := offset + int64(i)
			if err != nil || at+h.size() > size {
				continue
			}
			answered = answered || at-h.back > broken
			if events, _, err := l.readBlock(at); err == nil {
				lastSeq = max(lastSeq, events[len(events)-1].Seq)
			}
		}
	}
	return lastSeq, answered
}

// truncate cuts off what follows the last whole block.
func (l *eventLog) truncate() error {
	if err := l.file.Truncate(l.size); err != nil {
		return err
	}
	return l.file.Sync()
}

// errTornEnd tells that the log's end could not be cut off after a failed write.
var errTornEnd = errors.New("the log ends in a torn write")

// write writes events, whose Seq rises, behind the log and syncs them to disk.
// After an error none of them is there.
func (l *eventLog) write(events []audit.Event) error {
	var buf []byte
	for len(events) > 0 {
		part := events[:min(len(events), maxBlockEvents)]
		events = events[len(part):]
		start := len(buf)
		buf = appendBlock(buf, l.start, part, l.enc)
		if _, err := parseHeader(buf[start:]); err != nil {
			return fmt.Errorf("events of this size: %w", err)
		}
	}
	_, err := l.file.WriteAt(buf, l.size)
	if err == nil {
		err = l.sync(l.file)
	}
	if err != nil {
		// What was written must not be found again after a restart: it was not
		// answered, and the same events may come once more.
		if cut := l.truncate(); cut != nil {
			err = errors.Join(err, errTornEnd, cut)
		}
		return err
	}
	l.size += int64(len(buf))
	return nil
}

func (l *eventLog) readBlock(offset int64) ([]audit.Event, int64, error) {
	var head [blockHeaderSize]byte
	n, err := l.file.ReadAt(head[:], offset)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, 0, err
	}
	h, err := parseHeader(head[:n])
	if err != nil {
		return nil, 0, err
	}
	buf := make([]byte, h.colsLen+h.dataLen)
	if _, err := l.file.ReadAt(buf, offset+blockHeaderSize); errors.Is(err, io.EOF) {
		return nil, 0, errTorn
	} else if err != nil {
		return nil, 0, err
	}
	events, err := decodeBlock(h, l.start, buf, l.dec)
	return events, h.size(), err
}

func (l *eventLog) close() error { return l.file.Close() }
