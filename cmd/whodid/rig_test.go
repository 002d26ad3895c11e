package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"whodid/audit"
)

const (
	// patience is how long anything is waited for: far more than it takes.
	patience = time.Minute
	// testToken is the bootstrap token of the servers here.
	testToken = "a-token-of-the-tests"
)

// binary is the whodid that TestMain has built.
var binary string

// TestMain builds the binary, and keeps the settings of whoever runs the tests
// out of them.
func TestMain(m *testing.M) {
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "WHODID_") {
			_ = os.Unsetenv(name)
		}
	}
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "whodid-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "whodid")
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build whodid: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// output is what a process or command writes, to be read while it still does.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// wait waits until text has been written. It fails the test where ended, which
// may be nil, is closed before that.
func (o *output) wait(t *testing.T, text string, ended <-chan struct{}) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	late := time.After(patience)
	for over := false; !strings.Contains(o.String(), text); {
		if over {
			t.Fatalf("ended without %q:\n%s", text, o)
		}
		select {
		case <-tick.C:
		case <-ended:
			over = true // and one look more: it may have been the last it wrote
		case <-late:
			t.Fatalf("no %q after %v:\n%s", text, patience, o)
		}
	}
}

// logged gives the first line of a JSON log with the message.
func logged(t *testing.T, log *output, message string) map[string]any {
	t.Helper()
	for line := range strings.Lines(log.String()) {
		var entry map[string]any
		if json.Unmarshal([]byte(line), &entry) == nil && entry["message"] == message {
			return entry
		}
	}
	t.Fatalf("no %q in the log:\n%s", message, log)
	return nil
}

// command is a whodid that runs within the test.
type command struct {
	stdout, stderr *output
	stop           context.CancelFunc // what Ctrl-C and SIGTERM do
	ended          chan struct{}
	code           int // once ended
}

// start runs a command beside the test, to whose end it is stopped.
func start(t *testing.T, stdin io.Reader, args ...string) *command {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	c := &command{stdout: &output{}, stderr: &output{}, stop: stop, ended: make(chan struct{})}
	go func() {
		defer close(c.ended)
		c.code = run(env{ctx, stdin, c.stdout, c.stderr}, args)
	}()
	t.Cleanup(func() {
		stop()
		<-c.ended
	})
	return c
}

// wait gives the exit code.
func (c *command) wait(t *testing.T) int {
	t.Helper()
	select {
	case <-c.ended:
	case <-time.After(patience):
		t.Fatalf("still running after %v:\n%s", patience, c.stderr)
	}
	return c.code
}

// whodid runs a command within the test to its end.
func whodid(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	c := start(t, strings.NewReader(""), args...)
	code = c.wait(t)
	return code, c.stdout.String(), c.stderr.String()
}

// process is a whodid in a process of its own, which ends with the test at the
// latest.
type process struct {
	cmd   *exec.Cmd
	log   *output
	addr  string // where it listens
	ended chan struct{}
}

// launch starts a server with these arguments and waits until it listens.
func launch(t *testing.T, args ...string) *process {
	t.Helper()
	p := launchUntil(t, `"listening"`, args...)
	p.addr = logged(t, p.log, "listening")["addr"].(string)
	return p
}

// launchUntil waits for something else in the log.
func launchUntil(t *testing.T, text string, args ...string) *process {
	t.Helper()
	// What hangs is killed before the test binary's own timeout, which would leave it.
	ctx, cancel := context.WithTimeout(context.Background(), 3*patience)
	p := &process{cmd: exec.CommandContext(ctx, binary, args...), log: &output{}, ended: make(chan struct{})}
	p.cmd.Dir, p.cmd.Stderr = t.TempDir(), p.log
	p.cmd.Env = append(os.Environ(), "WHODID_BOOTSTRAP_TOKEN="+testToken)
	if err := p.cmd.Start(); err != nil {
		cancel()
		t.Fatal(err)
	}
	go func() {
		defer close(p.ended)
		_ = p.cmd.Wait() // end reads the code
	}()
	t.Cleanup(func() {
		cancel()
		<-p.ended
	})
	p.log.wait(t, text, p.ended)
	return p
}

// serve starts a server of the data folder.
func serve(t *testing.T, dir, listen string, more ...string) *process {
	t.Helper()
	return launch(t, append([]string{"serve", "--listen", listen, "--data-dir", dir}, more...)...)
}

// end sends the signal and gives the exit code, -1 where the signal itself was
// the end.
func (p *process) end(t *testing.T, s os.Signal) int {
	t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	select {
	case <-p.ended:
	case <-time.After(patience):
		t.Fatalf("still running after %v:\n%s", patience, p.log)
	}
	return p.cmd.ProcessState.ExitCode()
}

// kill is kill -9; it returns when the process is gone. It may be called from
// any goroutine.
func (p *process) kill() {
	_ = p.cmd.Process.Signal(syscall.SIGKILL) // it may have ended
	<-p.ended
}

// as gives the flags that make a command talk to a server.
func as(addr string) []string { return []string{"--server", addr, "--token", testToken} }

// call runs a command that talks to a server.
func call(t *testing.T, addr, command string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	return whodid(t, append(append([]string{command}, as(addr)...), args...)...)
}

// eventsOf reads what search --json prints.
func eventsOf(t *testing.T, ndjson string) []audit.Event {
	t.Helper()
	var events []audit.Event
	for line := range strings.Lines(ndjson) {
		var e audit.Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		events = append(events, e)
	}
	return events
}

// search gives all events that match, newest first.
func search(t *testing.T, addr string, args ...string) []audit.Event {
	t.Helper()
	code, stdout, stderr := call(t, addr, "search", append([]string{"--limit", "0", "--json"}, args...)...)
	if code != exitDone {
		t.Fatalf("search %q: exit code %d: %s", args, code, stderr)
	}
	events := eventsOf(t, stdout)
	if want := fmt.Sprintf("%d of %d events\n", len(events), len(events)); stderr != want {
		t.Errorf("search %q: %q, want %q", args, stderr, want)
	}
	return events
}

// post stores NDJSON and gives the answer's status, 0 where there is none.
func post(addr, ndjson string) int {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://"+addr+"/api/v1/events", strings.NewReader(ndjson))
	if err != nil {
		return 0
	}
	req.Header.Set("Authorization", "Bearer "+testToken)
	req.Header.Set("Content-Type", "application/x-ndjson")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	_, err = io.Copy(io.Discard, res.Body)
	if err = errors.Join(err, res.Body.Close()); err != nil {
		return 0
	}
	return res.StatusCode
}
