// Command bench measures a whodid server over HTTP on a generated log: how fast
// it stores, how long each screen takes, and whether every screen is what the
// oracle says. It starts the binary it is given on a free port of 127.0.0.1, with
// a data folder that it removes, and prints a Markdown report.
//
// It is a module of its own, so that what it measures against never becomes a
// dependency of the product.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"
)

func main() {
	var o options
	flag.StringVar(&o.bin, "bin", "../bin/whodid", "the binary to measure")
	flag.IntVar(&o.events, "n", 1_000_000, "events")
	flag.StringVar(&o.file, "events", "", "NDJSON to post, oldest first; default is a generated company")
	flag.IntVar(&o.runs, "runs", 40, "timed runs of each screen, after three that are not counted")
	flag.BoolVar(&o.verify, "verify", true, "compare every screen with the oracle, which holds all events in memory")
	flag.StringVar(&o.report, "report", "", "file for the report; default is standard output")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type options struct {
	bin, file, report string
	events, runs      int
	verify            bool
}

func run(ctx context.Context, o options) error {
	dir, err := os.MkdirTemp("", "whodid-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s, err := startServer(ctx, o.bin, dir)
	if err != nil {
		return err
	}
	defer s.stop()
	log, err := openLog(o)
	if err != nil {
		return err
	}
	defer log.Close()

	r := &report{options: o, at: time.Now()}
	or := newOracle(o.verify)
	if r.stored, r.storing, err = post(ctx, s, log, or); err != nil {
		return err
	}
	if err := measure(ctx, s, or, o.runs, r); err != nil {
		return err
	}
	if r.bytes, r.resident, err = s.size(); err != nil {
		return err
	}
	if r.latency, err = postOnes(ctx, s, 200); err != nil {
		return err
	}
	var out io.Writer = os.Stdout
	if o.report != "" {
		f, err := os.Create(o.report)
		if err != nil {
			return err
		}
		defer f.Close()
		out = f
	}
	if err := r.write(out); err != nil {
		return err
	}
	if r.wrong > 0 {
		return fmt.Errorf("%d screens differ from the oracle", r.wrong)
	}
	return nil
}
