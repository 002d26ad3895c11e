package naverworks

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPlan(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC) }
	span := func(from, to int) Span { return Span{at(from), at(to)} }
	const day = 24 * time.Hour
	tests := []struct {
		name    string
		covered []Span
		want    []Span
	}{
		{"nothing yet", nil, []Span{span(10, 20), span(20, 30), span(30, 35)}},
		{"what came since, with the overlap", []Span{span(10, 34)}, []Span{span(32, 35)}},
		{"an overlap to before all", []Span{span(9, 11)}, []Span{span(10, 20), span(20, 30), span(30, 35)}},
		{"a gap first", []Span{span(10, 15), span(16, 34)}, []Span{span(15, 16), span(32, 35)}},
		{"a gap in the overlap", []Span{span(10, 31), span(33, 34)}, []Span{span(31, 35)}},
		{"an old gap only", []Span{span(10, 15), span(16, 35)}, []Span{span(15, 16)}},
		{"everything", []Span{span(1, 40)}, nil},
		{"in disorder, over each other", []Span{span(20, 35), span(5, 12), span(11, 19)}, []Span{span(19, 20)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, plan(span(10, 35), tt.covered, 2*day, 10*day)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRetryAfter(t *testing.T) {
	tests := []struct {
		header    string
		otherwise time.Duration
		want      time.Duration
	}{
		{"", time.Minute, time.Minute},
		{"", 0, 0},
		{"90", time.Minute, 90 * time.Second},
		{" 0 ", time.Minute, 0},
		{"-5", time.Minute, time.Minute},
		{"soon", time.Minute, time.Minute},
		{"99999999999", time.Minute, maxRetryAfter},
		{"Thu, 01 Jan 2015 00:00:00 GMT", time.Minute, 0},
		{"Thu, 01 Jan 2099 00:00:00 GMT", time.Minute, maxRetryAfter},
	}
	for _, tt := range tests {
		if got := retryAfter(tt.header, tt.otherwise); got != tt.want {
			t.Errorf("%q: %v, want %v", tt.header, got, tt.want)
		}
	}
}

func TestSayable(t *testing.T) {
	for text, want := range map[string]string{
		"a\r\nb\x1b[31m  c.": "a b [31m c",
		"":                   "",
		"\xff김":              "김",
	} {
		if got := sayable(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
