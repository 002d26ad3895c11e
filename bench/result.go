package main

import (
	"encoding/json"
	"os"
	"runtime"
	"time"
)

// result is everything that a run measured. Its JSON stands beside the report.
type result struct {
	At          time.Time      `json:"at"`
	System      string         `json:"system"`
	Cores       int            `json:"cores"`
	Version     string         `json:"version"` // of the measured binary
	Events      int            `json:"events"`
	LogBytes    int64          `json:"log_bytes"` // as NDJSON
	Ingest      ingest         `json:"ingest"`
	Sealing     sealing        `json:"sealing"`
	Bytes       int64          `json:"bytes"`
	Screens     []screenResult `json:"screens"`
	Verified    bool           `json:"verified"`
	Wrong       int            `json:"wrong"`
	Memory      memory         `json:"memory_after_screens"`
	OpenFiles   int            `json:"open_files"`
	Export      export         `json:"export"`
	One         spread         `json:"one_event"`
	Tails       tailing        `json:"tails"`
	Starts      starting       `json:"starts"`
	Drop        dropping       `json:"drop"`
	SQLite      *rival         `json:"sqlite,omitempty"`
	Textbook    *rival         `json:"textbook,omitempty"`
	TookSeconds float64        `json:"took_seconds"`
}

func newResult(version string) *result {
	return &result{At: time.Now(), System: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU(), Version: version}
}

// writeJSON writes v, indented, to a file.
func writeJSON(path string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o644)
}
