// Command whodid is a full-text explorer for audit logs: the server with its web
// page, and the commands that talk to it.
//
// One file is one subcommand; serve.go wires the rooms together, top to bottom.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // zones are the same on every machine

	"github.com/alecthomas/kong"

	"whodid/config"
)

// version is set when the binary is built.
var version = "dev"

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// cli is the command line.
type cli struct {
	Serve   serveCmd   `cmd:"" default:"withargs" help:"Run the server and its web page (the default)."`
	Demo    demoCmd    `cmd:"" help:"Run the server with a made-up company, in a data folder of its own."`
	Import  importCmd  `cmd:"" help:"Store the events of files: NDJSON, JSON, or CSV of the audit download; - is standard input."`
	Search  searchCmd  `cmd:"" help:"Search: whodid search 'edit group by kim'."`
	Tail    tailCmd    `cmd:"" help:"Watch events arrive that match a question."`
	Export  exportCmd  `cmd:"" help:"Save all matches of a question as CSV."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

// env is what a command may touch of the world.
type env struct {
	ctx            context.Context //nolint:containedctx // kong hands it to the command's Run
	stdin          io.Reader
	stdout, stderr io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(env{ctx, os.Stdin, os.Stdout, os.Stderr}, os.Args[1:])
	stop()
	os.Exit(code)
}

// errUsage marks an error that is the caller's wrong use of the command line.
var errUsage = errors.New("wrong usage")

func run(e env, args []string) int {
	code := -1
	parser, err := kong.New(&cli{},
		kong.Name("whodid"),
		kong.Description("Who did what, to whom, when, and did it work? A full-text explorer for audit logs."),
		kong.UsageOnError(),
		kong.Writers(e.stdout, e.stderr),
		kong.Exit(func(c int) { code = c }),
		kong.Vars{"demo_data": "./demo-data"},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		panic("bug: the command line can't be read: " + err.Error())
	}
	kctx, err := parser.Parse(args)
	if code >= 0 { // --help has been printed
		return code
	}
	if err == nil {
		err = kctx.Run(&e)
	}
	return report(e, err)
}

// report says what went wrong, in one line, and gives the exit code.
func report(e env, err error) int {
	if err == nil || errors.Is(err, context.Canceled) && e.ctx.Err() != nil {
		return exitDone
	}
	_, _ = fmt.Fprintf(e.stderr, "whodid: %v\n", err)
	var wrong *config.Error
	var syntax *kong.ParseError
	if errors.As(err, &wrong) || errors.As(err, &syntax) || errors.Is(err, errUsage) {
		return exitUsage
	}
	return exitFailed
}
