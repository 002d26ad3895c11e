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

func TestBlockRoundTrip(t *testing.T) {
	codecs, err := newCodecs()
	if err != nil {
		t.Fatal(err)
	}
	events := dayEvents(newDay, 0, maxBlockEvents)
	for i := range events {
		events[i].Seq = uint64(1 + i*i)
	}
	events[3].Target, events[3].Task, events[3].Status = audit.Target{}, "", "Pending"
	events[4].User = audit.Person{ID: "m1", Name: "김민준\x00\n"}
	events[5].Time = newDay.End().Add(-time.Millisecond)
	events[5].ID = storetest.NewID(events[5].Time, "last")
	dir := t.TempDir()
	l, _, err := openLog(dir+"/log", newDay, codecs, func(blockColumns) {})
	if err != nil {
		t.Fatal(err)
	}
	blocks, err := l.write(events)
	if err != nil {
		t.Fatal(err)
	}
	l.add(blocks)
	got, err := l.read(l.blocks[0])
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(events, got); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
	if err := l.close(); err != nil {
		t.Fatal(err)
	}
}

// A version that wrote smaller blocks took larger ones for torn, and cut off the
// whole log of every day. Blocks are read in any size.
func TestBlocksOfOtherSizesAreRead(t *testing.T) {
	codecs, err := newCodecs()
	if err != nil {
		t.Fatal(err)
	}
	events := dayEvents(newDay, 0, 5*maxBlockEvents)
	for i := range events {
		events[i].Seq = uint64(1 + i)
	}
	path := t.TempDir() + "/log"
	if err := os.WriteFile(path, appendBlock(nil, newDay.Start(), events, codecs.enc), 0o600); err != nil {
		t.Fatal(err)
	}
	l, torn, err := openLog(path, newDay, codecs, func(blockColumns) {})
	if err != nil || torn != 0 || int(l.events()) != len(events) {
		t.Fatalf("%d torn bytes, %v", torn, err)
	}
	if err := l.close(); err != nil {
		t.Fatal(err)
	}
}

// FuzzBlock holds that no bytes of a damaged log make a reader panic or hang.
func FuzzBlock(f *testing.F) {
	codecs, err := newCodecs()
	if err != nil {
		f.Fatal(err)
	}
	events := dayEvents(newDay, 0, 3)
	for i := range events {
		events[i].Seq = uint64(i + 1)
	}
	f.Add(appendBlock(nil, newDay.Start(), events, codecs.enc), uint8(3))
	f.Add(encodeColumns(newDay.Start(), events), uint8(3))
	f.Add(encodeTexts(events), uint8(3))
	f.Fuzz(func(t *testing.T, b []byte, n uint8) {
		if h, err := parseHeader(b); err == nil && h.events > maxReadEvents {
			t.Fatalf("header of %d events", h.events)
		}
		if c, err := decodeColumns(b, int(n)); err == nil && len(c.vals) != int(n) {
			t.Fatalf("%d values for %d events", len(c.vals), n)
		}
		_ = decodeTexts(b, make([]audit.Event, n))
	})
}
