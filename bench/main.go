// Command bench measures a whodid server over HTTP on a generated log, beside
// SQLite with FTS5 and textbook Bleve on the same events, and tells how many times
// better or worse each figure is, also than its goal. `make bench`, `make load`
// and `make downloads` at the top of the repository run it.
//
//	bench [flags]         every figure once, as a Markdown report and as JSON
//	bench load [flags]    searches and ingest at once for minutes; fails on any error
//	bench downloads [flags]    files of everything: speed, memory, what they take from searches, and kills in the middle
//
// It starts the binary it is given on a free port of 127.0.0.1, with data in a
// temporary folder that it removes: in TMPDIR, some 1 KiB an event (10 GiB for ten
// million). What it measures against lives in package
// peer and runs in processes of its own (bench peer, which only bench calls).
//
// It is a module of its own, so that what it measures against never becomes a
// dependency of the product.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) > 0 {
		switch args[0] {
		case "load":
			return runLoad(ctx, args[1:], out)
		case "downloads":
			return runDownloads(ctx, args[1:], out)
		case "peer":
			return runPeer(ctx, args[1:], out)
		}
	}
	return runBench(ctx, args, out)
}

// common are the flags of all kinds of run.
type common struct {
	bin      string
	events   int
	file     string
	report   string
	sealWait time.Duration
}

func (c *common) flags(fs *flag.FlagSet) {
	fs.StringVar(&c.bin, "bin", "../bin/whodid", "the binary to measure")
	fs.IntVar(&c.events, "n", 1_000_000, "events to generate")
	fs.StringVar(&c.file, "events", "", "NDJSON to store in place of a generated log, oldest first, each with an id; -n is then its lines")
	fs.DurationVar(&c.sealWait, "seal-wait", 5*time.Minute, "how long to wait until the stored days are sealed")
}

// progress tells the person who waits what is done.
func progress(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
