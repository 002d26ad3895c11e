package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"whodid/audit"
)

// Any file of any day, damaged in any way, while the server is away or while it
// runs: every answer is the same as before or names the day, the other days
// answer, and the server never ends by itself.
func TestFaultsDamage(t *testing.T) {
	t.Parallel()
	d := newDamaged(t)
	cases := d.cases(t)
	if *faultsFor == 0 { // a few of them
		random := rand.New(rand.NewPCG(seedOfFaults(t), 0))
		random.Shuffle(len(cases), func(i, k int) { cases[i], cases[k] = cases[k], cases[i] })
		cases = cases[:min(12, len(cases))]
	}
	for _, c := range cases {
		t.Run(c.String(), func(t *testing.T) { d.run(t, c) })
	}
	t.Logf("%d cases: %d answered as before, %d named the day, %d did not start and said why", len(cases), d.healed, d.named, d.refused)
}

// damaged is a data folder that is damaged in copies.
type damaged struct {
	dir      string // whole; no server has it open
	days     map[string]audit.Day
	answers  answers
	model    *model
	canCheck bool

	healed, named, refused int
}

// newDamaged makes a folder with a quiet day, one that a late event reopened, and
// one that is written to.
func newDamaged(t *testing.T) *damaged {
	t.Helper()
	today := audit.DayOf(time.Now())
	d := &damaged{dir: t.TempDir(), model: newModel(1), canCheck: offers("check", "--data-dir")}
	d.days = map[string]audit.Day{"quiet": today.Add(-4), "reopened": today.Add(-3), "written": today}
	bystander := today.Add(-2)
	const events = 1200
	srv := serve(t, d.dir, "127.0.0.1:0", "--seal-after", "50ms")
	for _, day := range []audit.Day{d.days["quiet"], d.days["reopened"], bystander} {
		fill(t, d.model, srv.addr, day, events)
	}
	waitSealed(t, srv)
	stop(t, srv)
	srv = serve(t, d.dir, "127.0.0.1:0", "--seal-after", "1h")
	fill(t, d.model, srv.addr, d.days["written"], events)
	fill(t, d.model, srv.addr, d.days["reopened"], events/4)
	d.answers = answersOf(t, srv.addr, []audit.Day{d.days["quiet"], d.days["reopened"], bystander, d.days["written"]})
	stop(t, srv)
	return d
}

// waitSealed waits until no day takes events any more.
func waitSealed(t *testing.T, srv *process) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	late := time.After(patience)
	for open := true; open; {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("days are not sealed after %v:\n%s", patience, tailOf(srv.log))
		}
		s, err := stats(srv.addr)
		if err != nil {
			t.Fatal(err)
		}
		open = false
		for _, d := range s.Days {
			open = open || d.State != audit.DaySealed
		}
	}
}

func stop(t *testing.T, srv *process) {
	t.Helper()
	if code := srv.end(t, syscall.SIGTERM); code != exitDone {
		t.Fatalf("stopped with exit code %d:\n%s", code, tailOf(srv.log))
	}
}

// damageCase is one file and what becomes of it.
type damageCase struct {
	kind   string // of day; "" for the folder's own files
	file   string // its path in the data folder; "" for one that a running server has
	nth    int    // which of them
	damage damage
}

func (c damageCase) String() string {
	if c.file == "" {
		return fmt.Sprintf("running %s file %d %s", c.kind, c.nth, c.damage.name)
	}
	return strings.Join([]string{"away", c.kind, c.file, c.damage.name}, " ")
}

// cases walks over whatever files there are.
func (d *damaged) cases(t *testing.T) (list []damageCase) {
	t.Helper()
	kinds := map[audit.Day]string{}
	for kind, day := range d.days {
		kinds[day] = kind
	}
	files := map[string]int{} // by kind
	err := fs.WalkDir(os.DirFS(d.dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		parts := strings.Split(name, "/")
		kind, ofDay := "", parts[0] == "days" && len(parts) > 2
		if ofDay {
			if kind = kinds[audit.Day(parts[1])]; kind == "" {
				return nil // of a day that stays whole
			}
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		for _, dmg := range damages() {
			if info.Size() == 0 && dmg.name != "removed" {
				continue
			}
			list = append(list, damageCase{kind, name, 0, dmg})
			if ofDay && dmg.running {
				list = append(list, damageCase{kind, "", files[kind], dmg})
			}
		}
		files[kind]++
		return nil
	})
	if err != nil || len(list) == 0 {
		t.Fatalf("%d cases, %v", len(list), err)
	}
	slices.SortFunc(list, func(a, b damageCase) int { return strings.Compare(a.String(), b.String()) })
	return list
}

// run makes one damage in a copy of the folder.
func (d *damaged) run(t *testing.T, c damageCase) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS(d.dir)); err != nil {
		t.Fatal(err)
	}
	day, named, whole := d.days[c.kind], false, d.answers
	var srv *process
	defer func() {
		if t.Failed() && srv != nil {
			t.Logf("the server's log:\n%s", tailOf(srv.log))
		}
	}()
	if c.file != "" {
		d.hurt(t, dir, c.file, c.damage)
	} else {
		srv = serve(t, dir, "127.0.0.1:0", "--seal-after", "1h")
		fill(t, d.model, srv.addr, day, 48) // so that there is a file that is written to
		whole = answersOf(t, srv.addr, whole.days)
		c.file = d.hurtNth(t, dir, c)
		named = whole.judge(t, srv.addr, day)
		stop(t, srv)
	}
	sound := d.check(t, dir, c)
	if c.kind == "" && d.refuses(t, dir, c) {
		return
	}
	srv = serve(t, dir, "127.0.0.1:0", "--seal-after", "1h")
	after := whole.judge(t, srv.addr, day)
	if after && sound {
		t.Errorf("%s can't be read, and the check finds nothing", day)
	}
	stop(t, srv)
	srv = serve(t, dir, "127.0.0.1:0", "--seal-after", "50ms") // sealing must not make damage look whole
	named = whole.judge(t, srv.addr, day) || named
	if c.kind != "" {
		srv = d.writeOn(t, dir, srv, day)
	}
	if named || after {
		d.named++
	} else {
		d.healed++
	}
}

func (d *damaged) hurt(t *testing.T, dir, name string, dmg damage) {
	t.Helper()
	if err := hurtFile(filepath.Join(dir, filepath.FromSlash(name)), dmg); err != nil {
		t.Fatal(err)
	}
}

func hurtFile(file string, dmg damage) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	return dmg.do(file, info.Size())
}

// hurtNth damages one of the files that a day has while a server runs, and gives
// its path in the data folder. The server may take files away meanwhile.
func (d *damaged) hurtNth(t *testing.T, dir string, c damageCase) (name string) {
	t.Helper()
	for {
		var names []string
		err := fs.WalkDir(os.DirFS(dir), "days/"+string(d.days[c.kind]), func(name string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				names = append(names, name)
			}
			return nil
		})
		if err != nil || len(names) == 0 {
			t.Fatalf("%d files, %v", len(names), err)
		}
		name = names[c.nth%len(names)]
		switch err := hurtFile(filepath.Join(dir, filepath.FromSlash(name)), c.damage); {
		case err == nil:
			return name
		case !errors.Is(err, fs.ErrNotExist):
			t.Fatal(err)
		}
	}
}
