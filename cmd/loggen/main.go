// Command loggen writes the audit log of a company that does not exist, for
// demos, tests and benchmarks: NDJSON as POST /api/v1/events takes it, oldest
// first, or CSV in the form of the audit download, newest first.
//
// The same flags write the same bytes. It imports audit and cmd/loggen/company
// and never talks to a server.
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
	_ "time/tzdata" // -tz on machines without zone files

	"whodid/audit"
	"whodid/cmd/loggen/company"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// order is what the command line asks for.
type order struct {
	company  company.Options
	n        int
	from, to time.Time // UTC, to exclusive
	format   string
	zone     *time.Location
	language audit.Language
	ids      bool
	output   string // "" is standard output
}

// run writes the events and gives the exit code: 0 done, 1 failed, 2 wrong usage.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintf(stderr, "loggen: %v\n", err)
		return 2
	}
	if err := save(ctx, o, stdout); err != nil {
		fmt.Fprintf(stderr, "loggen: %v\n", err)
		return 1
	}
	return 0
}

func parse(args []string, stderr io.Writer) (order, error) {
	flags := flag.NewFlagSet("loggen", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	n := flags.Int("n", 1_000_000, "number of events")
	days := flags.Int("days", audit.RetentionDays, "number of UTC days, ending with -end")
	end := flags.String("end", "", "last UTC day, such as 2026-11-22 (default yesterday)")
	members := flags.Int("members", 12_000, "members of the company, at least 50")
	seed := flags.Uint64("seed", 1, "changes people, names and draws together")
	plain := flags.Bool("plain", false, "no stories: every event drawn on its own, as the benchmark figures are measured")
	format := flags.String("format", "ndjson", "ndjson (oldest first) or csv (the form of the audit download, newest first)")
	zone := flags.String("tz", "Asia/Seoul", "IANA zone of the times in a CSV file")
	language := flags.String("language", "en", "of a CSV file: en, ko or ja")
	ids := flags.Bool("ids", false, "give every NDJSON event an id of its own")
	output := flags.String("o", "", "file to write (default standard output)")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(stderr, "usage: loggen [flags]")
			flags.SetOutput(stderr)
			flags.PrintDefaults()
		}
		return order{}, err
	}
	o := order{
		company:  company.Options{Seed: *seed, Members: *members, Plain: *plain},
		n:        *n,
		format:   *format,
		language: audit.Language(*language),
		ids:      *ids,
		output:   *output,
	}
	last := audit.DayOf(time.Now()).Add(-1)
	var err error
	if *end != "" {
		if last, err = audit.ParseDay(*end); err != nil {
			return order{}, fmt.Errorf("-end: %w", err)
		}
	}
	o.from, o.to = last.Add(1-*days).Start(), last.End()
	if o.zone, err = time.LoadLocation(*zone); err != nil || *zone == "" || *zone == "Local" {
		return order{}, fmt.Errorf("-tz: %q is not a time zone; an IANA name is accepted, such as Asia/Seoul", *zone)
	}
	switch {
	case flags.NArg() > 0:
		return order{}, fmt.Errorf("%q is too much: only flags are taken", flags.Arg(0))
	case o.n < 0:
		return order{}, fmt.Errorf("-n: %d is not accepted; 0 or more is", o.n)
	case *days < 1 || *days > maxDays:
		return order{}, fmt.Errorf("-days: %d is not accepted; 1 to %d is", *days, maxDays)
	case *members < 50 || *members > maxMembers:
		return order{}, fmt.Errorf("-members: %d is not accepted; 50 to %d is", *members, maxMembers)
	case o.format != "ndjson" && o.format != "csv":
		return order{}, fmt.Errorf("-format: %q is not accepted; ndjson or csv is", o.format)
	case o.language != audit.English && o.language != audit.Korean && o.language != audit.Japanese:
		return order{}, fmt.Errorf("-language: %q is not accepted; en, ko or ja is", *language)
	case o.ids && o.format == "csv":
		return order{}, errors.New("-ids: the form of the audit download has no ids; -format ndjson does")
	}
	return o, nil
}

// Bounds that keep a slip of the keyboard from filling the memory.
const (
	maxDays    = 36_500
	maxMembers = 5_000_000
)

// save writes to the file asked for, or to stdout.
func save(ctx context.Context, o order, stdout io.Writer) error {
	if o.output == "" {
		return write(ctx, o, stdout)
	}
	file, err := os.Create(o.output)
	if err != nil {
		return err
	}
	return errors.Join(write(ctx, o, file), file.Close())
}
