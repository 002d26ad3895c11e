package query

import (
	"fmt"
	"time"

	"whodid/audit"
)

// Interval is the width of a histogram's buckets. "" is auto.
type Interval string

// step is an interval as it is counted: minutes within a local hour, hours
// within a local day, or days.
type step struct {
	name                 Interval
	minutes, hours, days int
}

// steps are the intervals, narrowest first. Those after a week serve only
// auto, where the retention or the asked period is years.
var steps = []step{
	{"1m", 1, 0, 0}, {"5m", 5, 0, 0}, {"15m", 15, 0, 0},
	{"1h", 0, 1, 0}, {"6h", 0, 6, 0},
	{"1d", 0, 0, 1}, {"7d", 0, 0, 7}, {"28d", 0, 0, 28}, {"364d", 0, 0, 364}, {"3640d", 0, 0, 3640}, {"36400d", 0, 0, 36400},
}

// ParseInterval reads auto, 1m, 5m, 15m, 1h, 6h, 1d or 7d.
func ParseInterval(s string) (Interval, error) {
	if s == "" || s == "auto" {
		return "", nil
	}
	for _, st := range steps[:7] {
		if string(st.name) == s {
			return st.name, nil
		}
	}
	return "", audit.NewInvalid("interval", fmt.Sprintf("%q is no interval. Use auto, 1m, 5m, 15m, 1h, 6h, 1d or 7d.", s))
}

// Histogram is the number of events over time. Buckets lie side by side without
// holes, zeros included.
type Histogram struct {
	Interval Interval
	Buckets  []Bucket
}

// Bucket counts the events from Start up to the next bucket's Start.
type Bucket struct {
	Start    time.Time // in the search's zone
	Count    int
	Failures int // of Count, those with status failure
}

// autoBuckets is how many buckets auto may draw: the narrowest interval that
// stays within it is taken (a day in quarters of an hour: 96; a week in hours:
// 168; 180 days in days: 180).
const autoBuckets = 200

// NewHistogram lays out the empty buckets that cover period, whose bounds must
// both be set. Buckets begin at full minutes, hours and midnights of zone (nil
// is UTC), weeks on Mondays; a day of 23 or 25 hours is one bucket. More than
// MaxBuckets is an *audit.Error of kind Invalid.
func NewHistogram(period Period, interval Interval, zone *time.Location) (Histogram, error) {
	if zone == nil {
		zone = time.UTC
	}
	st := stepFor(period, interval)
	h := Histogram{Interval: st.name}
	if period.Empty() {
		return h, nil
	}
	for t := st.floor(period.From, zone); t.Before(period.To); t = st.next(t, zone) {
		if len(h.Buckets) == MaxBuckets {
			return Histogram{}, audit.NewInvalid("interval",
				fmt.Sprintf("An interval of %s cuts this period into more than %d buckets. Choose a wider interval, auto, or a shorter period.", interval, MaxBuckets))
		}
		h.Buckets = append(h.Buckets, Bucket{Start: t})
	}
	return h, nil
}

func stepFor(p Period, interval Interval) step {
	span := p.To.Sub(p.From)
	for i, st := range steps {
		if interval == st.name || interval == "" && (span <= st.about()*autoBuckets || i == len(steps)-1) {
			return st
		}
	}
	panic("bug: unknown interval " + string(interval))
}

func (s step) about() time.Duration {
	return time.Duration(s.minutes)*time.Minute + time.Duration(s.hours)*time.Hour + time.Duration(s.days)*24*time.Hour
}

// monday is the day that multi-day buckets are counted from.
var monday = time.Date(1970, 1, 5, 0, 0, 0, 0, time.UTC)

// floor is the start of the bucket that t lies in.
func (s step) floor(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	y, m, d := t.Date()
	switch {
	case s.days > 0:
		n := int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(monday) / (24 * time.Hour))
		back := ((n % s.days) + s.days) % s.days
		return midnight(y, m, d-back, zone)
	case s.hours > 1 && t.Hour() < s.hours:
		return midnight(y, m, d, zone)
	case s.hours > 1:
		return notAfter(time.Date(y, m, d, t.Hour()-t.Hour()%s.hours, 0, 0, 0, zone), t)
	}
	// Within an hour the offset may be trusted: subtracting keeps the two equal
	// local hours of an autumn night apart.
	minutes := t.Minute()
	if s.minutes > 0 {
		minutes %= s.minutes
	}
	return t.Add(-time.Duration(minutes)*time.Minute - time.Duration(t.Second())*time.Second - time.Duration(t.Nanosecond()))
}

// midnight is the first instant of a local day; d may lie outside the month.
// Where clocks skip midnight, time.Date may answer with the evening before.
func midnight(y int, m time.Month, d int, zone *time.Location) time.Time {
	y, m, d = time.Date(y, m, d, 12, 0, 0, 0, zone).Date()
	t := time.Date(y, m, d, 0, 0, 0, 0, zone)
	for t.Day() != d {
		t = t.Add(30 * time.Minute)
	}
	return t
}

// notAfter guards against a local time that exists twice or not at all.
func notAfter(start, t time.Time) time.Time {
	for start.After(t) {
		start = start.Add(-time.Hour)
	}
	return start
}

// next is the start of the bucket after the one that begins at t.
func (s step) next(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.Date()
	if s.days > 0 {
		return midnight(y, m, d+s.days, zone)
	}
	n := t.Add(s.about())
	if s.hours > 1 {
		if h := t.Hour() - t.Hour()%s.hours + s.hours; h < 24 {
			n = time.Date(y, m, d, h, 0, 0, 0, zone)
		} else {
			n = midnight(y, m, d+1, zone)
		}
	}
	if n = s.floor(n, zone); !n.After(t) {
		n = t.Add(s.about())
	}
	return n
}

// Index is the position of the bucket that t lies in, or -1 before the first.
// The last bucket has no end.
func (h Histogram) Index(t time.Time) int {
	lo, hi := 0, len(h.Buckets)
	for lo < hi {
		mid := (lo + hi) / 2
		if h.Buckets[mid].Start.After(t) {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo - 1
}

// Covered is the period that a histogram draws: the search's own, its open ends
// closed with the days that hold events, first to last, both inclusive. No days
// and an open end give an empty period.
func Covered(p Period, first, last audit.Day) Period {
	if p.From.IsZero() {
		if first == "" {
			return Period{From: p.To, To: p.To}
		}
		p.From = first.Start()
	}
	if p.To.IsZero() {
		p.To = p.From
		if last != "" && last.End().After(p.From) {
			p.To = last.End()
		}
	}
	return p
}
