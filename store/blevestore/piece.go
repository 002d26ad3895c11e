package blevestore

import (
	"time"

	"whodid/audit"
)

// assemble puts an event together again; parties are asked for by number.
func assemble(p piece, i uint32, startMS int64, cells []values, partyOf func(n uint32) (*party, error)) (e audit.Event, err error) {
	at := p.place(i)
	ms := startMS + int64(at.ms)
	v := cells[p.cell(i)]
	e = audit.Event{
		ID: eventID(ms, at.tail), Seq: p.seq(i), Time: time.UnixMilli(ms).UTC(),
		Task: v.task, Status: v.status, ServiceType: v.via,
	}
	user, target := p.sidesOf(i)
	for _, n := range [2]uint32{user, target} {
		x, err := partyOf(n)
		if err != nil {
			return e, err
		}
		x.put(&e)
	}
	return e, nil
}
