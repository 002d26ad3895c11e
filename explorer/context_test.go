package explorer

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/oklog/ulid/v2"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/store/memstore"
)

// idAt is an id of an event at that time; tail tells events of one millisecond
// apart, and is their order.
func idAt(at time.Time, tail byte) audit.EventID {
	var id ulid.ULID
	if err := id.SetTime(ulid.Timestamp(at)); err != nil {
		panic(err)
	}
	id[15] = tail
	return audit.EventID(id.String())
}

// done is an event at a second of noon, of which tail tells it from others.
func done(second int, tail byte, user, target string, via audit.ServiceType) audit.Event {
	at := noon.Add(time.Duration(second) * time.Second)
	return audit.Event{
		ID: idAt(at, tail), Time: at, User: audit.Person{Name: user}, Task: audit.TaskEditGroup,
		Target: audit.Target{Email: target}, Status: audit.Success, ServiceType: via,
	}
}

// storing is a fake over a memory store with these events.
func storing(t testing.TB, events ...audit.Event) fake {
	t.Helper()
	s := &memstore.Store{}
	if _, err := s.Append(context.Background(), events); err != nil {
		t.Fatal(err)
	}
	return fake{search: s.Search, event: s.Event, scan: s.Scan, stats: s.Stats}
}

// around asks for a context and tells it in a line: the events before it, in
// time's order, it in brackets, the events after it; … where there are more. Events
// are told by names.
func around(t *testing.T, r *rig, names map[audit.EventID]string, id audit.EventID, params string) string {
	t.Helper()
	w := r.get("/api/v1/events/" + string(id) + "/context?" + params)
	var got struct {
		Event         audit.Event
		Before, After []audit.Event
		MoreBefore    bool `json:"more_before"`
		MoreAfter     bool `json:"more_after"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 {
		t.Fatalf("status %d, %v\n%s", w.Code, err, w.Body)
	}
	line := "[" + names[got.Event.ID] + "]"
	for _, e := range got.Before {
		line = names[e.ID] + line
	}
	if got.MoreBefore {
		line = "…" + line
	}
	for _, e := range got.After {
		line += names[e.ID]
	}
	if got.MoreAfter {
		line += "…"
	}
	return line
}

// Eight events; c, d and e happen in one millisecond, and so do g and h.
func eight() (events []audit.Event, names map[audit.EventID]string) {
	events = []audit.Event{
		done(0, 0, "Kim", "x@acme.example", audit.PCWeb),
		done(1, 0, "Lee", "y@acme.example", audit.PCWeb),
		done(2, 1, "Kim", "", audit.SCIM),
		done(2, 2, "Lee", "x@acme.example", audit.SCIM),
		done(2, 3, "KIM", "y@acme.example", ""),
		done(86400, 0, "Lee", "x@acme.example", audit.PCWeb),
		done(86401, 7, "Kim", "X@acme.example", audit.SCIM),
		done(86401, 8, "Lee", "", audit.PCWeb),
	}
	events[5].Status = audit.Failure
	names = make(map[audit.EventID]string)
	for i, e := range events {
		names[e.ID] = string(rune('a' + i))
	}
	return events, names
}

func TestContext(t *testing.T) {
	events, names := eight()
	r := newRig(t, storing(t, events...))
	for _, tt := range []struct{ name, of, params, want string }{
		{"the first", "a", "scope=all&before=2&after=2", "[a]bc…"},
		{"the last", "h", "scope=all&before=2&after=2", "…fg[h]"},
		{"all there are", "d", "scope=all", "abc[d]efgh"},
		{"exactly so many", "d", "scope=all&before=3&after=4", "abc[d]efgh"},
		{"one fewer", "d", "scope=all&before=2&after=3", "…bc[d]efg…"},
		{"first of a millisecond", "c", "scope=all&before=1&after=1", "…b[c]d…"},
		{"in the middle of it", "d", "scope=all&before=1&after=1", "…c[d]e…"},
		{"last of it", "e", "scope=all&before=1&after=1", "…d[e]f…"},
		{"none, but whether there are", "d", "scope=all&before=0&after=0", "…[d]…"},
		{"none before the first", "a", "scope=all&before=0&after=0", "[a]…"},
		{"none after the last", "h", "scope=all&before=0&after=0", "…[h]"},
		{"same user, folded", "c", "scope=user", "a[c]eg"},
		{"the user is the default", "c", "", "a[c]eg"},
		{"same target, folded", "f", "scope=target", "ad[f]g"},
		{"no target", "c", "scope=target", "[c]"},
		{"same service type", "d", "scope=service_type", "c[d]g"},
		{"no service type", "e", "scope=service_type", "[e]"},
		{"question kept", "d", "scope=all&q=user:lee", "b[d]fh"},
		{"question that the event itself does not match", "d", "scope=all&q=user:kim", "ac[d]eg"},
		{"question of a period", "d", "scope=all&q=on:2026-11-23&tz=UTC", "abc[d]e"},
		{"question of a period the event lies outside of", "a", "scope=all&q=on:2026-11-24&tz=UTC", "[a]fgh"},
		{"filters kept", "h", "scope=all&status=success&target=x@acme.example", "adg[h]"},
		{"filter of the same field that has its value", "c", "scope=user&user=lee&user=kim", "a[c]eg"},
		{"filter of the same field that has not", "c", "scope=user&user=lee", "[c]"},
		{"likewise of the service type", "c", "scope=service_type&service_type=pc_web", "[c]"},
		{"filter of another field", "c", "scope=user&service_type=scim", "[c]g"},
		{"what search knows and context does not", "d", "scope=all&from=2026-11-24&sort=time&limit=1&cursor=x", "abc[d]efgh"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			id := events[tt.of[0]-'a'].ID
			if got := around(t, r, names, id, tt.params); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// Walked from neighbour to neighbour, a log is met whole, each event once, in
// either direction: also where thousands share a millisecond.
func TestContextWalksTheLog(t *testing.T) {
	var events []audit.Event
	for i := range 100 {
		events = append(events, done(i/40, byte(i), "Kim", "", audit.PCWeb))
	}
	r := newRig(t, storing(t, events...))
	walk := func(at audit.EventID, side string) (met []audit.EventID) {
		for {
			var got map[string]json.RawMessage
			if err := json.Unmarshal(r.get("/api/v1/events/"+string(at)+"/context?scope=all&"+side+"=7").Body.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			var near []audit.Event
			if err := json.Unmarshal(got[side], &near); err != nil {
				t.Fatal(err)
			}
			for _, e := range near {
				met = append(met, e.ID)
			}
			if more := string(got["more_"+side]) == "true"; !more {
				return met
			}
			at = near[len(near)-1].ID
		}
	}
	var after, before []audit.EventID
	for i := range events[1:] {
		after = append(after, events[i+1].ID)
		before = append(before, events[len(events)-2-i].ID)
	}
	if diff := cmp.Diff(after, walk(events[0].ID, "after")); diff != "" {
		t.Errorf("after:\n%s", diff)
	}
	if diff := cmp.Diff(before, walk(events[len(events)-1].ID, "before")); diff != "" {
		t.Errorf("before:\n%s", diff)
	}
}

func TestContextAnswer(t *testing.T) {
	events, _ := eight()
	r := newRig(t, storing(t, events...))
	golden(t, "context.json", r.get("/api/v1/events/"+strings.ToLower(string(events[2].ID))+"/context?scope=user&after=1").Body.Bytes())
	golden(t, "context-alone.json", r.get("/api/v1/events/"+string(events[2].ID)+"/context?scope=target").Body.Bytes())
}

// Days that can't be read are named where a neighbour could be hidden in them, and
// only there.
func TestContextNamesDaysThatHideNeighbours(t *testing.T) {
	events, _ := eight()
	f := storing(t, events...)
	stored := f.search
	f.search = func(ctx context.Context, s query.Search) (query.Page, error) {
		page, err := stored(ctx, s)
		for _, d := range []audit.Day{"2026-11-20", "2026-11-23", "2026-11-24", "2026-11-29"} {
			if (s.Period.From.IsZero() || d.End().After(s.Period.From)) && (s.Period.To.IsZero() || d.Start().Before(s.Period.To)) {
				page.Missing = append(page.Missing, d)
			}
		}
		return page, err
	}
	r := newRig(t, f)
	for _, tt := range []struct {
		params string
		want   []audit.Day
	}{
		{"before=1&after=1", []audit.Day{"2026-11-23"}}, // its own day, on both sides
		{"before=9&after=1", []audit.Day{"2026-11-20", "2026-11-23"}},
		{"before=0&after=2", []audit.Day{"2026-11-23", "2026-11-24"}},
		{"before=1&after=9", []audit.Day{"2026-11-23", "2026-11-24", "2026-11-29"}},
	} {
		w := r.get("/api/v1/events/" + string(events[3].ID) + "/context?scope=all&" + tt.params)
		var got struct {
			Missing []audit.Day `json:"missing_days"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, got.Missing, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s:\n%s", tt.params, diff)
		}
	}
}

func TestContextRefuses(t *testing.T) {
	events, _ := eight()
	r := newRig(t, storing(t, events...))
	at := "/api/v1/events/" + string(events[0].ID) + "/context?"
	for _, tt := range []struct{ params, field string }{
		{"scope=task", "scope"}, {"scope=user&scope=all", "scope"}, {"before=-1", "before"}, {"before=101", "before"}, {"after=x", "after"},
		{"after=1&after=2", "after"}, {"tz=Mars", "tz"}, {"q=%zz", "q"},
	} {
		t.Run(tt.params, func(t *testing.T) { wantError(t, r.get(at+tt.params), 400, "invalid_query", tt.field) })
	}
	for _, id := range []string{"1", string(idAt(noon, 99))} {
		wantError(t, r.get("/api/v1/events/"+id+"/context"), 404, "not_found", "id")
	}
	broken := storing(t, events...)
	broken.search = func(context.Context, query.Search) (query.Page, error) {
		return query.Page{}, &audit.Error{Kind: audit.Unavailable, Message: "No day can be read."}
	}
	wantError(t, newRig(t, broken).get(at), 503, "unavailable", "")
}
