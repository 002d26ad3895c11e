package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

// answers are what a whole data folder answers; a damaged one is held against
// them.
type answers struct {
	days   []audit.Day
	events []audit.Event
	whole  map[string]screenOf               // by question, over all days
	ofDay  map[string]map[audit.Day]screenOf // by question
}

// questionsOfAnswers go different ways: everything, a word, a word within words
// with a value, a phrase, a wildcard.
var questionsOfAnswers = []string{"", "tag3", "민준 status:failure", `"seoul sales"`, "gar* or task:edit_group"}

func answersOf(t *testing.T, addr string, days []audit.Day) (a answers) {
	t.Helper()
	a = answers{days: days, whole: map[string]screenOf{}, ofDay: map[string]map[audit.Day]screenOf{}}
	missing, err := pages(addr, url.Values{}, 1000, func(e audit.Event) error {
		a.events = append(a.events, e)
		return nil
	})
	if err != nil || len(missing) > 0 {
		t.Fatalf("missing %v, %v", missing, err)
	}
	for _, q := range questionsOfAnswers {
		a.whole[q] = answer(t, addr, q, days[0], days[len(days)-1])
		a.ofDay[q] = map[audit.Day]screenOf{}
		for _, d := range days {
			a.ofDay[q][d] = answer(t, addr, q, d, d)
		}
		if a.whole[q].Total.Value == 0 {
			t.Fatalf("nothing answers %q", q)
		}
	}
	return a
}

func answer(t *testing.T, addr, question string, first, last audit.Day) screenOf {
	t.Helper()
	asked := dayPeriod(first, last)
	asked.Set("q", question)
	asked.Set("limit", "20")
	s, err := look(addr, asked)
	if err != nil {
		t.Fatalf("%q from %s to %s: %v", question, first, last, err)
	}
	if err := s.sums(); err != nil && len(s.MissingDays) == 0 {
		t.Fatalf("%q from %s to %s: %v", question, first, last, err)
	}
	return s
}

// judge holds a server's answers against a: each is the same, or it says that it
// lacks the damaged day and has the others. named is whether any did.
func (a answers) judge(t *testing.T, addr string, damaged audit.Day) (named bool) {
	t.Helper()
	for _, q := range questionsOfAnswers {
		for _, d := range a.days {
			if a.same(t, answer(t, addr, q, d, d), a.ofDay[q][d], q, d, d, damaged, 0) {
				named = true
			}
		}
		others := a.whole[q].Total.Value - a.ofDay[q][damaged].Total.Value
		first, last := a.days[0], a.days[len(a.days)-1]
		if a.same(t, answer(t, addr, q, first, last), a.whole[q], q, first, last, damaged, others) {
			named = true
		}
	}
	if a.judgeRows(t, addr, damaged) {
		named = true
	}
	if a.judgeEvents(t, addr, damaged) {
		named = true
	}
	if a.judgeExport(t, addr, damaged) {
		named = true
	}
	return named
}

// same compares a screen; where it lacks the damaged day, at least as many events
// as the other days hold are in it.
func (a answers) same(t *testing.T, got, want screenOf, q string, first, last, damaged audit.Day, least int) (named bool) {
	t.Helper()
	if len(got.MissingDays) == 0 {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q from %s to %s, nothing said to be missing:\n%.3000s", q, first, last, diff)
		}
		return false
	}
	n := got.Total.Value
	if !slices.Equal(got.MissingDays, []audit.Day{damaged}) || damaged < first || damaged > last || got.Total.Relation != "at_least" || n < least || n > want.Total.Value {
		t.Fatalf("%q from %s to %s: missing %v, total %v; %d to %d events", q, first, last, got.MissingDays, got.Total, least, want.Total.Value)
	}
	return true
}

// judgeRows reads all rows.
func (a answers) judgeRows(t *testing.T, addr string, damaged audit.Day) (named bool) {
	t.Helper()
	var got []audit.Event
	missing, err := pages(addr, url.Values{}, 500, func(e audit.Event) error {
		got = append(got, e)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := a.events
	if len(missing) > 0 {
		notOfDay := func(events []audit.Event) []audit.Event {
			return slices.DeleteFunc(slices.Clone(events), func(e audit.Event) bool { return audit.DayOf(e.Time) == damaged })
		}
		want, got = notOfDay(want), notOfDay(got)
	}
	if len(missing) > 1 || len(missing) == 1 && !missing[damaged] || !slices.Equal(want, got) {
		t.Fatalf("rows: missing %v, %d of %d events:\n%.2000s", missing, len(got), len(want), cmp.Diff(want, got))
	}
	return len(missing) > 0
}

// judgeEvents asks for single events by id: no answer may say that there is none.
func (a answers) judgeEvents(t *testing.T, addr string, damaged audit.Day) (named bool) {
	t.Helper()
	for i := 0; i < len(a.events); i += len(a.events)/40 + 1 {
		want := a.events[i]
		r, err := ask(http.MethodGet, addr, "events/"+string(want.ID), "")
		if err != nil {
			t.Fatal(err)
		}
		var got audit.Event
		if r.status == http.StatusOK {
			if err := json.Unmarshal(r.body, &got); err != nil || got != want {
				t.Fatalf("event %s: %v, %.500s", want.ID, err, r.body)
			}
			continue
		}
		named = true
		if r.status != http.StatusServiceUnavailable || audit.DayOf(want.Time) != damaged || !strings.Contains(r.sentence(), string(damaged)) {
			t.Fatalf("event %s of %v: status %d: %.300s", want.ID, want.Time, r.status, r.body)
		}
	}
	return named
}

// judgeExport exports everything: whole, or refused or cut off.
func (a answers) judgeExport(t *testing.T, addr string, damaged audit.Day) (named bool) {
	t.Helper()
	r, err := ask(http.MethodGet, addr, "export.csv", "")
	switch {
	case err != nil: // cut off
		return true
	case r.status == http.StatusOK:
		if n := r.trailer.Get("X-Whodid-Rows"); n != fmt.Sprint(len(a.events)) {
			t.Fatalf("an export of %s rows, want %d", n, len(a.events))
		}
	case r.status != http.StatusServiceUnavailable || !strings.Contains(r.sentence(), string(damaged)):
		t.Fatalf("export: status %d: %.300s", r.status, r.body)
	}
	return r.status != http.StatusOK
}

// fill writes n made-up events of a day in several requests.
func fill(t *testing.T, m *model, addr string, day audit.Day, n int) {
	t.Helper()
	length := min(24*time.Hour, time.Since(day.Start())+time.Hour) // of today, what has passed and a little more
	const requests = 8
	for range requests {
		var body []byte
		for i := range n / requests {
			at := day.Start().Add(length / time.Duration(n) * time.Duration(i*7919%n))
			body = m.appendLine(body, m.invent(at, unknown), at.UnixMilli())
		}
		if s, r, err := postEvents(addr, string(body)); err != nil || s.Accepted != n/requests {
			t.Fatalf("POST: status %d, %v: %.300s", r.status, err, r.body)
		}
	}
}
