package blevestore

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// piece is something that parts are made of: another part, or a tail.
type piece interface {
	source
	place(i uint32) place
	cell(i uint32) uint32
	sidesOf(i uint32) (user, target uint32) // parties
	party(n uint32) (party, error)
	partyCount() uint32
}

// builder makes one part of pieces, whose events are all different.
type builder struct {
	pieces  []piece
	order   []rowRef
	parties [2]map[party]uint32 // users and targets, by their order
	lists   [2][]party
	sorted  []party     // of both, by their final numbers
	sides   [2][]uint32 // by row: its user, its target
}

// rowRef is an event of a piece.
type rowRef struct {
	place
	piece, i uint32
}

// buildPart writes a part of the pieces to path, with a word index beside it.
// Both are on disk when it returns; the part's name is there only if all of it
// is.
func buildPart(pieces []piece, store *cells, path, wordsPath string) error {
	b := &builder{pieces: pieces}
	b.parties = [2]map[party]uint32{{}, {}}
	if err := b.collect(); err != nil {
		return err
	}
	aside := path + ".new"
	w, err := newPartWriter(aside)
	if err != nil {
		return err
	}
	if err = b.write(w, store); err == nil {
		err = w.finish()
	} else {
		err = errors.Join(err, w.file.Close())
	}
	if err == nil {
		err = writeWords(b.sorted, wordsPath)
	}
	if err == nil {
		err = os.Rename(aside, path)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(aside))
	}
	return syncDir(filepath.Dir(path))
}

// collect puts the events in order and gives each different party a number.
func (b *builder) collect() error {
	n := uint32(0)
	for _, p := range b.pieces {
		if err := p.load(eventSections...); err != nil {
			return err
		}
		n += p.events()
	}
	b.order = make([]rowRef, 0, n)
	for number, p := range b.pieces {
		for i := range p.events() {
			b.order = append(b.order, rowRef{p.place(i), uint32(number), i})
		}
	}
	slices.SortFunc(b.order, func(x, y rowRef) int { return x.compare(y.place) })
	return b.number(n)
}

// number gives each event the numbers of its parties.
func (b *builder) number(n uint32) error {
	known := make([][]uint32, len(b.pieces)) // by a piece's party: our number and one
	for i, p := range b.pieces {
		known[i] = make([]uint32, p.partyCount())
	}
	b.sides = [2][]uint32{make([]uint32, n), make([]uint32, n)}
	for row, ref := range b.order {
		piece := b.pieces[ref.piece]
		user, target := piece.sidesOf(ref.i)
		for side, number := range [2]uint32{user, target} {
			ours := &known[ref.piece][number]
			if *ours == 0 {
				x, err := piece.party(number)
				if err != nil {
					return err
				}
				*ours = b.numberOf(side, x) + 1
			}
			b.sides[side][row] = *ours - 1
		}
	}
	b.sortParties()
	return nil
}

// sortParties gives parties their final numbers: users, then targets, each by name.
// Who asks for a name then finds the lists of its events side by side.
func (b *builder) sortParties() {
	for side, list := range b.lists { // targets come behind the users
		order := make([]uint32, len(list))
		for i := range order {
			order[i] = uint32(i)
		}
		slices.SortFunc(order, func(x, y uint32) int {
			a, b := &list[x], &list[y]
			return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.email, b.email), strings.Compare(a.tag, b.tag))
		})
		final := make([]uint32, len(list))
		for _, from := range order {
			final[from] = uint32(len(b.sorted))
			b.sorted = append(b.sorted, list[from])
		}
		for row, number := range b.sides[side] {
			b.sides[side][row] = final[number]
		}
	}
}

func (b *builder) numberOf(side int, x party) uint32 {
	number, ok := b.parties[side][x]
	if !ok {
		number = uint32(len(b.lists[side]))
		b.parties[side][x] = number
		b.lists[side] = append(b.lists[side], x)
	}
	return number
}

// write writes all sections.
func (b *builder) write(w *partWriter, store *cells) error {
	n, users, parties := len(b.order), len(b.lists[0]), len(b.sorted)
	ms, tails := make([]byte, 0, 4*n), make([]byte, 0, len(idTail{})*n)
	cellOf, seqs := make([]uint32, n), make([]uint64, n)
	meta := partMeta{n: uint32(n), users: uint32(users), parties: uint32(parties), firstMS: b.order[0].ms, lastMS: b.order[n-1].ms}
	numbers := make(map[uint32]uint32) // the part's own, by the store's
	values := store.list()
	for row, ref := range b.order {
		p := b.pieces[ref.piece]
		ms = binary.LittleEndian.AppendUint32(ms, ref.ms)
		tails = append(tails, ref.tail[:]...)
		seqs[row] = p.seq(ref.i)
		cell := p.cell(ref.i)
		number, ok := numbers[cell]
		if !ok {
			number = uint32(len(meta.values))
			numbers[cell] = number
			meta.values = append(meta.values, values[cell])
		}
		cellOf[row] = number
	}
	meta.lowestSeq, meta.lastSeq = slices.Min(seqs), slices.Max(seqs)
	lists, listed := b.inverted(parties)
	meta.frequent = frequentTexts(b.sorted)
	texts, arena := arenaOf(b.sorted, meta.frequent)
	if uint64(len(arena)) > math.MaxUint32 {
		return fmt.Errorf("the texts of %d parties have %d bytes, more than a part can hold", parties, len(arena))
	}
	highest := meta.rebase(seqs)
	w.section(meta.append(nil))
	w.section(ms)
	w.section(tails)
	w.section(appendInts(nil, cellOf, uint64(max(len(meta.values), 1)-1)))
	w.section(appendInts(nil, b.sides[0], uint64(parties-1)))
	w.section(appendInts(nil, b.sides[1], uint64(parties-1)))
	w.section(appendInts(nil, seqs, highest))
	w.section(b.hours(cellOf, len(meta.values)))
	w.section(appendInts(nil, lists, 1<<31))
	w.section(appendInts(nil, listed, uint64(n-1)))
	w.section(appendInts(nil, texts, 1<<31))
	w.section(arena)
	return nil
}

// inverted gives by party where its events begin in the list, and the list.
func (b *builder) inverted(parties int) (lists, listed []uint32) {
	lists, listed = make([]uint32, parties+1), make([]uint32, 2*len(b.order))
	for _, side := range b.sides {
		for _, number := range side {
			lists[number+1]++
		}
	}
	for i := range parties {
		lists[i+1] += lists[i]
	}
	next := slices.Clone(lists)
	for _, side := range b.sides {
		for row, number := range side {
			listed[next[number]] = uint32(row)
			next[number]++
		}
	}
	return lists, listed
}

// hours gives for each full hour the first event, and by cell how many there are
// before it.
func (b *builder) hours(cellOf []uint32, cells int) []byte {
	before := make([]uint32, cells)
	var out []byte
	row := 0
	for h := range uint32(25) {
		for ; row < len(b.order) && b.order[row].ms < h*(dayMS/24); row++ {
			before[cellOf[row]]++
		}
		out = binary.LittleEndian.AppendUint32(out, uint32(row))
		for _, n := range before {
			out = binary.LittleEndian.AppendUint32(out, n)
		}
	}
	return out
}

// rebase takes from each number its event's own, which rises as the numbers of
// events do that come in the order of time, and gives the highest of what is left
// above the base.
func (m *partMeta) rebase(seqs []uint64) (highest uint64) {
	for i := range seqs {
		seqs[i] -= uint64(i)
	}
	m.seqBase = seqs[0]
	for _, n := range seqs {
		if int64(n-m.seqBase) < 0 {
			m.seqBase = n
		}
	}
	for i := range seqs {
		seqs[i] -= m.seqBase
		highest = max(highest, seqs[i])
	}
	return highest
}

func (p *part) sidesOf(i uint32) (user, target uint32) {
	return uint32(p.user.at(i)), uint32(p.target.at(i))
}
func (p *part) partyCount() uint32 { return p.parties }
