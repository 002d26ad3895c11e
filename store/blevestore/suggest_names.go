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

// first gives the first values of those that a table counts, and one more.
func (g *suggester) first(ctx context.Context, table *identityTable) (list []query.Suggestion, bad []*dayError) {
	for k := g.q.Limit + 1; ; k *= 2 {
		largest, all := table.largest(k)
		list = nil
		for chunk := range slices.Chunk(largest, max(1, g.most/namedShare)) {
			some, bad := g.named(ctx, chunk)
			if len(bad) > 0 || ctx.Err() != nil {
				return nil, bad
			}
			list = g.cut(append(list, some...))
		}
		// What is not looked at has fewer events than each of the largest. One of them may
		// have turned out to be two, which have fewer each.
		if all || len(list) > g.q.Limit && list[g.q.Limit].Count >= int(table.least(largest)) {
			return list, nil
		}
	}
}

// written is how one identity is written, and how often.
type written map[spelling]int

type spelling struct{ name, email string }

// named reads the names of identities.
func (g *suggester) named(ctx context.Context, list []identity) (out []query.Suggestion, bad []*dayError) {
	set := newIdentitySet(list)
	found := make([]map[int]written, g.x.workers())
	for w := range found {
		found[w] = make(map[int]written)
	}
	bad = g.x.eachView(ctx, func(w, i int) error {
		for _, c := range g.chosen[i] {
			first, _ := c.side(g.target)
			if err := g.eachCounted(ctx, w, c, func(n uint32, id identity, count uint32) error {
				at, ok := set.index(id)
				if !ok {
					return nil
				}
				p, err := c.party(first + n)
				if found[w][at] == nil {
					found[w][at] = make(written)
				}
				found[w][at][spelling{p.name, p.email}] += int(count)
				return err
			}); err != nil {
				return err
			}
		}
		return nil
	})
	for at := range list {
		all := make(written)
		for _, by := range found {
			for text, n := range by[at] {
				all[text] += n
			}
		}
		out = append(out, g.resolve(all)...)
	}
	return out, bad
}

// resolve gives the values of one identity: one, or those that are wanted of several
// keys with the same hash.
func (g *suggester) resolve(all written) (list []query.Suggestion) {
	byKey, wanted := make(map[string]*query.Spellings), make(map[string]bool)
	for text, n := range all {
		key := query.KeyOf(text.name, text.email)
		if byKey[key] == nil {
			byKey[key] = &query.Spellings{}
		}
		byKey[key].Add(text.name, text.email, n)
		p := party{target: g.target, name: text.name, email: text.email}
		wanted[key] = wanted[key] || g.prefix == nil || query.Match(g.prefix, p.doc())
	}
	for key, s := range byKey {
		if wanted[key] {
			list = append(list, s.Suggestion())
		}
	}
	return list
}
