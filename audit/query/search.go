package query

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"whodid/audit"
)

// Limits of what may be asked. Beyond them a question is refused, not cut.
const (
	MaxQuestionBytes = 4096
	MaxTerms         = 64
	MaxLimit         = 1000 // events on one page
	MaxBuckets       = 10_000
)

// Period is a span of time. A zero bound is open.
type Period struct {
	From time.Time // inclusive
	To   time.Time // exclusive
}

// Contains tells whether t lies in the period.
func (p Period) Contains(t time.Time) bool {
	return (p.From.IsZero() || !t.Before(p.From)) && (p.To.IsZero() || t.Before(p.To))
}

// Intersect is the span that lies in both periods.
func (p Period) Intersect(o Period) Period {
	if p.From.IsZero() || (!o.From.IsZero() && o.From.After(p.From)) {
		p.From = o.From
	}
	if p.To.IsZero() || (!o.To.IsZero() && o.To.Before(p.To)) {
		p.To = o.To
	}
	return p
}

// Empty tells that no instant lies in the period.
func (p Period) Empty() bool {
	return !p.From.IsZero() && !p.To.IsZero() && !p.From.Before(p.To)
}

// Order is the order of events. Equal times are ordered by id.
type Order uint8

// The orders.
const (
	Newest Order = iota // time descending, then id descending
	Oldest              // time ascending, then id ascending
)

// Want is a set of the parts of a screen that are asked for.
type Want uint8

// The parts of a screen.
const (
	WantEvents Want = 1 << iota
	WantTotal
	WantFacets
	WantHistogram
	WantAll = WantEvents | WantTotal | WantFacets | WantHistogram
)

// SeqRange selects events by the number they were stored under; both bounds are
// exclusive and 0 is open. With it a tail's gap can be fetched.
type SeqRange struct{ After, Before uint64 }

// Open tells that the range selects everything.
func (r SeqRange) Open() bool { return r.After == 0 && r.Before == 0 }

// Contains tells whether seq lies in the range.
func (r SeqRange) Contains(seq uint64) bool {
	return seq > r.After && (r.Before == 0 || seq < r.Before)
}

// Search is what one explorer screen asks. The zero value asks for nothing of
// everything; it is not changed by a store and may be used again.
type Search struct {
	Tree     Node   // the question; nil matches everything
	Period   Period // in UTC, whole milliseconds; the question's own narrowing included
	Filters  Filters
	Seqs     SeqRange
	Order    Order
	Limit    int     // events on the page, 0 to MaxLimit
	Cursor   *Cursor // the page after this place; nil is the first
	Want     Want
	Interval Interval       // of the histogram; "" is auto
	Zone     *time.Location // of the histogram's buckets; nil is UTC
}

// Page answers a Search.
type Page struct {
	// Total is exact, unless Missing names days: then it is a lower bound, and so are the facets' and buckets' counts.
	Total     int
	Events    []audit.Event // in the order asked for
	Next      *Cursor       // place of the last event of the page; nil at the end
	Facets    Facets
	Histogram Histogram
	Missing   []audit.Day // days of the period that could not be read, oldest first
}

// Facets are counts by value. Each leaves out the selection in itself and obeys
// everything else; values with a count over 0, largest first, ties by value.
type Facets struct {
	Task, Status, ServiceType []FacetCount
}

// FacetCount is how many events have a value. Value "" is: the event has none.
type FacetCount struct {
	Value string
	Count int
}

// Match tells whether e is one of the events that s asks for. Cursor, order and
// limit play no part.
func (s Search) Match(d *Doc) bool {
	return s.MatchWithout(FacetNone, d)
}

// Facet names a filter, for MatchWithout.
type Facet uint8

// The facets.
const (
	FacetNone Facet = iota
	FacetTask
	FacetStatus
	FacetServiceType
	FacetUser
	FacetTarget
)

// MatchWithout is Match without the selection and the exclusion in one facet: what
// that facet counts.
func (s Search) MatchWithout(f Facet, d *Doc) bool {
	e, x := d.Event, &s.Filters
	switch {
	case !s.Period.Contains(e.Time), !s.Seqs.Contains(e.Seq):
		return false
	case f != FacetTask && !x.TakesTask(e.Task),
		f != FacetStatus && !x.TakesStatus(e.Status),
		f != FacetServiceType && !x.TakesServiceType(e.ServiceType):
		return false
	case f != FacetUser && !takesKey(x.User, x.NotUser, d.UserKey()),
		f != FacetTarget && !takesKey(x.Target, x.NotTarget, d.TargetKey()):
		return false
	}
	return Match(s.Tree, d)
}

// SortFacet puts counts in the order of a facet, those over 0 only.
func SortFacet(counts map[string]int) []FacetCount {
	out := make([]FacetCount, 0, len(counts))
	for v, n := range counts {
		if n > 0 {
			out = append(out, FacetCount{v, n})
		}
	}
	slices.SortFunc(out, func(a, b FacetCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	return out
}
