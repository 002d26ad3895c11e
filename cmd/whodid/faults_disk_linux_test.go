package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"whodid/audit"
)

// A disk that is full refuses what comes, with a sentence, and loses nothing that
// was answered; once there is room, the same server goes on.
func TestFaultsFullDisk(t *testing.T) {
	t.Parallel()
	if !inOwnMounts(t) {
		return
	}
	disk := memoryDisk(t, 64<<20)
	filler := filepath.Join(disk, "filler")
	fullDisk(t, filepath.Join(disk, "data"), true,
		func(*process) { fillUp(t, filler) },
		func(*process) {
			if err := os.Remove(filler); err != nil {
				t.Fatal(err)
			}
		})
}

// A limit of the size of files does to a process what a full disk does, and tears
// its writes on top. It needs no right to mount.
func TestFaultsFileSizeLimit(t *testing.T) {
	t.Parallel()
	fullDisk(t, t.TempDir(), false,
		func(srv *process) { limitFiles(t, srv, 4096) },
		func(srv *process) { limitFiles(t, srv, -1) })
}

// fillUp writes a file until nothing more fits.
func fillUp(t *testing.T, file string) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for piece := make([]byte, 1<<20); len(piece) > 0; {
		if _, err := f.Write(piece); errors.Is(err, syscall.ENOSPC) {
			piece = piece[:len(piece)/2]
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// limitFiles sets how large a running process may make files; -1 is without a
// limit.
func limitFiles(t *testing.T, srv *process, bytes int64) {
	t.Helper()
	limit := syscall.Rlimit{Cur: uint64(bytes), Max: ^uint64(0)}
	_, _, errno := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(srv.cmd.Process.Pid), syscall.RLIMIT_FSIZE, uintptr(unsafe.Pointer(&limit)), 0, 0, 0)
	if errno != 0 {
		t.Skipf("limits of another process can't be set here: %v", errno)
	}
}

// fullDisk fills the disk under a server and makes room again, a few times.
// restarts is whether it is still full for a process that comes.
func fullDisk(t *testing.T, dir string, restarts bool, fill, room func(*process)) {
	t.Helper()
	const retention = 9
	seed := seedOfFaults(t)
	random := rand.New(rand.NewPCG(seed, 0))
	m := newModel(seed)
	more := []string{"--retention-days", fmt.Sprint(retention), "--seal-after", "300ms"}
	srv := serve(t, dir, "127.0.0.1:0", more...)
	defer func() {
		if t.Failed() {
			t.Logf("the server's log:\n%s", tailOf(srv.log))
		}
	}()
	rounds := 2
	if *faultsFor > 0 {
		rounds = 8
	}
	for round := range rounds {
		l := &load{t: t, model: m, addr: srv.addr, retention: retention, full: true}
		for range 10 {
			l.send(l.batch(random), true)
		}
		if len(l.unanswered) > 0 {
			t.Fatalf("%d of 10 batches were refused while there was room", len(l.unanswered))
		}
		fill(srv)
		for sent := 0; len(l.unanswered) == 0; sent++ {
			if sent == 2000 {
				t.Fatal("the disk is full and takes all the same")
			}
			l.send(l.batch(random), true)
		}
		busy := begin(t, m, srv.addr, retention, random, l.unanswered, true)
		<-time.After(500 * time.Millisecond)
		unanswered := busy.end()
		idle(t, srv)
		sameAsAnswered(t, m, srv, random)
		if restarts && round%2 == 1 {
			srv.kill()
			srv = serve(t, dir, "127.0.0.1:0", more...)
			sameAsAnswered(t, m, srv, random)
		}
		room(srv)
		sendAll(t, m, srv, retention, unanswered)
		v := verify(t, m, srv, retention, random)
		t.Logf("%d events; %d batches had been refused, of which %d events were there", v.events, len(unanswered), v.there)
		if t.Failed() {
			return
		}
	}
	srv.kill()
	srv = serve(t, dir, "127.0.0.1:0", more...)
	verify(t, m, srv, retention, random)
}

// sameAsAnswered compares a server that can't write with the model.
func sameAsAnswered(t *testing.T, m *model, srv *process, random *rand.Rand) {
	t.Helper()
	events, _ := everything(t, m, srv.addr)
	sameScreens(t, srv.addr, events, random)
	sameExport(t, srv.addr, events)
}

// sendAll sends what was refused as a client does that follows Retry-After, but
// sooner: at some time all is taken.
func sendAll(t *testing.T, m *model, srv *process, retention int, unanswered []batch) {
	t.Helper()
	l := &load{t: t, model: m, addr: srv.addr, retention: retention, full: true}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	late := time.After(patience)
	for _, b := range unanswered {
		for !l.send(b, false) {
			select {
			case <-tick.C:
			case <-late:
				t.Fatalf("there is room, and nothing is taken after %v", patience)
			}
		}
	}
}

// idle fails where a server that nobody asks anything keeps a processor busy. It
// may first finish what it was at.
func idle(t *testing.T, srv *process) {
	t.Helper()
	const windows, length, most = 4, 2 * time.Second, 0.2
	share := 0.0
	for range windows {
		before := processorTime(t, srv)
		<-time.After(length)
		if share = (processorTime(t, srv) - before).Seconds() / length.Seconds(); share < most {
			return
		}
	}
	t.Errorf("with nothing to do on a full disk, the server uses %.0f %% of a processor", share*100)
}

// processorTime is what a process has used so far, in user and in system mode.
func processorTime(t *testing.T, srv *process) time.Duration {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", srv.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:]) // from the third on, see proc(5)
	ticks := 0
	for _, field := range fields[11:13] {
		n, err := strconv.Atoi(string(field))
		if err != nil {
			t.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / 100 // USER_HZ, the same on every Linux
}

// A data folder that can't be written stops the start with one line that says so,
// and is whole once it can be written again.
func TestFaultsReadOnly(t *testing.T) {
	t.Parallel()
	if !inOwnMounts(t) {
		return
	}
	disk := memoryDisk(t, 64<<20)
	dir := filepath.Join(disk, "data")
	m, day := newModel(1), audit.DayOf(time.Now()).Add(-1)
	srv := serve(t, dir, "127.0.0.1:0")
	fill(t, m, srv.addr, day, 800)
	whole := answersOf(t, srv.addr, []audit.Day{day})
	stop(t, srv)

	remount(t, disk, syscall.MS_RDONLY)
	for name, folder := range map[string]string{"with data": dir, "without": filepath.Join(disk, "other")} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), patience/4)
			defer cancel()
			cmd := exec.CommandContext(ctx, binary, "serve", "--listen", "127.0.0.1:0", "--data-dir", folder)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			err := cmd.Run()
			if cmd.ProcessState.ExitCode() != exitFailed {
				t.Fatalf("%v, want exit code %d", err, exitFailed)
			}
			text := strings.TrimSuffix(stderr.String(), "\n")
			if !strings.HasPrefix(text, "whodid: ") || strings.Contains(text, "\n") || !strings.Contains(text, folder) || !strings.Contains(text, "read-only") {
				t.Errorf("want one line that names %s and says that it is read-only, got\n%s", folder, text)
			}
		})
	}
	remount(t, disk, 0)
	srv = serve(t, dir, "127.0.0.1:0")
	if whole.judge(t, srv.addr, "") {
		t.Error("a day is missing")
	}
	if s, r, err := postEvents(srv.addr, string(m.appendLine(nil, 3, day.Start().UnixMilli()))); err != nil || r.status != http.StatusOK {
		t.Errorf("%v %v %v", s, r.status, err)
	}
}
