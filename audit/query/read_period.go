package query

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// calendar is a day, week or month of the calendar, so many before the current one.
type calendar struct {
	unit byte // d, w, m
	back int
}

// calendars are the words for them. Weeks begin on Monday.
var calendars = map[string]calendar{
	"today": {'d', 0}, "yesterday": {'d', 1},
	"this week": {'w', 0}, "last week": {'w', 1}, "this month": {'m', 0}, "last month": {'m', 1},
	"오늘": {'d', 0}, "어제": {'d', 1}, "그저께": {'d', 2},
	"이번 주": {'w', 0}, "이번주": {'w', 0}, "지난 주": {'w', 1}, "지난주": {'w', 1},
	"이번 달": {'m', 0}, "이번달": {'m', 0}, "지난 달": {'m', 1}, "지난달": {'m', 1},
	"今日": {'d', 0}, "昨日": {'d', 1}, "一昨日": {'d', 2},
	"今週": {'w', 0}, "先週": {'w', 1}, "今月": {'m', 0}, "先月": {'m', 1},
}

// rolling are the forms of a span that ends now, by the words that they begin
// with: how many, in English none for one, and of what.
var rolling = []struct {
	first []string
	form  *regexp.Regexp
}{
	{[]string{"last", "past"}, regexp.MustCompile(`^(?:last|past) (?:([0-9]{1,4}) ?)?(minutes?|hours?|days?|weeks?)$`)},
	{[]string{"지난", "최근"}, regexp.MustCompile(`^(?:지난|최근) ?([0-9]{1,4}) ?(분|시간|일|주)(?: ?동안|간)?$`)},
	{[]string{"過去", "直近"}, regexp.MustCompile(`^(?:過去|直近) ?([0-9]{1,4}) ?(分|時間|日|週)間?$`)},
}

// units are the letters that ParseInstant counts back with.
var units = map[string]string{
	"minute": "m", "hour": "h", "day": "d", "week": "w",
	"분": "m", "시간": "h", "일": "d", "주": "w",
	"分": "m", "時間": "h", "日": "d", "週": "w",
}

// maxPeriodWords is the longest form: 지난 7 일 동안.
const maxPeriodWords = 4

// beginsPeriod tells whether a period could begin with this folded word.
func beginsPeriod(word string) bool {
	switch word {
	case "on", "since", "between":
		return true
	}
	for phrase := range calendars {
		if first, _, _ := strings.Cut(phrase, " "); first == word {
			return true
		}
	}
	for _, r := range rolling {
		if word == r.first[0] || word == r.first[1] {
			return true
		}
	}
	return false
}

// periodAt gives the period that the plain words from token i on say, and their
// number; 0 if they say none.
func (p *parser) periodAt(i int) (Period, int) {
	period, size := p.anyPeriodAt(i)
	for n := range size - 1 {
		if p.stopsAt(i + n) {
			return Period{}, 0
		}
	}
	// Printed as after:, its first instant must be one that can be read again.
	if size == 0 || period.From.Year() < 1971 || period.To.Year() > 9997 {
		return Period{}, 0
	}
	return period, size
}

func (p *parser) anyPeriodAt(i int) (Period, int) {
	word, _ := p.plainAt(i)
	switch word {
	case "on":
		if period, n := p.calendarAt(i + 1); n > 0 {
			return period, n + 1
		}
		return Period{}, 0
	case "since":
		if period, n := p.pointAt(i + 1); n > 0 {
			return Period{From: period.From}, n + 1
		}
		return Period{}, 0
	case "between":
		return p.betweenAt(i)
	}
	if period, n := p.calendarAt(i); n > 0 {
		return period, n
	}
	return p.rollingAt(i)
}

// betweenAt reads two points and all that lies between, a day, week or month at
// either end included. They may stand in either order.
func (p *parser) betweenAt(i int) (Period, int) {
	a, n := p.pointAt(i + 1)
	and := i + 1 + n
	if n == 0 || p.tokens[and].kind != tokenWord || strings.ToLower(strings.Map(ascii, p.tokens[and].text)) != "and" {
		return Period{}, 0
	}
	b, m := p.pointAt(and + 1)
	if m == 0 {
		return Period{}, 0
	}
	if b.From.Before(a.From) {
		a.From = b.From
	}
	if b.To.After(a.To) {
		a.To = b.To
	}
	return a, n + m + 2
}

// calendarAt reads a word of the calendar or a date.
func (p *parser) calendarAt(i int) (Period, int) {
	for n := 2; n > 0; n-- {
		if phrase, ok := p.phraseAt(i, n); ok {
			if c, ok := calendars[phrase]; ok {
				return p.calendar(c), n
			}
		}
	}
	word, _ := p.plainAt(i)
	if word == "" || word[0] < '0' || word[0] > '9' {
		return Period{}, 0
	}
	from, to, ok := ParseInstant(word, p.opts.Zone, p.opts.Now)
	if !ok || from.Equal(to) {
		return Period{}, 0
	}
	return Period{from, to}, 1
}

// pointAt reads what calendarAt does, or an instant as before: takes it.
func (p *parser) pointAt(i int) (Period, int) {
	if period, n := p.calendarAt(i); n > 0 {
		return period, n
	}
	word, _ := p.plainAt(i)
	from, _, ok := ParseInstant(word, p.opts.Zone, p.opts.Now)
	if !ok {
		return Period{}, 0
	}
	return Period{ceilMS(from), ceilMS(from)}, 1
}

// rollingAt reads a span that ends now. Its end is left open: a live tail goes
// on, and a sender's clock may be ahead of ours.
func (p *parser) rollingAt(i int) (Period, int) {
	word, _ := p.plainAt(i)
	for _, r := range rolling {
		if !strings.HasPrefix(word, r.first[0]) && !strings.HasPrefix(word, r.first[1]) {
			continue
		}
		for n := maxPeriodWords; n > 0; n-- {
			phrase, ok := p.phraseAt(i, n)
			if !ok {
				continue
			}
			if found := r.form.FindStringSubmatch(phrase); found != nil {
				return p.rolling(found[1], found[2]), n
			}
		}
	}
	return Period{}, 0
}

// rolling gives the span of so many units; the zero Period for none of them, and
// where it begins before any event.
func (p *parser) rolling(count, unit string) Period {
	one := strings.TrimSuffix(unit, "s")
	if count == "" && one == unit {
		count = "1"
	}
	n, _ := strconv.Atoi(count) // at most four digits
	from, ok := back(p.now(), "-"+strconv.Itoa(n)+units[one])
	if !ok || n == 0 {
		return Period{}
	}
	return Period{From: from.Truncate(time.Millisecond)}
}

// phraseAt joins the n plain words from token i on.
func (p *parser) phraseAt(i, n int) (string, bool) {
	words := make([]string, n)
	for k := range words {
		word, ok := p.plainAt(i + k)
		if !ok {
			return "", false
		}
		words[k] = word
	}
	return strings.Join(words, " "), true
}

func (p *parser) calendar(c calendar) Period {
	now := p.now()
	zone := now.Location()
	y, m, d := now.Date()
	from, to := 0, 0 // days of month m
	switch c.unit {
	case 'd':
		from, to = d-c.back, d-c.back+1
	case 'w':
		monday := d - (int(now.Weekday())+6)%7 - 7*c.back
		from, to = monday, monday+7
	default:
		m -= time.Month(c.back)
		return Period{midnight(y, m, 1, zone).UTC(), midnight(y, m+1, 1, zone).UTC()}
	}
	return Period{midnight(y, m, from, zone).UTC(), midnight(y, m, to, zone).UTC()}
}

// now is the current time in the question's zone.
func (p *parser) now() time.Time {
	if p.opts.Zone == nil {
		return p.opts.Now.UTC()
	}
	return p.opts.Now.In(p.opts.Zone)
}

// span writes a period as a chip's value, in the question's zone.
func (p *parser) span(period Period) string {
	const layout = "2006-01-02T15:04:05.999Z07:00"
	zone := p.now().Location()
	text := period.From.In(zone).Format(layout) + "/"
	if !period.To.IsZero() {
		text += period.To.In(zone).Format(layout)
	}
	return text
}
