package blevestore

import (
	"context"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"testing"
	"time"

	"whodid/audit"
)

// spoil makes the sealing of a day's tail fail, as a full disk does.
func spoil(t *tail) { t.users[0] = 1 << 30 }

// The manifest is renamed into its place, and then the disk fails; the next try of
// the sealing fails as well; the machine crashes. What the manifest names must be there.
func TestSealingFailsBehindItsManifest(t *testing.T) {
	dir := t.TempDir()
	s, _ := mustOpen(t, dir)
	mustAppend(t, s, dayEvents(oldDay, 0, 10))
	d := s.days[oldDay]
	_, tails, err := d.freeze(true)
	if err != nil {
		t.Fatal(err)
	}
	n := d.nextNumber()
	if err := buildPart([]piece{tails[0].view()}, s.cells, filepath.Join(d.path, partName(n)), filepath.Join(d.path, wordsName(n))); err != nil {
		t.Fatal(err)
	}
	m := *d.manifest
	m.Parts, m.Logs = []dayFile{{n, 10, 10}}, nil
	if err := m.save(d.path); err != nil {
		t.Fatal(err)
	}
	spoil(tails[0])
	if err := d.seal(true); err == nil {
		t.Fatal("the spoilt tail was sealed")
	}
	crashed := t.TempDir()
	if err := os.CopyFS(crashed, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	again, notes := mustOpen(t, crashed)
	if page := count(t, again, "kim"); page.Total != 10 || page.Missing != nil {
		t.Errorf("%d of 10 events, missing %v; %s", page.Total, page.Missing, notes)
	}
}

// Sealings that fail again and again leave no log each.
func TestFailingSealingsMakeNoLogs(t *testing.T) {
	s, _ := mustOpen(t, t.TempDir())
	mustAppend(t, s, dayEvents(oldDay, 0, 10))
	d := s.days[oldDay]
	spoil(d.tails[0])
	for i := range 10 {
		if err := d.seal(true); err == nil {
			t.Fatal("the spoilt tail was sealed")
		}
		mustAppend(t, s, dayEvents(oldDay, 100+i, 1))
	}
	if n := len(d.tails); n != 1 {
		t.Errorf("%d logs after ten sealings that failed", n)
	}
}

// A sealing that fails while its day is appended to: each waited for the other's
// lock.
func TestSealingFailsWhileAppending(t *testing.T) {
	s, err := Open(Options{Dir: t.TempDir(), SealAfter: time.Nanosecond})
	if err != nil {
		t.Fatal(err)
	}
	defer mustClose(t, s)
	mustAppend(t, s, dayEvents(oldDay, 0, 10))
	d := s.days[oldDay]
	d.sealing.Lock()
	if len(d.tails) > 0 {
		spoil(d.tails[0])
	}
	d.sealing.Unlock()
	for i := range 200 {
		s.sealer.mu.Lock()
		clear(s.sealer.failed) // as if the time to try again had come
		s.sealer.mu.Unlock()
		mustAppend(t, s, dayEvents(oldDay, 10+20*i, 20))
	}
}

// What no sealing can make less must not keep others waiting.
func TestEventsThatWaitForNothingAreForgotten(t *testing.T) {
	s, _ := mustOpen(t, t.TempDir())
	mustAppend(t, s, append(dayEvents(oldDay, 0, 100), dayEvents(newDay, 0, 10)...))
	s.broken(&dayError{oldDay, errDamaged})
	if got := s.sealer.open; got != 10 {
		t.Errorf("%d events wait for a sealing, want the other day's 10", got)
	}
	s.sealer.failed[oldDay], s.sealer.failed[newDay] = time.Now(), time.Now()
	if err := s.Drop(t.Context(), oldDay); err != nil {
		t.Fatal(err)
	}
	mustSeal(t, s)
	s.sealer.choose(time.Now())
	if len(s.sealer.failed) > 0 || s.sealer.open != 0 {
		t.Errorf("%d events wait, failed %v", s.sealer.open, s.sealer.failed)
	}
}

// Close ends what waits for room.
func TestCloseWhileAppendWaits(t *testing.T) {
	s, _ := mustOpen(t, t.TempDir())
	s.open(openLimit) // stands for so many events in tails
	answered := make(chan error)
	go func() {
		_, err := s.Append(context.Background(), dayEvents(oldDay, 10, 10))
		answered <- err
	}()
	for s.appending.TryLock() { // until it waits, or has not begun
		s.appending.Unlock()
	}
	mustClose(t, s)
	if err := <-answered; audit.KindOf(err) != audit.Unavailable {
		t.Errorf("the append that waited: %v", err)
	}
	if _, err := s.Append(t.Context(), dayEvents(oldDay, 10, 10)); audit.KindOf(err) != audit.Unavailable {
		t.Errorf("an append after Close: %v", err)
	}
}

// A drop or a new day that failed behind its rename works when it is tried again.
func TestHalfDoneDaysAreDoneLater(t *testing.T) {
	s, _ := mustOpen(t, t.TempDir())
	mustAppend(t, s, dayEvents(oldDay, 0, 10))
	if err := os.Rename(file(s.dir, oldDay), file(s.dir, droppedPrefix+oldDay)); err != nil {
		t.Fatal(err)
	}
	if err := s.Drop(t.Context(), oldDay); err != nil {
		t.Errorf("drop: %v", err)
	}
	if err := createDay(file(s.dir, newDay)); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, s, dayEvents(newDay, 0, 10))
}

// The log that could not be cut off is gone with a sealing, and the reason with it.
func TestSealingMakesADayWritable(t *testing.T) {
	s, _ := mustOpen(t, t.TempDir())
	mustAppend(t, s, dayEvents(oldDay, 0, 10))
	s.days[oldDay].readOnly = errTornEnd
	mustSeal(t, s)
	mustAppend(t, s, dayEvents(oldDay, 10, 1))
}

// An event's time is believed only after its checksum: else the event would be
// stored a second time.
func TestTimesAreVerifiedBeforeTheyAreBelieved(t *testing.T) {
	dir := filled(t, true)
	change(t, theOne(t, dir, oldDay, "part"), func(b []byte) []byte {
		places, err := sectionTable(b)
		if err != nil {
			t.Fatal(err)
		}
		b[places[sectionMS].at+1] ^= 0x40
		return b
	})
	s, _ := mustOpen(t, dir)
	outcomes, err := s.Append(t.Context(), dayEvents(oldDay, 0, 1))
	if err != nil || outcomes[0].Err == nil {
		t.Errorf("%+v, %v; want the day's damage", outcomes, err)
	}
}

// A list that names one event twice and another not at all, under good checksums.
func TestCheckFindsAWrongList(t *testing.T) {
	dir := t.TempDir()
	s, _ := mustOpen(t, dir)
	events := dayEvents(oldDay, 0, 10)
	for i := range events {
		events[i].User = audit.Person{Name: "one"}
	}
	mustAppend(t, s, events)
	mustSeal(t, s)
	mustClose(t, s)
	change(t, theOne(t, dir, oldDay, "part"), func(b []byte) []byte {
		places, err := sectionTable(b)
		if err != nil {
			t.Fatal(err)
		}
		at := places[sectionListed]
		b[at.at+1] = b[at.at]
		footer := b[len(b)-partFooterBytes:]
		binary.LittleEndian.PutUint32(footer[int(sectionListed)*tableEntryBytes+16:], crc32.Checksum(b[at.at:at.at+at.n], castagnoli))
		table := partFooterBytes - 12
		binary.LittleEndian.PutUint32(footer[table:], crc32.Checksum(footer[:table], castagnoli))
		return b
	})
	if list, _ := findings(t, dir); len(list) != 1 || list[0].Harmless {
		t.Errorf("findings %+v", list)
	}
}
