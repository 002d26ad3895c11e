package imports

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

func TestColumns(t *testing.T) {
	r := newRig(t)
	const text = "When,Who,What,Seat\n2026-11-22 10:00,kim@acme.example,Edit group,12\n"
	asked := audit.ImportFile{Name: "door.csv", Asked: true}
	got, err := r.take(asked, text)
	var unknown *audit.UnknownColumns
	if !errors.As(err, &unknown) || got.ID != "" || len(r.List(5)) != 0 {
		t.Fatalf("%+v, %v, %v", got, err, r.List(5))
	}
	want := audit.UnknownColumns{
		Refusal: unknown.Refusal, Header: []string{"When", "Who", "What", "Seat"},
		Sample: [][]string{{"2026-11-22 10:00", "kim@acme.example", "Edit group", "12"}}, Guess: map[string]string{},
	}
	if diff := cmp.Diff(want, *unknown); diff != "" || unknown.Refusal.Code != "unknown_columns" {
		t.Error(unknown.Refusal.Code, diff)
	}

	told := asked
	told.Columns, told.Zone = map[string]string{"When": "time", "Who": "user", "What": "task", "Seat": ""}, time.UTC
	if got, err := r.take(told, text); err != nil || got.Accepted != 1 || got.Map != "" || len(r.maps.List()) != 0 {
		t.Errorf("told: %+v, %v", got, err)
	}
	told.Map, told.By = "Doors", "kim"
	if got, err := r.take(told, text); err != nil || got.Map != "Doors" || len(r.maps.List()) != 1 {
		t.Errorf("told and saved: %+v, %v", got, err)
	}
	// A later file with these columns is no question, in whatever order they stand.
	later := "Who,When,Seat,What\nLee,2026-11-22 11:00,1,Delete tag\n"
	if got, err := r.take(asked, later); err != nil || got.Accepted != 1 || got.Map != "Doors" {
		t.Errorf("later: %+v, %v", got, err)
	}
	if e := r.store.events[len(r.store.events)-1]; e.User.Name != "Lee" || e.Task != audit.TaskDeleteTag || e.Time.Hour() != 11 {
		t.Errorf("%+v", e)
	}
	other := asked
	other.Zone = time.FixedZone("", 9*60*60) // what is said now counts for more
	if _, err := r.take(other, later); err != nil || r.store.events[len(r.store.events)-1].Time.Hour() != 2 {
		t.Error(err, r.store.events[len(r.store.events)-1].Time)
	}

	// The name is another header's: nothing is stored.
	before := len(r.store.events)
	if got, err := r.take(told, "When,Who,What,Seat,Row\n2026-11-22 10:00,kim,Edit group,12,1\n"); audit.KindOf(err) != audit.Conflict || len(r.store.events) != before || got.State != audit.ImportFailed {
		t.Errorf("%+v, %v", got, err)
	}
	for name, bad := range map[string]audit.ImportFile{
		"a meaning that is none": {Columns: map[string]string{"When": "date"}},
		"twice the same":         {Columns: map[string]string{"When": "time", "Who": "time"}},
		"a map of nothing":       {Map: "Doors"},
		"a name that is none":    {Map: "a/b", Columns: map[string]string{"When": "time"}},
	} {
		if got, err := r.take(bad, text); audit.KindOf(err) != audit.Invalid || got.ID != "" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	for name, bad := range map[string]map[string]string{
		"a column that is not there": {"When": "time", "Who": "user", "Where": "target"},
		"no user":                    {"When": "time"},
	} {
		if got, err := r.take(audit.ImportFile{Columns: bad}, text); audit.KindOf(err) != audit.Invalid || got.Error.Field != "columns" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
