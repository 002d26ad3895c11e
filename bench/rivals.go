package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"whodid/audit"
	"whodid/bench/peer"
)

// rival is what was measured of a peer. It is asked in process, so that no HTTP
// stands in its figures.
type rival struct {
	About    string        `json:"about"`
	Events   int           `json:"events"`
	Ingest   rate          `json:"ingest"` // events decoded beforehand
	Settling float64       `json:"settling_seconds"`
	Bytes    int64         `json:"bytes"`
	OpenMS   float64       `json:"open_ms"` // until a first count is answered
	Screens  []rivalScreen `json:"screens"`
	Memory   memory        `json:"memory"` // after the screens, in a process that only asked
	One      spread        `json:"one_event"`
	Export   rate          `json:"export"` // zero where it was not asked for
	Drop     dropping      `json:"drop"`
}

// rivalScreen is a screen as a peer answered it.
type rivalScreen struct {
	Key     string `json:"key"`
	Total   int    `json:"total"`
	Spread  spread `json:"spread"`
	Problem string `json:"problem,omitempty"` // why there is no answer
}

// screenOf finds a screen's figures; the zero value where it was not asked.
func (r *rival) screenOf(key string) rivalScreen {
	if r != nil {
		for _, s := range r.Screens {
			if s.Key == key {
				return s
			}
		}
	}
	return rivalScreen{}
}

// task is what a peer's process is told to do.
type task struct {
	Engine string
	Dir    string // of the engine's data
	Log    string
	Every  int // of so many events one is stored
	Runs   int
	Ask    []asking
}

type asking struct {
	Key   string
	Asked question
}

// measureRival runs a peer in two processes, one that stores and one that asks,
// so that the memory of the first is not counted for the second.
func measureRival(ctx context.Context, t task) (*rival, error) {
	out := &rival{}
	defer os.RemoveAll(t.Dir)
	for _, phase := range []string{"load", "ask"} {
		began := time.Now()
		if err := spawn(ctx, t, phase, out); err != nil {
			return nil, fmt.Errorf("%s, %s: %w", t.Engine, phase, err)
		}
		progress("%s: %s took %.0f s", t.Engine, phase, time.Since(began).Seconds())
	}
	return out, nil
}

// spawn runs this program as a peer. What it prints is read over what is known.
func spawn(ctx context.Context, t task, phase string, out *rival) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	text, err := json.Marshal(t)
	if err != nil {
		return err
	}
	file := filepath.Join(filepath.Dir(t.Dir), t.Engine+".json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, self, "peer", "-phase", phase, "-task", file)
	cmd.Stderr = os.Stderr
	answer, err := cmd.Output()
	if err != nil {
		return err
	}
	return json.Unmarshal(answer, out)
}

// runPeer is the peer's process.
func runPeer(ctx context.Context, args []string, out io.Writer) error {
	fs := flag.NewFlagSet("bench peer", flag.ContinueOnError)
	phase := fs.String("phase", "", "load or ask")
	file := fs.String("task", "", "what to do, as JSON")
	if err := fs.Parse(args); err != nil {
		return err
	}
	text, err := os.ReadFile(*file)
	if err != nil {
		return err
	}
	var t task
	if err := json.Unmarshal(text, &t); err != nil {
		return err
	}
	do := map[string]func(context.Context, task) (any, error){"load": loadPeer, "ask": askPeer}[*phase]
	if do == nil {
		return fmt.Errorf("no phase is called %q", *phase)
	}
	result, err := do(ctx, t)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(result)
}

// loaded is what the process that stores prints.
type loaded struct {
	About    string  `json:"about"`
	Events   int     `json:"events"`
	Ingest   rate    `json:"ingest"`
	Settling float64 `json:"settling_seconds"`
	Bytes    int64   `json:"bytes"`
}

func loadPeer(ctx context.Context, t task) (any, error) {
	engine, err := peer.Open(ctx, t.Engine, t.Dir)
	if err != nil {
		return nil, err
	}
	var r loaded
	err = eachBatch(ctx, t.Log, t.Every, func(events []audit.Event) error {
		began := time.Now()
		err := engine.Load(ctx, events)
		r.Ingest.Seconds += time.Since(began).Seconds()
		r.Ingest.Events += len(events)
		return err
	})
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := engine.Settle(ctx); err != nil {
		return nil, err
	}
	r.Settling = time.Since(began).Seconds()
	if r.About, err = engine.About(ctx); err != nil {
		return nil, err
	}
	if err := engine.Close(); err != nil {
		return nil, err
	}
	r.Events, r.Bytes = r.Ingest.Events, folderBytes(t.Dir)
	return r, nil
}
