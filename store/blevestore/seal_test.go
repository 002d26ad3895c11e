package blevestore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
	"whodid/audit/query"
)

func state(t *testing.T, s *Store, day audit.Day) audit.DayStats {
	t.Helper()
	stats, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(stats.Days, func(d audit.DayStats) bool { return d.Day == day })
	if i < 0 {
		t.Fatalf("no day %s in %+v", day, stats)
	}
	return stats.Days[i]
}

func names(t *testing.T, dir string, day audit.Day) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(file(dir, day))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

// A quiet day becomes one part; what comes late opens it again, and is found at
// once; then it becomes one part again.
func TestQuietDaysAreSealed(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(Options{Dir: dir, SealAfter: time.Nanosecond})
	if err != nil {
		t.Fatal(err)
	}
	defer mustClose(t, s)
	sealed := func(events int) {
		t.Helper()
		for st := state(t, s, oldDay); st.State != audit.DaySealed || st.Events != events || len(names(t, dir, oldDay)) != 3; st = state(t, s, oldDay) {
			if st.Events > events || st.Err != "" {
				t.Fatalf("%+v, want %d events sealed", st, events)
			}
			if t.Context().Err() != nil {
				t.Fatalf("the day consists of %v; want day.json, a part and its words", names(t, dir, oldDay))
			}
			runtime.Gosched()
		}
	}
	mustAppend(t, s, dayEvents(oldDay, 0, 500))
	sealed(500)
	mustAppend(t, s, dayEvents(oldDay, 500, 3))
	if got := count(t, s, "kim").Total; got != 503 {
		t.Errorf("total %d right after the late events", got)
	}
	sealed(503)
	outcomes, err := s.Append(t.Context(), dayEvents(oldDay, 0, 503))
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range outcomes {
		if !o.Duplicate {
			t.Fatalf("event %d, sent again: %+v", i, o)
		}
	}
}

// A crash at any step of a sealing leaves what was before or the new part, and
// nothing beside it.
func TestSealingSurvivesCrashes(t *testing.T) {
	before := filled(t, false)
	s, _ := mustOpen(t, before)
	want := count(t, s, `kim or "seoul sales"`)
	mustClose(t, s)
	after := t.TempDir()
	if err := os.CopyFS(after, os.DirFS(before)); err != nil {
		t.Fatal(err)
	}
	s, _ = mustOpen(t, after)
	mustSeal(t, s)
	mustClose(t, s)

	type step struct {
		name string
		from string   // the folder that the crash finds
		plus []string // files of the other one that are there, too
	}
	steps := []step{
		{"before the part is whole", before, []string{"2.part.new"}},
		{"before the words", before, []string{"2.part"}},
		{"before the manifest", before, []string{"2.part", "2.words"}},
		{"before the old log is gone", after, []string{"1.log"}},
	}
	for _, st := range steps {
		t.Run(st.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(st.from)); err != nil {
				t.Fatal(err)
			}
			for _, day := range []audit.Day{oldDay, newDay} {
				for _, name := range st.plus {
					source := after
					if st.from == after {
						source = before
					}
					whole, half := strings.CutSuffix(name, ".new")
					data, err := os.ReadFile(file(source, day, whole))
					if err != nil {
						t.Fatal(err)
					}
					if half {
						data = data[:len(data)/2]
					}
					if err := os.WriteFile(file(dir, day, name), data, 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
			s, notes := mustOpen(t, dir)
			if diff := cmp.Diff(want, count(t, s, `kim or "seoul sales"`)); diff != "" {
				t.Errorf("answer (-before +after): %s\n%s", notes, diff)
			}
			mustSeal(t, s)
			if diff := cmp.Diff(want, count(t, s, `kim or "seoul sales"`)); diff != "" {
				t.Errorf("answer, sealed (-before +after):\n%s", diff)
			}
			if got := names(t, dir, oldDay); len(got) != 3 {
				t.Errorf("the day consists of %v", got)
			}
		})
	}
}

// A day that can't be sealed stays as it is, is said once, and is tried again.
func TestFailedSealingLosesNothing(t *testing.T) {
	dir := filled(t, false)
	s, notes := mustOpen(t, dir)
	// A folder stands where the part would be written: root may write anywhere.
	for _, day := range []audit.Day{oldDay, newDay} {
		if err := os.Mkdir(file(dir, day, "2.part.new"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file(dir, day, "2.part.new", "x"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Seal(t.Context()); err == nil {
		t.Fatal("sealing into a folder's place was no error")
	}
	mustAppend(t, s, dayEvents(oldDay, 600, 5))
	if page := count(t, s, "kim"); page.Total != 1205 || page.Missing != nil {
		t.Errorf("total %d, missing %v; %s", page.Total, page.Missing, notes)
	}
	for _, day := range []audit.Day{oldDay, newDay} {
		if err := os.RemoveAll(file(dir, day, "2.part.new")); err != nil {
			t.Fatal(err)
		}
	}
	mustSeal(t, s)
	if page := count(t, s, "kim"); page.Total != 1205 || state(t, s, oldDay).State != audit.DaySealed {
		t.Errorf("total %d, %+v", page.Total, state(t, s, oldDay))
	}
}

// A day too large for one part is sealed in several, and left alone then.
func TestLargeDaysHaveSeveralParts(t *testing.T) {
	defer func(was uint32) { maxPartEvents = was }(maxPartEvents)
	maxPartEvents = 1000
	s, _ := mustOpen(t, t.TempDir())
	for i := range 5 {
		mustAppend(t, s, dayEvents(oldDay, 600*i, 600))
		mustSeal(t, s)
	}
	d := s.days[oldDay]
	if st := state(t, s, oldDay); len(d.parts) != 5 || st.State != audit.DaySealed || st.Events != 3000 {
		t.Errorf("%d parts, %+v", len(d.parts), st)
	}
	if d, _ := s.sealer.choose(time.Now().Add(10000 * time.Hour)); d != nil {
		t.Errorf("day %s is to be sealed again", d.day)
	}
	page := count(t, s, "kim")
	if page.Total != 3000 || page.Events[0].Time.Before(page.Events[999].Time) || page.Next == nil {
		t.Errorf("total %d, %d events", page.Total, len(page.Events))
	}
	mustAppend(t, s, dayEvents(oldDay, 3000, 100))
	mustSeal(t, s)
	if n := len(d.parts); n != 5 || d.parts[4].n != 700 {
		t.Errorf("%d parts, the last of %d events; want the 100 with the last 600", n, d.parts[n-1].n)
	}
}

// A day whose first write failed, and a sealed one whose first late write did, are
// nothing to seal: the sealer must not come back to them for ever.
func TestNothingToSeal(t *testing.T) {
	dir := filled(t, true)
	s, _ := mustOpen(t, dir)
	if _, err := s.days[oldDay].openEnd(); err != nil { // as a write does that then fails
		t.Fatal(err)
	}
	before := theOne(t, dir, oldDay, "part")
	d, _ := openDay(s, "2026-11-22", true)
	if d.err != nil {
		t.Fatal(d.err)
	}
	s.mu.Lock()
	s.days[d.day] = d
	s.mu.Unlock()
	mustSeal(t, s)
	if got := theOne(t, dir, oldDay, "part"); got != before || len(names(t, dir, oldDay)) != 3 {
		t.Errorf("the sealed day consists of %v, its part was %s", names(t, dir, oldDay), before)
	}
	if d, _ := s.sealer.choose(time.Now().Add(10000 * time.Hour)); d != nil {
		t.Errorf("day %s is to be sealed", d.day)
	}
	mustAppend(t, s, dayEvents("2026-11-22", 0, 3))
	if got := count(t, s, "kim").Total; got != 1203 {
		t.Errorf("total %d", got)
	}
}

// Searches, writes and sealings at once: nothing is ever missing or there twice.
func TestReadersDuringSealings(t *testing.T) {
	s, _ := mustOpen(t, t.TempDir())
	const batches, size = 30, 40
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range batches {
			if _, err := s.Append(context.Background(), dayEvents(newDay, i*size, size)); err != nil {
				t.Error(err)
				return
			}
			if err := s.Seal(context.Background()); err != nil {
				t.Error(err)
				return
			}
		}
	}()
	last := 0
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		page := count(t, s, "kim")
		if page.Total%size != 0 || page.Total < last || page.Missing != nil || len(page.Events) != min(page.Total, 1000) {
			t.Fatalf("total %d with %d events after %d, missing %v", page.Total, len(page.Events), last, page.Missing)
		}
		last = page.Total
	}
	if last != batches*size {
		t.Errorf("total %d, want %d", last, batches*size)
	}
}

// A folder of the first format opens, and is of today's format from then on.
func TestFirstFormatIsTakenOver(t *testing.T) {
	dir := t.TempDir()
	folder := file(dir, newDay)
	if err := os.MkdirAll(filepath.Join(folder, indexFolder1, "store"), 0o700); err != nil {
		t.Fatal(err)
	}
	events := numberedEvents(0, 300)
	var log []byte
	codecs := mustCodecs(t)
	for part := range slices.Chunk(events, 64) {
		block := appendBlock(nil, newDay.Start(), part, codecs.enc)
		log = append(log, block...)
	}
	for name, content := range map[string][]byte{formatFile1: []byte(formatVersion1), logFile1: log, filepath.Join(indexFolder1, "index_meta.json"): []byte("{}")} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		s, notes := mustOpen(t, dir)
		if got := count(t, s, "kim"); got.Total != 300 || got.Missing != nil {
			t.Fatalf("total %d, missing %v; %s", got.Total, got.Missing, notes)
		}
		mustAppend(t, s, dayEvents(oldDay, s.dayCount(), 1))
		mustClose(t, s)
		if err := os.RemoveAll(file(dir, oldDay)); err != nil {
			t.Fatal(err)
		}
	}
	s, _ := mustOpen(t, dir)
	mustSeal(t, s)
	if got := names(t, dir, newDay); len(got) != 3 || slices.Contains(got, logFile1) {
		t.Errorf("the day consists of %v", got)
	}
	if got := count(t, s, "kim").Total; got != 300 {
		t.Errorf("total %d", got)
	}
	if s.LastSeq() < 300 {
		t.Errorf("last seq %d", s.LastSeq())
	}
}

func (s *Store) dayCount() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.days)
}

// Open files and memory do not grow with the number of days: a sealed day costs
// its columns' mapping alone, and word indexes are closed that nobody asked for a while.
func TestManyDaysKeepFewFilesOpen(t *testing.T) {
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		t.Skip("open files can't be counted here")
	}
	dir := t.TempDir()
	s, _ := mustOpen(t, dir)
	const days, open = 100, 20
	s.words = newOpenWordIndexes(open)
	for i := range days {
		mustAppend(t, s, dayEvents(audit.DayOf(oldDay.Start().AddDate(0, 0, -i)), 0, 1))
		if i%25 == 24 {
			mustSeal(t, s)
		}
	}
	mustSeal(t, s)
	for range 2 {
		if got := count(t, s, "kim").Total; got != days {
			t.Fatalf("total %d, want %d", got, days)
		}
	}
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if len(entries) > open+50 {
		t.Errorf("%d files are open for %d days", len(entries), days)
	}
}

// What a part was asked is remembered by what it was asked: other selections,
// periods and zones must not get each other's answer.
func TestRememberedAnswers(t *testing.T) {
	s, _ := mustOpen(t, filled(t, true))
	ask := func(change func(*query.Search)) query.Page {
		t.Helper()
		parsed, err := query.Parse("kim", query.Options{})
		if err != nil {
			t.Fatal(err)
		}
		q := query.Search{Tree: parsed.Tree, Want: query.WantAll, Limit: 3}
		change(&q)
		page, err := s.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	for _, change := range []func(*query.Search){
		func(*query.Search) {},
		func(q *query.Search) { q.Period.From = newDay.Start().Add(100 * time.Second) },
		func(q *query.Search) { q.Period.To = oldDay.Start().Add(7 * time.Second) },
		func(q *query.Search) { q.Filters.Status = []audit.Status{audit.Failure} },
		func(q *query.Search) { q.Filters.User = []string{"minjun.kim7@acme.example"} },
		func(q *query.Search) { q.Seqs.After = 900 },
		func(q *query.Search) { q.Interval = "1m" },
		func(q *query.Search) { q.Zone = time.FixedZone("", -(5*60 + 30)) },
	} {
		first, again := ask(change), ask(change)
		if diff := cmp.Diff(first, again); diff != "" {
			t.Errorf("the second answer (-first +second):\n%s", diff)
		}
		s.tallies = newTallyCache(1 << 20)
		if diff := cmp.Diff(first, ask(change)); diff != "" {
			t.Errorf("without memory (-with +without):\n%s", diff)
		}
	}
	small := newTallyCache(1000)
	for i := range 100 {
		small.add(tallyKey{part: uint64(i), question: "kim"}, make(tally, 10))
	}
	if small.bytes > 1000 || small.used.Len() == 0 {
		t.Errorf("%d answers of %d bytes are remembered; 1000 are allowed", small.used.Len(), small.bytes)
	}
	if got := fmt.Sprint(small.used.Keys()[small.used.Len()-1].part); got != "99" {
		t.Errorf("the newest is %s", got)
	}
}
