package explorer

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"whodid/audit"
	"whodid/audit/query"
)

// params are a request's query parameters. A parameter without a value is as
// good as none, but for those of selected; one whose name nobody knows is ignored.
type params url.Values

func paramsOf(r *http.Request) (params, error) {
	v, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, audit.NewInvalid(unreadable(r.URL.RawQuery), "The address can't be read: a percent sign or a semicolon in it is not encoded.")
	}
	return params(v), nil
}

// unreadable gives the name of the first parameter that url.ParseQuery can't
// read, or "" where it is the name itself.
func unreadable(rawQuery string) string {
	for pair := range strings.SplitSeq(rawQuery, "&") {
		if _, err := url.ParseQuery(pair); err == nil {
			continue
		}
		name, _, _ := strings.Cut(pair, "=")
		if v, err := url.ParseQuery(name); err == nil {
			for name := range v {
				return name
			}
		}
		return ""
	}
	return ""
}

// one gives a parameter that may stand once, or "".
func (p params) one(name string) (string, error) {
	values := p.all(name)
	if len(values) > 1 {
		return "", audit.NewInvalid(name, fmt.Sprintf("%q stands %d times; it may stand once.", name, len(values)))
	}
	if len(values) == 0 {
		return "", nil
	}
	return values[0], nil
}

// all gives every value of a parameter that may be repeated.
func (p params) all(name string) []string {
	return slices.DeleteFunc(slices.Clone(p[name]), func(v string) bool { return v == "" })
}

// enum gives the value of a parameter that takes a few words, or otherwise.
func enum[T any](p params, name string, otherwise T, values map[string]T) (T, error) {
	s, err := p.one(name)
	if err != nil || s == "" {
		return otherwise, err
	}
	if v, ok := values[s]; ok {
		return v, nil
	}
	words := make([]string, 0, len(values))
	for w := range values {
		words = append(words, w)
	}
	slices.Sort(words)
	return otherwise, audit.NewInvalid(name, fmt.Sprintf("%q is not a value of %q. Use %s.", s, name, strings.Join(words, " or ")))
}

var truths = map[string]bool{"true": true, "false": false}

func (p params) number(name string) (n uint64, ok bool, err error) {
	s, err := p.one(name)
	if err != nil || s == "" {
		return 0, false, err
	}
	n, err = strconv.ParseUint(s, 10, 64)
	if err != nil {
		return 0, false, audit.NewInvalid(name, fmt.Sprintf("%q is no number of an event: digits only.", s))
	}
	return n, true, nil
}

// asked is a search as it came, and the question in it.
type asked struct {
	search   query.Search
	question query.Question
	now      time.Time // by which relative periods were read
}

// matching reads what search, tail and export have in common: which events are
// asked for. The period is the question's own.
func (x *Explorer) matching(p params, now time.Time) (asked, error) {
	zone, err := x.zoneOf(p)
	if err != nil {
		return asked{}, err
	}
	q, err := p.one("q")
	if err != nil {
		return asked{}, err
	}
	question, err := query.Parse(q, query.Options{Zone: zone, Now: now})
	if err != nil {
		return asked{}, err
	}
	return asked{question: question, now: now, search: query.Search{
		Tree: question.Tree, Period: question.Period, Zone: zone,
		Filters: p.filters(),
	}}, nil
}

// filters reads what is selected and what is excluded beside the question.
func (p params) filters() query.Filters {
	return query.Filters{
		Task: selected(p["task"], audit.ParseTask), NotTask: selected(p["not_task"], audit.ParseTask),
		Status: selected(p["status"], audit.ParseStatus), NotStatus: selected(p["not_status"], audit.ParseStatus),
		ServiceType:    selected(p["service_type"], audit.ParseServiceType),
		NotServiceType: selected(p["not_service_type"], audit.ParseServiceType),
		User:           p.all("user"), NotUser: p.all("not_user"),
		Target: p.all("target"), NotTarget: p.all("not_target"),
	}
}

// selected makes codes of codes and labels; what nobody knows is kept as it came.
// An empty value is one too: the facets offer it for events that have none.
func selected[T any](given []string, parse func(string) (T, bool)) []T {
	var out []T
	for _, g := range given {
		v, _ := parse(g)
		out = append(out, v)
	}
	return out
}

// searched reads what search and export have in common: matching, the period,
// the range of numbers and the order.
func (x *Explorer) searched(p params, now time.Time) (asked, error) {
	a, err := x.matching(p, now)
	if err != nil {
		return asked{}, err
	}
	s := &a.search
	period, err := p.period(s.Zone, now)
	if err != nil {
		return asked{}, err
	}
	s.Period = s.Period.Intersect(period)
	if s.Order, err = enum(p, "sort", query.Newest, map[string]query.Order{"-time": query.Newest, "time": query.Oldest}); err != nil {
		return asked{}, err
	}
	if s.Seqs.After, _, err = p.number("after"); err != nil {
		return asked{}, err
	}
	before, given, err := p.number("before")
	if err != nil {
		return asked{}, err
	}
	if given && before == 0 {
		return asked{}, audit.NewInvalid("before", "No event has a number before 0; the first is 1.")
	}
	s.Seqs.Before = before
	return a, nil
}

// screenAsked reads the parameters of search.
func (x *Explorer) screenAsked(p params, now time.Time) (asked, error) {
	cursor, first, err := p.cursor()
	if err != nil {
		return asked{}, err
	}
	if !first.IsZero() {
		now = first
	}
	a, err := x.searched(p, now)
	if err != nil {
		return asked{}, err
	}
	s := &a.search
	if s.Limit, err = p.limit(); err != nil {
		return asked{}, err
	}
	if cursor != nil && cursor.Order != s.Order {
		return asked{}, audit.NewInvalid("cursor", "This cursor is of the other sort order. Leave it away to begin at the first page.")
	}
	s.Cursor = cursor
	if s.Want, err = p.include(); err != nil {
		return asked{}, err
	}
	interval, err := p.one("interval")
	if err != nil {
		return asked{}, err
	}
	s.Interval, err = query.ParseInterval(interval)
	return a, err
}

func (p params) period(zone *time.Location, now time.Time) (query.Period, error) {
	from, _, err := p.instant("from", zone, now)
	if err != nil {
		return query.Period{}, err
	}
	_, to, err := p.instant("to", zone, now)
	if err != nil {
		return query.Period{}, err
	}
	if !from.IsZero() && !to.IsZero() && !from.Before(to) {
		return query.Period{}, audit.NewInvalid("from", "The period ends before it begins: \"from\" must lie before \"to\".")
	}
	return query.Period{From: ceilMS(from), To: ceilMS(to)}, nil
}

// instant gives a parameter's first instant and, of a day, its end; zero times
// where it is not given.
func (p params) instant(name string, zone *time.Location, now time.Time) (from, to time.Time, err error) {
	s, err := p.one(name)
	if err != nil || s == "" {
		return from, to, err
	}
	from, to, ok := query.ParseInstant(s, zone, now)
	if !ok {
		return from, to, audit.NewInvalid(name, fmt.Sprintf("%q is no time. Use 2026-11-22, 2026-11-22T09:00:00+09:00, now-7d or now.", s))
	}
	return from, to, nil
}

// ceilMS is the first whole millisecond not before t: events have no finer time.
func ceilMS(t time.Time) time.Time {
	if f := t.Truncate(time.Millisecond); !f.Equal(t) {
		return f.Add(time.Millisecond)
	}
	return t
}

const defaultLimit = 50

func (p params) limit() (int, error) {
	s, err := p.one("limit")
	if err != nil || s == "" {
		return defaultLimit, err
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > query.MaxLimit {
		return 0, audit.NewInvalid("limit", fmt.Sprintf("%q is no limit. Use a number from 0 to %d, and the cursor for more.", s, query.MaxLimit))
	}
	return n, nil
}

// within gives a number from least to most, or otherwise.
func (p params) within(name string, otherwise, least, most int) (int, error) {
	s, err := p.one(name)
	if err != nil || s == "" {
		return otherwise, err
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		return 0, audit.NewInvalid(name, fmt.Sprintf("%q is no value of %q. Use a number from %d to %d.", s, name, least, most))
	}
	return n, nil
}

var parts = map[string]query.Want{
	"events": query.WantEvents, "total": query.WantTotal, "facets": query.WantFacets, "histogram": query.WantHistogram,
}

// include reads a list of parts, separated by commas or by repeating it.
func (p params) include() (query.Want, error) {
	given := p.all("include")
	if len(given) == 0 {
		return query.WantAll, nil
	}
	var want query.Want
	for word := range strings.SplitSeq(strings.Join(given, ","), ",") {
		part, ok := parts[strings.TrimSpace(word)]
		if !ok {
			return 0, audit.NewInvalid("include", fmt.Sprintf("%q is no part of an answer. Use events, total, facets or histogram, separated by commas.", word))
		}
		want |= part
	}
	return want, nil
}
