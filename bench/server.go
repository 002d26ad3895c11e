package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const token = "bench-bench-bench-bench"

// server is a running binary.
type server struct {
	cmd  *exec.Cmd
	base string
	dir  string
}

func startServer(ctx context.Context, bin, dir string) (*server, error) {
	cmd := exec.CommandContext(ctx, bin, "serve", "--listen", "127.0.0.1:0", "--data-dir", filepath.Join(dir, "data"), "--log-format", "json", "--retention-days", "3650")
	cmd.Env = append(os.Environ(), "WHODID_BOOTSTRAP_TOKEN="+token)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 20 * time.Second
	logs, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &server{cmd: cmd, dir: dir}
	lines := bufio.NewScanner(logs)
	for lines.Scan() {
		var line struct{ Message, Addr string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Message == "listening" {
			s.base = "http://" + line.Addr
			go func() { _, _ = io.Copy(io.Discard, logs) }()
			return s, nil
		}
	}
	return nil, errors.Join(errors.New("the server did not start"), cmd.Wait())
}

func (s *server) stop() {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err == nil {
		_ = s.cmd.Wait()
	}
}

// call asks and gives the answer's body, whole.
func (s *server) call(ctx context.Context, method, path string, params url.Values, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, s.base+path+"?"+params.Encode(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/x-ndjson")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s: %s", method, path, res.Status, text)
	}
	return text, err
}

// size gives the bytes of the data folder and of resident memory.
func (s *server) size() (disk, resident int64, err error) {
	err = filepath.WalkDir(s.dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // a merge took it away meanwhile
		}
		if info, err := d.Info(); err == nil && info.Mode().IsRegular() {
			disk += info.Size()
		}
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return disk, 0, nil // not every system has it
	}
	for _, line := range strings.Split(string(status), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			if _, err := fmt.Sscan(rest, &resident); err != nil {
				return disk, 0, err
			}
		}
	}
	return disk, resident * 1024, nil
}
