package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// uncounted is how often a screen is asked before its times count.
const uncounted = 3

// answer is a screen's JSON, as far as it is looked at.
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

// screenResult is what was found about a screen.
type screenResult struct {
	Key      string   `json:"key"`
	Title    string   `json:"title"`
	Asked    question `json:"asked"`
	Hits     int      `json:"hits"`
	Warm     spread   `json:"warm"`
	First    spread   `json:"first_time"` // none of a screen that is not published
	Verified string   `json:"verified"`   // equal, or in which part it differs; "" is not compared
}

// measureScreens times every screen, warm and with questions never asked before.
func measureScreens(ctx context.Context, s *server, screens []screen, d *dealer, runs int) ([]screenResult, error) {
	out := make([]screenResult, len(screens))
	for i, sc := range screens {
		r := screenResult{Key: sc.key, Title: sc.title, Asked: sc.asked}
		var a answer
		var times []time.Duration
		for n := range runs + uncounted {
			took, err := timeScreen(ctx, s, sc.asked, &a)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", sc, err)
			}
			if n >= uncounted {
				times = append(times, took)
			}
		}
		r.Hits, r.Warm = a.Total.Value, spreadOf(times)
		times = times[:0]
		for n := 0; n < runs && sc.published(); n++ {
			q, isNew := d.deal(sc.key, n)
			if !isNew {
				break
			}
			took, err := timeScreen(ctx, s, q, &a)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", sc, err)
			}
			times = append(times, took)
		}
		r.First = spreadOf(times)
		progress("%-40s %9d hits  warm p50 %8.2f p95 %8.2f  first time p50 %8.2f p95 %8.2f ms", sc, r.Hits, r.Warm.P50, r.Warm.P95, r.First.P50, r.First.P95)
		out[i] = r
	}
	return out, nil
}

// timeScreen asks a screen; reading the whole body counts, understanding it does not.
func timeScreen(ctx context.Context, s *server, q question, a *answer) (time.Duration, error) {
	params := q.params()
	began := time.Now()
	text, err := s.get(ctx, "/api/v1/search", params)
	took := time.Since(began)
	if err != nil {
		return 0, err
	}
	*a = answer{}
	if err := json.Unmarshal(text, a); err != nil {
		return 0, err
	}
	if a.Total.Relation != "exact" {
		return 0, fmt.Errorf("the answer is partial: %.300s", text)
	}
	return took, nil
}

// depth is the hit that a deep page begins behind.
const depth = 100_000

// deepCursors walks to the hit and gives the cursor there, then those of more
// pages behind it. A log of fewer events gives the deepest there is; hit is where
// that stands.
func deepCursors(ctx context.Context, s *server, more int) (out []string, hit int, err error) {
	const step = 1000 // the most rows of a page
	cursor := ""
	for n := 0; n < depth/step+more; n++ {
		params := url.Values{"include": {"events"}, "limit": {strconv.Itoa(step)}}
		if cursor != "" {
			params.Set("cursor", cursor)
		}
		if n >= depth/step {
			params.Set("limit", strconv.Itoa(pageRows))
		}
		text, err := s.get(ctx, "/api/v1/search", params)
		if err != nil {
			return nil, 0, err
		}
		var a answer
		if err := json.Unmarshal(text, &a); err != nil {
			return nil, 0, err
		}
		if a.Cursor == nil {
			break
		}
		cursor, hit = *a.Cursor, min(hit+step, depth)
		if n >= depth/step-1 {
			out = append(out, cursor)
		}
	}
	if len(out) == 0 {
		out = append(out, cursor)
	}
	return out, hit, nil
}

// sealing is how long the stored days took to become read-only.
type sealing struct {
	Seconds float64 `json:"seconds"`
	Open    int     `json:"open_days"` // still not sealed when the wait was over
}

// waitSealed waits until no day is open, but today's, which may be written.
func waitSealed(ctx context.Context, s *server, most time.Duration) (out sealing, err error) {
	began := time.Now()
	for {
		if out.Open, err = openDays(ctx, s); err != nil {
			return out, err
		}
		out.Seconds = time.Since(began).Seconds()
		if out.Open == 0 || time.Since(began) > most {
			return out, nil
		}
		if err := wait(ctx, 250*time.Millisecond); err != nil {
			return out, err
		}
	}
}

func openDays(ctx context.Context, s *server) (n int, err error) {
	stats, err := statsOf(ctx, s)
	if err != nil {
		return 0, err
	}
	today := time.Now().UTC().Format(time.DateOnly)
	for _, d := range stats.Days {
		if d.State == "open" && d.Day != today {
			n++
		}
	}
	return n, nil
}

// stats is GET /api/v1/stats, as far as it is looked at.
type stats struct {
	Days []struct{ Day, State string }
}

func statsOf(ctx context.Context, s *server) (out stats, err error) {
	text, err := s.get(ctx, "/api/v1/stats", nil)
	if err != nil {
		return out, err
	}
	return out, json.Unmarshal(text, &out)
}
