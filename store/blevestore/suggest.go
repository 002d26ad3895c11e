package blevestore

import (
	"context"
	"slices"

	"whodid/audit/query"
)

// Suggest gives the values of a field and their counts; see query.Suggest. Days that
// can't be read are named. Errors: *audit.Error of kind Unavailable after Close;
// ctx.Err().
func (s *Store) Suggest(ctx context.Context, q query.Suggest) (query.Suggestions, error) {
	search := q.Search
	if !q.Field.IsParty() {
		search.Want = query.WantFacets
		page, err := s.Search(ctx, search)
		out := q.Of(page.Facets)
		out.Missing = page.Missing
		return out, err
	}
	if q.Field == query.FieldUser {
		search.Filters.User, search.Filters.NotUser = nil, nil
	} else {
		search.Filters.Target, search.Filters.NotTarget = nil, nil
	}
	x, err := s.snapshot(&search)
	if err != nil {
		return query.Suggestions{}, err
	}
	defer x.release()
	var list []query.Suggestion
	missing, err := s.readable(x, func() (bad []*dayError, err error) {
		g := newSuggester(s, &q, x)
		defer g.give()
		list, bad = g.suggest(ctx)
		return bad, ctx.Err()
	})
	if err != nil {
		return query.Suggestions{}, err
	}
	out := q.First(list)
	out.Missing = missing
	return out, nil
}

// suggester counts the events of a search by user or target. It sums by identity, on
// all cores, and then reads the names of the largest. See identityTable for what
// bounds its memory.
type suggester struct {
	q         *query.Suggest
	x         *snapshot
	t         timeline
	ids       *identities
	most      int // identities that a worker sums at once
	target    bool
	prefix    query.Node
	beginning []*partyLeaf // of prefix; each must match
	chosen    [][]*chosen  // by view; what was found is asked more than once
	scratch   []scratch    // by worker
}

type scratch struct {
	counts []uint32
	ids    []identity
}

func newSuggester(s *Store, q *query.Suggest, x *snapshot) *suggester {
	g := &suggester{
		q: q, x: x, t: newTimeline(&q.Search, &query.Histogram{}), ids: s.identities, most: s.mostIdentities, target: q.Field == query.FieldTarget, prefix: q.Beginning(),
		chosen: make([][]*chosen, len(x.views)), scratch: make([]scratch, x.workers()),
	}
	switch n := g.prefix.(type) {
	case query.Words:
		g.beginning = []*partyLeaf{newWordsLeaf(n)}
	case query.And:
		for _, w := range n {
			g.beginning = append(g.beginning, newWordsLeaf(w.(query.Words)))
		}
	}
	return g
}

// maxIdentities is how many users or targets a worker sums at once, at 32 bytes each
// or less.
const maxIdentities = 1 << 20

func (g *suggester) give() {
	for _, list := range g.chosen {
		for _, c := range list {
			c.give()
		}
	}
}

// suggest gives the first values, and one more where there are more.
func (g *suggester) suggest(ctx context.Context) (list []query.Suggestion, bad []*dayError) {
	if bad = g.choose(ctx); len(bad) > 0 {
		return nil, bad
	}
	for from := identity(1); ctx.Err() == nil; {
		table, some, bad := g.firstFrom(ctx, from)
		if len(bad) > 0 {
			return nil, bad
		}
		list = g.cut(append(list, some...))
		if table.last == maxIdentity {
			break
		}
		from = table.last + 1
	}
	return list, nil
}

// choose finds the events of all days.
func (g *suggester) choose(ctx context.Context) (bad []*dayError) {
	return g.x.eachView(ctx, func(_, i int) error {
		for _, s := range g.x.views[i].sources() {
			c, err := g.x.choose(ctx, &g.t, s)
			if c != nil {
				g.chosen[i] = append(g.chosen[i], c)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// firstFrom gives the first values of identities from one on, and one more, as far as
// the table that it gives has room.
//
// Of words that many match, as a few typed letters are, some of the largest of all have
// one: these are looked at one by one. Only where that is not enough words are looked up.
func (g *suggester) firstFrom(ctx context.Context, from identity) (table *identityTable, list []query.Suggestion, bad []*dayError) {
	if table, bad = g.sum(ctx, from); len(bad) > 0 {
		return table, nil, bad
	}
	if g.prefix != nil {
		if largest, all := table.largest(max(lookedAt, g.q.Limit+1)); len(largest) <= mostLookedAt {
			list, sure, bad := g.among(ctx, table, largest, all)
			if sure || len(bad) > 0 {
				return table, list, bad
			}
		}
		if bad = g.lookUp(ctx, table); len(bad) > 0 {
			return table, nil, bad
		}
	}
	list, bad = g.first(ctx, table)
	return table, list, bad
}

// lookedAt is how many of the largest users or targets are looked at one by one, and
// mostLookedAt how many with those that have as few events as the last of them: where
// that is nearly everybody, as in a log in which nobody comes twice, words are quicker.
const (
	lookedAt     = 512
	mostLookedAt = 4 * lookedAt
)

// cut leaves the first values, and one more.
func (g *suggester) cut(list []query.Suggestion) []query.Suggestion {
	slices.SortFunc(list, query.CompareSuggestions)
	return list[:min(len(list), g.q.Limit+1)]
}

// sum counts the events by identity, from one on, as far as there is room.
func (g *suggester) sum(ctx context.Context, from identity) (*identityTable, []*dayError) {
	return g.eachCount(ctx, from, func(table *identityTable, _ *chosen, counts []uint32, ids []identity) error {
		for n, count := range counts {
			if count > 0 {
				table.add(ids[n], uint64(count))
			}
		}
		return nil
	})
}

// lookUp leaves in a table what has the words of the prefix.
func (g *suggester) lookUp(ctx context.Context, table *identityTable) []*dayError {
	with, bad := g.eachCount(ctx, table.from, func(with *identityTable, c *chosen, counts []uint32, ids []identity) error {
		matching, err := g.matching(ctx, c)
		if err != nil {
			return err
		}
		defer giveBits(matching)
		first, end := c.side(g.target)
		matching.each(first, end, func(n uint32) bool {
			if counts[n-first] > 0 {
				with.add(ids[n-first], 0)
			}
			return true
		})
		return nil
	})
	table.only(with)
	return bad
}

// eachCount fills a table, from an identity on, from the counts of every source.
func (g *suggester) eachCount(ctx context.Context, from identity, fill func(t *identityTable, c *chosen, counts []uint32, ids []identity) error) (*identityTable, []*dayError) {
	tables := make([]*identityTable, g.x.workers())
	for w := range tables {
		tables[w] = newIdentityTable(from, g.most)
	}
	bad := g.x.eachView(ctx, func(w, i int) error {
		for _, c := range g.chosen[i] {
			counts, ids, err := g.count(ctx, w, c)
			if err == nil {
				err = fill(tables[w], c, counts, ids)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	tables[0].merge(tables[1:])
	return tables[0], bad
}

// matching gives the parties of a source that match the prefix; give it back.
func (g *suggester) matching(ctx context.Context, c *chosen) (*bitset, error) {
	found := takeBits(c.partyCount())
	for i, leaf := range g.beginning {
		into := found
		if i > 0 {
			into = takeBits(c.partyCount())
		}
		any, err := c.partiesOf(ctx, leaf, *into)
		if i > 0 {
			found.and(*into)
			giveBits(into)
		}
		if err != nil {
			giveBits(found)
			return nil, err
		}
		if !any {
			clear(*found)
			break
		}
	}
	return found, nil
}

// count gives, of a source's parties of the side, how many of the events chosen each
// has, and who it is where that is any. Both are the worker's until its next call.
func (g *suggester) count(ctx context.Context, worker int, c *chosen) (counts []uint32, ids []identity, err error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	s := &g.scratch[worker]
	if s.counts, err = c.countsOf(g.target, s.counts); err != nil {
		return nil, nil, err
	}
	if c.part != nil {
		if ids, err = g.kept(c.part, s.counts); ids != nil || err != nil {
			return s.counts, ids, err
		}
		if err := c.load(sectionTexts, sectionArena); err != nil {
			return nil, nil, err
		}
	}
	s.ids = slices.Grow(s.ids[:0], len(s.counts))[:len(s.counts)]
	first, _ := c.side(g.target)
	for n, count := range s.counts {
		if count == 0 {
			continue
		}
		if c.part == nil {
			s.ids[n] = g.ids.ofParty(&c.tail.parties[n])
		} else if s.ids[n], err = c.part.identity(g.ids, first+uint32(n)); err != nil {
			return nil, nil, err
		}
	}
	return s.counts, s.ids, nil
}
