package indexer

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/oklog/ulid/v2"

	"whodid/audit"
	"whodid/indexer/source"
)

// Numberer gives the events of one batch source (a request's body, a file) their
// ids. The same row of the same source has the same id each time, so that
// sending it again stores nothing twice; equal rows that bring no id of their own
// are told apart by their ordinal. A file that is cut into several requests needs
// one Numberer for all of it.
//
// It holds some 15 MB, however many rows there are: where they are more, some 14 bytes
// for every different one that has no id are in a temporary file. The zero value is
// ready for use; it is not safe for concurrent use.
type Numberer struct {
	hasher hasher
	seen   ordinals
}

// Err is why ids given lately may not tell equal rows apart: the temporary file can't be
// read. Rows with such ids are not to be stored.
func (n *Numberer) Err() error { return n.seen.failed }

// ulidTail is the part of a ULID behind its time: 80 bits.
type ulidTail [10]byte

// Number gives the row's id. The row is not rejected and its time not before
// 1970, which check sees to. A sent id that already is a ULID of the event's time
// is kept, in upper case; so an event that comes back from an export or from
// another importer is known again. Any other sent id is hashed; so is the content
// with its ordinal where none was sent. Ids never change between versions.
func (n *Numberer) Number(row source.Row) audit.EventID {
	id, content := n.hasher.id(&row)
	if content == nil {
		return id
	}
	return n.ordinal(id, *content, &row.Event)
}

// ordinal gives the id of an event whose source sent none, from the one it has as
// the first of its content.
func (n *Numberer) ordinal(first audit.EventID, content ulidTail, e *audit.Event) audit.EventID {
	ordinal := n.seen.next(content, e.Time.UnixMilli())
	if ordinal == 0 {
		return first
	}
	return eventID(uint64(e.Time.UnixMilli()), n.hasher.tail(e, ordinal))
}

// hasher is the part of a Numberer that needs to know nothing of other rows: each
// goroutine may have one. The zero value is ready for use.
type hasher struct{ text []byte }

// id gives the id of a row that is the first of its content. content is nil where
// the row sent an id.
func (h *hasher) id(row *source.Row) (id audit.EventID, content *ulidTail) {
	ms := uint64(row.Event.Time.UnixMilli())
	if row.ID != "" {
		if id, err := ulid.ParseStrict(row.ID); err == nil && id.Time() == ms {
			return audit.EventID(id.String()), nil
		}
		h.text = append(h.text[:0], row.ID...)
		return eventID(ms, tailOf(h.text)), nil
	}
	tail := h.tail(&row.Event, 0)
	return eventID(ms, tail), &tail
}

// tail hashes the event's content with its ordinal.
func (h *hasher) tail(e *audit.Event, ordinal uint64) ulidTail {
	h.text = appendContent(h.text[:0], e)
	h.text = binary.BigEndian.AppendUint64(h.text, ordinal)
	return tailOf(h.text)
}

func tailOf(text []byte) ulidTail {
	sum := sha256.Sum256(text)
	return ulidTail(sum[:len(ulidTail{})])
}

func eventID(ms uint64, tail ulidTail) audit.EventID {
	var id ulid.ULID
	if err := id.SetTime(ms); err != nil {
		panic("bug: an event's time is out of range: " + err.Error())
	}
	copy(id[6:], tail[:])
	return audit.EventID(id.String())
}

// appendContent appends what makes two rows equal. Lengths stand before the
// fields, so that no two contents run into the same bytes. The order of the
// fields is part of every id ever given: a new field goes behind the last one,
// and only where it is set.
func appendContent(b []byte, e *audit.Event) []byte {
	b = binary.BigEndian.AppendUint64(b, uint64(e.Time.UnixMilli()))
	for _, field := range [...]string{
		e.User.ID, e.User.Name, e.User.Email, string(e.Task),
		e.Target.Type, e.Target.Name, e.Target.Email, string(e.Status), string(e.ServiceType),
	} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(field)))
		b = append(b, field...)
	}
	return b
}
