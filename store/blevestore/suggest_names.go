package blevestore

import (
	"context"
	"slices"

	"whodid/audit/query"
)

// namedShare is the share of the users or targets that are summed at once, one in so many, that
// are read by name at once: with their texts they are larger. It is many only where
// many have equally few events.
const namedShare = 16

// first gives the first values of a table, and one more.
func (g *suggester) first(ctx context.Context, table *identityTable) (list []query.Suggestion, bad []*dayError) {
	for k := g.q.Limit + 1; ; k *= 2 {
		largest, all := table.largest(k)
		list, sure, bad := g.among(ctx, table, largest, all)
		if sure || len(bad) > 0 || ctx.Err() != nil {
			return list, bad
		}
	}
}

// among gives the first values of the largest of a table, or of all. sure tells that
// no other comes before them: what is not looked at has fewer events than each of the
// largest, but one of these may have turned out to be two, which have fewer each, or not
// to match after all.
func (g *suggester) among(ctx context.Context, table *identityTable, largest []identity, all bool) (list []query.Suggestion, sure bool, bad []*dayError) {
	for chunk := range slices.Chunk(largest, max(1, g.most/namedShare)) {
		some, bad := g.named(ctx, chunk)
		if len(bad) > 0 || ctx.Err() != nil {
			return nil, false, bad
		}
		list = g.cut(append(list, some...))
	}
	return list, all || len(list) > g.q.Limit && list[g.q.Limit].Count >= int(table.least(largest)), nil
}

// written is how one identity is written, and how often: mostly in one way.
type written []spelling

type spelling struct {
	name, email string
	n           int
}

func (w *written) add(name, email string, n int) {
	for i := range *w {
		if s := &(*w)[i]; s.name == name && s.email == email {
			s.n += n
			return
		}
	}
	*w = append(*w, spelling{name, email, n})
}

// addTexts is add for texts that need not be copied where they are known.
func (w *written) addTexts(t *texts, n int) {
	for i := range *w {
		if s := &(*w)[i]; s.name == string(t.name) && len(s.email) == len(t.local)+len(t.domain) && s.email[:len(t.local)] == string(t.local) && s.email[len(t.local):] == t.domain {
			s.n += n
			return
		}
	}
	*w = append(*w, spelling{string(t.name), string(t.local) + t.domain, n})
}

// named reads the names of identities, and gives those that match.
func (g *suggester) named(ctx context.Context, list []identity) (out []query.Suggestion, bad []*dayError) {
	set := newIdentitySet(list)
	found := make([][]written, g.x.workers())
	for w := range found {
		found[w] = make([]written, len(list))
	}
	bad = g.x.eachView(ctx, func(w, i int) error {
		for _, c := range g.chosen[i] {
			if err := g.read(ctx, w, c, set, found[w]); err != nil {
				return err
			}
		}
		return nil
	})
	for at := range list {
		all := found[0][at]
		for _, by := range found[1:] {
			for _, s := range by[at] {
				all.add(s.name, s.email, s.n)
			}
		}
		out = g.resolve(out, all)
	}
	return out, bad
}

// read adds how a source writes the identities of a set.
func (g *suggester) read(ctx context.Context, worker int, c *chosen, set *identitySet, found []written) error {
	counts, ids, err := g.count(ctx, worker, c)
	if err != nil {
		return err
	}
	if err := c.load(sectionTexts, sectionArena); err != nil {
		return err
	}
	first, _ := c.side(g.target)
	for n, count := range counts {
		if count == 0 {
			continue
		}
		at, ok := set.index(ids[n])
		switch {
		case !ok:
		case c.tail != nil:
			p := &c.tail.parties[n]
			found[at].add(p.name, p.email, int(count))
		default:
			t, err := c.part.texts(first + uint32(n))
			if err != nil {
				return err
			}
			found[at].addTexts(&t, int(count))
		}
	}
	return nil
}

// resolve adds the values of one identity that match: one or none, or those of several
// keys with the same hash.
func (g *suggester) resolve(list []query.Suggestion, all written) []query.Suggestion {
	if len(all) == 1 { // as nearly all have; there may be a million
		return g.add(list, all)
	}
	byKey := make(map[string]written)
	for _, s := range all {
		key := query.KeyOf(s.name, s.email)
		byKey[key] = append(byKey[key], s)
	}
	for _, one := range byKey {
		list = g.add(list, one)
	}
	return list
}

// add adds the value that is written in these ways, if it matches in one of them.
func (g *suggester) add(list []query.Suggestion, one written) []query.Suggestion {
	if !slices.ContainsFunc(one, g.matches) {
		return list
	}
	var all query.Spellings
	for _, s := range one {
		all.Add(s.name, s.email, s.n)
	}
	return append(list, all.Suggestion())
}

func (g *suggester) matches(s spelling) bool {
	p := party{target: g.target, name: s.name, email: s.email}
	return g.prefix == nil || query.Match(g.prefix, p.doc())
}
