package indexer

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"slices"
	"sort"
)

// ordinals counts how many rows of a source had each content. It holds the last
// mostHeld of them; older ones go to a file without a name, in sorted runs. Logs are
// sorted by time, and equal rows are of one time: so almost no row is ever looked for
// in a run, whose times are known. A file in no order at all is counted as right, only
// more slowly.
//
// The zero value is ready for use.
type ordinals struct {
	dir      string // of the file; "" is the system's for such
	most     int    // held; 0 is mostHeld
	held     map[ulidTail]uint32
	from, to int64 // the times of what is held, in ms
	runs     []ordinalRun
	file     *os.File
	size     int64
	kept     bool  // there is no room for a file: all is held
	failed   error // what was counted can't be read back
}

const (
	mostHeld = 1 << 19 // some 15 MB
	// ordinalBytes is a content and its count in a run.
	ordinalBytes = len(ulidTail{}) + 4
	// runBlock is how many of them are read at once.
	runBlock = 256
)

// ordinalRun is what was held once, sorted by content.
type ordinalRun struct {
	from, to int64 // times in ms, both inclusive
	at       int64 // in the file
	n        int
	first    []ulidTail // of each block
}

// next gives how many rows had the content before, and counts this one. ms is its time.
func (o *ordinals) next(content ulidTail, ms int64) uint64 {
	before, ok := o.held[content]
	if !ok {
		before = o.spilled(content, ms)
		if o.held == nil {
			o.held = make(map[ulidTail]uint32)
		}
		if len(o.held) == 0 {
			o.from, o.to = ms, ms
		}
		o.from, o.to = min(o.from, ms), max(o.to, ms)
	}
	o.held[content] = before + 1
	most := o.most
	if most == 0 {
		most = mostHeld
	}
	if len(o.held) >= most && !o.kept {
		// Without room for a file there is only memory.
		o.kept = o.spill() != nil
	}
	return uint64(before)
}

// spilled gives the count of a content that is not held; the last run has the last one.
func (o *ordinals) spilled(content ulidTail, ms int64) uint32 {
	for i, r := range slices.Backward(o.runs) {
		if ms < r.from || ms > r.to {
			continue
		}
		n, err := o.find(&o.runs[i], content)
		if err != nil {
			o.failed = fmt.Errorf("count equal rows: %w", err)
		}
		if n > 0 {
			return n
		}
	}
	return 0
}

// find gives the content's count in a run, 0 where it is not there.
func (o *ordinals) find(r *ordinalRun, content ulidTail) (uint32, error) {
	block := sort.Search(len(r.first), func(i int) bool { return bytes.Compare(r.first[i][:], content[:]) > 0 }) - 1
	if block < 0 {
		return 0, nil
	}
	var buf [runBlock * ordinalBytes]byte
	entries := buf[:min(runBlock, r.n-block*runBlock)*ordinalBytes]
	if _, err := o.file.ReadAt(entries, r.at+int64(block*len(buf))); err != nil {
		return 0, err
	}
	i := sort.Search(len(entries)/ordinalBytes, func(i int) bool { return bytes.Compare(entries[i*ordinalBytes:][:len(content)], content[:]) >= 0 })
	if i*ordinalBytes == len(entries) || !bytes.HasPrefix(entries[i*ordinalBytes:], content[:]) {
		return 0, nil
	}
	return binary.BigEndian.Uint32(entries[i*ordinalBytes+len(content):]), nil
}

// spill writes what is held to the file.
func (o *ordinals) spill() error {
	if o.file == nil {
		file, err := os.CreateTemp(o.dir, ".whodid-rows-*")
		if err != nil {
			return err
		}
		_ = os.Remove(file.Name()) // it goes with the process, whatever becomes of that
		o.file = file
	}
	contents := make([]ulidTail, 0, len(o.held))
	for c := range o.held {
		contents = append(contents, c)
	}
	slices.SortFunc(contents, func(a, b ulidTail) int { return bytes.Compare(a[:], b[:]) })
	r := ordinalRun{from: o.from, to: o.to, at: o.size, n: len(contents)}
	text := make([]byte, 0, len(contents)*ordinalBytes)
	for i, c := range contents {
		if i%runBlock == 0 {
			r.first = append(r.first, c)
		}
		text = binary.BigEndian.AppendUint32(append(text, c[:]...), o.held[c])
	}
	if _, err := o.file.WriteAt(text, o.size); err != nil {
		return err
	}
	o.size += int64(len(text))
	o.runs = append(o.runs, r)
	clear(o.held)
	return nil
}

// close gives the file back.
func (o *ordinals) close() {
	if o.file != nil {
		_ = o.file.Close()
	}
}
