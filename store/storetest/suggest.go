package storetest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"whodid/audit/query"
)

var suggested = []query.Field{query.FieldUser, query.FieldTarget, query.FieldTask, query.FieldStatus, query.FieldServiceType}

// beginnings of values; some are of nobody, some of the second word or of two.
var beginnings = []string{
	"k", "ki", "KIM", "kim", "kim m", "min ki", "m", "minjun.kim@ac", "sato_h", "yuna+l", "민", "민준", "김", "나다라마", "藤", "さく", "々", "ｷ", "キ", "gar jos", "o'b", "제3", "3", "12", "s s",
	"sales seoul", "muller", "ang", "हि", "acme", "example", "no-a", "nobody", "edit", "gr", "그룹", "グル", "succ", "성공", "fail", "실", "pend", "web", "모바", "app", "arch", "@", "-", "k*", "a b c",
}

// generateSuggest asks for values within a search: users and targets more often,
// where there is more to go wrong.
func generateSuggest(r *rand.Rand, s query.Search) query.Suggest {
	if r.IntN(4) == 0 { // everything, perhaps narrowed
		s.Tree, s.Seqs = nil, query.SeqRange{}
		if r.IntN(2) == 0 {
			s.Filters, s.Period = query.Filters{}, query.Period{}
		}
	}
	out := query.Suggest{Search: s, Field: pick(r, suggested[:2]), Limit: 1 + r.IntN(12)}
	if r.IntN(4) == 0 {
		out.Field = pick(r, suggested)
	}
	if r.IntN(3) > 0 {
		out.Prefix = pick(r, beginnings)
	}
	return out
}

func (d *differ) compareSuggestions(s query.Search, q string) {
	d.t.Helper()
	ask := generateSuggest(d.r, s)
	want, err := d.oracle.Suggest(d.t.Context(), ask)
	if err != nil {
		d.t.Fatal(err)
	}
	got, err := d.store.Suggest(d.t.Context(), ask)
	if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
		d.t.Fatalf("seed %d: %s like %q, limit %d, of %q, %+v: %v (-oracle +store):\n%s", d.seed, ask.Field, ask.Prefix, ask.Limit, q, s, err, diff)
	}
}

// suggest runs a step of a scenario.
func (sc *scenario) suggest(params string, body []string) error {
	search, err := ParseSearch(params)
	if err != nil {
		return err
	}
	ask := query.Suggest{Search: search, Limit: 10}
	for p := range strings.SplitSeq(params, "&") {
		switch name, v, _ := strings.Cut(p, "="); name {
		case "field":
			ask.Field = query.Field(v)
		case "prefix":
			ask.Prefix = v
		case "limit":
			if ask.Limit, err = strconv.Atoi(v); err != nil {
				return err
			}
		}
	}
	found, err := sc.store.Suggest(sc.t.Context(), ask)
	if err != nil {
		return err
	}
	for _, line := range body {
		what, want, _ := strings.Cut(line, " ")
		if got := told(found, what); got != want {
			return fmt.Errorf("%s is %q, want %q", what, got, want)
		}
	}
	return nil
}

// told prints a part of suggestions as a scenario writes it.
func told(s query.Suggestions, what string) string {
	var values, names []string
	for _, v := range s.Values {
		values = append(values, fmt.Sprintf("%s=%d", dash(v.Value), v.Count))
		names = append(names, cmp.Or(v.Name, "-"))
	}
	switch what {
	case "values":
		return dash(strings.Join(values, " "))
	case "names":
		return dash(strings.Join(names, ", "))
	case "more":
		return strconv.FormatBool(s.More)
	}
	return "unknown expectation"
}
