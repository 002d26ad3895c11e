package query

import (
	"strings"
	"time"

	"whodid/audit"
)

// Cursor is a place in a sorted list of events: after this one. An id begins
// with its event's time, so that the id alone is the place, and a page stays
// what it is while events arrive.
type Cursor struct {
	ID    audit.EventID
	Order Order
}

// Time is the time of the cursor's event, ms, UTC.
func (c Cursor) Time() time.Time {
	t, _ := IDTime(c.ID)
	return t
}

// String is the cursor's form in answers and parameters. Clients must not look
// into it.
func (c Cursor) String() string {
	if c.Order == Oldest {
		return "o" + string(c.ID)
	}
	return "n" + string(c.ID)
}

// ParseCursor reads what String wrote; anything else is an *audit.Error of kind
// Invalid.
func ParseCursor(s string) (*Cursor, error) {
	bad := audit.NewInvalid("cursor", "This cursor is none that whodid gave out. Leave it away to begin at the first page.")
	if len(s) != 27 || (s[0] != 'n' && s[0] != 'o') {
		return nil, bad
	}
	c := &Cursor{ID: audit.EventID(s[1:])}
	if s[0] == 'o' {
		c.Order = Oldest
	}
	if _, ok := IDTime(c.ID); !ok {
		return nil, bad
	}
	return c, nil
}

// Passed tells whether the event with this id stands after the cursor, that is
// on a later page.
func (c *Cursor) Passed(id audit.EventID) bool {
	if c == nil {
		return true
	}
	if c.Order == Oldest {
		return id > c.ID
	}
	return id < c.ID
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// IDTime is the time that an event id begins with, and whether id has the form
// of one: 26 upper-case digits of Crockford's base 32, at most 128 bits.
func IDTime(id audit.EventID) (time.Time, bool) {
	if len(id) != 26 || id[0] > '7' {
		return time.Time{}, false
	}
	var ms int64
	for i := range len(id) {
		v := strings.IndexByte(crockford, id[i])
		if v < 0 {
			return time.Time{}, false
		}
		if i < 10 {
			ms = ms<<5 | int64(v)
		}
	}
	return time.UnixMilli(ms).UTC(), true
}
