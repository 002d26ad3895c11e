package turns

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// while lets something work in turns of a given length, and tells how long each of its
// turns had to be waited for.
func while(t *testing.T, all *Turns, turns int, length time.Duration) (waited []time.Duration) {
	t.Helper()
	turn := all.Turn()
	for range turns {
		began := time.Now()
		if err := turn.Work(t.Context()); err != nil {
			t.Fatal(err)
		}
		waited = append(waited, time.Since(began))
		<-time.After(length)
		turn.Rest()
	}
	return waited
}

func TestWithoutScreensNobodyWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, waited := range while(t, New(1), 100, time.Millisecond) {
			if waited != 0 {
				t.Fatalf("waited %s", waited)
			}
		}
	})
}

// While screens are made without a break, rows are still made, in a seventh of the time.
func TestScreensAreNeverOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := New(1)
		done := all.Screen()
		defer done()
		for i, waited := range while(t, all, 100, time.Millisecond) {
			if want := 6 * time.Millisecond; i > 0 && waited != want {
				t.Fatalf("turn %d: waited %s, want %s", i, waited, want)
			}
		}
	})
}

// Work goes on as soon as the last screen is done, not the first.
func TestStandsAsideForAllScreens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := New(1)
		turn := all.Turn()
		if err := turn.Work(t.Context()); err != nil {
			t.Fatal(err)
		}
		<-time.After(time.Second)
		turn.Rest()
		began := time.Now()
		first, second := all.Screen(), all.Screen()
		time.AfterFunc(20*time.Millisecond, first)
		time.AfterFunc(30*time.Millisecond, second)
		if err := turn.Work(t.Context()); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(began); waited != 30*time.Millisecond {
			t.Errorf("waited %s", waited)
		}
	})
}

// One turn is one at a time's; whoever is told to stop does not wait for it, and who
// works or rests twice does it once.
func TestOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := New(1)
		first, second := all.Turn(), all.Turn()
		for range 2 {
			if err := first.Work(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := second.Work(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a second at once: %v", err)
		}
		first.Rest()
		first.Rest()
		second.Rest() // has nothing to give
		if err := second.Work(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
