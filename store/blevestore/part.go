package blevestore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"sort"
	"sync/atomic"

	"github.com/blevesearch/mmap-go"

	"whodid/audit"
)

// part is a sealed piece of a day: its events in the order of time, then id, as
// columns in a mapped file that never changes. Safe for concurrent use.
type part struct {
	path   string
	day    audit.Day
	mapped mmap.MMap
	refs   atomic.Int32 // of the day and of whoever reads; the last one closes
	used   atomic.Int64 // when it was last held, for giveBack
	gone   atomic.Bool  // another part has its events: whoever closes it removes its files

	places   [sections]sectionPlace
	raw      [sections][]byte
	verified [sections]atomic.Bool

	partMeta
	cells        []uint32 // the store's number of each of the part's cells
	cellOf       ints
	user, target ints
	seqAbove     ints
	listed       ints
	words        *partWords
	serial       uint64 // never given to another part while the process lives
	kept         [2]atomic.Pointer[keptIdentities]
}

// partMeta is what a part's first section says.
type partMeta struct {
	n                  uint32 // events
	users, parties     uint32 // parties below users are users, the others targets
	firstMS, lastMS    uint32 // times of its first and last event
	lowestSeq, lastSeq uint64
	seqBase            uint64   // wraps around: what is added to an event's own number
	values             []values // by the part's own number of a cell
	frequent           []string // texts that many parties share, see arena
}

var partSerials atomic.Uint64

const maxDayEvents = 1 << 30 // of a part; more is a broken file

// openPart maps a part's file and looks at everything that is small. words may
// be nil where nobody will ask for any.
func openPart(path string, day audit.Day, numbers *cells, words *partWords) (*part, error) {
	p := &part{path: path, day: day, words: words, serial: partSerials.Add(1)}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	p.mapped, err = mmap.Map(f, mmap.RDONLY, 0)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("map %s: %w", path, err)
	}
	p.refs.Store(1)
	if _, err := safely(func() (struct{}, error) { return struct{}{}, p.open(numbers) }); err != nil {
		p.release()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return p, nil
}

func (p *part) open(numbers *cells) (err error) {
	if p.places, err = sectionTable(p.mapped); err != nil {
		return err
	}
	for s, at := range p.places {
		p.raw[s] = p.mapped[at.at : at.at+at.n]
	}
	if err := p.load(sectionMeta, sectionHours); err != nil {
		return err
	}
	if p.partMeta, err = decodeMeta(p.raw[sectionMeta]); err != nil {
		return err
	}
	for _, v := range p.values {
		p.cells = append(p.cells, numbers.of(v))
	}
	n, parties := int(p.n), int(p.parties)
	var errs []error
	column := func(s section, n int) ints {
		c, err := newInts(p.raw[s], n)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", sectionNames[s], err))
		}
		return c
	}
	p.cellOf, p.user, p.target = column(sectionCell, n), column(sectionUser, n), column(sectionTarget, n)
	p.seqAbove, p.listed = column(sectionSeq, n), column(sectionListed, 2*n)
	for s, want := range map[section]int{
		sectionMS: 4 * n, sectionTail: len(idTail{}) * n, sectionHours: 25 * 4 * (1 + len(p.cells)), sectionLists: 4 * (parties + 1), sectionTexts: 4 * (parties + 1),
	} {
		if len(p.raw[s]) != want {
			errs = append(errs, fmt.Errorf("%s: %w: %d bytes instead of %d", sectionNames[s], errDamaged, len(p.raw[s]), want))
		}
	}
	return errors.Join(errs...)
}

func decodeMeta(b []byte) (m partMeta, err error) {
	r := reader{b: b}
	n, users, parties := r.uvarint(), r.uvarint(), r.uvarint()
	first, last := r.uvarint(), r.uvarint()
	m.lowestSeq, m.lastSeq, m.seqBase = r.uvarint(), r.uvarint(), r.uvarint()
	m.values = r.values(len(b))
	m.frequent = make([]string, min(r.uvarint(), uint64(len(b))))
	for i := range m.frequent {
		m.frequent[i] = r.text()
	}
	if r.bad || n == 0 || n > maxDayEvents || users > parties || parties > 2*n || first > last || last >= dayMS {
		return m, fmt.Errorf("meta: %w", errDamaged)
	}
	m.n, m.users, m.parties, m.firstMS, m.lastMS = uint32(n), uint32(users), uint32(parties), uint32(first), uint32(last)
	return m, nil
}

func (m *partMeta) append(b []byte) []byte {
	for _, v := range []uint64{uint64(m.n), uint64(m.users), uint64(m.parties), uint64(m.firstMS), uint64(m.lastMS), m.lowestSeq, m.lastSeq, m.seqBase} {
		b = binary.AppendUvarint(b, v)
	}
	b = appendValues(b, m.values)
	b = binary.AppendUvarint(b, uint64(len(m.frequent)))
	for _, text := range m.frequent {
		b = appendText(b, text)
	}
	return b
}

// load checks the sections named the first time that they are needed. The file is
// read, not the mapping: that would make all of it resident.
func (p *part) load(columns ...section) error {
	var f *os.File
	for _, s := range columns {
		if p.verified[s].Load() {
			continue
		}
		if f == nil {
			var err error
			if f, err = os.Open(p.path); err != nil {
				return err
			}
			defer f.Close()
		}
		sum, err := checksum(f, p.places[s].at, p.places[s].n, castagnoli)
		if err != nil {
			return err
		}
		if sum != p.places[s].sum {
			return fmt.Errorf("%w: the checksum of its %s does not fit", errDamaged, sectionNames[s])
		}
		p.verified[s].Store(true)
	}
	return nil
}

// hold keeps the part open until release. Only for who knows that it is open.
func (p *part) hold() { p.refs.Add(1) }

// release gives the part back; the last one closes it.
func (p *part) release() {
	if p.refs.Add(-1) > 0 {
		return
	}
	if p.words != nil {
		p.words.close()
	}
	p.forget()
	_ = p.mapped.Unmap() // of a file that was only read
	if p.gone.Load() {
		for _, path := range []string{p.path, p.words.path} {
			_ = os.Remove(path) // what stays goes at the next start
		}
	}
}

func (p *part) events() uint32                 { return p.n }
func (p *part) span() (first, last uint32)     { return p.firstMS, p.lastMS }
func (p *part) seqs() (lowest, highest uint64) { return p.lowestSeq, p.lastSeq }
func (p *part) ms(i uint32) uint32 {
	return binary.LittleEndian.Uint32(p.raw[sectionMS][4*uint64(i):])
}
func (p *part) seq(i uint32) uint64 { return p.seqBase + uint64(i) + p.seqAbove.at(i) }
func (p *part) tail(i uint32) idTail {
	return idTail(p.raw[sectionTail][uint64(len(idTail{}))*uint64(i):])
}
func (p *part) place(i uint32) place { return place{p.ms(i), p.tail(i)} }

// cell gives the store's number of an event's cell.
func (p *part) cell(i uint32) uint32 { return p.cells[p.cellOf.at(i)] }

// position is the first event at or after a place.
func (p *part) position(at place) uint32 {
	return uint32(sort.Search(int(p.n), func(i int) bool { return p.place(uint32(i)).compare(at) >= 0 }))
}

// positionMS is the first event at or after a time, which may lie outside of the
// day.
func (p *part) positionMS(ms int64) uint32 {
	return uint32(sort.Search(int(p.n), func(i int) bool { return int64(p.ms(uint32(i))) >= ms }))
}

// mayHave tells cheaply where an event with this place can't be.
func (p *part) mayHave(at place) bool { return at.ms >= p.firstMS && at.ms <= p.lastMS }

// find gives the event that stands at a place.
func (p *part) find(at place) (uint32, bool, error) {
	if !p.mayHave(at) {
		return 0, false, nil
	}
	if err := p.load(sectionMS, sectionTail); err != nil {
		return 0, false, err
	}
	i := p.position(at)
	return i, i < p.n && p.place(i) == at, nil
}

// hour gives the first event of an hour of the day, 0 to 24, and by cell the
// number of events before it.
func (p *part) hour(h int) (first uint32, before ints) {
	row := p.raw[sectionHours][4*h*(1+len(p.cells)):]
	return binary.LittleEndian.Uint32(row), ints{4, row[4 : 4+4*len(p.cells)]}
}

func (p *part) textAt(n uint32) uint32 {
	return binary.LittleEndian.Uint32(p.raw[sectionTexts][4*uint64(n):])
}
func (p *part) listAt(n uint32) uint32 {
	return binary.LittleEndian.Uint32(p.raw[sectionLists][4*uint64(n):])
}
