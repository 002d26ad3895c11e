package blevestore

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"slices"
	"sort"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"

	"whodid/audit"
)

// block is where a block of the log lies and what it holds.
type block struct {
	offset            int64
	first             uint32 // ordinal of its first event
	header            blockHeader
	firstSeq, lastSeq uint64
}

// eventLog is a day's events.log. Its blocks only grow, also while it is read:
// a slice taken once stays valid.
type eventLog struct {
	file   *os.File
	start  time.Time // of the day
	size   int64
	blocks []block
	enc    *zstd.Encoder
	dec    *zstd.Decoder
	sync   func(*os.File) error // (*os.File).Sync, or a fault in tests
}

// openLog opens or creates the log at path and calls onBlock with the columns of each
// block. Bytes after the last whole block are what a crash left of a write that was never answered:
// torn tells how many there were; they are cut off by truncate.
func openLog(path string, day audit.Day, shared *codecs, onBlock func(blockColumns)) (l *eventLog, torn int64, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, 0, err
	}
	l = &eventLog{file: f, start: day.Start(), enc: shared.enc, dec: shared.dec, sync: (*os.File).Sync}
	if torn, err = l.load(onBlock); err != nil {
		_ = f.Close()
		return nil, 0, err
	}
	return l, torn, nil
}

// codecs are shared by all logs of a store; both are safe for concurrent use by
// way of EncodeAll and DecodeAll.
type codecs struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

func newCodecs() (*codecs, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxBlockBytes))
	if err != nil {
		return nil, err
	}
	return &codecs{enc, dec}, nil
}

// load walks over the blocks.
func (l *eventLog) load(onBlock func(blockColumns)) (torn int64, err error) {
	info, err := l.file.Stat()
	if err != nil {
		return 0, err
	}
	var head [blockHeaderSize]byte
	for l.size < info.Size() {
		n, err := l.file.ReadAt(head[:], l.size)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		h, err := parseHeader(head[:n])
		if err == nil && l.size+h.size() > info.Size() {
			err = errTorn
		}
		var cols blockColumns
		if err == nil {
			cols, err = l.readColumns(l.size, h)
		}
		if errors.Is(err, errTorn) {
			lastSeq, answered := l.after(l.size, info.Size())
			if answered {
				return 0, &logDamage{lastSeq, fmt.Errorf("block %d at byte %d of events.log: %w", len(l.blocks), l.size, err)}
			}
			return info.Size() - l.size, nil
		}
		if err != nil {
			return 0, err
		}
		l.add([]block{{l.size, l.events(), h, cols.seq[0], cols.seq[h.events-1]}})
		onBlock(cols)
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
	if n := len(l.blocks); n > 0 {
		lastSeq = l.blocks[n-1].lastSeq
	}
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
			if cols, err := l.readColumns(at, h); err == nil {
				lastSeq = max(lastSeq, cols.seq[h.events-1])
			}
		}
	}
	return lastSeq, answered
}

// add makes blocks part of the log that lie behind the others.
func (l *eventLog) add(blocks []block) {
	l.blocks = append(l.blocks, blocks...)
	last := blocks[len(blocks)-1]
	l.size = last.offset + last.header.size()
}

// truncate cuts off what follows the last whole block.
func (l *eventLog) truncate() error {
	if err := l.file.Truncate(l.size); err != nil {
		return err
	}
	return l.file.Sync()
}

// events is the number of events in the log.
func (l *eventLog) events() uint32 {
	if len(l.blocks) == 0 {
		return 0
	}
	last := l.blocks[len(l.blocks)-1]
	return last.first + uint32(last.header.events)
}

// errTornEnd tells that the log's end could not be cut off after a failed write.
var errTornEnd = errors.New("the log ends in a torn write")

// write writes events, whose Seq rises, behind the log and syncs them to disk.
// They are part of the log once add is called with the blocks. After an error
// none of them is.
func (l *eventLog) write(events []audit.Event) ([]block, error) {
	var buf []byte
	var blocks []block
	offset, first := l.size, l.events()
	for len(events) > 0 {
		part := events[:min(len(events), maxBlockEvents)]
		events = events[len(part):]
		start := len(buf)
		buf = appendBlock(buf, l.start, part, l.enc)
		h, err := parseHeader(buf[start:])
		if err != nil {
			return nil, fmt.Errorf("events of this size: %w", err)
		}
		blocks = append(blocks, block{offset + int64(start), first, h, part[0].Seq, part[len(part)-1].Seq})
		first += uint32(len(part))
	}
	_, err := l.file.WriteAt(buf, offset)
	if err == nil {
		err = l.sync(l.file)
	}
	if err != nil {
		// What was written must not be found again after a restart: it was not
		// answered, and the same events may come once more.
		if cut := l.truncate(); cut != nil {
			err = errors.Join(err, errTornEnd, cut)
		}
		return nil, err
	}
	return blocks, nil
}

func (l *eventLog) readColumns(offset int64, h blockHeader) (blockColumns, error) {
	buf := make([]byte, h.colsLen)
	if _, err := l.file.ReadAt(buf, offset+blockHeaderSize); err != nil {
		return blockColumns{}, err
	}
	if crc32.Checksum(buf, castagnoli) != h.colsCRC {
		return blockColumns{}, fmt.Errorf("columns: %w", errTorn)
	}
	return decodeColumns(buf, h.events)
}

// read gives a block's events.
func (l *eventLog) read(b block) ([]audit.Event, error) {
	events, err := l.readBlock(b)
	if err != nil {
		return nil, fmt.Errorf("events.log at byte %d: %w", b.offset, err)
	}
	return events, nil
}

func (l *eventLog) readBlock(b block) ([]audit.Event, error) {
	buf := make([]byte, b.header.colsLen+b.header.dataLen)
	if _, err := l.file.ReadAt(buf, b.offset+blockHeaderSize); err != nil {
		return nil, err
	}
	cols, data := buf[:b.header.colsLen], buf[b.header.colsLen:]
	if crc32.Checksum(cols, castagnoli) != b.header.colsCRC || crc32.Checksum(data, castagnoli) != b.header.dataCRC {
		return nil, errTorn
	}
	c, err := decodeColumns(cols, b.header.events)
	if err != nil {
		return nil, err
	}
	texts, err := l.dec.DecodeAll(data, nil)
	if err != nil {
		return nil, err
	}
	events := make([]audit.Event, b.header.events)
	if err := decodeTexts(texts, events); err != nil {
		return nil, err
	}
	startMS := l.start.UnixMilli()
	for i := range events {
		e := &events[i]
		ms := startMS + int64(c.ms[i])
		e.Time = time.UnixMilli(ms).UTC()
		e.ID = eventID(ms, c.tail[i])
		e.Seq = c.seq[i]
		e.Task, e.Status, e.ServiceType = c.vals[i].task, c.vals[i].status, c.vals[i].via
	}
	return events, nil
}

// texts calls yield with the texts of the block's events at the wanted places,
// which rise; their other fields are empty. It costs a fraction of read.
func (l *eventLog) texts(b block, wanted []int, yield func(e *audit.Event)) error {
	buf := textBuffers.Get().(*textBuffer)
	defer textBuffers.Put(buf)
	buf.packed = slices.Grow(buf.packed[:0], b.header.dataLen)[:b.header.dataLen]
	if _, err := l.file.ReadAt(buf.packed, b.offset+blockHeaderSize+int64(b.header.colsLen)); err != nil {
		return err
	}
	err := errTorn
	if crc32.Checksum(buf.packed, castagnoli) == b.header.dataCRC {
		buf.texts, err = l.dec.DecodeAll(buf.packed, buf.texts[:0])
	}
	if err == nil {
		err = decodeSomeTexts(buf.texts, wanted, yield)
	}
	if err != nil {
		return fmt.Errorf("events.log at byte %d: %w", b.offset, err)
	}
	return nil
}

// textBuffer is the memory that reading texts needs; it is used again.
type textBuffer struct{ packed, texts []byte }

var textBuffers = sync.Pool{New: func() any { return new(textBuffer) }}

// blockOf gives the position of the block that holds an ordinal.
func blockOf(blocks []block, ordinal uint32) int {
	return sort.Search(len(blocks), func(i int) bool { return blocks[i].first > ordinal }) - 1
}

func (l *eventLog) close() error { return l.file.Close() }
