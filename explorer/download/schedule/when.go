package schedule

import (
	"fmt"
	"time"

	"whodid/audit"
)

// Every is how often a schedule runs.
type Every string

// How often a schedule runs.
const (
	Week  Every = "week"
	Month Every = "month"
)

// When says at which times a schedule runs.
type When struct {
	Every Every  `json:"every"`
	On    int    `json:"on"` // of a week 1, Monday, to 7; of a month 1 to 28, which every month has
	At    string `json:"at"` // 06:00, by the clock of the schedule's zone
}

// timetable is a When in a zone.
type timetable struct {
	every        Every
	on           int
	hour, minute int
	zone         *time.Location
}

// in reads w in a zone. Errors: *audit.Error of kind Invalid, with the field.
func (w When) in(tz string) (t timetable, err error) {
	switch {
	case w.Every != Week && w.Every != Month:
		return t, invalid("every", fmt.Sprintf("%q is no rhythm of a schedule. Use week or month.", w.Every))
	case w.Every == Week && (w.On < 1 || w.On > 7):
		return t, invalid("on", fmt.Sprintf("%d is no day of the week. Use 1 for Monday to 7 for Sunday.", w.On))
	case w.Every == Month && (w.On < 1 || w.On > 28):
		return t, invalid("on", fmt.Sprintf("%d is not a day that every month has. Use 1 to 28.", w.On))
	}
	at, err := time.Parse("15:04", w.At)
	if err != nil || len(w.At) != len("15:04") {
		return t, invalid("at", fmt.Sprintf("%q is no time of day. Use hours and minutes such as 06:00 or 23:30.", w.At))
	}
	zone, err := time.LoadLocation(tz)
	if err != nil || tz == "" || tz == "Local" {
		return t, invalid("tz", fmt.Sprintf("%q is no time zone that this server knows. Use an IANA name such as Asia/Seoul.", tz))
	}
	return timetable{w.Every, w.On, at.Hour(), at.Minute(), zone}, nil
}

func invalid(field, message string) *audit.Error {
	return &audit.Error{Kind: audit.Invalid, Code: "invalid_schedule", Field: field, Message: message}
}

// last is the latest time of the timetable that is not after t.
func (t timetable) last(at time.Time) time.Time {
	for n := 0; ; n-- {
		if due := t.near(at, n); !due.After(at) {
			return due
		}
	}
}

// next is the first time of the timetable after t.
func (t timetable) next(at time.Time) time.Time {
	for n := -1; ; n++ {
		if due := t.near(at, n); due.After(at) {
			return due
		}
	}
}

// near is the time of the timetable in the week or month of at, or n after it.
func (t timetable) near(at time.Time, n int) time.Time {
	y, m, d := at.In(t.zone).Date()
	if t.every == Month {
		return instant(y, m+time.Month(n), t.on, t.hour, t.minute, t.zone)
	}
	return instant(y, m, d-weekday(y, m, d)+t.on+7*n, t.hour, t.minute, t.zone)
}

// weekday is 1 on Monday and 7 on Sunday.
func weekday(y int, m time.Month, d int) int {
	return (int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Weekday())+6)%7 + 1
}

// instant is when the clocks of a zone show a time of a day: where they show it twice, the first time; where they
// leave it out, when they do so.
func instant(y int, m time.Month, d, hour, minute int, zone *time.Location) time.Time {
	t := time.Date(y, m, d, hour, minute, 0, 0, zone)
	begin, end := t.ZoneBounds()
	if want := time.Date(y, m, d, hour, minute, 0, 0, time.UTC); !shows(t, want) {
		if clock(t).Before(want) { // Go gives either side of the gap
			return end
		}
		return begin
	}
	if !begin.IsZero() {
		_, before := begin.Add(-1).Zone()
		_, after := t.Zone()
		if first := t.Add(time.Duration(after-before) * time.Second); first.Before(begin) {
			return first
		}
	}
	return t
}

// clock is what the clocks of t's zone show, as if it were in UTC.
func clock(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

func shows(t, want time.Time) bool { return clock(t).Equal(want) }

// before gives the first and the last day of the calendar week or month before the one that at is in.
func (t timetable) before(at time.Time) (first, last string) {
	y, m, d := at.In(t.zone).Date()
	begin, end := time.Date(y, m-1, 1, 0, 0, 0, 0, time.UTC), time.Date(y, m, 0, 0, 0, 0, 0, time.UTC)
	if t.every == Week {
		monday := d - weekday(y, m, d) + 1
		begin, end = time.Date(y, m, monday-7, 0, 0, 0, 0, time.UTC), time.Date(y, m, monday-1, 0, 0, 0, 0, time.UTC)
	}
	return begin.Format(time.DateOnly), end.Format(time.DateOnly)
}
