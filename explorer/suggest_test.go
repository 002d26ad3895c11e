package explorer

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/store/memstore"
)

func suggesting(out query.Suggestions, asked *query.Suggest) fake {
	return fake{suggest: func(_ context.Context, s query.Suggest) (query.Suggestions, error) {
		*asked = s
		return out, nil
	}}
}

func TestSuggestAnswer(t *testing.T) {
	people := query.Suggestions{More: true, Values: []query.Suggestion{
		{Value: "minjun.kim@acme.example", Name: "Kim Minjun", Email: "minjun.kim@acme.example", Count: 1259},
		{Value: "<b>Kim</b>", Name: "<b>Kim</b>", Count: 12},
		{Value: "bot@acme.example", Email: "bot@acme.example", Count: 12},
	}}
	for _, tt := range []struct {
		file, params string
		found        query.Suggestions
	}{
		{"suggest.json", "field=user&prefix=ki&limit=3", people},
		{"suggest-task.json", "field=task", query.Suggestions{
			Values: []query.Suggestion{{Value: "edit_group", Count: 7}, {Value: "", Count: 1}}, Missing: []audit.Day{"2026-11-20"}}},
		{"suggest-none.json", "field=target&prefix=nobody", query.Suggestions{}},
	} {
		t.Run(tt.file, func(t *testing.T) {
			w := newRig(t, suggesting(tt.found, new(query.Suggest))).get("/api/v1/suggest?" + tt.params)
			if w.Code != http.StatusOK {
				t.Fatalf("status %d\n%s", w.Code, w.Body)
			}
			golden(t, tt.file, w.Body.Bytes())
		})
	}
}

func TestSuggestParameters(t *testing.T) {
	var got query.Suggest
	r := newRig(t, suggesting(query.Suggestions{}, &got))
	get := func(params string) {
		t.Helper()
		if w := r.get("/api/v1/suggest?" + params); w.Code != http.StatusOK {
			t.Fatalf("status %d\n%s", w.Code, w.Body)
		}
	}
	get("field=service_type&prefix=&limit=")
	if diff := cmp.Diff(query.Suggest{Field: query.FieldServiceType, Limit: 10}, got, cmpopts.IgnoreFields(query.Search{}, "Zone"), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	get("field=user&prefix=kim+m&limit=100&q=group&from=2026-11-22&to=2026-11-22&tz=UTC&status=Failure&not_target=x")
	s := got.Search
	if got.Field != query.FieldUser || got.Prefix != "kim m" || got.Limit != 100 || s.Tree == nil || s.Period.From.Format("02T15") != "22T00" || s.Period.To.Format("02T15") != "23T00" ||
		!cmp.Equal(s.Filters, query.Filters{Status: []audit.Status{"failure"}, NotTarget: []string{"x"}}, cmpopts.EquateEmpty()) {
		t.Errorf("asked %+v", got)
	}
	for params, field := range map[string]string{
		"": "field", "field=id": "field", "field=user&field=task": "field", "field=user&limit=0": "limit", "field=user&limit=101": "limit", "field=user&limit=x": "limit",
		"field=user&from=x": "from", "field=user&prefix=a&prefix=b": "prefix", "field=user&prefix=" + strings.Repeat("x", 4097): "prefix",
		"field=user&prefix=" + url.QueryEscape(strings.Repeat("a ", 65)): "prefix",
	} {
		wantError(t, r.get("/api/v1/suggest?"+params), http.StatusBadRequest, "invalid_query", field)
	}
	// The sentence names a number that is taken.
	if w := r.get("/api/v1/suggest?field=user&limit=101"); !strings.Contains(w.Body.String(), "from 1 to 100") {
		t.Errorf("answer %s", w.Body)
	}
}

// What is suggested is what the filter takes: choosing a value gives the total that
// its count told.
func TestSuggestedValuesCanBeChosen(t *testing.T) {
	store := &memstore.Store{}
	other := edited
	other.ID, other.User = formula.ID[:25]+"0", audit.Person{Name: "Minjun", Email: "Minjun.KIM@acme.example"}
	nameless := bare
	nameless.ID, nameless.User = bare.ID[:25]+"0", audit.Person{Name: "Minjun"}
	if _, err := store.Append(t.Context(), []audit.Event{edited, formula, bare, other, nameless}); err != nil {
		t.Fatal(err)
	}
	r := newRig(t, fake{suggest: store.Suggest, search: store.Search})
	ask := func(target string, answer any) {
		t.Helper()
		w := r.get(target)
		if err := json.Unmarshal(w.Body.Bytes(), answer); err != nil {
			t.Fatalf("%v\n%s", err, w.Body)
		}
	}
	offered := 0
	for name := range suggestedFields {
		for _, prefix := range []string{"", "m", "e", "그", "실패"} {
			var found struct{ Values []wireSuggestion }
			ask("/api/v1/suggest?not_task=x&"+name+"=nobody&not_"+name+"=x&field="+name+"&prefix="+url.QueryEscape(prefix), &found)
			for _, v := range found.Values {
				offered++
				var page struct{ Total struct{ Value int } }
				if ask("/api/v1/search?"+name+"="+url.QueryEscape(v.Value), &page); page.Total.Value != v.Count {
					t.Errorf("%s=%q: total %d, the suggestion says %d", name, v.Value, page.Total.Value, v.Count)
				}
			}
		}
	}
	if offered < 10 {
		t.Errorf("%d values are offered", offered)
	}
}
