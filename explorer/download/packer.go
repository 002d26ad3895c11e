package download

import "sync"

// packer packs, hashes and writes in a goroutine of its own, one thing after the other, while the next
// rows are gathered. Two pieces of them are under way at most: who gathers faster waits.
type packer struct {
	write func(rows []byte) error
	work  chan packing
	free  chan []byte // for rows
	close func()      // of work, once
	ended chan struct{}

	mu  sync.Mutex
	err error // guarded by mu; the first one, after which nothing is done any more
}

// packing is a piece of rows, or what is to be done between two of them.
type packing struct {
	rows []byte
	do   func() error
}

// newPacker starts one; end ends it.
func newPacker(write func(rows []byte) error) *packer {
	p := &packer{write: write, work: make(chan packing), free: make(chan []byte, 2), ended: make(chan struct{})}
	p.close = sync.OnceFunc(func() { close(p.work) })
	for range cap(p.free) {
		p.free <- make([]byte, 0, piece+piece/4)
	}
	go p.run()
	return p
}

func (p *packer) run() {
	defer close(p.ended)
	for next := range p.work {
		if p.failed() == nil {
			p.perform(next)
		}
		if next.do == nil {
			p.free <- next.rows[:0]
		}
	}
}

// perform does what comes next, and remembers how that failed.
func (p *packer) perform(next packing) {
	var err error
	if next.do != nil {
		err = next.do()
	} else {
		err = p.write(next.rows)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.err = err
}

// failed is the first error of what was handed over so far.
func (p *packer) failed() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// buffer gives an empty one for rows, and waits until there is one.
func (p *packer) buffer() []byte { return <-p.free }

// rows hands a piece over, which was gathered in a buffer.
func (p *packer) rows(b []byte) { p.work <- packing{rows: b} }

// between hands over what is to be done behind the rows of before.
func (p *packer) between(do func() error) { p.work <- packing{do: do} }

// end waits until all is done. It may be called again.
func (p *packer) end() error {
	p.close()
	<-p.ended
	return p.err
}
