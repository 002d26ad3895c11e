package main

import (
	"crypto/sha256"
	bigendian "encoding/binary"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"whodid/audit"
)

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
	case known.seq != 0 && known.seq != e.Seq && !(known.anew && e.Seq > m.lastSeq):
		return 0, fmt.Errorf("event %d has seq %d, had %d", number, e.Seq, known.seq)
	case known.seq == 0 && e.Seq <= m.lastSeq:
		return 0, fmt.Errorf("event %d is new under seq %d; %d was given before", number, e.Seq, m.lastSeq)
	}
	known.seq, known.anew = e.Seq, false
	return number, nil
}
