package source

import (
	"strconv"
	"strings"
	"time"
)

// parseTime reads the forms that audit downloads and log shippers have:
// 2026-11-22 18:12:33, with slashes, with T, without seconds, with a fraction of
// any length, with or without an offset (Z, +09:00, +0900, +09). Without one the
// time is that of zone. The result is in UTC, cut to milliseconds.
func parseTime(s string, zone *time.Location) (time.Time, bool) {
	if wall, rest, ok := plainTime(s); ok {
		switch rest {
		case "Z":
			return wall, true
		case "":
			return inZone(wall, zone), true
		}
	}
	s = strings.TrimSpace(s)
	cut := strings.IndexAny(s, " Tt")
	if cut < 0 {
		return time.Time{}, false
	}
	date, clock := s[:cut], strings.TrimSpace(s[cut+1:])
	offset, hasOffset := 0, false
	if i := strings.IndexAny(clock, "Zz+-"); i >= 0 {
		var ok bool
		if offset, ok = parseOffset(clock[i:]); !ok {
			return time.Time{}, false
		}
		clock, hasOffset = strings.TrimSpace(clock[:i]), true
	}
	layout := "2006-1-2"
	if strings.IndexByte(date, '/') >= 0 {
		layout = "2006/1/2"
	}
	if strings.Count(clock, ":") == 1 {
		layout += " 15:04"
	} else {
		layout += " 15:04:05" // takes a fraction, too
	}
	wall, err := time.Parse(layout, date+" "+clock)
	if err != nil {
		return time.Time{}, false
	}
	if hasOffset {
		return cutToMillisecond(wall.Add(-time.Duration(offset) * time.Second)), true
	}
	return cutToMillisecond(inZone(wall, zone)), true
}

// plainTime reads the form that nearly all times have, 2026-11-22T18:12:33.123 or
// with a space and without a fraction, cut to milliseconds, and gives what
// follows. time.Parse takes ten times as long. Where ok is false the time may be
// one all the same.
func plainTime(s string) (wall time.Time, rest string, ok bool) {
	const form = "0000-00-00T00:00:00"
	if len(s) < len(form) {
		return wall, "", false
	}
	for i := range len(form) {
		switch c := s[i]; form[i] {
		case '0':
			ok = c-'0' <= 9
		case 'T':
			ok = c == 'T' || c == ' '
		default:
			ok = c == form[i]
		}
		if !ok {
			return wall, "", false
		}
	}
	two := func(i int) int { return int(s[i]-'0')*10 + int(s[i+1]-'0') }
	year, month, day := two(0)*100+two(2), time.Month(two(5)), two(8)
	hour, minute, second := two(11), two(14), two(17)
	if year == 0 || month < 1 || month > 12 || day < 1 || day > 28 && day > daysIn(month, year) || hour > 23 || minute > 59 || second > 59 {
		return wall, "", false
	}
	ms := 0
	if rest = s[len(form):]; rest != "" && rest[0] == '.' {
		rest = rest[1:]
		if ms, rest, ok = cutFraction(rest); !ok {
			return wall, "", false
		}
	}
	return time.Date(year, month, day, hour, minute, second, ms*int(time.Millisecond), time.UTC), rest, true
}

// cutFraction reads up to nine digits as a part of a second.
func cutFraction(s string) (ms int, rest string, ok bool) {
	n := 0
	for ; n < len(s) && s[n]-'0' <= 9; n++ {
		if n < 3 {
			ms = ms*10 + int(s[n]-'0')
		}
	}
	for i := n; i < 3; i++ {
		ms *= 10
	}
	return ms, s[n:], n > 0 && n <= 9
}

func daysIn(month time.Month, year int) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// parseOffset reads Z, +09:00, +0900 or +09, in seconds.
func parseOffset(s string) (int, bool) {
	if s == "Z" || s == "z" {
		return 0, true
	}
	digits := strings.Replace(s[1:], ":", "", 1)
	if len(digits) == 2 {
		digits += "00"
	}
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil || len(digits) != 4 || n/100 > 23 || n%100 > 59 {
		return 0, false
	}
	seconds := int(n/100*3600 + n%100*60)
	if s[0] == '-' {
		return -seconds, true
	}
	return seconds, true
}

// inZone gives the instant at which clocks of zone show wall. time.Date leaves
// open what it takes near a clock change, and an import has to give the same
// events each time: of two instants the first, and for none the offset from
// before the change.
func inZone(wall time.Time, zone *time.Location) time.Time {
	const farFromChange = 24 * time.Hour
	_, before := wall.Add(-farFromChange).In(zone).Zone()
	_, after := wall.Add(farFromChange).In(zone).Zone()
	first := wall.Add(-time.Duration(before) * time.Second)
	if before == after {
		return first
	}
	for _, offset := range []int{before, after} {
		at := wall.Add(-time.Duration(offset) * time.Second)
		if _, holds := at.In(zone).Zone(); holds == offset {
			return at
		}
	}
	return first
}

// parseEpoch reads a JSON number as seconds since 1970, from 100,000,000,000 on
// (the year 5138) as milliseconds. It works on the digits: a float would make
// 1700000000.123 one millisecond less.
func parseEpoch(number string) (time.Time, bool) {
	if strings.ContainsAny(number, "eE") {
		f, err := strconv.ParseFloat(number, 64)
		if err != nil || f >= 1e14 || f <= -1e14 {
			return time.Time{}, false
		}
		number = strconv.FormatFloat(f, 'f', -1, 64)
	}
	whole, fraction, _ := strings.Cut(number, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n >= 1e14 || n <= -1e14 {
		return time.Time{}, false
	}
	if n >= 1e11 || n <= -1e11 {
		return time.UnixMilli(n).UTC(), true
	}
	ms, err := strconv.ParseInt((fraction + "000")[:3], 10, 64)
	if err != nil {
		return time.Time{}, false
	}
	if strings.HasPrefix(whole, "-") {
		ms = -ms
	}
	return time.UnixMilli(n*1000 + ms).UTC(), true
}

func cutToMillisecond(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
