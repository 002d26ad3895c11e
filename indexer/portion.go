package indexer

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"whodid/audit"
	"whodid/indexer/source"
)

// portion is the rows of a source that are committed together.
type portion struct {
	report audit.Report // of rows that were rejected
	events []audit.Event
	lines  []int // of events
	// unsent are the events that came without an id: only when the rows before them
	// are known they have their own.
	unsent []unsent
}

// unsent is an event without an id of its own.
type unsent struct {
	at      int // in events
	content ulidTail
}

// reader fills portions. Each goroutine has its own.
type reader struct {
	door   *door
	hasher hasher
	items  []audit.Item // of a bulk body, else nil: told what is rejected
}

// read adds rows until the portion has most events or the rows end, with io.EOF,
// or can't be read on. Events have the id that the first of their content has.
func (r *reader) read(p *portion, rows source.Reader, most int) error {
	for len(p.events) < most {
		row, err := rows.Next()
		if err != nil {
			return err
		}
		problem := row.Err
		if problem == nil {
			problem = r.door.check(&row.Event)
		}
		if problem != nil {
			e := *problem
			e.Line = row.Line
			p.report.Reject(e)
			if r.items != nil {
				r.items[e.Line-1].Err = &e
			}
			continue
		}
		id, content := r.hasher.id(&row)
		if content != nil {
			p.unsent = append(p.unsent, unsent{len(p.events), *content})
		}
		row.Event.ID = id
		p.events = append(p.events, row.Event)
		p.lines = append(p.lines, row.Line)
	}
	return nil
}

// number gives equal rows their ordinals. To be called for one portion after the
// other, in the source's order.
func (p *portion) number(n *Numberer) {
	for _, u := range p.unsent {
		e := &p.events[u.at]
		e.ID = n.ordinal(e.ID, u.content, e)
	}
	p.unsent = nil
}

// minRowBytes is less than any row has that is taken, {"time":0,"user":"k"}: blank
// lines must not make room for events.
const minRowBytes = 16

// readPieces reads pieces of NDJSON, on as many cores as are free, and lets go of
// their text.
func (x *Indexer) readPieces(pieces []textPiece, door *door, options source.Options) *portion {
	rooms := make([]int, len(pieces)) // where each piece's events may begin
	room := 0
	for i, p := range pieces {
		rooms[i] = room
		room += min(p.feeds+1, len(p.text)/minRowBytes+1)
	}
	// The pieces' events stand side by side, so that none has to be moved but
	// where rows were rejected.
	events, lines := make([]audit.Event, room), make([]int, room)
	parts := make([]portion, len(pieces))
	for i := range parts {
		end := room
		if i+1 < len(parts) {
			end = rooms[i+1]
		}
		parts[i].events, parts[i].lines = events[rooms[i]:rooms[i]:end], lines[rooms[i]:rooms[i]:end]
	}
	var next atomic.Int64
	work := func() {
		r := reader{door: door}
		for i := int(next.Add(1)) - 1; i < len(pieces); i = int(next.Add(1)) - 1 {
			r.readPiece(&parts[i], &pieces[i], options)
			runtime.Gosched() // a search that waits for a core must not wait for all pieces
		}
	}
	var helpers sync.WaitGroup
	for range len(pieces) - 1 {
		select {
		case x.helpers <- struct{}{}:
			helpers.Go(func() {
				work()
				<-x.helpers
			})
			continue
		default: // all cores are busy; this goroutine does the work
		}
		break
	}
	work()
	helpers.Wait()

	whole := &portion{events: events[:0], lines: lines[:0]}
	for i := range parts {
		p := &parts[i]
		if i+1 < len(parts) && len(whole.events)+len(p.events) > rooms[i+1] {
			panic("bug: an event was read from a row that is too short for one")
		}
		whole.report.Merge(p.report)
		for _, u := range p.unsent {
			whole.unsent = append(whole.unsent, unsent{u.at + len(whole.events), u.content})
		}
		whole.events, whole.lines = append(whole.events, p.events...), append(whole.lines, p.lines...)
	}
	return whole
}

func (r *reader) readPiece(into *portion, p *textPiece, options source.Options) {
	text, lines := p.text, p.lines
	if p.inside {
		_, text, _ = bytes.Cut(text, []byte("\n"))
		lines++
	}
	if err := r.read(into, source.NewPiece(text, lines, options), p.feeds+1); err != nil && !errors.Is(err, io.EOF) {
		panic("bug: text in memory can't be read: " + err.Error())
	}
	p.free()
}
