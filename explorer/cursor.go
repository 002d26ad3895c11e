package explorer

import (
	"reflect"
	"strconv"
	"strings"
	"time"

	"whodid/audit/query"
)

// An answer's cursor is the place of its last event. Where the question means another
// period later it is followed, after this sign, by when the first page was asked for,
// Unix ms: "the last hour" is the same hour on every page.
const askedAt = "~"

// msDigits is how long that number may be; it lasts until the year 2286.
const msDigits = 13

// cursorText gives the cursor for the page after place.
func (x *Explorer) cursorText(p params, a asked, place query.Cursor) string {
	if !x.moves(p, a) {
		return place.String()
	}
	return place.String() + askedAt + strconv.FormatInt(a.now.UnixMilli(), 10)
}

// moves tells whether the parameters ask for something else at another time. No day,
// week, month or year that has a name then is the one that it is now.
func (x *Explorer) moves(p params, a asked) bool {
	later, err := x.searched(p, a.now.AddDate(1, 1, 8))
	return err != nil || later.search.Period != a.search.Period || !reflect.DeepEqual(later.search.Tree, a.search.Tree)
}

// cursor gives the place, nil where none is asked for, and when the first page was
// asked for; the zero time where the cursor does not tell.
func (p params) cursor() (place *query.Cursor, asked time.Time, err error) {
	text, err := p.one("cursor")
	if err != nil || text == "" {
		return nil, asked, err
	}
	if before, at, told := strings.Cut(text, askedAt); told && len(at) <= msDigits {
		if ms, err := strconv.ParseUint(at, 10, 63); err == nil {
			text, asked = before, time.UnixMilli(int64(ms))
		}
	}
	place, err = query.ParseCursor(text)
	return place, asked, err
}
