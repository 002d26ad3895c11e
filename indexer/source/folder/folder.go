// Package folder watches a folder for files and has each imported, when it is whole,
// once: then it is moved to done or failed, with a report beside it.
//
// The command starts it; it may call audit, and hands files to its Taker. It reads
// nothing in a file itself, and changes nothing in the folder but to move what was
// imported.
package folder

import (
	"context"
	"fmt"
	"io"
	"maps"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rs/zerolog"

	"whodid/audit"
)

// ID is the source's id, and the source of its imports.
const ID = "folder"

// Folders in the watched one that files are moved to.
const (
	doneFolder   = "done"
	failedFolder = "failed"
)

const (
	// mostSettle bounds how long a file must be unchanged to be whole, where looks come
	// less often.
	mostSettle = 2 * time.Second
	// emptySettle is that of files that hold nothing: many are made long before they
	// are written.
	emptySettle = time.Minute
	// longWait is after how long somebody is told of a file that is still being written.
	longWait = 10 * time.Minute
	// longestBackoff bounds how long is waited where the store takes nothing.
	longestBackoff = 10 * time.Minute
)

// Taker is what the folder needs of the imports.
type Taker interface {
	// Take reads a file to its end, or as far as it can be read, and answers when what it
	// calls accepted is on disk. An error says why the import is not done: *audit.Error
	// of kind Invalid where it is the file's fault, others where it could work later.
	Take(ctx context.Context, f audit.ImportFile, in io.Reader) (audit.Import, error)
}

// Options are what a folder works with. All must be set.
type Options struct {
	Dir    string        // that is watched; it may come later, and go
	Every  time.Duration // between looks
	To     Taker
	File   string // what outlives a restart
	Logger zerolog.Logger
}

// Folder watches. Safe for concurrent use.
type Folder struct {
	opts Options
	stop context.CancelFunc
	done sync.WaitGroup
	wake chan struct{} // something is asked for

	// Of the one goroutine that looks.
	seen  map[string]*sight
	moves map[string]taken // imported, and could not be moved yet
	quiet time.Time        // nothing is taken before
	tries int              // that failed one after the other, not through the files' fault

	mu     sync.Mutex // guards what follows, and the file
	known  progress
	cancel context.CancelFunc // of the file that is read; nil where none is
	asked  bool
	next   time.Time
}

// State is what a folder does.
type State string

// The states.
const (
	Waiting State = "waiting" // for the next look
	Running State = "running" // reads a file
	Paused  State = "paused"
)

// Problem is what somebody has to know.
type Problem struct {
	At      time.Time `json:"at"`
	Code    string    `json:"code"`
	Message string    `json:"message"` // a sentence
}

// Status is how the folder stands.
type Status struct {
	Dir         string
	State       State
	LastSuccess time.Time // when the last file was imported to its end; the zero time is never
	LastError   *Problem  // the last, perhaps overcome since; nil is none
	// Rows counts rows by what became of them: accepted, duplicate, or the code of a
	// rejection.
	Rows map[string]int
	Next time.Time // look
}

// New makes a folder that is not watched yet. The error is that of a file that can't
// be read, or is of a later version.
func New(o Options) (*Folder, error) {
	f := &Folder{opts: o, stop: func() {}, wake: make(chan struct{}, 1), seen: map[string]*sight{}, moves: map[string]taken{}}
	return f, f.load()
}

// Start watches in the background.
func (f *Folder) Start() {
	ctx, stop := context.WithCancel(context.Background())
	f.stop = stop
	f.done.Go(func() { f.loop(ctx) })
}

// Close ends the watch, and waits for it. A file that is being read stays, and is read
// again after the next start.
func (f *Folder) Close() {
	f.stop()
	f.done.Wait()
}

func (f *Folder) loop(ctx context.Context) {
	for ctx.Err() == nil {
		wait := f.turn(ctx)
		timer := time.NewTimer(wait)
		f.mu.Lock()
		f.next = time.Now().Add(wait)
		f.mu.Unlock()
		select {
		case <-ctx.Done():
		case <-f.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// turn looks once, unless the folder is paused, and tells when to look again.
func (f *Folder) turn(ctx context.Context) (wait time.Duration) {
	f.mu.Lock()
	paused, asked := f.known.Paused, f.asked
	f.asked = false
	f.mu.Unlock()
	if paused {
		return f.opts.Every
	}
	if asked {
		f.quiet = time.Time{}
	}
	if settling := f.look(ctx); asked && settling {
		return f.settle() // somebody waits for it
	}
	return f.opts.Every
}

func (f *Folder) settle() time.Duration { return min(f.opts.Every, mostSettle) }

// Status tells how the folder stands.
func (f *Folder) Status() Status {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := Status{Dir: f.opts.Dir, State: Waiting, LastSuccess: f.known.LastSuccess, LastError: f.known.LastError, Rows: maps.Clone(f.known.Rows), Next: f.next}
	switch {
	case f.known.Paused:
		s.State = Paused
	case f.cancel != nil:
		s.State = Running
	}
	if f.asked {
		s.Next = time.Time{}
	}
	return s
}

// Run looks now, in the background. The error is an *audit.Error of kind NotFound for
// another id, or Conflict where the folder is paused.
func (f *Folder) Run(id string) error {
	if err := check(id); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known.Paused {
		return &audit.Error{Kind: audit.Conflict, Code: "paused", Message: "This source is paused; resume it first."}
	}
	f.asked = true
	f.signal()
	return nil
}

// Pause leaves the folder alone, also after a restart. A file that is being read stays;
// what came of it is stored. NotFound is its error.
func (f *Folder) Pause(id string) error {
	if err := check(id); err != nil {
		return err
	}
	f.note(func(p *progress) {
		p.Paused, f.asked = true, false
		if f.cancel != nil {
			f.cancel()
		}
	})
	return nil
}

// Resume watches again, from now. NotFound is its error.
func (f *Folder) Resume(id string) error {
	if err := check(id); err != nil {
		return err
	}
	f.note(func(p *progress) { p.Paused = false })
	f.signal()
	return nil
}

func check(id string) error {
	if id == ID {
		return nil
	}
	return &audit.Error{Kind: audit.NotFound, Code: "not_found", Message: "There is no such source."}
}

func (f *Folder) signal() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// problem keeps what somebody has to know. The names in it come from strangers: what no
// text has is shown as U+FFFD, in a terminal with the log as elsewhere.
func (f *Folder) problem(code, format string, args ...any) {
	message := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return utf8.RuneError
		}
		return r
	}, fmt.Sprintf(format, args...))
	p := &Problem{At: time.Now().UTC(), Code: code, Message: message}
	f.opts.Logger.Warn().Str("folder", f.opts.Dir).Str("code", code).Msg(p.Message)
	f.note(func(known *progress) { known.LastError = p })
}
