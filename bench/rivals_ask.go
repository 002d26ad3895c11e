package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/bench/peer"
)

// A peer's screen may take seconds; then it is asked less often.
const (
	patience = 10 * time.Second // for all counted runs of a screen
	fewest   = 3                // counted runs, however long they take
)

// rivalOnes is how many single events a peer stores.
const rivalOnes = 100

// askedOf is what the process that asks prints: the rest of a rival.
type askedOf struct {
	OpenMS  float64       `json:"open_ms"`
	Screens []rivalScreen `json:"screens"`
	Memory  memory        `json:"memory"`
	One     spread        `json:"one_event"`
	Export  rate          `json:"export"`
	Drop    dropping      `json:"drop"`
}

func askPeer(ctx context.Context, t task) (any, error) {
	var r askedOf
	began := time.Now()
	engine, err := peer.Open(ctx, t.Engine, t.Dir)
	if err != nil {
		return nil, err
	}
	defer engine.Close()
	if _, err := engine.Screen(ctx, query.Search{Limit: 1, Period: query.Period{From: time.Now()}, Zone: time.UTC}); err != nil {
		return nil, err
	}
	r.OpenMS = ms(time.Since(began))
	for _, a := range t.Ask {
		s, err := askRival(ctx, engine, a, t.Runs)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.Key, err)
		}
		progress("%s: %-4s %9d hits  p50 %8.2f p95 %8.2f ms  %s", t.Engine, s.Key, s.Total, s.Spread.P50, s.Spread.P95, s.Problem)
		r.Screens = append(r.Screens, s)
	}
	r.Memory = memoryOf(os.Getpid())
	if e, ok := engine.(peer.Exporter); ok {
		began := time.Now()
		if r.Export.Events, err = e.Export(ctx, io.Discard); err != nil {
			return nil, fmt.Errorf("export: %w", err)
		}
		r.Export.Seconds = time.Since(began).Seconds()
	}
	times := make([]time.Duration, rivalOnes)
	for i := range times {
		began := time.Now()
		if err := engine.Load(ctx, []audit.Event{single("one", i, began)}); err != nil {
			return nil, fmt.Errorf("one event: %w", err)
		}
		times[i] = time.Since(began)
	}
	r.One = spreadOf(times)
	before := folderBytes(t.Dir)
	began = time.Now()
	if err := engine.DropOldest(ctx); err != nil {
		return nil, fmt.Errorf("drop: %w", err)
	}
	r.Drop.MS = ms(time.Since(began))
	r.Drop.Freed = max(0, before-folderBytes(t.Dir))
	return r, nil
}

func askRival(ctx context.Context, engine peer.Engine, a asking, runs int) (rivalScreen, error) {
	out := rivalScreen{Key: a.Key}
	s, err := a.Asked.search()
	if err != nil {
		return out, err
	}
	var times []time.Duration
	var spent time.Duration
	for n := 0; len(times) < runs && (spent < patience || len(times) < fewest); n++ {
		began := time.Now()
		screen, err := engine.Screen(ctx, s)
		took := time.Since(began)
		if errors.Is(err, peer.ErrUntranslatable) {
			out.Problem = err.Error()
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out.Total = screen.Total
		if n < uncounted && (n == 0 || took < time.Second) {
			continue
		}
		spent += took
		times = append(times, took)
	}
	out.Spread = spreadOf(times)
	return out, nil
}
