package explorer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"whodid/audit"
	"whodid/audit/query"
)

func fullPage() query.Page {
	seoul := time.FixedZone("", 9*3600)
	return query.Page{
		Total:  1371,
		Events: []audit.Event{edited, formula, bare},
		Next:   &query.Cursor{ID: bare.ID},
		Facets: query.Facets{
			Task:   []query.FacetCount{{Value: "edit_group", Count: 1259}, {Value: "", Count: 112}},
			Status: []query.FacetCount{{Value: "success", Count: 1259}, {Value: "failure", Count: 112}},
		},
		Histogram: query.Histogram{Interval: "1d", Buckets: []query.Bucket{
			{Start: time.Date(2026, 11, 22, 0, 0, 0, 0, seoul), Count: 1371, Failures: 112},
			{Start: time.Date(2026, 11, 23, 0, 0, 0, 0, seoul)},
		}},
	}
}

func answering(p query.Page, err error) fake {
	return fake{search: func(context.Context, query.Search) (query.Page, error) { return p, err }}
}

func TestSearchAnswer(t *testing.T) {
	missing := fullPage()
	missing.Missing = []audit.Day{"2026-11-20", "2026-11-21"}
	for _, tt := range []struct {
		name, target string
		page         query.Page
	}{
		{"search.json", `/api/v1/search?q=edit+group+by+kim&from=2026-11-22&to=2026-11-23`, fullPage()},
		{"search-notes.json", `/api/v1/search?q=` + url.QueryEscape(`"open quote user:`) + `&limit=0`, query.Page{}},
		{"search-read.json", `/api/v1/search?q=` + url.QueryEscape("edit group by kim failed yesterday via mobile app since 2026-11-01 & 그룹 조회") + `&limit=0`, query.Page{}},
		{"search-missing-days.json", `/api/v1/search?limit=3`, missing},
		{"search-rows.json", `/api/v1/search?include=events`, fullPage()},
		{"search-counts.json", `/api/v1/search?include=total,facets&include=histogram`, fullPage()},
		{"search-empty.json", `/api/v1/search`, query.Page{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newRig(t, answering(tt.page, nil)).get(tt.target)
			if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json; charset=utf-8" {
				t.Fatalf("status %d, %v\n%s", w.Code, w.Header(), w.Body)
			}
			golden(t, tt.name, w.Body.Bytes())
		})
	}
}

func TestSearchTookIsMeasured(t *testing.T) {
	at := noon
	r := newRig(t, answering(query.Page{}, nil), func(o *Options) {
		o.Now = func() time.Time { at = at.Add(1234567 * time.Nanosecond); return at }
	})
	if w := r.get("/api/v1/search?include=total"); !strings.Contains(w.Body.String(), `"took_ms":1.23`) {
		t.Errorf("got %s", w.Body)
	}
}

func TestSearchParameters(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return v.UTC()
	}
	words := func(s string) query.Node {
		q, err := query.Parse(s, query.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return q.Tree
	}
	for _, tt := range []struct {
		name, query string
		want        query.Search
	}{
		{"nothing", "", query.Search{}},
		{"empty values", "q=&from=&to=&tz=&user=&target=&sort=&limit=&cursor=&include=&interval=&after=&before=", query.Search{}},
		{"unknown names", "utm_source=mail&page=3", query.Search{}},
		{"words", "q=kim", query.Search{Tree: words("kim")}},
		{"dates in the default zone", "from=2026-11-01&to=2026-11-02",
			query.Search{Period: query.Period{From: at("2026-10-31T15:00:00Z"), To: at("2026-11-02T15:00:00Z")}}},
		{"one day", "from=2026-11-01&to=2026-11-01&tz=UTC",
			query.Search{Period: query.Period{From: at("2026-11-01T00:00:00Z"), To: at("2026-11-02T00:00:00Z")}}},
		{"instants", "from=2026-11-01T00:00:00.0001%2B09:00&to=2026-11-01T01:00:00Z",
			query.Search{Period: query.Period{From: at("2026-10-31T15:00:00.001Z"), To: at("2026-11-01T01:00:00Z")}}},
		{"relative", "from=now-24h&to=now",
			query.Search{Period: query.Period{From: at("2026-11-22T10:00:00Z"), To: at("2026-11-23T10:00:00Z")}}},
		{"the question narrows the period", "q=on:2026-11-22&from=2026-11-20&to=2026-11-22T09:00:00Z&tz=UTC",
			query.Search{Tree: words("on:2026-11-22"), Period: query.Period{From: at("2026-11-22T00:00:00Z"), To: at("2026-11-22T09:00:00Z")}}},
		{"filters", "task=edit_group&task=" + url.QueryEscape("구성원 초대") + "&task=pivot&status=Failure&service_type=PC+Web&user=a@b.c&user=Kim&target=x",
			query.Search{Filters: query.Filters{
				Task: []audit.Task{"edit_group", "invite_company_member", "pivot"}, Status: []audit.Status{"failure"},
				ServiceType: []audit.ServiceType{"pc_web"}, User: []string{"a@b.c", "Kim"}, Target: []string{"x"}}}},
		{"events without a value", "task=&task=edit_group&status=&service_type", query.Search{Filters: query.Filters{
			Task: []audit.Task{"", "edit_group"}, Status: []audit.Status{""}, ServiceType: []audit.ServiceType{""}}}},
		{"exclusions", "not_task=edit_group&not_task=" + url.QueryEscape("구성원 초대") + "&not_status=Failure&not_status=&not_service_type=PC+Web&not_user=a@b.c&not_user=&not_target=x",
			query.Search{Filters: query.Filters{
				NotTask: []audit.Task{"edit_group", "invite_company_member"}, NotStatus: []audit.Status{"failure", ""},
				NotServiceType: []audit.ServiceType{"pc_web"}, NotUser: []string{"a@b.c"}, NotTarget: []string{"x"}}}},
		{"oldest first", "sort=time&cursor=o01KAJ3T5Q1W8Z0R7M2C9X4V6BN", query.Search{Order: query.Oldest,
			Cursor: &query.Cursor{ID: "01KAJ3T5Q1W8Z0R7M2C9X4V6BN", Order: query.Oldest}}},
		{"newest first", "sort=-time&cursor=n01KAJ3T5Q1W8Z0R7M2C9X4V6BN", query.Search{
			Cursor: &query.Cursor{ID: "01KAJ3T5Q1W8Z0R7M2C9X4V6BN"}}},
		{"a later page of a moving period", "from=now-1h&to=now&q=" + url.QueryEscape("last 2 days") + "&cursor=n01KAJ3T5Q1W8Z0R7M2C9X4V6BN~1764000000000", query.Search{
			Tree: words("last 2 days"), Period: query.Period{From: at("2025-11-24T15:00:00Z"), To: at("2025-11-24T16:00:00Z")},
			Cursor: &query.Cursor{ID: "01KAJ3T5Q1W8Z0R7M2C9X4V6BN"}}},
		{"limits", "limit=1000&interval=15m", query.Search{Limit: 1000, Interval: "15m"}},
		{"interval auto", "interval=auto", query.Search{}},
		{"parts", "include=events,+total", query.Search{Want: query.WantEvents | query.WantTotal}},
		{"a tail's gap", "after=17&before=99", query.Search{Seqs: query.SeqRange{After: 17, Before: 99}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got query.Search
			r := newRig(t, fake{search: func(_ context.Context, s query.Search) (query.Page, error) { got = s; return query.Page{}, nil }})
			if w := r.get("/api/v1/search?" + tt.query); w.Code != http.StatusOK {
				t.Fatalf("status %d\n%s", w.Code, w.Body)
			}
			if tt.want.Limit == 0 {
				tt.want.Limit = 50
			}
			if tt.want.Want == 0 {
				tt.want.Want = query.WantAll
			}
			opts := cmp.Options{cmpopts.IgnoreFields(query.Search{}, "Zone", "Tree"), cmpopts.EquateEmpty()}
			if diff := cmp.Diff(tt.want, got, opts); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if (got.Tree == nil) != (tt.want.Tree == nil) {
				t.Errorf("tree %v, want %v", got.Tree, tt.want.Tree)
			}
		})
	}
}

// "The last hour" is the same hour on every page, however long its reader takes.
func TestPagesOfAMovingPeriod(t *testing.T) {
	now := noon
	var periods []query.Period
	r := newRig(t, fake{search: func(_ context.Context, s query.Search) (query.Page, error) {
		periods = append(periods, s.Period)
		return fullPage(), nil
	}}, func(o *Options) { o.Now = func() time.Time { return now } })
	target := "/api/v1/search?from=now-1h&to=now"
	for next := target; len(periods) < 3; now = now.Add(time.Minute) {
		var answer struct{ Cursor string }
		if err := json.Unmarshal(r.get(next).Body.Bytes(), &answer); err != nil {
			t.Fatal(err)
		}
		next = target + "&cursor=" + answer.Cursor
	}
	first := query.Period{From: noon.Add(-time.Hour), To: noon}
	if diff := cmp.Diff([]query.Period{first, first, first}, periods); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The facets offer the value "" for events that have none, but choosing it did
// nothing: "?task=" was ignored, and the count of the choice was not its total.
func TestFacetOfNoValueCanBeChosen(t *testing.T) {
	counting := fake{search: func(_ context.Context, s query.Search) (page query.Page, _ error) {
		var facets [3]map[string]int
		for i := range facets {
			facets[i] = make(map[string]int)
		}
		for _, e := range []audit.Event{edited, formula, bare, bare} {
			d := query.NewDoc(&e)
			if s.Match(d) {
				page.Total++
			}
			for i, f := range []query.Facet{query.FacetTask, query.FacetStatus, query.FacetServiceType} {
				if s.MatchWithout(f, d) {
					facets[i][[]string{string(e.Task), string(e.Status), string(e.ServiceType)}[i]]++
				}
			}
		}
		page.Facets = query.Facets{Task: query.SortFacet(facets[0]), Status: query.SortFacet(facets[1]), ServiceType: query.SortFacet(facets[2])}
		return page, nil
	}}
	r := newRig(t, counting)
	ask := func(target string) (answer struct {
		Total  struct{ Value int }
		Facets map[string][]struct {
			Value string
			Count int
		}
	}) {
		w := r.get(target)
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			t.Fatalf("%v\n%s", err, w.Body)
		}
		return answer
	}
	offered := 0
	for name, values := range ask("/api/v1/search").Facets {
		for _, v := range values {
			if v.Value == "" {
				offered++
			}
			if got := ask("/api/v1/search?" + name + "=" + v.Value).Total.Value; got != v.Count {
				t.Errorf("%s=%q: total %d, the facet says %d", name, v.Value, got, v.Count)
			}
		}
	}
	if offered != 3 {
		t.Errorf("the value \"\" is offered %d times, want by each facet", offered)
	}
}

func TestSearchZone(t *testing.T) {
	var got query.Search
	r := newRig(t, fake{search: func(_ context.Context, s query.Search) (query.Page, error) { got = s; return query.Page{}, nil }})
	for _, tt := range [][2]string{{"", "Asia/Seoul"}, {"America/New_York", "America/New_York"}, {"UTC", "UTC"}} {
		r.get("/api/v1/search?tz=" + tt[0])
		if got.Zone.String() != tt[1] {
			t.Errorf("tz=%s: zone %s, want %s", tt[0], got.Zone, tt[1])
		}
	}
}

func TestSearchRefuses(t *testing.T) {
	long := url.QueryEscape(strings.Repeat("가", 1366))
	for _, tt := range []struct{ name, query, field string }{
		{"sort", "sort=name", "sort"},
		{"interval", "interval=2h", "interval"},
		{"include", "include=events,rows", "include"},
		{"include empty word", "include=events,,total", "include"},
		{"limit word", "limit=all", "limit"},
		{"limit negative", "limit=-1", "limit"},
		{"limit over", "limit=1001", "limit"},
		{"limit huge", "limit=99999999999999999999", "limit"},
		{"cursor", "cursor=abc", "cursor"},
		{"cursor asked at no time", "cursor=n01KAJ3T5Q1W8Z0R7M2C9X4V6BN~", "cursor"},
		{"cursor asked after all time", "cursor=n01KAJ3T5Q1W8Z0R7M2C9X4V6BN~99999999999999", "cursor"},
		{"cursor asked before all time", "cursor=n01KAJ3T5Q1W8Z0R7M2C9X4V6BN~-1", "cursor"},
		{"cursor of the other order", "cursor=o01KAJ3T5Q1W8Z0R7M2C9X4V6BN", "cursor"},
		{"cursor of the other order, oldest", "sort=time&cursor=n01KAJ3T5Q1W8Z0R7M2C9X4V6BN", "cursor"},
		{"zone", "tz=Asia/Soul", "tz"},
		{"zone of the server", "tz=Local", "tz"},
		{"zone outside", "tz=../../etc/passwd", "tz"},
		{"from", "from=last+week", "from"},
		{"to", "to=2026-02-30", "to"},
		{"period backwards", "from=2026-11-02&to=2026-11-01", "from"},
		{"period without length", "from=2026-11-02T00:00:00Z&to=2026-11-02T00:00:00Z", "from"},
		{"after", "after=-3", "after"},
		{"before", "before=x", "before"},
		{"before the first", "before=0", "before"},
		{"twice", "limit=1&limit=2", "limit"},
		{"question too long", "q=" + long, "q"},
		{"too many terms", "q=" + strings.Repeat("a+", 65), "q"},
		// Where one of many parameters was badly encoded, the answer named none.
		{"not encoded", "q=%zz", "q"},
		{"not encoded, the second", "sort=time&task=100%", "task"},
		{"semicolon", "limit=3&q=a;b", "q"},
		{"encoded name", "service%5Ftype=%", "service_type"},
		{"name not encoded", "%zz=1", ""},
		{"semicolon in the name", "a;b=1", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wantError(t, newRig(t, fake{}).get("/api/v1/search?"+tt.query), http.StatusBadRequest, "invalid_query", tt.field)
		})
	}
}

func TestSearchThatFails(t *testing.T) {
	for _, tt := range []struct {
		name   string
		err    error
		status int
		code   string
	}{
		{"too many buckets", audit.NewInvalid("interval", "Choose a wider interval."), 400, "invalid_query"},
		{"no day readable", &audit.Error{Kind: audit.Unavailable, Message: "No day can be read."}, 503, "unavailable"},
		{"too slow", fmt.Errorf("search: %w", context.DeadlineExceeded), 503, "timeout"},
		{"our fault", errors.New("secret path /var/lib/x"), 500, "internal"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, answering(query.Page{}, tt.err))
			w := r.get("/api/v1/search")
			if e := errorOf(t, w); w.Code != tt.status || e.Code != tt.code || strings.Contains(e.Message, "secret") {
				t.Errorf("status %d, %+v", w.Code, e)
			}
			if tt.status == 500 && !strings.Contains(r.log.String(), "secret path") {
				t.Error("the cause is not in the log")
			}
		})
	}
}

// A client that leaves is no error of ours.
func TestSearchOfAClientThatLeft(t *testing.T) {
	r := newRig(t, fake{search: func(ctx context.Context, _ query.Search) (query.Page, error) { return query.Page{}, ctx.Err() }})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	req, w := request(ctx, "/api/v1/search")
	r.x.ServeHTTP(w, req)
	if log := r.log.String(); strings.Contains(log, `"level":"error"`) || !strings.Contains(log, `"status":499`) {
		t.Errorf("log: %s", log)
	}
}

// The store's search ends with its request, and after the time limit.
func TestSearchIsBounded(t *testing.T) {
	r := newRig(t, fake{search: func(ctx context.Context, _ query.Search) (query.Page, error) {
		<-ctx.Done()
		return query.Page{}, ctx.Err()
	}}, func(o *Options) { o.SearchTimeout = time.Millisecond })
	wantError(t, r.get("/api/v1/search"), http.StatusServiceUnavailable, "timeout", "")
}

// FuzzSearchParams: whatever a URL says, the answer is a search or a 400 that
// names what is wrong, and the search is within its limits.
func FuzzSearchParams(f *testing.F) {
	for _, s := range []string{
		"", "q=edit+group&from=now-7d&limit=0", "tz=Asia/Seoul&from=2026-11-01&to=2026-11-02", "include=events,total&interval=1h",
		"cursor=n01KAJ3T5Q1W8Z0R7M2C9X4V6BN", "cursor=n01KAJ3T5Q1W8Z0R7M2C9X4V6BN~1764000000000&from=now-1h", "sort=time&after=1&before=18446744073709551615", "q=%00%ff%fe&task=%ff", ";;;", "from=9998-12-31&to=now-1w",
		"q=on:2026-02-29+or+before:1970-01-01",
	} {
		f.Add(s)
	}
	x := &Explorer{opts: Options{Zone: time.UTC}}
	f.Fuzz(func(t *testing.T, raw string) {
		p, err := paramsOf(&http.Request{URL: &url.URL{RawQuery: raw}})
		var a asked
		if err == nil {
			a, err = x.screenAsked(p, noon)
		}
		if err != nil {
			if audit.KindOf(err) != audit.Invalid {
				t.Fatalf("%q: %v is no answer to a wrong parameter", raw, err)
			}
			return
		}
		s := a.search
		if s.Limit < 0 || s.Limit > query.MaxLimit || s.Want == 0 || s.Want > query.WantAll || s.Zone == nil || s.Cursor != nil && s.Cursor.Order != s.Order {
			t.Fatalf("%q: %+v", raw, s)
		}
		if text := p.all("cursor"); s.Cursor != nil && text[0] != s.Cursor.String() && !strings.HasPrefix(text[0], s.Cursor.String()+askedAt) {
			t.Fatalf("%q: cursor %s comes back another", raw, s.Cursor)
		}
		for _, bound := range []time.Time{s.Period.From, s.Period.To} {
			if !bound.Equal(bound.Truncate(time.Millisecond)) {
				t.Fatalf("%q: period %v is not in whole milliseconds", raw, s.Period)
			}
		}
	})
}
