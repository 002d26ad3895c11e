package blevestore

import (
	"strings"
	"sync"
	"unsafe"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// tally is how many events of a source match a question, selections in facets
// left out: by span of the histogram and by cell. Facets, total and histogram of
// any selection follow from it.
type tally []tallyEntry

type tallyEntry struct {
	span int32  // of the spans asked for
	cell uint32 // the source's own number
	n    uint32
}

// tallyCache remembers what sealed parts answered: they never change. The longest
// unused goes first.
type tallyCache struct {
	limit int

	mu    sync.Mutex // guards what follows
	bytes int
	used  *simplelru.LRU[tallyKey, tally]
}

// tallyKey is a question asked of a part. spans is empty where the part is asked as a
// whole.
type tallyKey struct {
	part            uint64
	question, spans string
}

func newTallyCache(limit int) *tallyCache {
	c := &tallyCache{limit: limit}
	used, err := simplelru.NewLRU(1<<30, func(k tallyKey, t tally) { c.bytes -= k.size(t) })
	if err != nil {
		panic("bug: " + err.Error()) // a size below one
	}
	c.used = used
	return c
}

// size is about what an entry costs, the list's and the map's share included. The
// question is shared by all parts that it was asked of.
func (k tallyKey) size(t tally) int {
	const share = 200
	return share + len(k.spans) + len(t)*int(unsafe.Sizeof(tallyEntry{}))
}

func (c *tallyCache) get(k tallyKey) (tally, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.used.Get(k)
}

func (c *tallyCache) add(k tallyKey, t tally) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.used.Contains(k) {
		return
	}
	k.spans = strings.Clone(k.spans)
	c.bytes += k.size(t)
	c.used.Add(k, t)
	for c.bytes > c.limit {
		c.used.RemoveOldest()
	}
}
