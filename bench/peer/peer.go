// Package peer sets up what a user could take in whodid's place, as somebody who
// knows it well would set it up for an audit log: SQLite with FTS5, and Bleve by
// its own documentation. Both answer the screens of an explorer: newest rows,
// total, facets, histogram.
//
// Command bench calls it, in a process of its own for each, so that their memory
// can be told apart. It imports audit and audit/query for the words of a question
// and is never part of the product.
package peer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"whodid/audit"
	"whodid/audit/query"
)

// ErrUntranslatable is wrapped by what Screen answers to a question that the
// engine has no words for.
var ErrUntranslatable = errors.New("the engine can't be asked this")

// Engine is a full-text engine that holds events. Only Screen is safe for
// concurrent use.
type Engine interface {
	// Load stores events. When it returns they are found, and on disk. It does
	// not look for duplicates.
	Load(ctx context.Context, events []audit.Event) error
	// Settle brings what was loaded into the form that is read fastest.
	Settle(ctx context.Context) error
	// Screen answers a search. A cursor is read as its time: the page begins with
	// what is older.
	Screen(ctx context.Context, s query.Search) (Screen, error)
	// DropOldest deletes the oldest UTC day while the engine is open.
	DropOldest(ctx context.Context) error
	// About names the engine and its version.
	About(ctx context.Context) (string, error)
	Close() error
}

// Exporter is an Engine that can write all its events in order.
type Exporter interface {
	// Export writes every event as CSV, newest first, and gives their number.
	Export(ctx context.Context, w io.Writer) (rows int, err error)
}

// Screen is what an engine answers to a search.
type Screen struct {
	Total     int
	Rows      int // on the page
	Facets    query.Facets
	Histogram query.Histogram
}

// Open opens the engine called name, "sqlite" or "textbook", in a folder, which
// may hold what an earlier one left.
func Open(ctx context.Context, name, dir string) (Engine, error) {
	switch name {
	case "sqlite":
		return openSQLite(ctx, dir)
	case "textbook":
		return openTextbook(dir)
	}
	return nil, fmt.Errorf("no engine is called %q", name)
}

// selections are the facets of a search in which something is selected or excluded. Their
// counts leave that out, and so cost a question of their own.
func selections(s query.Search) (out []query.Facet) {
	if len(s.Filters.Task)+len(s.Filters.NotTask) > 0 {
		out = append(out, query.FacetTask)
	}
	if len(s.Filters.Status)+len(s.Filters.NotStatus) > 0 {
		out = append(out, query.FacetStatus)
	}
	if len(s.Filters.ServiceType)+len(s.Filters.NotServiceType) > 0 {
		out = append(out, query.FacetServiceType)
	}
	return out
}

// partyFilters tells of filters that neither engine can answer: they are folded.
func partyFilters(f *query.Filters) bool {
	return len(f.User)+len(f.NotUser)+len(f.Target)+len(f.NotTarget) > 0
}

// without is the search with nothing selected and nothing excluded in one facet.
func without(s query.Search, f query.Facet) query.Search {
	switch f {
	case query.FacetTask:
		s.Filters.Task, s.Filters.NotTask = nil, nil
	case query.FacetStatus:
		s.Filters.Status, s.Filters.NotStatus = nil, nil
	case query.FacetServiceType:
		s.Filters.ServiceType, s.Filters.NotServiceType = nil, nil
	}
	return s
}

// setFacet puts the counts of one facet in their place.
func setFacet(facets *query.Facets, f query.Facet, counts map[string]int) {
	list := query.SortFacet(counts)
	switch f {
	case query.FacetTask:
		facets.Task = list
	case query.FacetStatus:
		facets.Status = list
	case query.FacetServiceType:
		facets.ServiceType = list
	}
}

// layout gives the empty buckets of a search over a log of these days.
func layout(s query.Search, first, last audit.Day) (query.Histogram, error) {
	return query.NewHistogram(query.Covered(s.Period, first, last), s.Interval, s.Zone)
}

// older is the time that the rows of the page lie before; zero where the page is
// the first.
func older(s query.Search) time.Time {
	if s.Cursor == nil {
		return time.Time{}
	}
	return s.Cursor.Time()
}
