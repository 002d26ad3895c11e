package query

import (
	"strconv"
	"strings"
	"time"
)

// ParseInstant reads a point or a day in time: RFC 3339; a date (2026-11-22,
// also with slashes or dots) in zone; today, yesterday; now, now-7d, now-24h,
// now-30m, now-2w. A day gives its first instant and that of the next day;
// everything else twice the same. Years before 1970 and after 9998 are refused:
// no event is there. Days and weeks are those of the calendar in zone.
func ParseInstant(s string, zone *time.Location, now time.Time) (from, to time.Time, ok bool) {
	if zone == nil {
		zone = time.UTC
	}
	s = strings.ToLower(strings.TrimSpace(s))
	day := func(t time.Time) (time.Time, time.Time, bool) {
		y, m, d := t.Date()
		if y < 1970 || y > 9998 {
			return time.Time{}, time.Time{}, false
		}
		return midnight(y, m, d, zone).UTC(), midnight(y, m, d+1, zone).UTC(), true
	}
	switch s {
	case "today":
		return day(now.In(zone))
	case "yesterday":
		return day(now.In(zone).AddDate(0, 0, -1))
	}
	if rest, isNow := strings.CutPrefix(s, "now"); isNow {
		t, ok := back(now.In(zone), rest)
		return t, t, ok
	}
	for _, layout := range []string{"2006-01-02", "2006/1/2", "2006.1.2", "2006-1-2"} {
		if t, err := time.Parse(layout, s); err == nil {
			return day(t)
		}
	}
	t, err := time.Parse(time.RFC3339Nano, strings.ToUpper(s))
	if err != nil || t.UTC().Year() < 1970 || t.UTC().Year() > 9998 {
		return time.Time{}, time.Time{}, false
	}
	return t.UTC(), t.UTC(), true
}

// back goes back from now by what follows it: "", "-7d". At most 100 years.
func back(now time.Time, rest string) (time.Time, bool) {
	if rest == "" {
		return now.UTC(), true
	}
	if len(rest) < 3 || rest[0] != '-' {
		return time.Time{}, false
	}
	n, err := strconv.Atoi(rest[1 : len(rest)-1])
	if err != nil || n < 0 || n > 100*366*24*60 || rest[1] == '+' {
		return time.Time{}, false
	}
	switch rest[len(rest)-1] {
	case 's':
		now = now.Add(-time.Duration(n) * time.Second)
	case 'm':
		now = now.Add(-time.Duration(n) * time.Minute)
	case 'h':
		now = now.Add(-time.Duration(n) * time.Hour)
	case 'd':
		now = now.AddDate(0, 0, -n)
	case 'w':
		now = now.AddDate(0, 0, -7*n)
	default:
		return time.Time{}, false
	}
	return now.UTC(), now.UTC().Year() >= 1970
}

// ceilMS is the first whole millisecond not before t: events carry no finer
// time, so "before t" means before it.
func ceilMS(t time.Time) time.Time {
	if f := t.Truncate(time.Millisecond); !f.Equal(t) {
		return f.Add(time.Millisecond)
	}
	return t
}
