package blevestore

import (
	"container/heap"
)

// topRows keeps the first rows of the page's order. The worst is at the top of
// the heap.
type topRows struct {
	pager *pager
	list  []row
}

// takes tells whether a row at this place would be kept.
func (t *topRows) takes(at place) bool {
	return len(t.list) < t.pager.max || t.pager.before(at, t.list[0].place())
}

// add adds a row that takes said is kept.
func (t *topRows) add(r row) {
	if len(t.list) < t.pager.max {
		heap.Push(t, r)
		return
	}
	t.list[0] = r
	heap.Fix(t, 0)
}

// Len, Less, Swap, Push and Pop implement heap.Interface.
func (t *topRows) Len() int           { return len(t.list) }
func (t *topRows) Less(i, j int) bool { return t.pager.before(t.list[j].place(), t.list[i].place()) }
func (t *topRows) Swap(i, j int)      { t.list[i], t.list[j] = t.list[j], t.list[i] }
func (t *topRows) Push(x any)         { t.list = append(t.list, x.(row)) }

// Pop is not used: rows leave by being replaced.
func (t *topRows) Pop() any { panic("bug: no row is ever popped") }
