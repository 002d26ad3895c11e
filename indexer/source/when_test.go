package source

import (
	"testing"
	"time"

	"whodid/audit"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestParseTime(t *testing.T) {
	const no = ""
	tests := []struct{ text, zone, want string }{
		{"2026-11-22 18:12:33", "Asia/Seoul", "2026-11-22T09:12:33.000Z"},
		{"2026-11-22 00:00:00", "Asia/Seoul", "2026-11-21T15:00:00.000Z"},
		{"2026-11-22 18:12:33", "UTC", "2026-11-22T18:12:33.000Z"},
		{"2026/11/22 18:12:33", "Asia/Seoul", "2026-11-22T09:12:33.000Z"},
		{"2026/1/2 3:04", "Asia/Seoul", "2026-01-01T18:04:00.000Z"},
		{"2026-11-22T18:12", "Asia/Seoul", "2026-11-22T09:12:00.000Z"},
		{"2026-11-22t18:12:33z", "Asia/Seoul", "2026-11-22T18:12:33.000Z"},
		{"2026-11-22T18:12:33.1239999999999Z", "Asia/Seoul", "2026-11-22T18:12:33.123Z"},
		{"2026-11-22T18:12:33,5+05:30", "Asia/Seoul", "2026-11-22T12:42:33.500Z"},
		{"2026-11-22T18:12:33-0330", "Asia/Seoul", "2026-11-22T21:42:33.000Z"},
		{"2026-11-22 18:12:33 +09", "UTC", "2026-11-22T09:12:33.000Z"},
		{" 2026-11-22  18:12:33 ", "UTC", "2026-11-22T18:12:33.000Z"},
		{"2028-02-29 23:59:59", "UTC", "2028-02-29T23:59:59.000Z"},
		{"1969-12-31T23:59:59.9999Z", "UTC", "1969-12-31T23:59:59.999Z"},
		{"2027-02-29 23:59:59", "UTC", no},
		{"2026-11-22", "UTC", no},
		{"2026-11-22 ", "UTC", no},
		{"2026-11-22 18", "UTC", no},
		{"2026-11-22 18:1", "UTC", no},
		{"2026-11-22 18:12:60", "UTC", no},
		{"2026-11-22 25:00:00", "UTC", no},
		{"2026-13-22 18:12:33", "UTC", no},
		{"2026-11/22 18:12:33", "UTC", no},
		{"26-11-22 18:12:33", "UTC", no},
		{"2026-11-22T18:12:33+24:00", "UTC", no},
		{"2026-11-22T18:12:33+0", "UTC", no},
		{"2026-11-22T18:12:33+09:00 KST", "UTC", no},
		{"2026-11-22T18:12:33Z+1", "UTC", no},
		{"1795338753", "UTC", no},
		{"", "UTC", no},

		// Clock changes. New York leaves out 02:00 to 03:00 on 8 March 2026 and
		// has 01:00 to 02:00 twice on 1 November.
		{"2026-03-08 01:59:59", "America/New_York", "2026-03-08T06:59:59.000Z"},
		{"2026-03-08 02:30:00", "America/New_York", "2026-03-08T07:30:00.000Z"},
		{"2026-03-08 03:00:00", "America/New_York", "2026-03-08T07:00:00.000Z"},
		{"2026-11-01 00:59:59", "America/New_York", "2026-11-01T04:59:59.000Z"},
		{"2026-11-01 01:30:00", "America/New_York", "2026-11-01T05:30:00.000Z"},
		{"2026-11-01 02:00:00", "America/New_York", "2026-11-01T07:00:00.000Z"},
		{"2026-04-05 01:45:00", "Australia/Lord_Howe", "2026-04-04T14:45:00.000Z"}, // half an hour
	}
	for _, tt := range tests {
		got := no
		if at, ok := parseTime(tt.text, zone(t, tt.zone)); ok {
			got = audit.FormatTime(at)
			if at.Location() != time.UTC {
				t.Errorf("%q is in %v", tt.text, at.Location())
			}
		}
		if got != tt.want {
			t.Errorf("%q in %s is %q, want %q", tt.text, tt.zone, got, tt.want)
		}
	}
}

func TestParseEpoch(t *testing.T) {
	const no = ""
	tests := []struct{ number, want string }{
		{"0", "1970-01-01T00:00:00.000Z"},
		{"1795338753", "2026-11-22T09:12:33.000Z"},
		{"1795338753.123", "2026-11-22T09:12:33.123Z"},
		{"1795338753.0019", "2026-11-22T09:12:33.001Z"},
		{"1795338753123", "2026-11-22T09:12:33.123Z"},
		{"1795338753123.9", "2026-11-22T09:12:33.123Z"},
		{"1.795338753e9", "2026-11-22T09:12:33.000Z"},
		{"1.795338753123E+12", "2026-11-22T09:12:33.123Z"},
		{"-1.5", "1969-12-31T23:59:58.500Z"},
		{"-0.5", "1969-12-31T23:59:59.500Z"},
		{"1795338753123456", no}, // microseconds
		{"1e300", no},
		{"123456789012345678901234567890", no},
	}
	for _, tt := range tests {
		got := no
		if at, ok := parseEpoch(tt.number); ok {
			got = audit.FormatTime(at)
		}
		if got != tt.want {
			t.Errorf("%s is %q, want %q", tt.number, got, tt.want)
		}
	}
}

// What the short way reads is what the long way reads.
func FuzzPlainTime(f *testing.F) {
	for _, s := range []string{
		"2026-11-22T18:12:33.123Z", "2026-11-22 18:12:33", "2028-02-29T23:59:59Z", "2027-02-29T23:59:59Z", "2026-13-01T00:00:00Z", "2026-04-31 00:00:00",
		"2026-11-22T24:00:00Z", "2026-11-22T18:12:60Z", "2026-11-22T18:12:33.1239999999999Z", "2026-11-22T18:12:33.", "2026-11-22T18:12:33.Z", "0000-01-01T00:00:00Z", "2026-00-10 00:00:00", "2026-01-00 00:00:00",
	} {
		f.Add(s)
	}
	seoul := seoul(f)
	f.Fuzz(func(t *testing.T, s string) {
		wall, rest, ok := plainTime(s)
		if !ok || rest != "" && rest != "Z" {
			return
		}
		long, longOK := parseTime(" "+s, seoul) // a space before it is never plain
		if rest == "" {
			wall = inZone(wall, seoul)
		}
		if !longOK || !wall.Equal(long) {
			t.Fatalf("%q: %v, %v with %t", s, wall, long, longOK)
		}
	})
}
