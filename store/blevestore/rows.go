package blevestore

import (
	"cmp"
	"container/heap"
	"context"
	"slices"

	"whodid/audit"
	"whodid/audit/query"
)

// row is a hit that may stand on the page.
type row struct {
	ms      int64
	tail    idTail
	ordinal uint32
	view    *view
}

// topRows keeps the first rows of the page's order, one more than the page has:
// so the end is known. The worst is at the top of the heap.
type topRows struct {
	order  query.Order
	cursor *row // rows must stand after it; nil is the beginning
	limit  int
	list   []row
}

func newTopRows(q query.Search) *topRows {
	t := &topRows{order: q.Order, limit: q.Limit}
	if q.Cursor != nil {
		t.cursor = &row{ms: q.Cursor.Time().UnixMilli(), tail: tailOf(q.Cursor.ID)}
	}
	return t
}

// before tells whether a stands before b on the page.
func (t *topRows) before(a, b *row) bool {
	if t.order == query.Newest {
		a, b = b, a
	}
	if a.ms != b.ms {
		return a.ms < b.ms
	}
	return compareTail(a.tail, b.tail) < 0
}

func (t *topRows) offer(v *view, ordinal uint32) {
	r := row{ms: v.startMS + int64(v.cols.ms[ordinal]), ordinal: ordinal, view: v}
	full := len(t.list) > t.limit
	if full { // most end here, before the id is looked at
		worst := t.list[0].ms
		if t.order == query.Newest && r.ms < worst || t.order == query.Oldest && r.ms > worst {
			return
		}
	}
	r.tail = v.cols.tail[ordinal]
	if t.cursor != nil && !t.before(t.cursor, &r) {
		return
	}
	if !full {
		heap.Push(t, r)
	} else if t.before(&r, &t.list[0]) {
		t.list[0] = r
		heap.Fix(t, 0)
	}
}

func (t *topRows) merge(o *topRows) { t.list = append(t.list, o.list...) }

// Len, Less, Swap, Push and Pop implement heap.Interface.
func (t *topRows) Len() int           { return len(t.list) }
func (t *topRows) Less(i, j int) bool { return t.before(&t.list[j], &t.list[i]) }
func (t *topRows) Swap(i, j int)      { t.list[i], t.list[j] = t.list[j], t.list[i] }
func (t *topRows) Push(x any)         { t.list = append(t.list, x.(row)) }

// Pop is not used: rows leave by being replaced.
func (t *topRows) Pop() any { panic("bug: no row is ever popped") }

// page reads the page's events, and gives the next one's cursor where there is
// a next one. A *dayError names the day that can't be read.
func (t *topRows) page(ctx context.Context) ([]audit.Event, *query.Cursor, error) {
	if t == nil {
		return nil, nil, nil
	}
	slices.SortFunc(t.list, func(a, b row) int {
		if t.before(&a, &b) {
			return -1
		}
		return 1
	})
	more := len(t.list) > t.limit
	list := t.list[:min(len(t.list), t.limit)]
	events, err := readRows(ctx, list)
	if err != nil || !more {
		return events, nil, err
	}
	return events, &query.Cursor{ID: events[len(events)-1].ID, Order: t.order}, nil
}

// readRows reads rows, each block once.
func readRows(ctx context.Context, rows []row) ([]audit.Event, error) {
	type place struct{ row, block int }
	places := make([]place, len(rows))
	for i, r := range rows {
		places[i] = place{i, blockOf(r.view.blocks, r.ordinal)}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(rows[a.row].view.day, rows[b.row].view.day), cmp.Compare(a.block, b.block))
	})
	out := make([]audit.Event, len(rows))
	var block []audit.Event
	for i, p := range places {
		v := rows[p.row].view
		if i == 0 || v != rows[places[i-1].row].view || p.block != places[i-1].block {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			var err error
			if block, err = v.log.read(v.blocks[p.block]); err != nil {
				return nil, &dayError{v.day, err}
			}
		}
		out[p.row] = block[rows[p.row].ordinal-v.blocks[p.block].first]
	}
	return out, nil
}
