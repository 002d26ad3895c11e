package tail

import (
	"sync"

	"whodid/audit"
)

// queue holds the matches that wait for one client. When it is full the oldest
// go: a live view wants the newest, and what went lies in one piece before the
// first that is left, so that one exact gap tells of it.
type queue struct {
	maxEvents, maxBytes int
	wake                chan struct{} // has room for one

	mu     sync.Mutex
	items  []item       // guarded by mu
	bytes  int          // guarded by mu: in items
	missed int          // guarded by mu: dropped since the last take
	skip   uint64       // guarded by mu: events up to here were sent from the log
	seen   uint64       // guarded by mu: every match up to here was put
	told   uint64       // guarded by mu: the client knows of everything up to here
	failed *audit.Error // guarded by mu: why the client must be sent away
}

func newQueue(maxEvents, maxBytes int) *queue {
	return &queue{maxEvents: maxEvents, maxBytes: maxBytes, wake: make(chan struct{}, 1)}
}

// start says that everything up to seq is, or will be, told to the client from
// elsewhere.
func (q *queue) start(seq uint64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.skip, q.seen, q.told = seq, seq, seq
}

// put appends matches and returns how many were dropped for them; every match up
// to seen is then known. It never blocks.
func (q *queue) put(items []item, seen uint64) (dropped int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.failed != nil { // what comes now lies behind a hole of unknown size
		return 0
	}
	q.seen = max(q.seen, seen)
	for len(items) > 0 && items[0].seq <= q.skip {
		items = items[1:]
	}
	if len(items) == 0 {
		return 0
	}
	q.items = append(q.items, items...)
	for _, it := range items {
		q.bytes += len(it.json)
	}
	for len(q.items)-dropped > q.maxEvents || q.bytes > q.maxBytes && len(q.items)-dropped > 1 {
		q.bytes -= len(q.items[dropped].json)
		q.items[dropped].json = nil
		dropped++
	}
	q.items = q.items[dropped:]
	q.missed += dropped
	q.signal()
	return dropped
}

// fail ends the tail with an error frame once what waits has been sent.
func (q *queue) fail(why *audit.Error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.failed == nil {
		q.failed = why
	}
	q.signal()
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// gap tells of missed matches between two seqs, both exclusive. The zero value
// is none.
type gap struct {
	missed        int
	after, before uint64
}

// take removes the next matches, about maxBytes of them, with the gap before
// them. more tells that others wait; failed is set when none do and the tail has
// to end.
func (q *queue) take(maxBytes int) (g gap, items []item, more bool, failed *audit.Error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) == 0 {
		return gap{}, nil, false, q.failed
	}
	if q.missed > 0 {
		g = gap{q.missed, q.told, q.items[0].seq}
		q.missed = 0
	}
	n, size := 0, 0
	for n < len(q.items) && (n == 0 || size+len(q.items[n].json) <= maxBytes) {
		size += len(q.items[n].json)
		n++
	}
	items = q.items[:n:n]
	q.items = q.items[n:]
	q.bytes -= size
	q.told = items[n-1].seq
	if len(q.items) == 0 {
		q.items = nil // let go of the array that has the sent ones
	}
	return g, items, len(q.items) > 0, nil
}

// news gives the seq up to which the client has missed nothing, where that is
// higher than what it was told.
func (q *queue) news() (seq uint64, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) > 0 || q.seen <= q.told {
		return 0, false
	}
	q.told = q.seen
	return q.told, true
}

// empty tells that nothing waits.
func (q *queue) empty() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.items) == 0
}
