package blevestore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"time"

	"github.com/klauspost/compress/zstd"

	"whodid/audit"
)

// A block of the event log, all numbers little-endian:
//
//	header   magic "WDB1", events, bytes of the columns, bytes of the data, bytes
//	         back to the first block of the same write, CRC-32C of the columns, of
//	         the data, and of the header before it; 4 bytes each
//	columns  the values dictionary, then for each event: time, value, id, seq
//	data     zstd of the text fields, event after event
const (
	blockMagic      = 0x31424457
	blockHeaderSize = 8 * 4
	maxBlockEvents  = 1024     // written
	maxReadEvents   = 1 << 16  // read; a header that promises more is torn
	maxBlockBytes   = 64 << 20 // a header that promises more is torn
)

var (
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
	errTorn    = errors.New("it is cut off or its checksum does not fit")
)

// blockHeader is a block's header as read.
type blockHeader struct {
	events, colsLen, dataLen int
	back                     int64 // bytes before it in the same write
	colsCRC, dataCRC         uint32
}

func (h blockHeader) size() int64 { return int64(blockHeaderSize + h.colsLen + h.dataLen) }

func parseHeader(b []byte) (blockHeader, error) {
	if len(b) < blockHeaderSize {
		return blockHeader{}, errTorn
	}
	u := func(i int) uint32 { return binary.LittleEndian.Uint32(b[4*i:]) }
	if u(0) != blockMagic || crc32.Checksum(b[:blockHeaderSize-4], castagnoli) != u(7) {
		return blockHeader{}, errTorn
	}
	h := blockHeader{int(u(1)), int(u(2)), int(u(3)), int64(u(4)), u(5), u(6)}
	if h.events == 0 || h.events > maxReadEvents || h.colsLen > maxBlockBytes || h.dataLen > maxBlockBytes {
		return blockHeader{}, errTorn
	}
	return h, nil
}

// appendBlock appends a block of events of one day, whose Seq rises, to b, which
// is what the same write has before it.
func appendBlock(b []byte, day time.Time, events []audit.Event, enc *zstd.Encoder) []byte {
	cols, data := encodeColumns(day, events), encodeTexts(events)
	data = enc.EncodeAll(data, nil)
	start := len(b)
	for _, v := range []uint32{
		blockMagic, uint32(len(events)), uint32(len(cols)), uint32(len(data)), uint32(start),
		crc32.Checksum(cols, castagnoli), crc32.Checksum(data, castagnoli),
	} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	b = binary.LittleEndian.AppendUint32(b, crc32.Checksum(b[start:], castagnoli))
	b = append(b, cols...)
	return append(b, data...)
}

func encodeColumns(day time.Time, events []audit.Event) []byte {
	index := make(map[values]uint64)
	var dict []values
	for i := range events {
		v := valuesOf(&events[i])
		if _, ok := index[v]; !ok {
			index[v] = uint64(len(dict))
			dict = append(dict, v)
		}
	}
	b := make([]byte, 0, 64*len(dict)+20*len(events))
	b = appendValues(b, dict)
	var seq uint64
	for i := range events {
		e := &events[i]
		b = binary.AppendUvarint(b, uint64(e.Time.Sub(day)/time.Millisecond))
		b = binary.AppendUvarint(b, index[valuesOf(e)])
		tail := tailOf(e.ID)
		b = append(b, tail[:]...)
		b = binary.AppendUvarint(b, e.Seq-seq)
		seq = e.Seq
	}
	return b
}

func appendValues(b []byte, dict []values) []byte {
	b = binary.AppendUvarint(b, uint64(len(dict)))
	for _, v := range dict {
		b = appendText(b, string(v.task))
		b = appendText(b, string(v.status))
		b = appendText(b, string(v.via))
	}
	return b
}

func encodeTexts(events []audit.Event) []byte {
	b := make([]byte, 0, 128*len(events))
	for i := range events {
		e := &events[i]
		b = appendText(b, e.User.ID)
		b = appendText(b, e.User.Name)
		b = appendText(b, e.User.Email)
		b = appendText(b, e.Target.Type)
		b = appendText(b, e.Target.Name)
		b = appendText(b, e.Target.Email)
	}
	return b
}

func appendText(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// decodeBlock reads the events of a block from what follows its header.
func decodeBlock(h blockHeader, day time.Time, b []byte, dec *zstd.Decoder) ([]audit.Event, error) {
	cols, data := b[:h.colsLen], b[h.colsLen:]
	if crc32.Checksum(cols, castagnoli) != h.colsCRC || crc32.Checksum(data, castagnoli) != h.dataCRC {
		return nil, errTorn
	}
	events := make([]audit.Event, h.events)
	if err := decodeColumns(cols, day, events); err != nil {
		return nil, err
	}
	texts, err := dec.DecodeAll(data, nil)
	if err != nil {
		return nil, fmt.Errorf("texts: %w", errors.Join(errTorn, err))
	}
	return events, decodeTexts(texts, events)
}

// decodeColumns reads the columns of a block into its events.
func decodeColumns(b []byte, day time.Time, events []audit.Event) error {
	r := reader{b: b}
	dict := r.values(len(events))
	startMS := day.UnixMilli()
	var seq uint64
	for i := range events {
		ms, v := r.uvarint(), r.uvarint()
		var tail idTail
		copy(tail[:], r.take(len(tail)))
		seq += r.uvarint()
		if r.bad || v >= uint64(len(dict)) || ms >= dayMS {
			return fmt.Errorf("columns: %w", errTorn)
		}
		at := startMS + int64(ms)
		events[i] = audit.Event{
			Time: time.UnixMilli(at).UTC(), ID: eventID(at, tail), Seq: seq,
			Task: dict[v].task, Status: dict[v].status, ServiceType: dict[v].via,
		}
	}
	return nil
}

// decodeTexts reads the text fields of a block's events into events.
func decodeTexts(b []byte, events []audit.Event) error {
	r := reader{b: b}
	for i := range events {
		e := &events[i]
		e.User = audit.Person{ID: r.text(), Name: r.text(), Email: r.text()}
		e.Target = audit.Target{Type: r.text(), Name: r.text(), Email: r.text()}
	}
	if r.bad {
		return fmt.Errorf("texts: %w", errTorn)
	}
	return nil
}

// reader takes values off the front of b; bad is set once one was missing.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.bad, r.b = true, nil
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) bytes() []byte { return r.take(int(min(r.uvarint(), 1<<30))) }
func (r *reader) text() string  { return string(r.bytes()) }

// values reads a dictionary of at most limit combinations.
func (r *reader) values(limit int) []values {
	dict := make([]values, min(r.uvarint(), uint64(limit)))
	for i := range dict {
		dict[i] = values{audit.Task(r.text()), audit.Status(r.text()), audit.ServiceType(r.text())}
	}
	return dict
}
