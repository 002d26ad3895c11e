package peer

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	bq "github.com/blevesearch/bleve/v2/search/query"

	"whodid/audit/query"
)

// facetNames are Bleve's fields of the facets, and how many values are asked for:
// more than there are.
var facetNames = map[query.Facet]string{query.FacetTask: "task", query.FacetStatus: "status", query.FacetServiceType: "service_type"}

const facetSize = 100

// Screen asks one search request for rows, facets and the buckets of the
// histogram as date ranges. A facet in which something is selected costs a second
// one, and so does a page that is not the first.
func (t *textbook) Screen(ctx context.Context, q query.Search) (Screen, error) {
	var out Screen
	first, last := t.span()
	if first == "" {
		return out, nil
	}
	asked, err := question(q)
	if err != nil {
		return out, err
	}
	if out.Histogram, err = layout(q, first, last); err != nil {
		return out, err
	}
	req := newestFirst(asked, q)
	if at := older(q); !at.IsZero() {
		page := newestFirst(bleve.NewConjunctionQuery(asked, within(query.Period{To: at})), q)
		res, err := t.alias.SearchInContext(ctx, page)
		if err != nil {
			return out, err
		}
		out.Rows, req.Size = len(res.Hits), 0
	}
	for _, name := range facetNames {
		req.AddFacet(name, bleve.NewFacetRequest(name, facetSize))
	}
	req.AddFacet("time", buckets(out.Histogram))
	res, err := t.alias.SearchInContext(ctx, req)
	if err != nil {
		return out, err
	}
	out.Total, out.Rows = int(res.Total), out.Rows+len(res.Hits)
	for f, name := range facetNames {
		setFacet(&out.Facets, f, counted(res.Facets[name]))
	}
	for _, r := range res.Facets["time"].DateRanges {
		i, err := strconv.Atoi(r.Name)
		if err != nil {
			return out, err
		}
		out.Histogram.Buckets[i].Count = r.Count
	}
	for _, f := range selections(q) {
		if err := t.facet(ctx, without(q, f), f, &out.Facets); err != nil {
			return out, err
		}
	}
	return out, nil
}

func newestFirst(asked bq.Query, q query.Search) *bleve.SearchRequest {
	req := bleve.NewSearchRequestOptions(asked, q.Limit, 0, false)
	req.Fields = []string{"*"}
	req.SortBy([]string{"-time", "-_id"})
	return req
}

func buckets(h query.Histogram) *bleve.FacetRequest {
	f := bleve.NewFacetRequest("time", len(h.Buckets))
	for i, b := range h.Buckets {
		end := b.Start.AddDate(1, 0, 0)
		if i < len(h.Buckets)-1 {
			end = h.Buckets[i+1].Start
		}
		f.AddDateTimeRange(strconv.Itoa(i), b.Start, end)
	}
	return f
}

func (t *textbook) facet(ctx context.Context, q query.Search, f query.Facet, into *query.Facets) error {
	asked, err := question(q)
	if err != nil {
		return err
	}
	req := bleve.NewSearchRequestOptions(asked, 0, 0, false)
	req.AddFacet(facetNames[f], bleve.NewFacetRequest(facetNames[f], facetSize))
	res, err := t.alias.SearchInContext(ctx, req)
	if err != nil {
		return err
	}
	setFacet(into, f, counted(res.Facets[facetNames[f]]))
	return nil
}

func counted(f *search.FacetResult) map[string]int {
	out := map[string]int{}
	if f == nil || f.Terms == nil {
		return out
	}
	for _, term := range f.Terms.Terms() {
		out[term.Term] = term.Count
	}
	return out
}

// question gives a search in Bleve's own query types.
func question(s query.Search) (bq.Query, error) {
	all := []bq.Query{}
	if s.Tree != nil {
		tree, err := textbookTree(s.Tree)
		if err != nil {
			return nil, err
		}
		all = append(all, tree)
	}
	if !s.Period.From.IsZero() || !s.Period.To.IsZero() {
		all = append(all, within(s.Period))
	}
	all = append(all, anyTerm("task", s.Filters.Task)...)
	all = append(all, noTerm("task", s.Filters.NotTask)...)
	all = append(all, anyTerm("status", s.Filters.Status)...)
	all = append(all, noTerm("status", s.Filters.NotStatus)...)
	all = append(all, anyTerm("service_type", s.Filters.ServiceType)...)
	all = append(all, noTerm("service_type", s.Filters.NotServiceType)...)
	if partyFilters(&s.Filters) || !s.Seqs.Open() {
		return nil, fmt.Errorf("filters of user, target and seq: %w", ErrUntranslatable)
	}
	if len(all) == 0 {
		return bleve.NewMatchAllQuery(), nil
	}
	return bleve.NewConjunctionQuery(all...), nil
}

func anyTerm[T ~string](field string, values []T) []bq.Query {
	if len(values) == 0 {
		return nil
	}
	terms := make([]bq.Query, len(values))
	for i, v := range values {
		terms[i] = term(field, string(v))
	}
	return []bq.Query{bleve.NewDisjunctionQuery(terms...)}
}

func noTerm[T ~string](field string, values []T) (list []bq.Query) {
	for _, q := range anyTerm(field, values) {
		list = append(list, butNot(q))
	}
	return list
}

func butNot(what bq.Query) bq.Query {
	q := bleve.NewBooleanQuery()
	q.AddMust(bleve.NewMatchAllQuery())
	q.AddMustNot(what)
	return q
}

func term(field, value string) bq.Query {
	q := bleve.NewTermQuery(value)
	q.SetField(field)
	return q
}

func within(p query.Period) bq.Query {
	yes, no := true, false
	from, to := p.From, p.To
	if from.IsZero() {
		from = time.Unix(0, 0)
	}
	if to.IsZero() {
		to = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	q := bleve.NewDateRangeInclusiveQuery(from, to, &yes, &no)
	q.SetField("time")
	return q
}

func textbookTree(n query.Node) (bq.Query, error) {
	switch n := n.(type) {
	case query.Everything:
		return bleve.NewMatchAllQuery(), nil
	case query.And:
		list, err := textbookTrees(n)
		return bleve.NewConjunctionQuery(list...), err
	case query.Or:
		list, err := textbookTrees(n)
		return bleve.NewDisjunctionQuery(list...), err
	case query.Not:
		inner, err := textbookTree(n.Node)
		if err != nil {
			return nil, err
		}
		return butNot(inner), nil
	case query.Words:
		return textbookWords(n)
	case query.Address:
		return phrase(string(n.Field)+".email", n.Email), nil
	case query.Value:
		return term(string(n.Field), n.Code), nil
	case query.Time:
		return within(n.Period), nil
	}
	return nil, fmt.Errorf("%s: %w", n, ErrUntranslatable)
}

func textbookTrees(nodes []query.Node) ([]bq.Query, error) {
	out := make([]bq.Query, len(nodes))
	for i, n := range nodes {
		var err error
		if out[i], err = textbookTree(n); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// textbookFields are where the words of a field are looked for; "" is Bleve's
// field of all text.
var textbookFields = map[query.Field][]string{
	query.FieldAny: {""}, query.FieldUser: {"user.name", "user.email"}, query.FieldTarget: {"target.name", "target.email"},
	query.FieldTask: {"labels"}, query.FieldStatus: {"labels"}, query.FieldServiceType: {"labels"},
}

// textbookWords gives a phrase or a wildcard. The standard analyzer makes one
// token of kim.minsu and drops some short words, so that words within an address
// are not found.
func textbookWords(n query.Words) (bq.Query, error) {
	var list []bq.Query
	for _, field := range textbookFields[n.Field] {
		if len(n.Parts) == 1 && n.Parts[0].Pattern {
			list = append(list, pattern(field, n.Parts[0].Text))
			continue
		}
		texts := make([]string, len(n.Parts))
		for i, p := range n.Parts {
			if p.Pattern {
				return nil, fmt.Errorf("a pattern in a phrase: %w", ErrUntranslatable)
			}
			texts[i] = p.Text
		}
		list = append(list, phrase(field, strings.Join(texts, " ")))
	}
	return bleve.NewDisjunctionQuery(list...), nil
}

func pattern(field, text string) bq.Query {
	if start, found := strings.CutSuffix(text, "*"); found && start != "" && !strings.Contains(start, "*") {
		q := bleve.NewPrefixQuery(start)
		q.SetField(field)
		return q
	}
	q := bleve.NewWildcardQuery(text)
	q.SetField(field)
	return q
}

func phrase(field, text string) bq.Query {
	q := bleve.NewMatchPhraseQuery(text)
	q.SetField(field)
	return q
}
