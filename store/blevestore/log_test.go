package blevestore

import (
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/oklog/ulid/v2"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/store/storetest"
)

// The library for ULIDs says what our own cutting and joining must give.
func TestIDsAreULIDs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		var u ulid.ULID
		for i := range u {
			u[i] = byte(r.Uint32())
		}
		if err := u.SetTime(r.Uint64() & ulid.MaxTime()); err != nil {
			t.Fatal(err)
		}
		id := audit.EventID(u.String())
		at, ok := query.IDTime(id)
		if !ok || at.UnixMilli() != int64(u.Time()) {
			t.Fatalf("IDTime(%s) = %v, %v; want %d ms", id, at, ok, u.Time())
		}
		if got := eventID(at.UnixMilli(), tailOf(id)); got != id {
			t.Fatalf("%s comes back as %s", id, got)
		}
	}
}

func mustCodecs(t testing.TB) *codecs {
	t.Helper()
	c, err := newCodecs()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// numberedEvents are dayEvents with a seq.
func numberedEvents(first, n int) []audit.Event {
	events := dayEvents(newDay, first, n)
	for i := range events {
		events[i].Seq = uint64(1 + first + i)
	}
	return events
}

func TestLogRoundTrip(t *testing.T) {
	events := numberedEvents(0, 2*maxBlockEvents+7)
	for i := range events {
		events[i].Seq = uint64(1 + i*i)
	}
	events[3].Target, events[3].Task, events[3].Status = audit.Target{}, "", "Pending"
	events[4].User = audit.Person{ID: "m1", Name: "김민준\x00\n"}
	events[5].Time = newDay.End().Add(-time.Millisecond)
	events[5].ID = storetest.NewID(events[5].Time, "last")
	path := t.TempDir() + "/log"
	l, _, err := openLog(path, newDay, mustCodecs(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.write(events); err != nil {
		t.Fatal(err)
	}
	if err := l.close(); err != nil {
		t.Fatal(err)
	}
	got, torn := eventsOf(t, path)
	if diff := cmp.Diff(events, got); diff != "" || torn != 0 {
		t.Errorf("%d torn bytes; (-written +read):\n%s", torn, diff)
	}
}

func eventsOf(t *testing.T, path string) (events []audit.Event, torn int64) {
	t.Helper()
	torn, err := readLog(path, newDay, mustCodecs(t), func(block []audit.Event) { events = append(events, block...) })
	if err != nil {
		t.Fatal(err)
	}
	return events, torn
}

// A version that wrote smaller blocks took larger ones for torn, and cut off the
// whole log of every day. Blocks are read in any size.
func TestBlocksOfOtherSizesAreRead(t *testing.T) {
	events := numberedEvents(0, 5*maxBlockEvents)
	path := t.TempDir() + "/log"
	if err := os.WriteFile(path, appendBlock(nil, newDay.Start(), events, mustCodecs(t).enc), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, torn := eventsOf(t, path); torn != 0 || len(got) != len(events) {
		t.Fatalf("%d events, %d torn bytes", len(got), torn)
	}
}

// FuzzBlock holds that no bytes of a damaged log make a reader panic or hang.
func FuzzBlock(f *testing.F) {
	c := mustCodecs(f)
	events := numberedEvents(0, 3)
	f.Add(appendBlock(nil, newDay.Start(), events, c.enc), uint8(3))
	f.Add(encodeColumns(newDay.Start(), events), uint8(3))
	f.Add(encodeTexts(events), uint8(3))
	f.Fuzz(func(t *testing.T, b []byte, n uint8) {
		if h, err := parseHeader(b); err == nil && h.events > maxReadEvents {
			t.Fatalf("header of %d events", h.events)
		}
		_ = decodeColumns(b, newDay.Start(), make([]audit.Event, n))
		_ = decodeTexts(b, make([]audit.Event, n))
	})
}

// FuzzPart holds that no bytes of a damaged part make a reader panic or hang.
func FuzzPart(f *testing.F) {
	f.Add([]byte{3, 1, 2, 1, 3, 1, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = sectionTable(b)
		if m, err := decodeMeta(b); err == nil && m.users > m.parties {
			t.Fatalf("meta %+v", m)
		}
	})
}
