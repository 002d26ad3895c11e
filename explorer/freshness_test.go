package explorer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"whodid/audit"
	"whodid/audit/query"
)

func zoneNamed(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := loadZone("tz", name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// between gives events of a service type, one every so often, wherever works says
// that somebody does, from begin up to end, which is not in it.
func between(begin, end time.Time, every time.Duration, via audit.ServiceType, works func(time.Time) bool) (events []audit.Event) {
	for at := begin; at.Before(end); at = at.Add(every) {
		if works(at.In(begin.Location())) {
			events = append(events, audit.Event{ID: idAt(at, byte(len(via))), Time: at.UTC(), User: audit.Person{Name: "Kim"}, ServiceType: via})
		}
	}
	return events
}

func always(time.Time) bool { return true }

// daily is the office hours of every day, weekdays those of Monday to Friday.
func daily(t time.Time) bool { return t.Hour() >= 9 && t.Hour() < 18 }
func weekdays(t time.Time) bool {
	return daily(t) && t.Weekday() != time.Saturday && t.Weekday() != time.Sunday
}

// freshOf asks for freshness at a moment, of a log in a zone.
func freshOf(t *testing.T, f fake, now time.Time, zone *time.Location) (got freshAnswer) {
	t.Helper()
	w := newRig(t, f, func(o *Options) { o.Zone, o.Now = zone, now.UTC }).get("/api/v1/freshness")
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 {
		t.Fatalf("status %d, %v\n%s", w.Code, err, w.Body)
	}
	return got
}

func TestQuiet(t *testing.T) {
	seoul, newYork := zoneNamed(t, "Asia/Seoul"), zoneNamed(t, "America/New_York")
	at := func(zone *time.Location, text string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	holiday := func(t time.Time) bool { return daily(t) && (t.Month() != time.November || t.Day() != 10) }
	for _, tt := range []struct {
		name        string
		zone        *time.Location
		begin, last string // of the log; the last event comes before last
		every       time.Duration
		works       func(time.Time) bool
		now         string
		want        bool
	}{
		// 2026-11-23 is a Monday.
		{"steady", seoul, "2026-10-01 00:00", "2026-11-24 03:00", 10 * time.Minute, always, "2026-11-24 03:05", false},
		{"steady, silent for long", seoul, "2026-10-01 00:00", "2026-11-24 00:00", 10 * time.Minute, always, "2026-11-24 03:00", true},
		{"at night", seoul, "2026-10-01 00:00", "2026-11-23 18:00", 10 * time.Minute, weekdays, "2026-11-24 03:00", false},
		{"at night, till the morning", seoul, "2026-10-01 00:00", "2026-11-23 18:00", 10 * time.Minute, weekdays, "2026-11-24 09:00", false},
		{"not back in the morning", seoul, "2026-10-01 00:00", "2026-11-23 18:00", 10 * time.Minute, weekdays, "2026-11-24 11:00", true},
		{"at the weekend", seoul, "2026-10-01 00:00", "2026-11-20 18:00", 10 * time.Minute, weekdays, "2026-11-22 15:00", false},
		{"not back on Monday", seoul, "2026-10-01 00:00", "2026-11-20 18:00", 10 * time.Minute, weekdays, "2026-11-23 10:00", true},
		{"silent in one of the weeks, too", seoul, "2026-10-01 00:00", "2026-11-23 18:00", 10 * time.Minute, holiday, "2026-11-24 15:00", false},
		{"a log of days", seoul, "2026-11-20 00:00", "2026-11-24 00:00", time.Minute, always, "2026-11-24 12:00", false},
		{"a log of one week and a bit", seoul, "2026-11-16 00:00", "2026-11-24 00:00", time.Minute, always, "2026-11-24 12:00", true},
		{"a log that begins within the silence of a week ago", seoul, "2026-11-17 01:00", "2026-11-24 00:00", time.Minute, always, "2026-11-24 12:00", false},
		{"four events in that time", seoul, "2026-10-01 00:00", "2026-11-24 00:00", 10 * time.Minute, always, "2026-11-24 00:40", false},
		{"five", seoul, "2026-10-01 00:00", "2026-11-24 00:00", 10 * time.Minute, always, "2026-11-24 00:41", true},
		{"many an hour, silent for minutes", seoul, "2026-11-16 00:00", "2026-11-24 00:00", 30 * time.Second, always, "2026-11-24 00:04", false},
		{"many an hour, silent for longer", seoul, "2026-11-16 00:00", "2026-11-24 00:00", 30 * time.Second, always, "2026-11-24 00:06", true},
		// Clocks went back on 1 November: a week before 09:00 it was not 08:00.
		{"the night after a change of clocks", newYork, "2026-10-24 00:00", "2026-11-02 18:00", 5 * time.Minute, daily, "2026-11-03 08:30", false},
		{"and the morning", newYork, "2026-10-24 00:00", "2026-11-02 18:00", 5 * time.Minute, daily, "2026-11-03 09:30", true},
		// On 8 March the clocks went from 02:00 to 03:00: the stretch from 01:51 on was a
		// quarter of an hour, and is an hour and a quarter in other weeks.
		{"minutes that the clocks made an hour", newYork, "2026-02-20 00:00", "2026-03-08 01:55", 10 * time.Minute, always, "2026-03-08 03:05", false},
		{"an hour and more, of which the clocks skipped one", newYork, "2026-02-20 00:00", "2026-03-08 01:55", 10 * time.Minute, always, "2026-03-08 03:45", true},
		{"clocks that run ahead", seoul, "2026-10-01 00:00", "2026-11-24 09:00", 10 * time.Minute, always, "2026-11-24 03:00", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			log := between(at(tt.zone, tt.begin), at(tt.zone, tt.last), tt.every, audit.SCIM, tt.works)
			got := freshOf(t, storing(t, log...), at(tt.zone, tt.now), tt.zone)
			if len(got.Types) != 1 || got.Types[0].Quiet != tt.want {
				t.Errorf("got %+v, want quiet %v", got.Types, tt.want)
			}
			if last := audit.FormatTime(log[len(log)-1].Time); *got.Latest != last || got.Types[0].Latest != last {
				t.Errorf("latest %s and %s, want %s", *got.Latest, got.Types[0].Latest, last)
			}
		})
	}
}

// busyAndQuiet is a log of a month: one type is at work, one has gone quiet, one is
// long gone, and one event has none.
func busyAndQuiet(t *testing.T) fake {
	month := noon.AddDate(0, 0, -35)
	events := between(month, noon, time.Hour, audit.PCWeb, always)
	events = append(events, between(month, noon.Add(-5*time.Hour), 30*time.Minute, audit.SCIM, always)...)
	events = append(events, between(month, noon.AddDate(0, 0, -8), time.Hour, audit.API, always)...)
	return storing(t, append(events, between(noon.Add(-time.Minute), noon, time.Hour, "", always)...)...)
}

func TestFreshnessAnswer(t *testing.T) {
	golden(t, "freshness.json", newRig(t, busyAndQuiet(t)).get("/api/v1/freshness").Body.Bytes())
	golden(t, "freshness-empty.json", newRig(t, storing(t)).get("/api/v1/freshness").Body.Bytes())
}

// Where a day can't be read that may have what is missed, nobody is called quiet.
func TestFreshnessOfUnreadableDays(t *testing.T) {
	for _, tt := range []struct {
		missing []audit.Day
		quiet   bool
		told    []audit.Day
	}{
		{[]audit.Day{"2026-11-01", "2026-11-20"}, true, nil},
		{[]audit.Day{"2026-11-20", "2026-11-23"}, false, []audit.Day{"2026-11-23"}},
	} {
		f := busyAndQuiet(t)
		stored := f.search
		f.search = func(ctx context.Context, s query.Search) (query.Page, error) {
			page, err := stored(ctx, s)
			page.Missing = tt.missing
			return page, err
		}
		got := freshOf(t, f, noon, time.UTC)
		if diff := cmp.Diff(tt.told, got.Missing, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
		for _, v := range got.Types {
			if v.Quiet != (tt.quiet && v.Value == "scim") {
				t.Errorf("%v: %+v", tt.missing, v)
			}
		}
	}
}

// Whoever sends events can name service types without end.
func TestFreshnessOfManyTypes(t *testing.T) {
	var events []audit.Event
	for i := range 3 * maxFreshTypes {
		for n := range 1 + i%maxFreshTypes { // the types differ in how many they have
			at := noon.Add(-time.Duration(n) * time.Second)
			e := audit.Event{ID: idAt(at, byte(i)), Time: at, User: audit.Person{Name: "Kim"}, ServiceType: audit.ServiceType(fmt.Sprintf("made up %03d", i))}
			events = append(events, e)
		}
	}
	f := storing(t, events...)
	asked, stored := 0, f.search
	f.search = func(ctx context.Context, s query.Search) (query.Page, error) { asked++; return stored(ctx, s) }
	got := freshOf(t, f, noon, time.UTC)
	if len(got.Types) != maxFreshTypes || got.Types[0].Value != "made up 049" || asked > 3+maxFreshTypes {
		t.Errorf("%d types, first %+v, by %d searches", len(got.Types), got.Types[0], asked)
	}
}

// Every page that is open asks again and again: it is found out once in a while.
func TestFreshnessIsRemembered(t *testing.T) {
	now := noon
	f := storing(t, between(noon.Add(-time.Hour), noon, time.Minute, audit.SCIM, always)...)
	asked, stored := 0, f.search
	var failing error
	f.search = func(ctx context.Context, s query.Search) (query.Page, error) {
		asked++
		if failing != nil {
			return query.Page{}, failing
		}
		return stored(ctx, s)
	}
	r := newRig(t, f, func(o *Options) { o.Now = func() time.Time { return now } })
	for _, tt := range []struct {
		after time.Duration
		again bool
	}{{0, true}, {time.Second, false}, {3900 * time.Millisecond, false}, {100 * time.Millisecond, true}, {4 * time.Second, false}, {-time.Hour, true}} {
		before := asked
		now = now.Add(tt.after)
		w := r.get("/api/v1/freshness")
		var got freshAnswer
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got.Now != audit.FormatTime(now) || len(got.Types) != 1 {
			t.Errorf("after %v: %v %s", tt.after, err, w.Body)
		}
		if again := asked > before; again != tt.again {
			t.Errorf("after %v: found out again %v", tt.after, again)
		}
	}
	// A failure is nobody's answer but of those who asked.
	now, failing = now.Add(time.Hour), &audit.Error{Kind: audit.Unavailable, Message: "No day can be read."}
	wantError(t, r.get("/api/v1/freshness"), 503, "unavailable", "")
	failing = nil
	if w := r.get("/api/v1/freshness"); w.Code != 200 {
		t.Errorf("after a failure: %d %s", w.Code, w.Body)
	}
}

// Many who ask at once wait for one finding out, which does not end with the client
// that was first.
func TestFreshnessIsFoundOutOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked, found := 0, make(chan struct{})
		f := &freshness{zone: time.UTC, timeout: time.Minute, now: time.Now, searcher: &fake{
			search: func(ctx context.Context, _ query.Search) (query.Page, error) {
				asked++
				select {
				case <-found:
					return query.Page{}, nil
				case <-ctx.Done():
					return query.Page{}, ctx.Err()
				}
			},
		}}
		first, leave := context.WithCancel(t.Context())
		failed := make(chan error, 20)
		go func() { _, err := f.get(first); failed <- err }()
		synctest.Wait()
		for range 19 {
			go func() { _, err := f.get(t.Context()); failed <- err }()
		}
		synctest.Wait()
		leave()
		synctest.Wait()
		close(found)
		for range 20 {
			if err := <-failed; err != nil {
				t.Error(err)
			}
		}
		if asked != 1 {
			t.Errorf("searched %d times", asked)
		}
		// One that takes too long fails for all, and is not remembered.
		<-time.After(freshFor)
		found = make(chan struct{})
		if _, err := f.get(t.Context()); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("ended with %v", err)
		}
	})
}
