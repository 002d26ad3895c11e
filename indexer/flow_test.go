package indexer

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// While a portion is committed the next one is read, and no more than that: what
// is read and not yet stored is bounded.
func TestNextPortionIsReadDuringACommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, begun, goOn := blocked()
		x := New(Options{Store: f, Now: func() time.Time { return testNow }})
		defer x.Close()
		done := make(chan error, 1)
		const rows = 3 * maxGroupEvents
		go func() {
			_, err := ingest(x, body("kim", rows))
			done <- err
		}()
		<-begun
		synctest.Wait()
		free := int64(0)
		for x.reading.TryAcquire(1) {
			free++
		}
		if held := x.reads - free; held <= maxGroupEvents || held > 2*maxGroupEvents {
			t.Errorf("%d events are read and not stored, want two portions", held)
		}
		x.reading.Release(free)
		close(goOn)
		if err := <-done; err != nil {
			t.Error(err)
		}
		if n := len(flat(f)); n != rows {
			t.Errorf("%d events stored, want %d", n, rows)
		}
	})
}

// Where there is no room to read on, a body waits for its own commit first: two
// that held on to what they have would wait for each other for ever.
func TestLittleRoomIsEnough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakeStore{}
		x := New(Options{Store: f, MaxWaiting: 7, Now: func() time.Time { return testNow }})
		defer x.Close()
		done := make(chan error)
		for _, name := range []string{"a", "b"} {
			go func() {
				_, err := x.Ingest(t.Context(), "application/json", time.UTC, strings.NewReader(strings.ReplaceAll(body(name, maxGroupEvents+1), "\n", " ")))
				done <- err
			}()
		}
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if n := len(flat(f)); n != 2*(maxGroupEvents+1) {
			t.Errorf("%d events stored", n)
		}
	})
}
