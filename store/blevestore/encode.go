package blevestore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/oklog/ulid/v2"

	"whodid/audit"
	"whodid/audit/query"
)

// A block of the event log, all numbers little-endian:
//
//	header   magic "WDB1", events, bytes of the columns, bytes of the data, bytes
//	         back to the first block of the same write, CRC-32C of the columns, of
//	         the data, and of the header before it; 4 bytes each
//	columns  the values dictionary, then for each event: time, value, id, seq
//	data     zstd of the text fields, event after event
//
// Opening a day reads headers and columns only.
const (
	blockMagic      = 0x31424457
	blockHeaderSize = 8 * 4
	maxBlockEvents  = 64       // written; more pack better, fewer are read faster where single events are wanted
	maxReadEvents   = 1 << 16  // read; a header that promises more is torn
	maxBlockBytes   = 64 << 20 // a header that promises more is torn
	textFields      = 6        // of an event in the data
)

var (
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
	errTorn    = errors.New("the block is cut off or its checksum does not fit")
)

// values are the facet values that an event has.
type values struct {
	task   audit.Task
	status audit.Status
	via    audit.ServiceType
}

// idTail is an id without its time: 80 bits.
type idTail [10]byte

// columns are what is kept in memory of some events, one entry each.
type columns struct {
	ms   []uint32 // time, milliseconds into the day
	cell []uint32 // index into the store's cells
	tail []idTail
}

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
	var b []byte
	for _, e := range events {
		v := values{e.Task, e.Status, e.ServiceType}
		if _, ok := index[v]; !ok {
			index[v] = uint64(len(dict))
			dict = append(dict, v)
		}
	}
	b = binary.AppendUvarint(b, uint64(len(dict)))
	for _, v := range dict {
		b = appendText(b, string(v.task))
		b = appendText(b, string(v.status))
		b = appendText(b, string(v.via))
	}
	var seq uint64
	for _, e := range events {
		b = binary.AppendUvarint(b, uint64(e.Time.Sub(day)/time.Millisecond))
		b = binary.AppendUvarint(b, index[values{e.Task, e.Status, e.ServiceType}])
		tail := tailOf(e.ID)
		b = append(b, tail[:]...)
		b = binary.AppendUvarint(b, e.Seq-seq)
		seq = e.Seq
	}
	return b
}

func encodeTexts(events []audit.Event) []byte {
	var b []byte
	for _, e := range events {
		for _, s := range []string{e.User.ID, e.User.Name, e.User.Email, e.Target.Type, e.Target.Name, e.Target.Email} {
			b = appendText(b, s)
		}
	}
	return b
}

func appendText(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// blockColumns are the columns of one block.
type blockColumns struct {
	ms   []uint32
	vals []values // by event
	tail []idTail
	seq  []uint64
}

// decodeColumns reads the columns of a block of n events.
func decodeColumns(b []byte, n int) (blockColumns, error) {
	r := reader{b: b}
	dict := make([]values, min(r.uvarint(), uint64(n)))
	for i := range dict {
		dict[i] = values{audit.Task(r.text()), audit.Status(r.text()), audit.ServiceType(r.text())}
	}
	c := blockColumns{make([]uint32, n), make([]values, n), make([]idTail, n), make([]uint64, n)}
	var seq uint64
	for i := range n {
		c.ms[i] = uint32(r.uvarint())
		v := r.uvarint()
		copy(c.tail[i][:], r.take(len(idTail{})))
		seq += r.uvarint()
		c.seq[i] = seq
		if r.bad || v >= uint64(len(dict)) || c.ms[i] >= 24*60*60*1000 {
			return blockColumns{}, fmt.Errorf("columns: %w", errTorn)
		}
		c.vals[i] = dict[v]
	}
	return c, nil
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

// decodeSomeTexts is decodeTexts for the events at the wanted places, which rise.
func decodeSomeTexts(b []byte, wanted []int, yield func(e *audit.Event)) error {
	r := reader{b: b}
	at := 0
	for _, place := range wanted {
		for ; at < place; at++ {
			for range textFields {
				r.skipText()
			}
		}
		at++
		e := audit.Event{
			User:   audit.Person{ID: r.text(), Name: r.text(), Email: r.text()},
			Target: audit.Target{Type: r.text(), Name: r.text(), Email: r.text()},
		}
		if r.bad {
			return fmt.Errorf("texts: %w", errTorn)
		}
		yield(&e)
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

func (r *reader) text() string { return string(r.take(int(min(r.uvarint(), 1<<30)))) }

func (r *reader) skipText() { r.take(int(min(r.uvarint(), 1<<30))) }

// tailOf takes the last 80 bits out of an id that has the form of one.
func tailOf(id audit.EventID) (t idTail) {
	u, err := ulid.ParseStrict(string(id))
	if err != nil {
		panic("bug: not an event id: " + string(id))
	}
	return idTail(u[6:])
}

// eventID puts an id together again.
func eventID(ms int64, tail idTail) audit.EventID {
	var u ulid.ULID
	if err := u.SetTime(uint64(ms)); err != nil {
		panic(fmt.Sprintf("bug: no id has the time %d ms", ms))
	}
	copy(u[6:], tail[:])
	return audit.EventID(u.String())
}

// validID tells whether an event carries an id of its own time.
func validID(e audit.Event) bool {
	t, ok := query.IDTime(e.ID)
	return ok && t.Equal(e.Time)
}
