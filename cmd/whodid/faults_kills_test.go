package main

import (
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// killEarly kills a server while it starts.
func (f *faults) killEarly(t *testing.T, args []string, random *rand.Rand) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	f.wait(random, 120*time.Millisecond, nil)
	_ = cmd.Process.Kill() // it may have ended
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() >= 0 {
		t.Errorf("a server that starts ended by itself: %v", err)
	}
}

// wait waits for the moment of a kill: a random one before longest has passed, or
// one at which files of days come, go or change their names. The steps of sealing
// and dropping lie between such moments. It tells whether the server has ended.
func (f *faults) wait(random *rand.Rand, longest time.Duration, ended <-chan struct{}) bool {
	changes := 1 + random.IntN(8)
	if random.IntN(3) == 0 {
		longest, changes = time.Duration(random.Int64N(int64(longest))), -1 // whatever changes
	}
	late := time.After(longest)
	tick := time.NewTicker(50 * time.Microsecond)
	defer tick.Stop()
	for before := f.files(); changes != 0; {
		select {
		case <-late:
			return false
		case <-ended:
			return true
		case <-tick.C:
		}
		if now := f.files(); now != before {
			before, changes = now, changes-1
		}
	}
	return false
}

// files lists the files of the days.
func (f *faults) files() string {
	names, err := filepath.Glob(filepath.Join(f.dir, "days", "*", "*"))
	if err != nil {
		panic("bug: " + err.Error())
	}
	return strings.Join(names, "\n")
}

// killBusy kills a server that is used.
func (f *faults) killBusy(t *testing.T, args []string, moment, retention int, random *rand.Rand) {
	t.Helper()
	srv := launch(t, args...)
	l := begin(t, f.model, srv.addr, retention, random, f.unanswered, false)
	longest := time.Second
	if moment == inRetention {
		longest = 50 * time.Millisecond
	}
	ended := false
	select {
	case <-time.After(time.Duration(random.Int64N(int64(longest)))):
	case <-srv.ended:
		ended = true
		l.dying.Store(true)
	}
	switch moment {
	case inSealing: // once the writers are quiet, days are sealed
		f.unanswered = l.end()
		ended = f.wait(random, 600*time.Millisecond, srv.ended)
		srv.kill()
	case inStop:
		l.dying.Store(true)
		_ = srv.cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-time.After(time.Duration(random.Int64N(int64(100 * time.Millisecond)))):
			srv.kill()
		case <-srv.ended: // it was quicker
			if code := srv.cmd.ProcessState.ExitCode(); code != exitDone {
				t.Errorf("stopped with exit code %d", code)
			}
		}
		f.unanswered = l.end()
	default:
		l.dying.Store(true)
		if !ended {
			srv.kill()
		}
		f.unanswered = l.end()
	}
	if ended {
		t.Errorf("the server ended by itself, exit code %d", srv.cmd.ProcessState.ExitCode())
	}
	if t.Failed() {
		t.Logf("the server's log:\n%s", tailOf(srv.log))
	}
}
