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

type scratch struct{ counts []uint32 }

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
	bad = g.x.eachView(ctx, func(_, i int) error {
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
	for from := identity(1); len(bad) == 0; {
		var table *identityTable
		if table, bad = g.sum(ctx, from); len(bad) > 0 || ctx.Err() != nil {
			break
		}
		var some []query.Suggestion
		if some, bad = g.first(ctx, table); len(bad) > 0 {
			break
		}
		list = g.cut(append(list, some...))
		if table.last == maxIdentity {
			break
		}
		from = table.last + 1
	}
	return list, bad
}

// cut leaves the first values, and one more.
func (g *suggester) cut(list []query.Suggestion) []query.Suggestion {
	slices.SortFunc(list, query.CompareSuggestions)
	return list[:min(len(list), g.q.Limit+1)]
}

// sum counts the events by identity, from one on, as far as there is room.
func (g *suggester) sum(ctx context.Context, from identity) (*identityTable, []*dayError) {
	tables := make([]*identityTable, g.x.workers())
	for w := range tables {
		tables[w] = newIdentityTable(from, g.most)
	}
	bad := g.x.eachView(ctx, func(w, i int) error {
		for _, c := range g.chosen[i] {
			if err := g.sumSource(ctx, w, c, tables[w]); err != nil {
				return err
			}
		}
		return nil
	})
	tables[0].merge(tables[1:])
	return tables[0], bad
}

func (g *suggester) sumSource(ctx context.Context, worker int, c *chosen, table *identityTable) error {
	first, _ := c.side(g.target)
	matching, err := g.matching(ctx, c)
	if err != nil {
		return err
	}
	defer giveBits(matching)
	return g.eachCounted(ctx, worker, c, func(n uint32, id identity, count uint32) error {
		table.add(id, uint64(count), g.prefix == nil || matching.has(first+n))
		return nil
	})
}

// matching gives the parties of a source that match the prefix, where there is one;
// give it back.
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

// eachCounted calls yield with every party of the side that has events of those
// chosen; n is its number, the side's first at 0.
func (g *suggester) eachCounted(ctx context.Context, worker int, c *chosen, yield func(n uint32, id identity, count uint32) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	counts, err := c.countsOf(g.target, g.scratch[worker].counts)
	if err != nil {
		return err
	}
	g.scratch[worker].counts = counts
	first, _ := c.side(g.target)
	identityOf, err := g.identitiesOf(c, counts)
	if err != nil {
		return err
	}
	for n, count := range counts {
		if count == 0 {
			continue
		}
		id, err := identityOf(first + uint32(n))
		if err == nil {
			err = yield(uint32(n), id, count)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// fewParties is the share of parties, one in so many, up to which it costs less to look
// at them alone than to find out who all of them are.
const fewParties = 4

// identitiesOf tells who parties are.
func (g *suggester) identitiesOf(c *chosen, counts []uint32) (func(n uint32) (identity, error), error) {
	if c.tail != nil {
		return func(n uint32) (identity, error) { return g.ids.ofParty(&c.tail.parties[n]), nil }, nil
	}
	p := c.part
	counted := 0
	for _, n := range counts {
		if n > 0 {
			counted++
		}
	}
	if counted <= len(counts)/fewParties && p.kept[sideIndex(g.target)].Load() == nil {
		return func(n uint32) (identity, error) { return p.identity(g.ids, n) }, p.load(sectionTexts, sectionArena)
	}
	list, err := p.identitiesOf(g.ids, g.target)
	first, _ := p.side(g.target)
	return func(n uint32) (identity, error) { return list[n-first], nil }, err
}
