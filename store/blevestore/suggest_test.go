package blevestore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"whodid/audit"
	"whodid/audit/query"
)

// A suggestion may be what first comes upon a damaged piece of a day.
func TestSuggestNamesADamagedDay(t *testing.T) {
	dir := filled(t, true)
	path := theOne(t, dir, oldDay, "part")
	change(t, path, func(b []byte) []byte {
		places, err := sectionTable(b)
		if err != nil {
			t.Fatal(err)
		}
		b[places[sectionArena].at+7] ^= 0x20
		return b
	})
	s, _ := mustOpen(t, dir)
	got, err := s.Suggest(t.Context(), query.Suggest{Field: query.FieldUser, Limit: 2})
	if err != nil || !slices.Equal(got.Missing, []audit.Day{oldDay}) || len(got.Values) != 2 || got.Values[0].Count != 1 || !got.More {
		t.Errorf("%+v, %v", got, err)
	}
}

// What parts keep is bounded, and given back with the day.
func TestKeptIdentitiesAreBounded(t *testing.T) {
	s, _ := mustOpen(t, filled(t, true))
	room := func() int64 { return s.identities.room.Load() }
	ask := func() query.Suggestions {
		t.Helper()
		got, err := s.Suggest(t.Context(), query.Suggest{Field: query.FieldTarget, Prefix: "sales 1", Limit: 3})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	before := room()
	want := fmt.Sprint(ask())
	if used := before - room(); used != 2*600*8 {
		t.Errorf("%d bytes are kept, want those of 600 targets a day", used)
	}
	if got := fmt.Sprint(ask()); got != want {
		t.Errorf("from what is kept: %s, want %s", got, want)
	}
	if err := s.Drop(t.Context(), oldDay); err != nil {
		t.Fatal(err)
	}
	if used := before - room(); used != 600*8 {
		t.Errorf("%d bytes are kept after a day is gone", used)
	}
	if err := s.Drop(t.Context(), newDay); err != nil {
		t.Fatal(err)
	}
	s.identities.room.Store(100)
	mustAppend(t, s, dayEvents(newDay, 0, 600))
	mustSeal(t, s)
	if ask(); room() != 100 {
		t.Errorf("%d bytes are left of 100", room())
	}
}

// A log in which nobody comes twice: all have as many events as the largest have, and
// are not looked at one by one for a word that few of them have.
func TestSuggestOfMany(t *testing.T) {
	s, _ := mustOpen(t, t.TempDir())
	const n = mostLookedAt + 100
	events := dayEvents(oldDay, 0, n)
	for i := range events {
		events[i].Target.Name, events[i].Target.Email = fmt.Sprintf("Contact %04d", i), ""
		if i%1000 == 7 {
			events[i].Target.Name += " Rare"
		}
	}
	mustAppend(t, s, events)
	for _, sealed := range []bool{false, true} {
		if sealed {
			mustSeal(t, s)
		}
		for prefix, want := range map[string]string{
			"rar": "Contact 0007 Rare, Contact 1007 Rare, more true", "rare 10": "Contact 1007 Rare, more false", "con": "Contact 0000, Contact 0001, more true", "": "Contact 0000, Contact 0001, more true", "nobody": "more false",
		} {
			got, err := s.Suggest(t.Context(), query.Suggest{Field: query.FieldTarget, Prefix: prefix, Limit: 2})
			if err != nil {
				t.Fatal(err)
			}
			told := ""
			for _, v := range got.Values {
				if told += v.Value + ", "; v.Count != 1 {
					t.Errorf("%q: %+v", prefix, v)
				}
			}
			if told += fmt.Sprintf("more %v", got.More); told != want {
				t.Errorf("%q, sealed %v: %s, want %s", prefix, sealed, told, want)
			}
		}
	}
}

func TestSuggestEndsWithItsRequest(t *testing.T) {
	s, _ := mustOpen(t, filled(t, true))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Suggest(ctx, query.Suggest{Field: query.FieldUser, Limit: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want context.Canceled", err)
	}
}

// What is suggested only grows while events arrive and days are sealed.
func TestSuggestWhileWriting(t *testing.T) {
	s, _ := mustOpen(t, t.TempDir())
	done := make(chan struct{})
	var readers sync.WaitGroup
	for _, field := range []query.Field{query.FieldUser, query.FieldTarget} {
		readers.Go(func() {
			last := 0
			for running := true; running; {
				select {
				case <-done:
					running = false
				default:
				}
				got, err := s.Suggest(context.Background(), query.Suggest{Field: field, Prefix: "some", Limit: 1})
				if err != nil {
					t.Error(err)
					return
				}
				n := 0
				if len(got.Values) > 0 {
					n = got.Values[0].Count
				}
				if n < last {
					t.Errorf("%s: %d events after %d", field, n, last)
				}
				last = n
			}
			if last != 20*2*50 {
				t.Errorf("%s: %d events in the end", field, last)
			}
		})
	}
	for n := range 20 {
		events := append(dayEvents(oldDay, 50*n, 50), dayEvents(newDay, 50*n, 50)...)
		for i := range events {
			events[i].User.Email, events[i].Target.Name = "somebody@acme.example", "Somewhere"
		}
		mustAppend(t, s, events)
		if n%4 == 3 {
			mustSeal(t, s)
		}
	}
	close(done)
	readers.Wait()
}
