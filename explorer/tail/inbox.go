package tail

import (
	"sync"

	"whodid/audit"
)

// inbox holds committed events until they are matched. What it has no room for
// it forgets: the log has it.
type inbox struct {
	max  int
	wake chan struct{} // has room for one

	mu      sync.Mutex
	batches [][]audit.Event // guarded by mu
	events  int             // guarded by mu: in batches
	behind  uint64          // guarded by mu: the last seq forgotten, 0 for none
	closed  bool            // guarded by mu
}

func newInbox(maxEvents int) *inbox {
	return &inbox{max: maxEvents, wake: make(chan struct{}, 1)}
}

func (b *inbox) put(events []audit.Event) {
	if len(events) == 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed { // nobody is left to see them
		return
	}
	if b.events+len(events) > b.max && b.events > 0 {
		last := b.batches[len(b.batches)-1]
		b.behind = last[len(last)-1].Seq
		b.batches, b.events = nil, 0
	}
	b.batches = append(b.batches, events)
	b.events += len(events)
	b.signal()
}

func (b *inbox) close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.signal()
}

func (b *inbox) signal() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// take waits for events. behind, where it is not 0, says that the log must be
// read up to that seq before events are delivered. ok is false once the inbox is
// closed and empty.
func (b *inbox) take() (events []audit.Event, behind uint64, ok bool) {
	for {
		b.mu.Lock()
		if len(b.batches) > 0 {
			events, behind = b.batches[0], b.behind
			b.batches, b.events, b.behind = b.batches[1:], b.events-len(events), 0
			b.mu.Unlock()
			return events, behind, true
		}
		closed := b.closed
		b.mu.Unlock()
		if closed {
			return nil, 0, false
		}
		<-b.wake
	}
}
