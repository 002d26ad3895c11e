// Package memstore keeps events in memory and answers by asking query.Match of
// each. It is the oracle that other stores are compared with, and small enough
// to be seen right. Tests and benches call it; nothing serves from it.
package memstore

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"

	"whodid/audit"
	"whodid/audit/query"
)

// Store is a memstore. The zero value is empty and ready. Safe for concurrent
// use.
type Store struct {
	mu   sync.RWMutex
	docs []*query.Doc // in the order of seq
	byID map[audit.EventID]*query.Doc
	seq  uint64
}

// Append stores the events that are not stored yet, in order. Each must have
// its id and time; seq is given here. The outcomes are those of the events, one
// by one.
func (s *Store) Append(_ context.Context, events []audit.Event) ([]audit.Outcome, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byID == nil {
		s.byID = make(map[audit.EventID]*query.Doc)
	}
	out := make([]audit.Outcome, len(events))
	for i, e := range events {
		if _, ok := s.byID[e.ID]; ok {
			out[i].Duplicate = true
			continue
		}
		s.seq++
		e.Seq = s.seq
		d := query.NewDoc(&e)
		s.docs = append(s.docs, d)
		s.byID[e.ID] = d
		out[i].Seq = e.Seq
	}
	return out, nil
}

// Search returns one page; see query.Search and query.Page.
func (s *Store) Search(ctx context.Context, q query.Search) (query.Page, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var page query.Page
	first, last := s.span()
	if q.Want&query.WantHistogram != 0 {
		var err error
		if page.Histogram, err = query.NewHistogram(query.Covered(q.Period, first, last), q.Interval, q.Zone); err != nil {
			return query.Page{}, err
		}
	}
	task, status, via := map[string]int{}, map[string]int{}, map[string]int{}
	var hits []audit.Event
	for i, d := range s.docs {
		if i%1024 == 0 && ctx.Err() != nil {
			return query.Page{}, ctx.Err()
		}
		if q.MatchWithout(query.FacetTask, d) {
			task[string(d.Event.Task)]++
		}
		if q.MatchWithout(query.FacetStatus, d) {
			status[string(d.Event.Status)]++
		}
		if q.MatchWithout(query.FacetServiceType, d) {
			via[string(d.Event.ServiceType)]++
		}
		if !q.Match(d) {
			continue
		}
		page.Total++
		if i := page.Histogram.Index(d.Event.Time); i >= 0 {
			page.Histogram.Buckets[i].Count++
			if d.Event.Status == audit.Failure {
				page.Histogram.Buckets[i].Failures++
			}
		}
		if q.Cursor.Passed(d.Event.ID) {
			hits = append(hits, *d.Event)
		}
	}
	if q.Want&query.WantFacets != 0 {
		page.Facets = query.Facets{Task: query.SortFacet(task), Status: query.SortFacet(status), ServiceType: query.SortFacet(via)}
	}
	if q.Want&query.WantTotal == 0 {
		page.Total = 0
	}
	if q.Want&query.WantEvents != 0 && q.Limit > 0 {
		sortEvents(hits, q.Order)
		if len(hits) > q.Limit {
			hits = slices.Clone(hits[:q.Limit])
			page.Next = &query.Cursor{ID: hits[q.Limit-1].ID, Order: q.Order}
		}
		page.Events = hits
	}
	return page, nil
}

func sortEvents(events []audit.Event, order query.Order) {
	slices.SortFunc(events, func(a, b audit.Event) int {
		if order == query.Oldest {
			return strings.Compare(string(a.ID), string(b.ID))
		}
		return strings.Compare(string(b.ID), string(a.ID))
	})
}

// span is the first and last day that holds events.
func (s *Store) span() (first, last audit.Day) {
	for _, d := range s.docs {
		day := audit.DayOf(d.Event.Time)
		if first == "" || day < first {
			first = day
		}
		last = max(last, day)
	}
	return first, last
}

// Scan yields every match in the order asked for, as of the call. It stops with
// yield's error.
func (s *Store) Scan(ctx context.Context, q query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
	s.mu.RLock()
	var hits []audit.Event
	for _, d := range s.docs {
		if q.Match(d) && q.Cursor.Passed(d.Event.ID) {
			hits = append(hits, *d.Event)
		}
	}
	s.mu.RUnlock()
	sortEvents(hits, q.Order)
	for _, e := range hits {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := yield(e); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// Suggest gives the values of a field and their counts; see query.Suggest.
func (s *Store) Suggest(ctx context.Context, q query.Suggest) (query.Suggestions, error) {
	if !q.Field.IsParty() {
		search := q.Search
		search.Want = query.WantFacets
		page, err := s.Search(ctx, search)
		return q.Of(page.Facets), err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	spellings, matching := map[string]*query.Spellings{}, map[string]bool{}
	beginning := q.Beginning()
	for i, d := range s.docs {
		if i%1024 == 0 && ctx.Err() != nil {
			return query.Suggestions{}, ctx.Err()
		}
		key, name, email := d.UserKey(), d.Event.User.Name, d.Event.User.Email
		if q.Field == query.FieldTarget {
			key, name, email = d.TargetKey(), d.Event.Target.Name, d.Event.Target.Email
		}
		if key == "" || !q.Search.MatchWithout(q.Facet(), d) {
			continue
		}
		if spellings[key] == nil {
			spellings[key] = &query.Spellings{}
		}
		spellings[key].Add(name, email, 1)
		matching[key] = matching[key] || query.Match(beginning, d)
	}
	var list []query.Suggestion
	for key := range matching {
		if matching[key] {
			list = append(list, spellings[key].Suggestion())
		}
	}
	return q.First(list), nil
}

// Event gives the event with this id, or an *audit.Error of kind NotFound.
func (s *Store) Event(_ context.Context, id audit.EventID) (audit.Event, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if d, ok := s.byID[id]; ok {
		return *d.Event, nil
	}
	return audit.Event{}, &audit.Error{Kind: audit.NotFound, Code: "not_found", Field: "id", Message: fmt.Sprintf("No event has the id %s.", id)}
}

// After gives at most limit events stored after seq, in the order of seq.
func (s *Store) After(_ context.Context, seq uint64, limit int) ([]audit.Event, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	i := sort.Search(len(s.docs), func(i int) bool { return s.docs[i].Event.Seq > seq })
	var out []audit.Event
	for ; i < len(s.docs) && len(out) < limit; i++ {
		out = append(out, *s.docs[i].Event)
	}
	return out, nil
}

// LastSeq is the highest number given so far.
func (s *Store) LastSeq() uint64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.seq
}

// Stats says what each day holds.
func (s *Store) Stats(context.Context) (audit.Stats, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	counts := map[audit.Day]int{}
	for _, d := range s.docs {
		counts[audit.DayOf(d.Event.Time)]++
	}
	out := audit.Stats{LastSeq: s.seq}
	for day, n := range counts {
		out.Days = append(out.Days, audit.DayStats{Day: day, Events: n, State: audit.DayOpen})
	}
	slices.SortFunc(out.Days, func(a, b audit.DayStats) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return out, nil
}

// Drop forgets a day; one that is not there is no error.
func (s *Store) Drop(_ context.Context, day audit.Day) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.docs = slices.DeleteFunc(s.docs, func(d *query.Doc) bool {
		gone := audit.DayOf(d.Event.Time) == day
		if gone {
			delete(s.byID, d.Event.ID)
		}
		return gone
	})
	return nil
}

// Close does nothing: there is nothing to keep.
func (s *Store) Close() error { return nil }
