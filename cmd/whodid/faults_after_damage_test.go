package main

import (
	"context"
	"fmt"
	"net/http"
	"os/exec"
	"path"
	"strings"
	"testing"
	"time"

	"whodid/audit"
)

// check runs whodid check, where there is one, and gives whether it finds nothing.
// What it finds it names, with the day and the file.
func (d *damaged) check(t *testing.T, dir string, c damageCase) (sound bool) {
	t.Helper()
	if !d.canCheck {
		return false
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, "check", "--data-dir", dir)
	out, err := cmd.CombinedOutput()
	if err == nil {
		return true
	}
	text := string(out)
	if code := cmd.ProcessState.ExitCode(); code != exitFailed || strings.Contains(text, "goroutine ") ||
		!strings.Contains(text, path.Base(c.file)) || !strings.Contains(text, string(d.days[c.kind])) {
		t.Errorf("check, exit code %d, has to name %s:\n%s", code, c.file, text)
	}
	return false
}

// refuses tells whether a server does not start on the folder; it then says in one
// line which file is in its way.
func (d *damaged) refuses(t *testing.T, dir string, c damageCase) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, "serve", "--listen", "127.0.0.1:0", "--data-dir", dir, "--log-format", "json")
	log, ended := &output{}, make(chan struct{})
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(ended)
		_ = cmd.Wait() // the exit code is looked at
	}()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for over := false; !over; {
		if strings.Contains(log.String(), `"listening"`) {
			cancel() // kills it
			<-ended
			return false
		}
		select {
		case <-tick.C:
		case <-ended:
			over = true
		}
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	last := lines[len(lines)-1]
	if code := cmd.ProcessState.ExitCode(); code != exitFailed || !strings.HasPrefix(last, "whodid: ") || !strings.Contains(last, path.Base(c.file)) {
		t.Errorf("exit code %d: %s", code, log)
	}
	d.refused++
	return true
}

// writeOn sends a new event of the damaged day and one of another: the other day
// takes it, and what the damaged one takes is there after a restart or the day is
// named.
func (d *damaged) writeOn(t *testing.T, dir string, srv *process, day audit.Day) *process {
	t.Helper()
	write := func(day audit.Day) (id audit.EventID, status int) {
		at := day.Start().Add(time.Minute)
		number := d.model.invent(at, unknown)
		for number%4 < 2 { // an id that is known beforehand
			number = d.model.invent(at, unknown)
		}
		_, r, err := postEvents(srv.addr, string(d.model.appendLine(nil, number, at.UnixMilli())))
		if err != nil || r.status != http.StatusOK && (r.status != http.StatusServiceUnavailable || r.sentence() == "") {
			t.Fatalf("POST into %s: status %d, %v: %s", day, r.status, err, r.body)
		}
		e, _ := d.model.event(number, at.UnixMilli())
		return e.ID, r.status
	}
	other, status := write(d.answers.days[2])
	if status != http.StatusOK {
		t.Errorf("POST into a whole day: status %d", status)
	}
	own, ownStatus := write(day)
	srv.kill()
	srv = serve(t, dir, "127.0.0.1:0")
	for id, gone := range map[audit.EventID]bool{other: false, own: ownStatus != http.StatusOK} {
		r, err := ask(http.MethodGet, srv.addr, "events/"+string(id), "")
		switch ok := r.status == http.StatusOK; {
		case err != nil:
			t.Fatal(err)
		case ok || id == own && (gone || r.status == http.StatusServiceUnavailable):
		default:
			t.Errorf("event %s was answered and is lost: %s", id, fmt.Sprint(r.status))
		}
	}
	return srv
}
