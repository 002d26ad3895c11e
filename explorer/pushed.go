package explorer

import (
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"whodid/audit"
)

// pushed knows what came from outside since the start, by the call that took it: each
// is a source as soon as something came. The zero value is ready for use; safe for
// concurrent use.
type pushed struct {
	mu sync.Mutex
	by map[string]*Source // guarded by mu, with what it points to
}

// The calls that take events; the order of the list.
const (
	eventsID = "events"
	bulkID   = "bulk"
	otlpID   = "otlp"
)

var pushedIDs = []string{eventsID, bulkID, otlpID, uploadID}

// note tells what became of one call: its rows, and err where it did not go well.
func (p *pushed) note(id string, now time.Time, r audit.Report, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.by == nil {
		p.by = map[string]*Source{}
	}
	s := p.by[id]
	if s == nil {
		s = &Source{ID: id, Kind: "push", State: "listening", Rows: map[string]int{}}
		p.by[id] = s
	}
	add := func(result string, n int) {
		if n > 0 {
			s.Rows[result] += n
		}
	}
	add("accepted", r.Accepted)
	add("duplicate", r.Duplicates)
	for code, n := range r.RejectedByCode {
		add(code, n)
	}
	if err == nil {
		if wrong := verdict(r); wrong != nil {
			s.LastError = &SourceError{At: now, Code: wrong.Code, Message: wrong.Message}
			return
		}
		s.LastSuccess = now
		return
	}
	known := errBug
	errors.As(err, &known)
	_, code := statusOf(known.Kind)
	if known.Code != "" {
		code = known.Code
	}
	s.LastError = &SourceError{At: now, Code: code, Message: known.Message}
}

// status tells how each stands that something came from.
func (p *pushed) status() (list []Source) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, id := range pushedIDs {
		if s := p.by[id]; s != nil {
			out := *s
			out.Rows = maps.Clone(s.Rows)
			list = append(list, out)
		}
	}
	return list
}

// errPushed is why nobody can run or pause what others send.
var errPushed = &audit.Error{Kind: audit.Conflict, Code: "pushed", Message: "This source is what others send: it can't be run or paused here. Take its access away where it shall send nothing more."}

func isPushed(id string) bool { return slices.Contains(pushedIDs, id) }

// reportOfItems is what became of a bulk body's rows.
func reportOfItems(items []audit.Item) (r audit.Report) {
	for _, item := range items {
		switch {
		case item.Err != nil:
			r.Reject(*item.Err)
		case item.Duplicate:
			r.Duplicates++
		default:
			r.Accepted++
		}
	}
	return r
}
