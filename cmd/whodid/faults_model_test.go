package main

import (
	"crypto/sha256"
	bigendian "encoding/binary"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"

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
// dropped may then be there again.
func (m *model) attempt(number int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := &m.events[number]
	if e.fate != dropped {
		return
	}
	d := m.day(audit.DayOf(time.UnixMilli(e.ms)))
	e.fate, e.era, e.seq = unknown, d.now, 0
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

// tags is how many words there are that each mark a share of the events.
const tags = 10

// event gives the event with a number: as it has to be found, but for its seq,
// and the id it is sent under. Where that is "", the id found is the server's own.
func (m *model) event(number int, ms int64) (e audit.Event, sentID string) {
	mix := rand.New(rand.NewPCG(m.seed, uint64(number)))
	pick := func(list ...string) string { return list[mix.IntN(len(list))] }
	tasks, statuses, types := audit.Tasks(), audit.Statuses(), audit.ServiceTypes()
	e = audit.Event{
		Time: time.UnixMilli(ms).UTC(),
		User: audit.Person{
			ID:    "n" + strconv.Itoa(number),
			Name:  fmt.Sprintf("%s tag%d", pick("Kim Minjun", "김민준", "José García", "ｋｉｍ minji", "佐藤 花子"), number%tags),
			Email: fmt.Sprintf("member%d@acme.example", mix.IntN(200)),
		},
		Task:        tasks[mix.IntN(len(tasks))],
		Target:      audit.Target{Type: "group", Name: pick("Seoul Sales ", "편집팀 ", "営業 ") + strconv.Itoa(mix.IntN(50))},
		Status:      statuses[mix.IntN(len(statuses))],
		ServiceType: types[mix.IntN(len(types))],
	}
	switch mix.IntN(16) {
	case 0:
		e.Task = "task_of_tomorrow"
	case 1:
		e.Task, e.Target = "", audit.Target{}
	case 2:
		e.Target.Name = strings.Repeat(e.Target.Name, 20)
	}
	var id ulid.ULID
	_ = id.SetTime(uint64(ms)) // far from the end of its range
	switch number % 4 {
	case 0: // none: made from the content
	case 1: // any text: hashed
		sentID = fmt.Sprintf("row-%d", number)
		sum := sha256.Sum256([]byte(sentID))
		copy(id[6:], sum[:])
		e.ID = audit.EventID(id.String())
	default: // a ULID of the event's time: kept
		bigendian.BigEndian.PutUint64(id[6:14], mix.Uint64())
		bigendian.BigEndian.PutUint16(id[14:], uint16(number))
		e.ID = audit.EventID(id.String())
		sentID = id.String()
	}
	return e, sentID
}

// appendLine appends an event as it is sent.
func (m *model) appendLine(b []byte, number int, ms int64) []byte {
	e, sentID := m.event(number, ms)
	e.ID = audit.EventID(sentID)
	return append(e.AppendJSON(b), '\n')
}

// found judges an event that is in the store: one that was made up, as it was
// sent, under one number for good, and not one that must not be there.
func (m *model) found(e audit.Event) (number int, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	number, err = strconv.Atoi(strings.TrimPrefix(e.User.ID, "n"))
	if err != nil || number < 0 || number >= len(m.events) {
		return 0, fmt.Errorf("event %s was never sent: %+v", e.ID, e)
	}
	known := &m.events[number]
	want, sentID := m.event(number, known.ms)
	want.Seq = e.Seq
	if sentID == "" {
		want.ID = e.ID
	}
	switch {
	case e != want:
		return 0, fmt.Errorf("event %d is %+v, was sent as %+v", number, e, want)
	case known.fate == refused || known.fate == dropped:
		return 0, fmt.Errorf("event %d of %s is there, though it was refused or its day dropped", number, audit.DayOf(e.Time))
	case known.seq != 0 && known.seq != e.Seq:
		return 0, fmt.Errorf("event %d has seq %d, had %d", number, e.Seq, known.seq)
	case known.seq == 0 && e.Seq <= m.lastSeq:
		return 0, fmt.Errorf("event %d is new under seq %d; %d was given before", number, e.Seq, m.lastSeq)
	}
	known.seq = e.Seq
	return number, nil
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
