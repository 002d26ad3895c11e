package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// options are the flags of a run that measures every figure.
type options struct {
	common
	runs     int
	verifyN  int
	sqliteN  int
	bleveN   int
	ones     int
	tailLong time.Duration
}

func runBench(ctx context.Context, args []string, out io.Writer) error {
	var o options
	fs := flag.NewFlagSet("bench", flag.ContinueOnError)
	o.flags(fs)
	fs.StringVar(&o.report, "report", "", "file for the report, its JSON beside it; default is report-N.md here")
	fs.IntVar(&o.runs, "runs", 40, "timed runs of each screen, after three that are not counted")
	fs.IntVar(&o.verifyN, "verify-n", 1_000_000, "compare every screen with the oracle up to so many events, which it holds in memory")
	fs.IntVar(&o.sqliteN, "sqlite-n", 1_000_000, "events that SQLite is given at most, evenly taken from the log; 0 leaves it out")
	fs.IntVar(&o.bleveN, "bleve-n", 200_000, "events that textbook Bleve is given at most; 0 leaves it out")
	fs.IntVar(&o.ones, "ones", 500, "events that are posted one by one")
	fs.DurationVar(&o.tailLong, "tail-for", 20*time.Second, "how long live tails are watched")
	if err := fs.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "whodid-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	r, err := measure(ctx, o, dir)
	if err != nil {
		return err
	}
	if err := saveReport(o.report, fmt.Sprintf("report-%d.md", r.Events), r, func(w io.Writer) { writeReport(w, r) }, out); err != nil {
		return err
	}
	if r.Wrong > 0 {
		return fmt.Errorf("%d screens differ from the oracle", r.Wrong)
	}
	return nil
}

// measure measures everything, in an order in which no figure spoils another.
func measure(ctx context.Context, o options, dir string) (*result, error) {
	r := newResult(versionOf(ctx, o.bin))
	path, err := prepareLog(ctx, o.common, dir)
	if err != nil {
		return nil, fmt.Errorf("prepare the log: %w", err)
	}
	log, err := surveyLog(path, o.events)
	if err != nil {
		return nil, fmt.Errorf("survey the log: %w", err)
	}
	r.Events, r.LogBytes = log.events, log.bytes
	progress("log of %d events ready", log.events)
	asked, err := measureServer(ctx, o, dir, path, log, r)
	if err != nil {
		return nil, err
	}
	for _, p := range []struct {
		engine string
		most   int
		into   **rival
	}{{"sqlite", o.sqliteN, &r.SQLite}, {"textbook", o.bleveN, &r.Textbook}} {
		if p.most <= 0 {
			continue
		}
		every := (log.events + p.most - 1) / p.most
		t := task{Engine: p.engine, Dir: filepath.Join(dir, p.engine), Log: path, Every: every, Runs: o.runs, Ask: asked}
		if *p.into, err = measureRival(ctx, t); err != nil {
			return nil, err
		}
	}
	r.TookSeconds = time.Since(r.At).Seconds()
	return r, nil
}

// measureServer measures whodid and gives what the peers are to be asked. It
// leaves nothing running and no data.
func measureServer(ctx context.Context, o options, dir, path string, log *survey, r *result) (asked []asking, err error) {
	s, err := startServer(ctx, o.bin, dir, keepDays)
	if err != nil {
		return nil, err
	}
	defer func() {
		if s != nil {
			s.kill()
			_ = os.RemoveAll(s.data) // the whole folder is removed at the end
		}
	}()
	if r.Ingest, err = storeLog(ctx, s, path, log.events); err != nil {
		return nil, err
	}
	if r.Sealing, err = waitSealed(ctx, s, o.sealWait); err != nil {
		return nil, err
	}
	progress("sealed after %.0f s, %d days open", r.Sealing.Seconds, r.Sealing.Open)
	r.Bytes = folderBytes(s.data)
	cursors, hit, err := deepCursors(ctx, s, o.runs+1)
	if err != nil {
		return nil, err
	}
	screens := screensOf(log, cursors[0], hit)
	if r.Screens, err = measureScreens(ctx, s, screens, newDealer(log, cursors[1:]), o.runs); err != nil {
		return nil, err
	}
	r.Memory, r.OpenFiles = memoryOf(s.cmd.Process.Pid), openFiles(s.cmd.Process.Pid)
	for _, sc := range screens {
		if sc.published() {
			asked = append(asked, asking{sc.key, sc.asked})
		}
	}
	if r.Verified = log.events <= o.verifyN; r.Verified {
		if r.Wrong, err = verify(ctx, s, path, r.Screens); err != nil {
			return nil, fmt.Errorf("oracle: %w", err)
		}
	}
	if r.Export, err = measureExport(ctx, s); err != nil {
		return nil, err
	}
	if r.One, err = postOnes(ctx, s, o.ones); err != nil {
		return nil, err
	}
	if r.Tails, err = measureTails(ctx, s, o.tailLong); err != nil {
		return nil, err
	}
	if s, r.Starts, err = measureStarts(ctx, s, o.bin, dir); err != nil {
		return nil, err
	}
	s, r.Drop, err = measureDrop(ctx, s, o.bin, dir)
	return asked, err
}

// versionOf is what the binary says of itself; "" where it says nothing.
func versionOf(ctx context.Context, bin string) string {
	text, err := exec.CommandContext(ctx, bin, "version").Output()
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(string(text), "whodid "), "\n")
	return first
}
