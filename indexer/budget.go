package indexer

import (
	"sync"

	"whodid/audit"
)

// budget bounds the bytes of all bodies that are in flight: those that are read,
// those that wait, those whose events are being committed. It says no before the
// bytes are there. A body that is alone is never refused.
type budget struct {
	limit   int64
	observe func(bytes int64)
	refused func()

	mu     sync.Mutex // guards what follows
	used   int64
	claims int
}

// claim is what one body has of the budget. It is not safe for concurrent use.
type claim struct {
	budget *budget
	bytes  int64
}

// claimOverhead is what a body costs besides its bytes: its connection, goroutine
// and buffers.
const claimOverhead = 8 << 10

// claim asks for room for a body of size bytes; below 0 is not known, and the
// claim grows with what comes. The error is an *audit.Error of kind Overloaded.
func (b *budget) claim(size int64) (*claim, error) {
	c := &claim{budget: b}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.claims++
	if err := c.take(max(0, size) + claimOverhead); err != nil {
		b.claims--
		return nil, err
	}
	return c, nil
}

// cover makes sure that the claim has room for size bytes of its body. The error
// is an *audit.Error of kind Overloaded.
func (c *claim) cover(size int64) error {
	more := size + claimOverhead - c.bytes
	if more <= 0 {
		return nil
	}
	c.budget.mu.Lock()
	defer c.budget.mu.Unlock()
	return c.take(more)
}

func (c *claim) take(more int64) error {
	b := c.budget
	if b.claims > 1 && b.used+more > b.limit {
		b.refused()
		return &audit.Error{Kind: audit.Overloaded, Code: "overloaded", Message: "Too many events are waiting to be stored; nothing was stored. Send them again in a moment."}
	}
	c.bytes += more
	b.used += more
	b.observe(b.used)
	return nil
}

// close gives the room back.
func (c *claim) close() {
	b := c.budget
	b.mu.Lock()
	defer b.mu.Unlock()
	b.claims--
	b.used -= c.bytes
	b.observe(b.used)
}
