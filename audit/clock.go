package audit

import "time"

// appendSecond appends t as YYYY-MM-DD, sep, HH:MM:SS, in t's own zone. Every row
// of an export has two of them, and time's layouts take five times as long.
func appendSecond(b []byte, t time.Time, sep byte) []byte {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	b = appendTwo(appendTwo(b, year/100), year%100)
	b = append(b, '-')
	b = append(appendTwo(b, int(month)), '-')
	b = append(appendTwo(b, day), sep)
	b = append(appendTwo(b, hour), ':')
	b = append(appendTwo(b, minute), ':')
	return appendTwo(b, second)
}

// fourDigits tells whether t's year is one that appendSecond writes.
func fourDigits(t time.Time) bool { return uint(t.Year()) <= 9999 }

// appendTwo appends n, 0 to 99, with both of its digits.
func appendTwo(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

// AppendTime appends t in TimeLayout to b.
func AppendTime(b []byte, t time.Time) []byte {
	t = t.UTC()
	if !fourDigits(t) {
		return t.AppendFormat(b, TimeLayout)
	}
	b = append(appendSecond(b, t, 'T'), '.')
	ms := t.Nanosecond() / int(time.Millisecond)
	return append(appendTwo(append(b, byte('0'+ms/100)), ms%100), 'Z')
}
