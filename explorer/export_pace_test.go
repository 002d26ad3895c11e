package explorer

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"whodid/audit"
	"whodid/audit/query"
)

// pipes is a listener whose connections are made in memory, so that their
// deadlines follow a test's clock.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}
func (p pipes) Close() error   { close(p.closed); return nil }
func (p pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "pipe"} }

// slowExport reads an export in pieces of 64 KiB with a pause after each, by a clock
// that does not wait. It gives its lines, how long that took, and how it ended: nil
// for a whole file.
func slowExport(t *testing.T, r *rig, pause func(piece int) time.Duration) (lines int, took time.Duration, err error) {
	t.Helper()
	l := pipes{make(chan net.Conn), make(chan struct{})}
	srv := r.x.Server()
	served := make(chan struct{})
	go func() { defer close(served); _ = srv.Serve(l) }()
	client, conn := net.Pipe()
	defer func() {
		client.Close()
		if err := srv.Close(); err != nil {
			t.Error(err)
		}
		<-served
	}()
	l.conns <- conn
	req, err := http.NewRequest(http.MethodGet, "http://whodid.example/api/v1/export.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	if err := req.Write(client); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(client), req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	start := time.Now()
	var file bytes.Buffer
	for piece := 0; err == nil; piece++ {
		if _, err = io.CopyN(&file, resp.Body, 64<<10); err == nil {
			<-time.After(pause(piece))
		}
	}
	if err == io.EOF {
		err = nil
	}
	return bytes.Count(file.Bytes(), []byte("\n")), time.Since(start), err
}

// A client that took 64 KiB every 50 seconds held every day open for as long as it
// liked, and retention waited for it: each piece gave it another minute.
func TestExportThatIsReadTooSlowlyIsCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		released := false
		f := rows(manyRows, nil)
		scan := f.scan
		f.scan = func(ctx context.Context, s query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
			defer func() { released = true }()
			return scan(ctx, s, yield)
		}
		r := newRig(t, f)
		_, took, err := slowExport(t, r, func(int) time.Duration { return 50 * time.Second })
		if err != io.ErrUnexpectedEOF || took < time.Minute || took > 5*time.Minute {
			t.Errorf("ended after %v with %v, want it cut off after a minute or two", took, err)
		}
		synctest.Wait()
		if !released {
			t.Error("the scan goes on")
		}
		if log := r.log.String(); !strings.Contains(log, "reads too slowly") || strings.Contains(log, `"level":"error"`) {
			t.Errorf("log: %s", log)
		}
	})
}

// A client on a slow line, but faster than the least pace, gets its file however
// long it takes, and so does one that paused within its minute.
func TestExportOverASlowLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, took, err := slowExport(t, newRig(t, rows(manyRows, nil)), func(piece int) time.Duration {
			if piece == 100 {
				return 55 * time.Second
			}
			return 1900 * time.Millisecond
		})
		if n != manyRows+1 || took < 10*time.Minute || err != nil {
			t.Errorf("%d lines in %v, %v", n, took, err)
		}
	})
}

// Hours in which the search finds nothing are not the client's: only what it lets
// us wait counts.
func TestExportOfASlowSearch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := rows(64*100, nil)
		f.scan = func(_ context.Context, _ query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
			for range 64 * 100 {
				<-time.After(time.Minute)
				if err := yield(edited); err != nil {
					return nil, err
				}
			}
			return nil, nil
		}
		n, took, err := slowExport(t, newRig(t, f), func(int) time.Duration { return 0 })
		if n != 64*100+1 || took < 100*time.Hour || err != nil {
			t.Errorf("%d lines in %v, %v", n, took, err)
		}
	})
}
