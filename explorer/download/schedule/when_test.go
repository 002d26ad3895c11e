package schedule

import (
	"testing"
	"time"
	_ "time/tzdata" // zones are the same on every machine
)

func mustIn(t *testing.T, w When, tz string) timetable {
	t.Helper()
	table, err := w.in(tz)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// Times of a timetable one after another, by the clock of its zone, also where that is put forward or back.
func TestTimes(t *testing.T) {
	for _, tt := range []struct {
		name, tz, from string
		when           When
		want           []string
	}{
		{"Mondays in Seoul", "Asia/Seoul", "2026-11-23T05:59:59+09:00", When{Week, 1, "06:00"},
			[]string{"2026-11-22T21:00:00Z", "2026-11-29T21:00:00Z"}},
		{"the time itself is past", "Asia/Seoul", "2026-11-23T06:00:00+09:00", When{Week, 1, "06:00"}, []string{"2026-11-29T21:00:00Z"}},
		{"Sundays", "UTC", "2026-12-26T10:00:00Z", When{Week, 7, "23:30"}, []string{"2026-12-27T23:30:00Z", "2027-01-03T23:30:00Z"}},
		{"midnight in Seoul", "Asia/Seoul", "2026-12-31T14:59:00Z", When{Month, 1, "00:00"}, []string{"2026-12-31T15:00:00Z", "2027-01-31T15:00:00Z"}},
		{"the 28th over a short February", "UTC", "2027-01-28T06:00:00Z", When{Month, 28, "06:00"}, []string{"2027-02-28T06:00:00Z", "2027-03-28T06:00:00Z"}},
		{"29 February is a day like others", "UTC", "2028-02-28T06:00:00Z", When{Month, 1, "00:00"}, []string{"2028-03-01T00:00:00Z"}},
		{"summer time begins between", "Europe/Berlin", "2026-03-22T12:00:00Z", When{Week, 7, "06:00"}, []string{"2026-03-29T04:00:00Z", "2026-04-05T04:00:00Z"}},
		{"the hour that is left out", "Europe/Berlin", "2026-03-23T12:00:00Z", When{Week, 7, "02:30"}, []string{"2026-03-29T01:00:00Z", "2026-04-05T00:30:00Z"}},
		{"the hour that comes twice", "Europe/Berlin", "2026-10-20T12:00:00Z", When{Week, 7, "02:30"}, []string{"2026-10-25T00:30:00Z", "2026-11-01T01:30:00Z"}},
		{"the hour that is left out, west of Greenwich", "America/New_York", "2026-03-02T12:00:00Z", When{Week, 7, "02:30"}, []string{"2026-03-08T07:00:00Z", "2026-03-15T06:30:00Z"}},
		{"the hour that comes twice, west of Greenwich", "America/New_York", "2026-10-31T12:00:00Z", When{Week, 7, "01:30"}, []string{"2026-11-01T05:30:00Z", "2026-11-08T06:30:00Z"}},
		{"a midnight that is left out", "America/Sao_Paulo", "2018-10-29T12:00:00Z", When{Week, 7, "00:00"}, []string{"2018-11-04T03:00:00Z", "2018-11-11T02:00:00Z"}},
		{"half an hour", "Australia/Lord_Howe", "2026-09-28T12:00:00Z", When{Week, 7, "02:15"}, []string{"2026-10-03T15:30:00Z", "2026-10-10T15:15:00Z"}},
		{"a day that is left out", "Pacific/Apia", "2011-12-28T12:00:00Z", When{Week, 5, "06:00"}, []string{"2011-12-30T10:00:00Z", "2012-01-05T16:00:00Z"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			table := mustIn(t, tt.when, tt.tz)
			at, err := time.Parse(time.RFC3339, tt.from)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range tt.want {
				at = table.next(at)
				if got := at.UTC().Format(time.RFC3339); got != want {
					t.Fatalf("next is %s, want %s", got, want)
				}
				if last := table.last(at); !last.Equal(at) {
					t.Errorf("at %s the last time is %s", want, last.UTC())
				}
			}
		})
	}
}

// Whatever the zone and the timetable: times only grow, none is passed over, and last and next meet.
func TestTimesMeet(t *testing.T) {
	for _, tz := range []string{"Asia/Seoul", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"} {
		for _, w := range []When{{Week, 1, "00:00"}, {Week, 7, "02:30"}, {Month, 28, "23:59"}, {Month, 1, "01:00"}} {
			table := mustIn(t, w, tz)
			due := table.next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
			for range 60 {
				next := table.next(due)
				most := 8 * 24 * time.Hour
				if w.Every == Month {
					most = 32 * 24 * time.Hour
				}
				if !next.After(due) || next.Sub(due) > most || !table.last(next.Add(-1)).Equal(due) || !table.last(next).Equal(next) {
					t.Fatalf("%s, %+v: %s and then %s", tz, w, due, next)
				}
				due = next
			}
		}
	}
}

func TestPreviousPeriod(t *testing.T) {
	for _, tt := range []struct {
		name, tz, at string
		every        Every
		first, last  string
	}{
		{"a Monday", "Asia/Seoul", "2026-11-23T06:00:00+09:00", Week, "2026-11-16", "2026-11-22"},
		{"a Sunday", "Asia/Seoul", "2026-11-22T06:00:00+09:00", Week, "2026-11-09", "2026-11-15"},
		{"Monday in Seoul, Sunday in UTC", "Asia/Seoul", "2026-11-22T15:00:00Z", Week, "2026-11-16", "2026-11-22"},
		{"over the year", "UTC", "2027-01-01T00:00:00Z", Week, "2026-12-21", "2026-12-27"},
		{"November", "Asia/Seoul", "2026-12-01T00:00:00+09:00", Month, "2026-11-01", "2026-11-30"},
		{"February", "UTC", "2027-03-28T10:00:00Z", Month, "2027-02-01", "2027-02-28"},
		{"of a leap year", "UTC", "2028-03-01T00:00:00Z", Month, "2028-02-01", "2028-02-29"},
		{"December", "UTC", "2027-01-15T00:00:00Z", Month, "2026-12-01", "2026-12-31"},
		{"the first in Seoul, November in UTC", "Asia/Seoul", "2026-11-30T15:00:00Z", Month, "2026-11-01", "2026-11-30"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, tt.at)
			if err != nil {
				t.Fatal(err)
			}
			first, last := mustIn(t, When{tt.every, 1, "06:00"}, tt.tz).before(at)
			if first != tt.first || last != tt.last {
				t.Errorf("%s to %s, want %s to %s", first, last, tt.first, tt.last)
			}
		})
	}
}
