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
			dir := filled(t, false)
			extra := numberedEvents(600, 50)
			for i := range extra {
				extra[i].Seq += 1000
			}
			block := appendBlock(nil, newDay.Start(), extra, mustCodecs(t).enc)
			change(t, theOne(t, dir, newDay, "log"), func(b []byte) []byte { return append(b, tail.cut(block)...) })

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

// damages are what may happen to a file, with what a reader may make of it.
var damages = []struct {
	name string
	do   func(b []byte) []byte
}{
	{"emptied", func([]byte) []byte { return nil }},
	{"cut in half", func(b []byte) []byte { return b[:len(b)/2] }},
	{"without its last byte", func(b []byte) []byte { return b[:len(b)-1] }},
	{"without its beginning", func(b []byte) []byte { return b[100:] }},
	{"zeros", func(b []byte) []byte { return make([]byte, len(b)) }},
	{"flipped at the beginning", func(b []byte) []byte { b[20] ^= 1; return b }},
	{"flipped in the middle", func(b []byte) []byte { b[len(b)/2] ^= 0x10; return b }},
	{"flipped in each of many places", func(b []byte) []byte {
		for i := 7; i < len(b); i += 997 {
			b[i] ^= 4
		}
		return b
	}},
}

// A damaged day makes an answer partial and labelled, never silently shorter.
func TestDamagedDayIsNamed(t *testing.T) {
	for _, kind := range []string{"log", "part"} {
		for _, damage := range damages {
			t.Run(kind+" "+damage.name, func(t *testing.T) {
				dir := filled(t, kind == "part")
				path := theOne(t, dir, oldDay, kind)
				change(t, path, damage.do)
				damaged(t, dir, path)
			})
		}
		t.Run(kind+" gone", func(t *testing.T) {
			dir := filled(t, kind == "part")
			path := theOne(t, dir, oldDay, kind)
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			damaged(t, dir, path)
		})
	}
	for name, content := range map[string]string{"empty": "", "of tomorrow": `{"format":99}`, "of nothing": `{"format":2}`} {
		t.Run("day.json "+name, func(t *testing.T) {
			dir := filled(t, true)
			change(t, file(dir, oldDay, manifestFile), func([]byte) []byte { return []byte(content) })
			damaged(t, dir, file(dir, oldDay, manifestFile))
		})
	}
	t.Run("day.json gone", func(t *testing.T) {
		dir := filled(t, true)
		if err := os.Remove(file(dir, oldDay, manifestFile)); err != nil {
			t.Fatal(err)
		}
		damaged(t, dir, file(dir, oldDay, manifestFile))
	})
}

// damaged holds that the old day is named in everything, the other one answers, and
// the file stays as it was found until the day is dropped.
func damaged(t *testing.T, dir, path string) {
	t.Helper()
	before, _ := os.ReadFile(path)
	s, notes := mustOpen(t, dir)
	for _, q := range []string{`"seoul sales"`, `"seoul sales"`, ""} {
		page := count(t, s, q)
		if want := []audit.Day{oldDay}; !slices.Equal(page.Missing, want) || page.Total != 600 {
			t.Fatalf("%q: total %d, missing %v; want 600 and %v", q, page.Total, page.Missing, want)
		}
	}
	for _, f := range []query.Field{query.FieldUser, query.FieldTask} {
		if got, err := s.Suggest(t.Context(), query.Suggest{Field: f, Limit: 1}); err != nil || !slices.Equal(got.Missing, []audit.Day{oldDay}) || len(got.Values) != 1 {
			t.Errorf("values of %s: %+v, %v", f, got, err)
		}
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
	if after, _ := os.ReadFile(path); !slices.Equal(before, after) {
		t.Errorf("the damaged file had %d bytes and has %d: it must stay as it was found", len(before), len(after))
	}
	if missing, err := s.Scan(t.Context(), query.Search{}, func(audit.Event) error { return nil }); err != nil || len(missing) != 1 {
		t.Errorf("scan: missing %v, %v", missing, err)
	}
	if _, err := s.After(t.Context(), 0, 10); audit.KindOf(err) != audit.Unavailable {
		t.Errorf("after 0: %v, want kind Unavailable", err)
	}
	if got, err := s.After(t.Context(), s.LastSeq()-1, 10); err != nil || len(got) != 1 {
		t.Errorf("after what the damaged day has: %d events, %v; want 1", len(got), err)
	}
	if err := s.Drop(t.Context(), oldDay); err != nil {
		t.Errorf("drop the damaged day: %v", err)
	}
	if page := count(t, s, "kim"); page.Missing != nil || page.Total != 601 {
		t.Errorf("total %d, missing %v after the drop", page.Total, page.Missing)
	}
}

// Power may fail while a write of several blocks is on its way to the disk: its
// pages come there in any order. What was answered before stays, and the day goes on.
func TestHoleInTheLastWriteIsTorn(t *testing.T) {
	dir := t.TempDir()
	s, _ := mustOpen(t, dir)
	mustAppend(t, s, dayEvents(newDay, 0, 100))
	mustClose(t, s)
	path := theOne(t, dir, newDay, "log")
	l, _, err := openLog(path, newDay, mustCodecs(t), func([]audit.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	size := l.size
	lost := numberedEvents(100, 5*maxBlockEvents)
	if err := l.write(lost); err != nil { // written, and never answered
		t.Fatal(err)
	}
	if err := l.close(); err != nil {
		t.Fatal(err)
	}
	change(t, path, func(b []byte) []byte {
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

// A file that is cut off while it is mapped faults in whoever reads it: that is
// the day's damage, not the process's end.
func TestPartCutOffWhileOpen(t *testing.T) {
	for _, kind := range []string{"part", "words"} {
		t.Run(kind, func(t *testing.T) {
			dir := filled(t, true)
			s, notes := mustOpen(t, dir)
			if got := count(t, s, `"seoul sales"`).Total; got != 1200 {
				t.Fatal(got)
			}
			if err := os.Truncate(theOne(t, dir, oldDay, kind), 0); err != nil {
				t.Fatal(err)
			}
			page := count(t, s, `minjun "seoul sales"`)
			if page.Total != 600 || !slices.Equal(page.Missing, []audit.Day{oldDay}) {
				t.Errorf("total %d, missing %v; %s", page.Total, page.Missing, notes)
			}
		})
	}
}

// A full disk must not cost what is there: it made seq.json empty, and the store
// did not open any more.
func TestLostNumbersAreNotGivenAgain(t *testing.T) {
	dir := filled(t, false)
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

// The word index is derived: without it or with one that can't be read, the day
// answers as before.
func TestWordsAreMadeAnew(t *testing.T) {
	list := append(slices.Clone(damages), struct {
		name string
		do   func(b []byte) []byte
	}{"gone", nil})
	for _, damage := range list {
		t.Run(damage.name, func(t *testing.T) {
			dir := filled(t, true)
			s, _ := mustOpen(t, dir)
			want := count(t, s, "kim")
			mustClose(t, s)
			path := theOne(t, dir, oldDay, "words")
			whole, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if damage.do == nil {
				err = os.Remove(path)
			} else {
				err = os.WriteFile(path, damage.do(slices.Clone(whole)), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			s, notes := mustOpen(t, dir)
			if diff := cmp.Diff(want, count(t, s, "kim")); diff != "" {
				t.Errorf("answer (-before +after):\n%s", diff)
			}
			if !strings.Contains(notes.String(), "word index") {
				t.Errorf("notes %q don't say what was mended", notes)
			}
			mustClose(t, s)
			s, notes = mustOpen(t, dir)
			if diff := cmp.Diff(want, count(t, s, "kim")); diff != "" || notes.String() != "" {
				t.Errorf("once more: %s; answer (-before +after):\n%s", notes, diff)
			}
		})
	}
}

// A disk that refuses a write leaves nothing behind; the same events are stored
// once it takes them. What is twice in one Append is not taken for stored.
func TestFailedWriteStoresNothing(t *testing.T) {
	dir := filled(t, false)
	s, _ := mustOpen(t, dir)
	errFull := errors.New("no space left on device")
	log := s.days[newDay].tails[0].log
	log.sync = func(*os.File) error { return errFull }
	more := append(dayEvents(newDay, 600, 10), dayEvents(oldDay, 600, 10)...)
	more = append(more, more...)
	outcomes, err := s.Append(t.Context(), more)
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range outcomes {
		if refused := i%20 < 10; refused != errors.Is(o.Err, errFull) || o.Duplicate != (!refused && i >= 20) {
			t.Fatalf("event %d: %+v", i, o)
		}
	}
	if got := count(t, s, "kim").Total; got != 1210 {
		t.Errorf("total %d, want 1210: the other day's events", got)
	}
	log.sync = (*os.File).Sync
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
