package blevestore

import "sync"

// cells numbers the combinations of task, status and service type that occur in
// a store: some two hundred of them where all values are known. They live in memory
// only.
type cells struct {
	mu     sync.RWMutex
	number map[values]uint32
	all    []values
}

func newCells() *cells { return &cells{number: make(map[values]uint32)} }

// of gives the number of a combination.
func (c *cells) of(v values) uint32 {
	c.mu.RLock()
	n, ok := c.number[v]
	c.mu.RUnlock()
	if ok {
		return n
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if n, ok := c.number[v]; ok {
		return n
	}
	n = uint32(len(c.all))
	c.number[v] = n
	c.all = append(c.all, v)
	return n
}

// list gives all combinations so far, by number.
func (c *cells) list() []values {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.all
}
