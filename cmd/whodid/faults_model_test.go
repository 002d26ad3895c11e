package main

import (
	"fmt"
	"sync"
	"time"

	"whodid/audit"
)

// fate is what the test knows of an event that it has made up.
type fate uint8

const (
	unknown fate = iota // sent, or about to be: it may be stored
	answered
	refused // must not be there: nothing was stored of it
	dropped // its day was dropped; must not be there
)

// madeUp is an event that was sent at least once. All else of it follows from its
// number.
type madeUp struct {
	ms   int64
	era  int // of its day, when it was answered or else first sent
	fate fate
	seq  uint64 // once it has been seen
	anew bool   // it may have been dropped since and stored again, under another seq
}

// dayEras are the times between the moments at which a day may have been
// dropped, which it is as a whole: a retention was killed, and nobody has looked
// since. Of the eras before certain, a suffix is there.
type dayEras struct {
	now     int         // the era that events are sent into
	certain int         // the first era that nothing can have dropped
	known   map[int]int // answered events, by era
	perhaps int         // unknown events
}

// model is what a data folder must hold. Safe for concurrent use.
type model struct {
	seed uint64

	mu      sync.Mutex // guards what follows
	events  []madeUp   // by number
	days    map[audit.Day]*dayEras
	lastSeq uint64 // the highest that was seen; what is stored later has a higher one
	answers int    // how many events have been answered
}

func newModel(seed uint64) *model { return &model{seed: seed, days: map[audit.Day]*dayEras{}} }

func (m *model) day(d audit.Day) *dayEras {
	if m.days[d] == nil {
		m.days[d] = &dayEras{known: map[int]int{}}
	}
	return m.days[d]
}

// invent makes an event up that is about to be sent.
func (m *model) invent(at time.Time, fate fate) (number int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := madeUp{ms: at.UnixMilli(), fate: fate}
	if fate == unknown {
		d := m.day(audit.DayOf(at))
		e.era = d.now
		d.perhaps++
	}
	m.events = append(m.events, e)
	return len(m.events) - 1
}

// attempt notes that an event is about to be sent once more: one whose day was
// dropped, or may have been, may then be there again.
func (m *model) attempt(number int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := &m.events[number]
	d := m.day(audit.DayOf(time.UnixMilli(e.ms)))
	switch {
	case e.fate == dropped:
		e.seq = 0
	case e.fate == answered && e.era < d.certain:
		d.known[e.era]--
		e.anew = true
	default:
		return
	}
	e.fate, e.era = unknown, d.now
	d.perhaps++
}

// settle notes that an event was answered.
func (m *model) settle(number int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := &m.events[number]
	d := m.day(audit.DayOf(time.UnixMilli(e.ms)))
	switch e.fate {
	case unknown:
		d.perhaps--
	case answered:
		d.known[e.era]--
	}
	if e.fate != answered {
		m.answers++
	}
	e.fate, e.era = answered, d.now
	d.known[e.era]++
}

// mayDrop notes that days before first can be dropped from now on.
func (m *model) mayDrop(first audit.Day) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for name, d := range m.days {
		if name < first {
			d.now++
			d.certain = d.now
		}
	}
}

// between gives how many events must and can be there at least and at most in
// the days from first to last.
func (m *model) between(first, last audit.Day) (least, most int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for name, d := range m.days {
		if name < first || name > last {
			continue
		}
		for era, n := range d.known {
			if most += n; era >= d.certain {
				least += n
			}
		}
		most += d.perhaps
	}
	return least, most
}

// compare fails where an answered event is not here, unless its day has been
// dropped, as a whole. Afterwards all is known but the fate of what nobody
// answered and is not here; recovered is how much of that is here.
func (m *model) compare(here map[int]bool) (recovered int, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	type era struct {
		day audit.Day
		n   int
	}
	kept, gone := map[era]int{}, map[era]int{}
	for number, e := range m.events {
		if e.fate != answered {
			continue
		}
		in := era{audit.DayOf(time.UnixMilli(e.ms)), e.era}
		if here[number] {
			kept[in]++
		} else {
			gone[in]++
		}
	}
	for in, lost := range gone {
		if certain := m.days[in.day].certain; in.n >= certain || kept[in] > 0 {
			return 0, fmt.Errorf("of day %s, era %d (it may have been dropped before %d), %d answered events are lost and %d are there",
				in.day, in.n, certain, lost, kept[in])
		}
		for other := range kept {
			if other.day == in.day && other.n < in.n {
				return 0, fmt.Errorf("of day %s, %d answered events are lost that came later than others that are there", in.day, lost)
			}
		}
	}
	m.days = map[audit.Day]*dayEras{}
	for number := range m.events {
		e := &m.events[number]
		d := m.day(audit.DayOf(time.UnixMilli(e.ms)))
		e.era = 0
		switch {
		case here[number]:
			if e.fate == unknown {
				recovered++
			}
			e.fate = answered
			d.known[0]++
		case e.fate == answered:
			e.fate = dropped
		case e.fate == unknown:
			d.perhaps++
		}
	}
	return recovered, nil
}

// nothingBefore notes that the days before first have been dropped.
func (m *model) nothingBefore(first audit.Day) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for number := range m.events {
		e := &m.events[number]
		if e.fate != refused && audit.DayOf(time.UnixMilli(e.ms)) < first {
			e.fate = dropped
		}
	}
	for name := range m.days {
		if name < first {
			delete(m.days, name)
		}
	}
}

// unanswered lists, with their times, the events of the days from first that
// nobody answered.
func (m *model) unanswered(first audit.Day) (rows []batchRow) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for number, e := range m.events {
		if e.fate == unknown && audit.DayOf(time.UnixMilli(e.ms)) >= first {
			rows = append(rows, batchRow{number: number, ms: e.ms})
		}
	}
	return rows
}
