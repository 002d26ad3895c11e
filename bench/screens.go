package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"time"
)

// screen is a question as it is asked over HTTP.
type screen struct{ name, params string }

// screens are S1 to S10, whose figures are published, and ten more that ask for
// what those leave out.
var screens = []screen{
	{"S1 everything", ""},
	{"S2 edit group kim", "q=edit+group+kim"},
	{"S3 failure + SCIM", "status=failure&service_type=scim"},
	{"S4 one member's address", "q=user:%[1]s+or+target:%[1]s"},
	{"S5 min*", "q=min*"},
	{"S6 kim", "q=kim"},
	{"S7 김민준", "q=김민준"},
	{"S8 view group, not success, 7 days", "q=task:view_group+-status:success&from=%[2]s"},
	{"S9 everything, 24 hours", "from=%[3]s&to=%[3]s"},
	{"S10 page at hit 100,000", "cursor=%[4]s"},
	{"M1 a phrase", `q="seoul+sales"`},
	{"M2 one character", "q=김"},
	{"M3 a suffix", "q=*jun"},
	{"M4 by", "q=view+member+by+kim"},
	{"M5 or, not, brackets", "q=(tokyo+or+seoul)+-sales+status:failure"},
	{"M6 address in words", "q=%[1]s"},
	{"M7 user filter", "user=%[1]s&tz=Asia/Seoul"},
	{"M8 label in Korean", "q=그룹+수정&tz=Asia/Seoul"},
	{"M9 oldest first, facets", "sort=time&task=edit_group&task=add_group&status=success"},
	{"M10 hours of a week", "from=%[2]s&interval=1h&tz=Asia/Kolkata"},
}

// unused takes up the placeholders that a screen has no use for, printing
// nothing: Sprintf complains about arguments left over.
const unused = "%.0[1]s%.0[2]s%.0[3]s%.0[4]s"

// answer is a screen's JSON, as far as it is compared.
type answer struct {
	Total struct {
		Value    int
		Relation string
	}
	Events    json.RawMessage
	Cursor    *string
	Facets    json.RawMessage
	Histogram json.RawMessage
	TookMS    float64 `json:"took_ms"`
}

// timing is a screen's time, over HTTP.
type timing struct {
	name     string
	hits     int
	p50, p95 time.Duration
	verified string
}

// measure asks every screen and compares it with the oracle.
func measure(ctx context.Context, s *server, or *oracle, runs int, r *report) error {
	fill, err := placeholders(ctx, s)
	if err != nil {
		return err
	}
	for _, sc := range screens {
		params, err := url.ParseQuery(fmt.Sprintf(sc.params+unused, fill...))
		if err != nil {
			return err
		}
		t := timing{name: sc.name}
		times := make([]time.Duration, 0, runs)
		var text []byte
		for i := range runs + 3 {
			start := time.Now()
			if text, err = s.call(ctx, http.MethodGet, "/api/v1/search", params, nil); err != nil {
				return err
			}
			if i >= 3 {
				times = append(times, time.Since(start))
			}
		}
		slices.Sort(times)
		t.p50, t.p95 = times[len(times)/2], times[len(times)*95/100]
		var a answer
		if err := json.Unmarshal(text, &a); err != nil {
			return err
		}
		t.hits = a.Total.Value
		switch problem, err := or.compare(ctx, params, a); {
		case err != nil:
			return fmt.Errorf("%s: %w", sc.name, err)
		case problem != "":
			t.verified = "**no: " + problem + "**"
			r.wrong++
		case or.on:
			t.verified = "equal"
		default:
			t.verified = "not asked"
		}
		fmt.Fprintf(os.Stderr, "%-36s %9d hits  p50 %8.2f ms  p95 %8.2f ms  %s\n", t.name, t.hits, ms(t.p50), ms(t.p95), t.verified)
		r.screens = append(r.screens, t)
	}
	return nil
}

// placeholders finds what the screens' parameters leave open: a member's
// address, the day a week before the last, the last day, and the cursor at hit
// 100,000.
func placeholders(ctx context.Context, s *server) ([]any, error) {
	var page struct {
		Events []struct {
			Time time.Time
			User struct{ Email string }
		}
		Cursor *string
	}
	get := func(params url.Values) error {
		page.Events, page.Cursor = nil, nil
		text, err := s.call(ctx, http.MethodGet, "/api/v1/search", params, nil)
		if err != nil {
			return err
		}
		return json.Unmarshal(text, &page)
	}
	params := url.Values{"include": {"events"}, "limit": {"1000"}}
	if err := get(params); err != nil {
		return nil, err
	}
	last := page.Events[0].Time
	email := page.Events[0].User.Email
	for range 99 {
		if page.Cursor == nil {
			break
		}
		params.Set("cursor", *page.Cursor)
		if err := get(params); err != nil {
			return nil, err
		}
	}
	return []any{email, last.AddDate(0, 0, -6).Format(time.DateOnly), last.Format(time.DateOnly), params.Get("cursor")}, nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
