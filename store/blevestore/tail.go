package blevestore

import (
	"context"
	"slices"
	"sort"
	"strings"

	"whodid/audit"
)

// tail is what a day got since it was last sealed: its log on disk, and columns in
// memory in the order of seq. One goroutine appends, under the day's lock; readers
// work on a tailView.
type tail struct {
	number int // of its log
	log    *eventLog
	tailColumns
	ids      *idSet
	numberOf map[party]uint32
	words    *growingWords
	frozen   bool // it is being sealed and takes no more
	counted  int  // events that the sealer knows of
}

// tailColumns only grow: a copy stays valid.
type tailColumns struct {
	places       []place
	cells        []uint32 // the store's numbers
	users, targs []uint32
	numbers      []uint64 // seq
	parties      []party
}

func newTail(number int) *tail {
	return &tail{number: number, ids: newIDSet(0), numberOf: make(map[party]uint32), words: &growingWords{}}
}

// add takes events that the log has.
func (t *tail) add(events []audit.Event, startMS int64, numbers *cells) {
	t.places = slices.Grow(t.places, len(events))
	for i := range events {
		e := &events[i]
		t.places = append(t.places, place{uint32(e.Time.UnixMilli() - startMS), tailOf(e.ID)})
		t.cells = append(t.cells, numbers.of(valuesOf(e)))
		t.users = append(t.users, t.partyNumber(userOf(e)))
		t.targs = append(t.targs, t.partyNumber(targetOf(e)))
		t.numbers = append(t.numbers, e.Seq)
		t.ids.add(uint32(len(t.places)-1), t.places)
	}
}

func (t *tail) partyNumber(p party) uint32 {
	n, ok := t.numberOf[p]
	if !ok {
		// The texts may be cut from a larger one, which must not stay for their sake.
		p.tag, p.name, p.email = strings.Clone(p.tag), strings.Clone(p.name), strings.Clone(p.email)
		n = uint32(len(t.parties))
		t.numberOf[p] = n
		t.parties = append(t.parties, p)
	}
	return n
}

// tailView is a tail as it stood at one moment.
type tailView struct {
	tailColumns
	words *growingWords
}

func (t *tail) view() *tailView { return &tailView{t.tailColumns, t.words} }

func (t *tailColumns) events() uint32                { return uint32(len(t.places)) }
func (t *tailColumns) load(...section) error         { return nil } // all of it is in memory
func (t *tailColumns) place(i uint32) place          { return t.places[i] }
func (t *tailColumns) ms(i uint32) uint32            { return t.places[i].ms }
func (t *tailColumns) seq(i uint32) uint64           { return t.numbers[i] }
func (t *tailColumns) cell(i uint32) uint32          { return t.cells[i] }
func (t *tailColumns) partyCount() uint32            { return uint32(len(t.parties)) }
func (t *tailColumns) seqs() (uint64, uint64)        { return t.numbers[0], t.numbers[len(t.numbers)-1] }
func (t *tailColumns) span() (uint32, uint32)        { return 0, dayMS - 1 } // it may get any
func (t *tailColumns) party(n uint32) (party, error) { return t.parties[n], nil }
func (t *tailColumns) sidesOf(i uint32) (user, target uint32) {
	return t.users[i], t.targs[i]
}

// find gives the event that stands at a place. It looks at each: only questions
// for one id need it.
func (t *tailView) find(at place) (uint32, bool, error) {
	i := slices.Index(t.places, at)
	return uint32(max(i, 0)), i >= 0, nil
}

// afterSeq is the first event whose number is above seq.
func (t *tailColumns) afterSeq(seq uint64) uint32 {
	return uint32(sort.Search(len(t.numbers), func(i int) bool { return t.numbers[i] > seq }))
}

// partiesOf adds a leaf's parties, not their events, to wanted and tells whether
// there are any.
func (t *tailView) partiesOf(ctx context.Context, n *partyLeaf, wanted bitset) (any bool, err error) {
	return t.words.find(ctx, n, t.parties, wanted)
}

// withParty adds the events of a leaf's parties to out.
func (t *tailView) withParty(ctx context.Context, n *partyLeaf, out bitset) (bool, error) {
	wanted := takeBits(uint32(len(t.parties)))
	defer giveBits(wanted)
	any, err := t.words.find(ctx, n, t.parties, *wanted)
	if err != nil || !any {
		return false, err
	}
	any = false
	for i := range t.users {
		if wanted.has(t.users[i]) || wanted.has(t.targs[i]) {
			out.set(uint32(i))
			any = true
		}
	}
	return any, nil
}
