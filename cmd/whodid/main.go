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
	"net/http"
	"os"
	"os/signal"
	"strings"
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
	Export  exportCmd  `cmd:"" help:"Save all matches of a question as CSV or NDJSON."`
	Backup  backupCmd  `cmd:"" help:"Save everything that is stored, from a running server."`
	Restore restoreCmd `cmd:"" help:"Store the events of a backup again; what is there already stays once."`
	Check   checkCmd   `cmd:"" help:"Verify a data folder: read all of it and name what is damaged."`
	Reindex reindexCmd `cmd:"" help:"Make the word indexes of a data folder anew from its stored events."`
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
	context.AfterFunc(ctx, stop) // a second signal does not wait
	code := run(env{ctx, os.Stdin, os.Stdout, os.Stderr}, os.Args[1:])
	stop()
	os.Exit(code)
}

// usageError is the caller's wrong use of the command line.
type usageError struct{ line string }

func (e *usageError) Error() string { return e.line }

func wrongUsage(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

func run(e env, args []string) int {
	code := -1
	parser, err := kong.New(&cli{},
		kong.Name("whodid"),
		kong.Description("Who did what, to whom, when, and did it work? A full-text explorer for audit logs."),
		kong.Writers(e.stdout, e.stderr),
		kong.Exit(func(c int) { code = c }),
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
	if err == nil {
		return exitDone
	}
	if e.ctx.Err() != nil && errors.Is(err, context.Canceled) {
		_, _ = fmt.Fprintln(e.stderr, "whodid: interrupted")
		return exitFailed
	}
	code, hint := exitFailed, ""
	var (
		setting *config.Error
		usage   *usageError
		syntax  *kong.ParseError
		refused *apiError
	)
	switch {
	case errors.As(err, &setting), errors.As(err, &usage):
		code = exitUsage
	case errors.As(err, &syntax): // tested after setting, which it wraps
		code, hint = exitUsage, "; see "+commandOf(syntax.Context)+" --help"
	case errors.As(err, &refused) && refused.status == http.StatusBadRequest: // a parameter that only the server can judge
		code = exitUsage
	}
	_, _ = fmt.Fprintf(e.stderr, "whodid: %s%s\n", oneLine(err.Error()), hint)
	return code
}

// commandOf is how the command is called that a command line names.
func commandOf(kctx *kong.Context) string {
	if n := kctx.Selected(); n != nil && len(kctx.Args) > 0 && kctx.Args[0] == n.Name {
		return "whodid " + n.Name
	}
	return "whodid"
}

// oneLine makes a message one line that is safe on a terminal: it may quote what
// a stranger wrote.
func oneLine(message string) string {
	return printable(strings.ReplaceAll(strings.TrimSpace(message), "\n", "; "))
}
