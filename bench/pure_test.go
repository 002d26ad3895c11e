package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPercentile(t *testing.T) {
	var hundred []time.Duration
	for i := range 100 {
		hundred = append(hundred, time.Duration(i+1))
	}
	for _, row := range []struct {
		name string
		of   []time.Duration
		p    float64
		want time.Duration
	}{
		{"of none", nil, 50, 0},
		{"of one", hundred[:1], 99, 1},
		{"middle", hundred, 50, 50},
		{"p95", hundred, 95, 95},
		{"p99", hundred, 99, 99},
		{"most", hundred, 100, 100},
		{"p95 of forty is the 38th", hundred[:40], 95, 38},
		{"p50 of three", hundred[:3], 50, 2},
	} {
		if got := percentile(row.of, row.p); got != row.want {
			t.Errorf("%s: %d, want %d", row.name, got, row.want)
		}
	}
}

func TestSpreadSorts(t *testing.T) {
	got := spreadOf([]time.Duration{3 * time.Millisecond, time.Millisecond, 2 * time.Millisecond})
	if diff := cmp.Diff(spread{N: 3, P50: 2, P95: 3, P99: 3, Max: 3}, got); diff != "" {
		t.Error(diff)
	}
}

func TestRatios(t *testing.T) {
	for _, row := range []struct {
		name          string
		figure        figure
		than, against string
	}{
		{"quicker", figure{whodid: 2, sqlite: 25, goal: 4}, "12×", "2.0×"},
		{"slower", figure{whodid: 10, sqlite: 5, goal: 8}, "0.5×", "**0.80×, short**"},
		{"nearly is short", figure{whodid: 8.01, sqlite: 8, goal: 8}, "1.0×", "**0.99×, short**"},
		{"more is better", figure{whodid: 80_000, sqlite: 20_000, goal: 40_000, more: true}, "4.0×", "2.0×"},
		{"more, short", figure{whodid: 10_000, sqlite: 20_000, goal: 40_000, more: true}, "0.5×", "**0.25×, short**"},
		{"much worse", figure{whodid: 1000, sqlite: 1, goal: 1}, "0.001×", "**0.00×, short**"},
		{"not measured", figure{sqlite: 1, goal: 1}, "–", "–"},
		{"no peer, no goal", figure{whodid: 1}, "–", "–"},
	} {
		if got := ratio(row.figure.times(row.figure.sqlite)); got != row.than {
			t.Errorf("%s: %s, want %s", row.name, got, row.than)
		}
		if got := row.figure.against(); got != row.against {
			t.Errorf("%s: against the goal %s, want %s", row.name, got, row.against)
		}
	}
}

func TestNumber(t *testing.T) {
	for want, v := range map[string]float64{"–": 0, "0.42": 0.42, "12.5": 12.5, "656": 656.2, "1,560": 1560, "10,000,000": 1e7} {
		if got := number(v); got != want {
			t.Errorf("%v is %s, want %s", v, got, want)
		}
	}
}

func TestScreenGoal(t *testing.T) {
	if screenGoal(1_000_000) != 4 || screenGoal(3_000_000) != 8 {
		t.Error("the goal is 4 ms up to a million events, 8 ms above")
	}
}

func TestReportSaysRatiosFirst(t *testing.T) {
	r := &result{
		Events: 1_000_000, Version: "v1", LogBytes: 300e6, Bytes: 100e6,
		Screens: []screenResult{
			{Key: "S1", Title: "everything", Hits: 1_000_000, Warm: spread{40, 1, 2, 2, 2}, First: spread{40, 2, 5, 6, 6}, Verified: "equal"},
			{Key: "M1", Title: "a phrase", Hits: 7, Warm: spread{40, 1, 2, 2, 2}, Verified: "events"},
		},
		Tails:  tailing{Tails: 100, Events: 20_000, Lost: 3},
		SQLite: &rival{About: "SQLite 3", Events: 1_000_000, Screens: []rivalScreen{{Key: "S1", Total: 999_999, Spread: spread{5, 100, 300, 300, 300}}}},
	}
	var out strings.Builder
	writeReport(&out, r)
	for _, want := range []string{
		"| S1 everything | 1.00 / 2.00 ms | 100× / 150× | – / – | 4.00 | 2.0× | **0.80×, short** |",
		"| S1 everything | 1,000,000 | 1.00 / 2.00 | 2.00 / 5.00 | 100 / 300 (n=5) | – | equal |",
		"| M1 a phrase | 7 | 1.00 / 2.00 | – | – | – | **differs: events** |",
		"| disk, everything included | 100 B/event | – | – | 120 | 1.2× |",
		"**3 lost**",
		"SQLite counts 999,999 for S1, whodid 1,000,000:",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, out.String())
		}
	}
	if strings.Index(out.String(), "How many times better") > strings.Index(out.String(), "p50 / p95 in ms") {
		t.Error("the ratios stand behind what they come from")
	}
}

func TestGoroutines(t *testing.T) {
	text := "# HELP go_goroutines n\n# TYPE go_goroutines gauge\ngo_goroutines 42\ngo_info 1\n"
	if n := goroutines([]byte(text)); n != 42 {
		t.Errorf("%d goroutines, want 42", n)
	}
}

func TestWhole(t *testing.T) {
	if !whole([]byte(`{"total":{"value":1,"relation":"exact"},"missing_days":[],"took_ms":1}`)) {
		t.Error("a whole answer is taken for partial")
	}
	if whole([]byte(`{"total":{"value":1,"relation":"at_least"},"missing_days":["2026-11-22"],"took_ms":1}`)) {
		t.Error("a partial answer is taken for whole")
	}
}
