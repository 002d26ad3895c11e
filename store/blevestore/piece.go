package blevestore

import (
	"time"

	"github.com/oklog/ulid/v2"

	"whodid/audit"
)

// eventSections are those that a whole event lies in.
var eventSections = []section{sectionMS, sectionTail, sectionCell, sectionUser, sectionTarget, sectionSeq, sectionTexts, sectionArena}

// assemble puts an event together again, all but its id, which comes beside it.
// Parties are asked for by number.
func assemble(p piece, i uint32, startMS int64, cells []values, partyOf func(n uint32) (*party, error)) (e audit.Event, id ulid.ULID, err error) {
	at := p.place(i)
	ms := startMS + int64(at.ms)
	v := cells[p.cell(i)]
	e = audit.Event{Seq: p.seq(i), Time: time.UnixMilli(ms).UTC(), Task: v.task, Status: v.status, ServiceType: v.via}
	user, target := p.sidesOf(i)
	for _, n := range [2]uint32{user, target} {
		x, err := partyOf(n)
		if err != nil {
			return e, id, err
		}
		x.put(&e)
	}
	return e, ulidOf(ms, at.tail), nil
}
