package query

import (
	"testing"
	"time"

	"whodid/audit"
)

func TestNewHistogram(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	tests := []struct {
		name, from, to string
		interval       Interval
		zone           string
		wantInterval   Interval
		want           int
		first, last    string
	}{
		{"180 days", "2026-05-27T00:00:00Z", "2026-11-23T00:00:00Z", "", "UTC", "1d", 180, "2026-05-27T00:00:00Z", "2026-11-22T00:00:00Z"},
		{"180 UTC days in Seoul touch 181", "2026-05-27T00:00:00Z", "2026-11-23T00:00:00Z", "", "Asia/Seoul", "1d", 181, "2026-05-27T00:00:00+09:00", "2026-11-23T00:00:00+09:00"},
		{"a day", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z", "", "UTC", "15m", 96, "2026-11-22T00:00:00Z", "2026-11-22T23:45:00Z"},
		{"a week", "2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z", "", "UTC", "1h", 168, "2026-11-16T00:00:00Z", "2026-11-22T23:00:00Z"},
		{"an hour", "2026-11-22T10:00:00Z", "2026-11-22T11:00:00Z", "", "UTC", "1m", 60, "2026-11-22T10:00:00Z", "2026-11-22T10:59:00Z"},
		{"begins in the middle", "2026-11-22T10:07:30Z", "2026-11-22T10:08:00Z", "5m", "UTC", "5m", 1, "2026-11-22T10:05:00Z", "2026-11-22T10:05:00Z"},
		{"weeks begin on Monday", "2026-11-18T00:00:00+09:00", "2026-11-24T00:00:00+09:00", "7d", "Asia/Seoul", "7d", 2, "2026-11-16T00:00:00+09:00", "2026-11-23T00:00:00+09:00"},
		{"six hours", "2026-11-22T01:00:00+09:00", "2026-11-22T23:00:00+09:00", "6h", "Asia/Seoul", "6h", 4, "2026-11-22T00:00:00+09:00", "2026-11-22T18:00:00+09:00"},
		{"a day of 25 hours", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", "1h", "Europe/Berlin", "1h", 25, "2026-10-25T00:00:00+02:00", "2026-10-25T23:00:00+01:00"},
		{"a day of 25 hours in sixes", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", "6h", "Europe/Berlin", "6h", 4, "2026-10-25T00:00:00+02:00", "2026-10-25T18:00:00+01:00"},
		{"a day of 23 hours", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00", "1h", "Europe/Berlin", "1h", 23, "2026-03-29T00:00:00+01:00", "2026-03-29T23:00:00+02:00"},
		{"no midnight", "2026-03-27T00:00:00+02:00", "2026-03-31T00:00:00+03:00", "1d", "Asia/Beirut", "1d", 4, "2026-03-27T00:00:00+02:00", "2026-03-30T00:00:00+03:00"},
		{"half an hour off", "2026-11-22T00:00:00+05:30", "2026-11-22T03:00:00+05:30", "1h", "Asia/Kolkata", "1h", 3, "2026-11-22T00:00:00+05:30", "2026-11-22T02:00:00+05:30"},
		{"clocks by half an hour", "2026-04-05T00:00:00+11:00", "2026-04-06T00:00:00+10:30", "1h", "Australia/Lord_Howe", "1h", 25, "2026-04-05T00:00:00+11:00", "2026-04-05T23:00:00+10:30"},
		{"ten years", "2016-11-23T00:00:00Z", "2026-11-23T00:00:00Z", "", "UTC", "28d", 131, "2016-11-07T00:00:00Z", "2026-10-26T00:00:00Z"},
		{"all time", "1970-01-01T00:00:00Z", "9998-01-01T00:00:00Z", "", "UTC", "36400d", 0, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			zone := mustZone(tt.zone)
			h, err := NewHistogram(Period{at(tt.from), at(tt.to)}, tt.interval, zone)
			if err != nil {
				t.Fatal(err)
			}
			if h.Interval != tt.wantInterval {
				t.Errorf("interval %s, want %s", h.Interval, tt.wantInterval)
			}
			for i, b := range h.Buckets {
				if i > 0 && !b.Start.After(h.Buckets[i-1].Start) {
					t.Fatalf("bucket %d begins at %v, not after %v", i, b.Start, h.Buckets[i-1].Start)
				}
			}
			if tt.want == 0 {
				if n := len(h.Buckets); n == 0 || n > 400 {
					t.Errorf("%d buckets", n)
				}
				return
			}
			if len(h.Buckets) != tt.want {
				t.Fatalf("%d buckets, want %d", len(h.Buckets), tt.want)
			}
			if got := h.Buckets[0].Start.Format(time.RFC3339); got != tt.first {
				t.Errorf("first begins at %s, want %s", got, tt.first)
			}
			if got := h.Buckets[len(h.Buckets)-1].Start.Format(time.RFC3339); got != tt.last {
				t.Errorf("last begins at %s, want %s", got, tt.last)
			}
		})
	}
}

func TestHistogramTooFine(t *testing.T) {
	_, err := NewHistogram(Period{noon.AddDate(0, 0, -180), noon}, "1m", nil)
	if audit.KindOf(err) != audit.Invalid {
		t.Errorf("err = %v, want kind Invalid", err)
	}
}

func TestHistogramIndex(t *testing.T) {
	h, err := NewHistogram(Period{noon, noon.Add(3 * time.Hour)}, "1h", nil)
	if err != nil {
		t.Fatal(err)
	}
	for offset, want := range map[time.Duration]int{-1: -1, 0: 0, time.Hour - 1: 0, time.Hour: 1, 2 * time.Hour: 2, 9 * time.Hour: 2} {
		if got := h.Index(noon.Add(offset)); got != want {
			t.Errorf("Index(+%v) = %d, want %d", offset, got, want)
		}
	}
}

func TestCovered(t *testing.T) {
	day := func(s string) time.Time { return audit.Day(s).Start() }
	tests := []struct {
		name        string
		p           Period
		first, last audit.Day
		want        Period
	}{
		{"open", Period{}, "2026-11-01", "2026-11-22", Period{day("2026-11-01"), day("2026-11-23")}},
		{"open, no events", Period{}, "", "", Period{}},
		{"open end", Period{From: day("2026-11-20")}, "2026-11-01", "2026-11-22", Period{day("2026-11-20"), day("2026-11-23")}},
		{"open end after the last", Period{From: day("2026-12-01")}, "2026-11-01", "2026-11-22", Period{day("2026-12-01"), day("2026-12-01")}},
		{"open start", Period{To: day("2026-11-05")}, "2026-11-01", "2026-11-22", Period{day("2026-11-01"), day("2026-11-05")}},
		{"closed", Period{day("2020-01-01"), day("2020-01-05")}, "2026-11-01", "2026-11-22", Period{day("2020-01-01"), day("2020-01-05")}},
	}
	for _, tt := range tests {
		if got := Covered(tt.p, tt.first, tt.last); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestCursorRoundTrip(t *testing.T) {
	for _, c := range []Cursor{{"01KAJ3T5Q1W8Z0R7M2C9X4V6BN", Newest}, {"7ZZZZZZZZZZZZZZZZZZZZZZZZZ", Oldest}} {
		got, err := ParseCursor(c.String())
		if err != nil || *got != c {
			t.Errorf("ParseCursor(%q) = %v, %v", c.String(), got, err)
		}
	}
	if got := (Cursor{ID: "01ARYZ6S41TSV4RRFFQ69G5FAV"}).Time().UnixMilli(); got != 1469918176385 {
		t.Errorf("time %d", got)
	}
}

// FuzzCursor holds that what is taken prints as it was.
func FuzzCursor(f *testing.F) {
	for _, s := range []string{"n01KAJ3T5Q1W8Z0R7M2C9X4V6BN", "o7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "n8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "n01kaj3t5q1w8z0r7m2c9x4v6bn", "", "n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCursor(s)
		if err == nil && c.String() != s {
			t.Fatalf("ParseCursor(%q) prints %q", s, c)
		}
	})
}
