package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"
)

// export is how fast everything came out as CSV.
type export struct {
	rate
	Bytes  int64  `json:"bytes"`
	Before memory `json:"memory_before"`
	Peak   memory `json:"memory_peak"`
}

// measureExport measures the server's process beside the time.
func measureExport(ctx context.Context, s *server) (export, error) {
	return exportOf(ctx, s, s.cmd.Process.Pid)
}

// exportOf reads the CSV of everything and counts its lines. The memory is that of
// the process pid.
func exportOf(ctx context.Context, s *server, pid int) (out export, err error) {
	want, err := totalOf(ctx, s, question{})
	if err != nil {
		return out, err
	}
	out.Before = memoryOf(pid)
	peak := watchMemory(ctx, pid)
	defer func() { out.Peak = peak() }()
	began := time.Now()
	res, err := s.open(ctx, http.MethodGet, "/api/v1/export.csv", nil, nil)
	if err != nil {
		return out, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return out, fmt.Errorf("export: %s", res.Status)
	}
	var lines lineCounter
	if out.Bytes, err = io.CopyBuffer(&lines, res.Body, make([]byte, 1<<18)); err != nil {
		return out, fmt.Errorf("export: %w", err)
	}
	out.Seconds = time.Since(began).Seconds()
	out.Events = int(lines) - 1 // the header
	if out.Events != want {
		return out, fmt.Errorf("export: %d rows of %d events", out.Events, want)
	}
	return out, nil
}

// lineCounter counts the lines written to it.
type lineCounter int

func (c *lineCounter) Write(p []byte) (int, error) {
	*c += lineCounter(bytes.Count(p, []byte("\n")))
	return len(p), nil
}
