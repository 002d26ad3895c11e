package audit

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Day is a UTC day, "2026-11-22". Days compare like their dates. The zero value
// is no day.
type Day string

const dayLayout = "2006-01-02"

// DayOf gives the UTC day that t lies in.
func DayOf(t time.Time) Day { return Day(t.UTC().Format(dayLayout)) }

// ParseDay reads a day of the form 2026-11-22; anything else is an error.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(dayLayout, s)
	if err != nil || t.Year() < 1 {
		return "", fmt.Errorf("day %q is not of the form 2026-11-22", s)
	}
	return Day(s), nil
}

// Start is the day's first instant. It panics on a Day that ParseDay refuses:
// such a value can only be our own mistake.
func (d Day) Start() time.Time {
	t, err := time.Parse(dayLayout, string(d))
	if err != nil {
		panic("bug: not a day: " + string(d))
	}
	return t
}

// End is the first instant of the next day.
func (d Day) End() time.Time { return d.Start().AddDate(0, 0, 1) }

// Add gives the day n days later, or earlier where n is negative.
func (d Day) Add(n int) Day { return DayOf(d.Start().AddDate(0, 0, n)) }

// FirstKeptDay is the oldest day still promised at now: keep days back. The day
// exactly keep days ago stays, the one before it may be dropped.
func FirstKeptDay(now time.Time, keep int) Day { return DayOf(now).Add(-keep) }

// JoinDays lists days in a sentence or header: "2026-11-20, 2026-11-21".
func JoinDays(days []Day) string {
	words := make([]string, len(days))
	for i, d := range days {
		words[i] = string(d)
	}
	return strings.Join(words, ", ")
}

// MoreDays tells whether a day of now is not among those known: of days that can't be
// read, that one could be when it was looked.
func MoreDays(known, now []Day) bool {
	return slices.ContainsFunc(now, func(d Day) bool { return !slices.Contains(known, d) })
}
