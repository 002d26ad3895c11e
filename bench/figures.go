package main

import (
	"fmt"
	"math"
)

// figure is a number of whodid's beside the peers' and its goal. Zero is: not
// measured, or no goal.
type figure struct {
	name             string
	unit             string
	whodid           float64
	sqlite, textbook float64
	goal             float64
	more             bool // more of it is better
}

// times is how many times better whodid's figure is than another, below 1 where
// it is worse; 0 where one of the two is not there.
func (f figure) times(other float64) float64 {
	if f.whodid <= 0 || other <= 0 {
		return 0
	}
	if f.more {
		return f.whodid / other
	}
	return other / f.whodid
}

// ratio writes a number of times.
func ratio(times float64) string {
	switch {
	case times == 0:
		return "–"
	case times >= 9.95:
		return fmt.Sprintf("%.0f×", times)
	case times >= 0.095:
		return fmt.Sprintf("%.1f×", times)
	}
	return fmt.Sprintf("%.2g×", times)
}

// against writes how a figure stands to its goal.
func (f figure) against() string {
	switch times := f.times(f.goal); {
	case times == 0:
		return "–"
	case times >= 1:
		return ratio(times)
	default: // two digits: 0.97 must not read as reached
		return fmt.Sprintf("**%.2f×, short**", math.Floor(times*100)/100)
	}
}

// number writes a value with as many digits as it deserves.
func number(v float64) string {
	switch {
	case v == 0:
		return "–"
	case v >= 1000:
		return thousands(int64(math.Round(v)))
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

// thousands writes an integer with its thousands apart.
func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// smallLog is how many events the stricter goal of screens is set for.
const smallLog = 1_000_000

// screenGoal is the goal of a screen's p95, warm. Milliseconds.
func screenGoal(events int) float64 {
	if events <= smallLog {
		return 4
	}
	return 8
}

// figuresOf gives every figure but the screens'. Where a percentile has no goal
// of its own it stands without one.
func figuresOf(r *result) []figure {
	sq, tb := peerOf(r.SQLite), peerOf(r.Textbook)
	perEvent := func(bytes int64, events int) float64 {
		if events == 0 {
			return 0
		}
		return float64(bytes) / float64(events)
	}
	mib := func(b int64) float64 { return float64(b) / (1 << 20) }
	return []figure{
		{"stored and searchable, one event, p50", "ms", r.One.P50, sq.One.P50, tb.One.P50, 2, false},
		{"stored and searchable, one event, p99", "ms", r.One.P99, sq.One.P99, tb.One.P99, 20, false},
		{"ingest, four connections", "events/s", r.Ingest.Many.perSecond(), sq.Ingest.perSecond(), tb.Ingest.perSecond(), 40_000, true},
		{"ingest, one connection", "events/s", r.Ingest.One.perSecond(), sq.Ingest.perSecond(), tb.Ingest.perSecond(), 0, true},
		{fmt.Sprintf("POST to WebSocket frame, %d tails, 1,000 events/s, p50", r.Tails.Tails), "ms", r.Tails.Spread.P50, 0, 0, 0, false},
		{fmt.Sprintf("POST to WebSocket frame, %d tails, 1,000 events/s, p99", r.Tails.Tails), "ms", r.Tails.Spread.P99, 0, 0, 50, false},
		{"disk, everything included", "B/event", perEvent(r.Bytes, r.Events), perEvent(sq.Bytes, sq.Events), perEvent(tb.Bytes, tb.Events), 120, false},
		{"resident memory after the screens", "MiB", mib(r.Memory.RSS), mib(sq.Memory.RSS), mib(tb.Memory.RSS), 400, false},
		{"of that its own (RssAnon)", "MiB", mib(r.Memory.Anon), mib(sq.Memory.Anon), mib(tb.Memory.Anon), 0, false},
		{"of that mapped files (RssFile)", "MiB", mib(r.Memory.File), mib(sq.Memory.File), mib(tb.Memory.File), 0, false},
		{"start to ready, after a stop, p50", "ms", r.Starts.AfterStop.P50, sq.OpenMS, tb.OpenMS, 1000, false},
		{"start to ready, after SIGKILL, p50", "ms", r.Starts.AfterKill.P50, 0, 0, 1000, false},
		{"CSV export of everything", "rows/s", r.Export.perSecond(), sq.Export.perSecond(), 0, 500_000, true},
		{"peak memory of the export", "MiB", mib(r.Export.Peak.RSS), 0, 0, 0, false},
		{"drop the oldest day, online", "ms", r.Drop.MS, sq.Drop.MS, tb.Drop.MS, 100, false},
	}
}

// peerOf is a peer's figures, all zero where it was left out.
func peerOf(r *rival) rival {
	if r == nil {
		return rival{}
	}
	return *r
}
