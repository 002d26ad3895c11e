package explorer

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"whodid/audit"
)

// slowBody posts a body of many pieces to the path with a pause after each, by a clock that
// does not wait. It gives the answer's status, 0 where the connection broke, and how
// long that took.
func slowBody(t *testing.T, path string, pieces, pieceBytes int, pause time.Duration) (status int, took time.Duration) {
	t.Helper()
	r := newRig(t, ingesting(func(b string) (audit.Report, error) { return audit.Report{Accepted: len(b)}, nil }), withImports(&fakeImports{done: imported(audit.ImportDone)}))
	l := pipes{make(chan net.Conn), make(chan struct{})}
	srv := r.x.Server()
	served := make(chan struct{})
	go func() { defer close(served); _ = srv.Serve(l) }()
	client, conn := net.Pipe()
	start := time.Now()
	sent := make(chan struct{})
	defer func() {
		client.Close()
		<-sent
		if err := srv.Close(); err != nil {
			t.Error(err)
		}
		<-served
	}()
	l.conns <- conn
	go func() {
		defer close(sent)
		_, err := fmt.Fprintf(client, "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n", path, token, pieces*pieceBytes)
		for range pieces {
			if err == nil {
				_, err = client.Write(bytes.Repeat([]byte("x"), pieceBytes))
				<-time.After(pause)
			}
		}
	}()
	resp, err := http.ReadResponse(bufio.NewReader(client), nil)
	if err != nil {
		return 0, time.Since(start)
	}
	resp.Body.Close()
	return resp.StatusCode, time.Since(start)
}

// A sender whose drops came each just in time kept its 64 MiB of what may be in
// flight for hours, and two of them everybody else out.
func TestBodyInDropsIsCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, path := range []string{"/api/v1/events", "/api/v1/imports"} {
			if status, took := slowBody(t, path, 10_000, 100, 50*time.Second); status == 200 || took > 3*time.Minute {
				t.Errorf("%s: status %d after %v", path, status, took)
			}
		}
	})
}

// A slow line that is faster than the least pace may take as long as it takes.
func TestBodyOverASlowLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, path := range []string{"/api/v1/events", "/api/v1/imports"} {
			if status, took := slowBody(t, path, 500, 64<<10, 1900*time.Millisecond); status != 200 || took < 10*time.Minute {
				t.Errorf("%s: status %d after %v", path, status, took)
			}
		}
	})
}
