package blevestore

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
	"whodid/audit/query"
)

// A crash while a write was under way leaves a piece of a block behind the log.
// It was never answered: it goes, and everything before it stays.
func TestTornWriteIsCutOff(t *testing.T) {
	for _, tail := range []struct {
		name string
		cut  func(whole []byte) []byte
	}{
		{"half a header", func(b []byte) []byte { return b[:10] }},
		{"a header without its block", func(b []byte) []byte { return b[:blockHeaderSize] }},
		{"half a block", func(b []byte) []byte { return b[:len(b)/2] }},
		{"all but a byte", func(b []byte) []byte { return b[:len(b)-1] }},
		{"zeros", func(b []byte) []byte { return make([]byte, len(b)) }},
	} {
		t.Run(tail.name, func(t *testing.T) {
			dir := filled(t)
			codecs, err := newCodecs()
			if err != nil {
				t.Fatal(err)
			}
			extra := dayEvents(newDay, 600, 50)
			for i := range extra {
				extra[i].Seq = uint64(2000 + i)
			}
			block := appendBlock(nil, newDay.Start(), extra, codecs.enc)
			change(t, file(dir, newDay, logFile), func(b []byte) []byte { return append(b, tail.cut(block)...) })

			s, notes := mustOpen(t, dir)
			if got := count(t, s, "kim"); got.Total != 1200 || got.Missing != nil {
				t.Errorf("total %d, missing %v; want 1200 and none", got.Total, got.Missing)
			}
			if !strings.Contains(notes.String(), "cut off") {
				t.Errorf("notes %q don't say that something was cut off", notes)
			}
			for i := range extra {
				extra[i].Seq = 0
			}
			mustAppend(t, s, extra)
			mustClose(t, s)
			s, _ = mustOpen(t, dir)
			if got := count(t, s, "kim").Total; got != 1250 {
				t.Errorf("total %d after sending the torn events again, want 1250", got)
			}
		})
	}
}

func logSize(t *testing.T, dir string) int64 { t.Helper(); return logSizeOf(t, dir, oldDay) }

func logSizeOf(t *testing.T, dir string, day audit.Day) int64 {
	t.Helper()
	info, err := os.Stat(file(dir, day, logFile))
	if errors.Is(err, os.ErrNotExist) {
		return -1
	}
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// A damaged day makes an answer partial and labelled, never silently shorter.
func TestDamagedDayIsNamed(t *testing.T) {
	for _, damage := range []struct {
		name string
		do   func(t *testing.T, dir string)
	}{
		{"a flipped byte in the columns of the first block", func(t *testing.T, dir string) {
			change(t, file(dir, oldDay, logFile), func(b []byte) []byte { b[blockHeaderSize+20] ^= 1; return b })
		}},
		{"a flipped byte in a header", func(t *testing.T, dir string) {
			change(t, file(dir, oldDay, logFile), func(b []byte) []byte { b[5] ^= 1; return b })
		}},
		{"the beginning is gone", func(t *testing.T, dir string) {
			change(t, file(dir, oldDay, logFile), func(b []byte) []byte { return b[100:] })
		}},
		{"the last block is gone, which was answered", func(t *testing.T, dir string) {
			change(t, file(dir, oldDay, logFile), func(b []byte) []byte { return b[:len(b)-100] })
		}},
		{"all of the log's content is gone", func(t *testing.T, dir string) {
			change(t, file(dir, oldDay, logFile), func([]byte) []byte { return nil })
		}},
		{"blocks that nobody knows", func(t *testing.T, dir string) {
			change(t, file(dir, oldDay, logFile), func(b []byte) []byte { return make([]byte, len(b)) })
		}},
		{"no log", func(t *testing.T, dir string) {
			if err := os.Remove(file(dir, oldDay, logFile)); err != nil {
				t.Fatal(err)
			}
		}},
		{"no format", func(t *testing.T, dir string) {
			if err := os.Remove(file(dir, oldDay, formatFile)); err != nil {
				t.Fatal(err)
			}
		}},
		{"a format of tomorrow", func(t *testing.T, dir string) {
			change(t, file(dir, oldDay, formatFile), func([]byte) []byte { return []byte("whodid day 99\n") })
		}},
		{"a flipped byte in the events, which opening does not read", func(t *testing.T, dir string) {
			change(t, file(dir, oldDay, logFile), func(b []byte) []byte {
				h, err := parseHeader(b)
				if err != nil {
					t.Fatal(err)
				}
				b[blockHeaderSize+h.colsLen+5] ^= 1
				return b
			})
		}},
	} {
		t.Run(damage.name, func(t *testing.T) {
			dir := filled(t)
			damage.do(t, dir)
			before := logSize(t, dir)
			s, notes := mustOpen(t, dir)
			page := count(t, s, `"seoul sales"`)
			if want := []audit.Day{oldDay}; !slices.Equal(page.Missing, want) || page.Total != 600 {
				t.Fatalf("total %d, missing %v; want 600 and %v", page.Total, page.Missing, want)
			}
			if !strings.Contains(notes.String(), string(oldDay)+": can't be read: ") {
				t.Errorf("notes %q don't name the day", notes)
			}
			stats, err := s.Stats(t.Context())
			if err != nil || len(stats.Days) != 2 || stats.Days[0].State != audit.DayDamaged || stats.Days[0].Err == "" {
				t.Errorf("stats %+v, %v", stats, err)
			}
			outcomes, err := s.Append(t.Context(), append(dayEvents(oldDay, 900, 1), dayEvents(newDay, 900, 1)...))
			if err != nil || outcomes[0].Err == nil || outcomes[1].Err != nil || outcomes[1].Seq <= 1200 {
				t.Errorf("append: %+v, %v; want an error for the damaged day, a new seq for the other", outcomes, err)
			}
			if after := logSize(t, dir); after != before {
				t.Errorf("the damaged log had %d bytes and has %d: it must stay as it was found", before, after)
			}
			if missing, err := s.Scan(t.Context(), query.Search{}, func(audit.Event) error { return nil }); err != nil || len(missing) != 1 {
				t.Errorf("scan: missing %v, %v", missing, err)
			}
			if err := s.Drop(t.Context(), oldDay); err != nil {
				t.Errorf("drop the damaged day: %v", err)
			}
			if page := count(t, s, "kim"); page.Missing != nil || page.Total != 601 {
				t.Errorf("total %d, missing %v after the drop", page.Total, page.Missing)
			}
		})
	}
}

// Power may fail while a write of several blocks is on its way to the disk: its
// pages come there in any order. What was answered before stays, and the day goes on.
func TestHoleInTheLastWriteIsTorn(t *testing.T) {
	dir := t.TempDir()
	s, _ := mustOpen(t, dir)
	mustAppend(t, s, dayEvents(newDay, 0, 100))
	mustClose(t, s)
	size := logSizeOf(t, dir, newDay)
	l, _, err := openLog(file(dir, newDay, logFile), newDay, s.codecs, func(blockColumns) {})
	if err != nil {
		t.Fatal(err)
	}
	lost := dayEvents(newDay, 100, 5*maxBlockEvents)
	for i := range lost {
		lost[i].Seq = uint64(101 + i)
	}
	if _, err := l.write(lost); err != nil { // written, and never indexed or answered
		t.Fatal(err)
	}
	if err := l.close(); err != nil {
		t.Fatal(err)
	}
	change(t, file(dir, newDay, logFile), func(b []byte) []byte {
		clear(b[size : size+100])
		return b
	})
	s, notes := mustOpen(t, dir)
	if page := count(t, s, "kim"); page.Total != 100 || page.Missing != nil {
		t.Fatalf("total %d, missing %v; %s", page.Total, page.Missing, notes)
	}
	for i := range lost {
		lost[i].Seq = 0
	}
	mustAppend(t, s, lost)
	if got := count(t, s, "kim").Total; got != 100+len(lost) {
		t.Errorf("total %d after sending them again", got)
	}
}

// A read that fails once, for a reason that is not the day's content, names the
// day in that answer and no longer.
func TestReadErrorPasses(t *testing.T) {
	s, notes := mustOpen(t, filled(t))
	d := s.days[oldDay]
	whole := d.log.file
	gone, err := os.Open(file(s.dir, oldDay, logFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := gone.Close(); err != nil {
		t.Fatal(err)
	}
	d.log.file = gone
	if page := count(t, s, `"seoul sales"`); page.Total != 600 || !slices.Equal(page.Missing, []audit.Day{oldDay}) {
		t.Errorf("total %d, missing %v; %s", page.Total, page.Missing, notes)
	}
	d.log.file = whole
	if page := count(t, s, `"seoul sales"`); page.Total != 1200 || page.Missing != nil {
		t.Errorf("afterwards: total %d, missing %v", page.Total, page.Missing)
	}
	mustAppend(t, s, dayEvents(oldDay, 700, 3))
}

// A full disk must not cost what is there: it made seq.json empty, and the store
// did not open any more.
func TestLostNumbersAreNotGivenAgain(t *testing.T) {
	dir := filled(t)
	change(t, filepath.Join(dir, "seq.json"), func([]byte) []byte { return nil })
	s, notes := mustOpen(t, dir)
	outcomes, err := s.Append(t.Context(), dayEvents(newDay, 900, 1))
	if err != nil || outcomes[0].Seq <= 1200 {
		t.Errorf("%+v, %v; %s", outcomes, err, notes)
	}
	bad := &seqFile{path: filepath.Join(dir, "missing", "seq.json"), reserved: 5}
	if err := bad.reserve(6); err == nil || bad.reserved != 5 {
		t.Errorf("reserving without a disk: %v, %d reserved", err, bad.reserved)
	}
}

// A resume that would have to skip a damaged day says so.
func TestAfterNamesDamagedDays(t *testing.T) {
	dir := filled(t)
	change(t, file(dir, oldDay, logFile), func(b []byte) []byte { b[blockHeaderSize+20] ^= 1; return b })
	s, _ := mustOpen(t, dir)
	mustAppend(t, s, dayEvents(newDay, 900, 1))
	if _, err := s.After(t.Context(), 0, 10); audit.KindOf(err) != audit.Unavailable {
		t.Errorf("after 0: %v, want kind Unavailable", err)
	}
	if got, err := s.After(t.Context(), s.LastSeq()-1, 10); err != nil || len(got) != 1 {
		t.Errorf("after what the damaged day has: %d events, %v; want 1", len(got), err)
	}
}

// The index is derived: without it, behind the log or unreadable, the day comes
// back whole.
func TestIndexIsMadeAnew(t *testing.T) {
	segments := func(t *testing.T, dir string) []string {
		list, err := filepath.Glob(file(dir, oldDay, indexFolder, "store", "*"))
		if err != nil || len(list) == 0 {
			t.Fatalf("no index files: %v", err)
		}
		return list
	}
	for _, damage := range []struct {
		name string
		do   func(t *testing.T, dir string)
	}{
		{"gone", func(t *testing.T, dir string) {
			if err := os.RemoveAll(file(dir, oldDay, indexFolder)); err != nil {
				t.Fatal(err)
			}
		}},
		{"its files are empty", func(t *testing.T, dir string) {
			for _, f := range segments(t, dir) {
				change(t, f, func([]byte) []byte { return nil })
			}
		}},
		{"its files are cut in half", func(t *testing.T, dir string) {
			for _, f := range segments(t, dir) {
				change(t, f, func(b []byte) []byte { return b[:len(b)/2] })
			}
		}},
		{"its files are noise", func(t *testing.T, dir string) {
			for _, f := range segments(t, dir) {
				change(t, f, func(b []byte) []byte {
					for i := range b {
						b[i] = byte(i * 7)
					}
					return b
				})
			}
		}},
		{"its description is gone", func(t *testing.T, dir string) {
			if err := os.Remove(file(dir, oldDay, indexFolder, "index_meta.json")); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(damage.name, func(t *testing.T) {
			dir := filled(t)
			s, _ := mustOpen(t, dir) // once more, so that the index is on disk
			want := count(t, s, "kim")
			mustClose(t, s)
			damage.do(t, dir)
			s, _ = mustOpen(t, dir)
			if diff := cmp.Diff(want, count(t, s, "kim")); diff != "" {
				t.Errorf("answer (-before +after):\n%s", diff)
			}
		})
	}
}

// A disk that refuses a write leaves nothing behind; the same events are stored
// once it takes them.
func TestFailedWriteStoresNothing(t *testing.T) {
	dir := filled(t)
	s, _ := mustOpen(t, dir)
	errFull := errors.New("no space left on device")
	d := s.days[newDay]
	d.log.sync = func(*os.File) error { return errFull }
	more := append(dayEvents(newDay, 600, 10), dayEvents(oldDay, 600, 10)...)
	outcomes, err := s.Append(t.Context(), more)
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range outcomes {
		if refused := i < 10; refused != errors.Is(o.Err, errFull) {
			t.Fatalf("event %d: %+v", i, o)
		}
	}
	if got := count(t, s, "kim").Total; got != 1210 {
		t.Errorf("total %d, want 1210: the other day's events", got)
	}
	d.log.sync = (*os.File).Sync
	outcomes, err = s.Append(t.Context(), more)
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range outcomes {
		if again := i >= 10; o.Err != nil || o.Duplicate != again {
			t.Fatalf("event %d, sent again: %+v", i, o)
		}
	}
	mustClose(t, s)
	s, notes := mustOpen(t, dir)
	if got := count(t, s, "kim").Total; got != 1220 {
		t.Errorf("total %d after a restart, want 1220; %s", got, notes)
	}
}
