package blevestore

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"whodid/audit"
)

func findings(t *testing.T, dir string) (list []Finding, sum Checked) {
	t.Helper()
	sum, err := Check(t.Context(), dir, func(f Finding) { list = append(list, f) })
	if err != nil {
		t.Fatal(err)
	}
	return list, sum
}

func TestCheckOfASoundFolder(t *testing.T) {
	for _, sealed := range []bool{false, true} {
		dir := filled(t, sealed)
		list, sum := findings(t, dir)
		if len(list) > 0 || sum.Days != 2 || sum.Events != 1200 || sum.Bytes == 0 {
			t.Errorf("sealed %v: %+v, %+v", sealed, list, sum)
		}
		s, _ := mustOpen(t, dir)
		if _, err := Check(t.Context(), dir, nil); audit.KindOf(err) != audit.Conflict {
			t.Errorf("a folder that is open: %v", err)
		}
		mustClose(t, s)
	}
	if _, err := Check(t.Context(), filepath.Join(t.TempDir(), "none"), nil); err == nil {
		t.Error("a folder that is not there is no error")
	}
}

// Each byte of a part, its words and a log counts: what is changed is found, with
// the day and the file, and nothing is mended by looking.
func TestCheckFindsDamage(t *testing.T) {
	for _, kind := range []string{"part", "words", "log"} {
		for _, damage := range damages {
			t.Run(kind+" "+damage.name, func(t *testing.T) {
				dir := filled(t, kind != "log")
				path := theOne(t, dir, oldDay, kind)
				change(t, path, damage.do)
				before, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				list, _ := findings(t, dir)
				if !slices.ContainsFunc(list, func(f Finding) bool {
					return f.Day == oldDay && filepath.Join(dir, f.File) == path && f.Harmless == (kind == "words")
				}) {
					t.Errorf("findings %+v", list)
				}
				if slices.ContainsFunc(list, func(f Finding) bool { return f.Day == newDay }) {
					t.Errorf("the other day is found, too: %+v", list)
				}
				if after, err := os.ReadFile(path); err != nil || !slices.Equal(before, after) {
					t.Errorf("the file was changed; %v", err)
				}
			})
		}
	}
	t.Run("any byte of a part", func(t *testing.T) {
		dir := filled(t, true)
		path := theOne(t, dir, oldDay, "part")
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		step := max(len(whole)/60, 1)
		for at := 0; at < len(whole); at += step {
			broken := slices.Clone(whole)
			broken[at] ^= 1 << (at % 8)
			if err := os.WriteFile(path, broken, 0o600); err != nil {
				t.Fatal(err)
			}
			if list, _ := findings(t, dir); len(list) == 0 && !between(t, whole, at) {
				t.Errorf("byte %d of %d was changed and nothing found", at, len(whole))
			}
		}
	})
}

// between tells that no section has this byte and that it is none of the table's.
func between(t *testing.T, b []byte, at int) bool {
	t.Helper()
	places, err := sectionTable(b)
	if err != nil {
		t.Fatal(err)
	}
	return at >= int(places[sections-1].at+places[sections-1].n) && at < len(b)-partFooterBytes
}

// A word index that is whole but another part's would be believed.
func TestCheckFindsWordsOfAnotherPart(t *testing.T) {
	dir := filled(t, true)
	other, err := os.ReadFile(theOne(t, dir, newDay, "words"))
	if err != nil {
		t.Fatal(err)
	}
	s, _ := mustOpen(t, dir)
	mustAppend(t, s, dayEvents(newDay, 600, 5))
	mustSeal(t, s)
	mustClose(t, s)
	path := theOne(t, dir, newDay, "words")
	if err := os.WriteFile(path, other, 0o600); err != nil {
		t.Fatal(err)
	}
	list, _ := findings(t, dir)
	if len(list) != 1 || list[0].Harmless || !strings.Contains(list[0].Problem, "reindex") {
		t.Fatalf("findings %+v", list)
	}
	var done []audit.Day
	if err := Reindex(t.Context(), dir, nil, func(day audit.Day, _ int) { done = append(done, day) }); err != nil {
		t.Fatal(err)
	}
	if list, _ := findings(t, dir); len(list) > 0 || !slices.Equal(done, []audit.Day{oldDay, newDay}) {
		t.Errorf("after reindexing %v: %+v", done, list)
	}
	if err := Reindex(t.Context(), dir, []audit.Day{"2020-01-01", oldDay}, func(audit.Day, int) {}); err == nil {
		t.Error("reindexing a day that is not there is no error")
	}
}

// Events and numbers that are there twice are found, whatever doubled them.
func TestCheckFindsDoubles(t *testing.T) {
	dir := filled(t, false)
	path := theOne(t, dir, oldDay, "log")
	change(t, path, func(b []byte) []byte { return append(b, b...) })
	list, _ := findings(t, dir)
	var twice int
	for _, f := range list {
		if strings.Contains(f.Problem, "twice") || strings.Contains(f.Problem, "of two events") {
			twice++
		}
	}
	if twice != 601 { // each event, and one of the numbers
		t.Errorf("%d of %d findings are of doubles", twice, len(list))
	}
}

func TestCheckNamesWhatACrashLeft(t *testing.T) {
	dir := filled(t, true)
	for _, name := range []string{file(dir, oldDay, "7.part.new"), file(dir, oldDay, "9.log"), filepath.Join(dir, "days", newPrefix+"2026-11-22")} {
		if err := os.WriteFile(name, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list, _ := findings(t, dir)
	if len(list) != 3 || slices.ContainsFunc(list, func(f Finding) bool { return !f.Harmless }) {
		t.Errorf("findings %+v", list)
	}
}
