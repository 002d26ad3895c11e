package naverworks

import (
	"slices"
	"time"
)

// Span is a piece of time: From inclusive, To exclusive, both whole seconds, UTC.
type Span struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Empty tells whether nothing lies in the span.
func (s Span) Empty() bool { return !s.From.Before(s.To) }

// union gives the spans sorted, without overlaps, touching ones as one.
func union(spans ...Span) []Span {
	sorted := slices.Clone(spans)
	slices.SortFunc(sorted, func(a, b Span) int { return a.From.Compare(b.From) })
	var out []Span
	for _, s := range sorted {
		switch last := len(out) - 1; {
		case s.Empty():
		case last < 0 || out[last].To.Before(s.From):
			out = append(out, s)
		case out[last].To.Before(s.To):
			out[last].To = s.To
		}
	}
	return out
}

// missing gives what of whole is in none of the spans, oldest first.
func missing(whole Span, spans []Span) []Span {
	var out []Span
	at := whole.From
	for _, s := range union(spans...) {
		if gap := (Span{at, earlier(s.From, whole.To)}); !gap.Empty() {
			out = append(out, gap)
		}
		at = later(at, s.To)
	}
	if gap := (Span{at, whole.To}); !gap.Empty() {
		out = append(out, gap)
	}
	return out
}

// within gives what of the spans lies in whole.
func within(whole Span, spans []Span) []Span {
	var out []Span
	for _, s := range spans {
		if s = (Span{later(s.From, whole.From), earlier(s.To, whole.To)}); !s.Empty() {
			out = append(out, s)
		}
	}
	return out
}

// plan gives the windows to ask for, oldest first, none longer than longest: all of
// whole that was not covered. What came since the last pull is asked for with the
// overlap before it, since rows may reach the log late.
func plan(whole Span, covered []Span, overlap, longest time.Duration) []Span {
	gaps := missing(whole, covered)
	if last := len(gaps) - 1; last >= 0 && gaps[last].To.Equal(whole.To) {
		gaps[last].From = later(whole.From, gaps[last].From.Add(-overlap))
	}
	var windows []Span
	for _, gap := range union(gaps...) {
		for !gap.Empty() {
			w := Span{gap.From, earlier(gap.To, gap.From.Add(longest))}
			windows = append(windows, w)
			gap.From = w.To
		}
	}
	return windows
}

// halves cuts a span in two at a whole second.
func (s Span) halves() [2]Span {
	middle := s.From.Add(s.To.Sub(s.From) / 2).Truncate(time.Second)
	return [2]Span{{s.From, middle}, {middle, s.To}}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
