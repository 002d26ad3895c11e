package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

const token = "bench-bench-bench-bench"

// keepDays is the retention of a measured server: nothing falls due by itself.
const keepDays = 3650

// server is a running binary on a data folder.
type server struct {
	cmd    *exec.Cmd
	base   string
	data   string
	client *http.Client
	began  time.Time
	ready  time.Duration // from the start of the process until /readyz said yes

	mu   sync.Mutex
	logs []logLine // guarded by mu
	more chan struct{}
	read chan struct{} // closed when the log has ended
}

// logLine is a line of the server's log and when it was seen.
type logLine struct {
	at                              time.Time
	Level, Message, Addr, FirstKept string
	Dropped                         string
}

// startServer starts the binary on dir's data and waits until it is ready.
func startServer(ctx context.Context, bin, dir string, retentionDays int) (*server, error) {
	s := &server{
		data: filepath.Join(dir, "data"), more: make(chan struct{}, 1), read: make(chan struct{}),
		// Not compressed: on the loopback that only costs, and peers don't either.
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 128, DisableCompression: true}},
	}
	s.cmd = exec.CommandContext(ctx, bin, "serve", "--listen", "127.0.0.1:0", "--data-dir", s.data, "--log-format", "json",
		"--time-zone", serverZone, "--retention-days", fmt.Sprint(retentionDays))
	s.cmd.Env = append(os.Environ(), "WHODID_BOOTSTRAP_TOKEN="+token)
	s.cmd.Cancel = func() error { return s.cmd.Process.Signal(syscall.SIGTERM) }
	s.cmd.WaitDelay = 20 * time.Second
	stderr, err := s.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	s.began = time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go s.readLog(stderr)
	line, err := s.logged(ctx, "listening")
	if err != nil {
		s.kill()
		return nil, fmt.Errorf("the server did not start: %w", err)
	}
	s.base = "http://" + line.Addr
	if err := s.waitReady(ctx); err != nil {
		s.kill()
		return nil, err
	}
	s.ready = time.Since(s.began)
	return s, nil
}

func (s *server) readLog(r io.Reader) {
	defer close(s.read)
	defer func() { _, _ = io.Copy(io.Discard, r) }() // a server must never wait for its log to be read
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		line := logLine{at: time.Now()}
		if json.Unmarshal(lines.Bytes(), &line) != nil {
			continue
		}
		if line.Level == "error" || line.Level == "fatal" || line.Level == "panic" {
			progress("server: %s", lines.Text())
		}
		s.mu.Lock()
		s.logs = append(s.logs, line)
		s.mu.Unlock()
		select {
		case s.more <- struct{}{}:
		default:
		}
	}
}

// logged waits for the first line with this message.
func (s *server) logged(ctx context.Context, message string) (logLine, error) {
	for over := false; ; {
		s.mu.Lock()
		for _, line := range s.logs {
			if line.Message == message {
				s.mu.Unlock()
				return line, nil
			}
		}
		s.mu.Unlock()
		if over {
			return logLine{}, fmt.Errorf("its log ended without %q", message)
		}
		select {
		case <-s.more:
		case <-s.read:
			over = true
		case <-ctx.Done():
			return logLine{}, ctx.Err()
		}
	}
}

func (s *server) waitReady(ctx context.Context) error {
	for {
		res, err := s.client.Get(s.base + "/readyz")
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		if err := wait(ctx, 2*time.Millisecond); err != nil {
			return err
		}
	}
}

// stop ends the server as an operator does, and waits for it.
func (s *server) stop() error {
	defer s.client.CloseIdleConnections()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	<-s.read
	return s.cmd.Wait()
}

// kill ends the server as a power cut does.
func (s *server) kill() {
	_ = s.cmd.Process.Kill() // it may have gone by itself
	<-s.read
	_ = s.cmd.Wait() // says that it was killed
	s.client.CloseIdleConnections()
}

// get asks and gives the answer's body, whole.
func (s *server) get(ctx context.Context, path string, params url.Values) ([]byte, error) {
	res, err := s.open(ctx, http.MethodGet, path, params, nil)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("GET %s: %s: %s", path, res.Status, text)
	}
	return text, err
}

func (s *server) open(ctx context.Context, method, path string, params url.Values, body []byte) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, s.base+path+"?"+params.Encode(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	if body != nil {
		req.Header.Set("Content-Type", "application/x-ndjson")
	}
	return s.client.Do(req)
}

// wait lets time pass, or gives the error of a context that ends.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
