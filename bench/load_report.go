package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"
)

// sampleEvery is how often the server is looked at under load.
const sampleEvery = 15 * time.Second

// sample is how the server stood at one moment of a load.
type sample struct {
	Minute     float64 `json:"minute"`
	Memory     memory  `json:"memory"`
	OpenFiles  int     `json:"open_files"`
	Goroutines int     `json:"goroutines"` // 0 where /metrics doesn't say
	Posted     int     `json:"posted"`
	Screens    spread  `json:"screens"` // since the sample before
	Errors     int     `json:"errors"`
}

// sample looks at the server until the time is over.
func (l *loading) sample(over context.Context, began time.Time) (out []sample) {
	for {
		err := wait(over, sampleEvery)
		s := l.look(context.WithoutCancel(over), began)
		progress("%5.2f min  RSS %4d MiB (anon %4d)  files %4d  goroutines %4d  posted %8d  screens %6d p50 %7.2f p99 %8.2f ms  errors %d",
			s.Minute, s.Memory.RSS>>20, s.Memory.Anon>>20, s.OpenFiles, s.Goroutines, s.Posted, s.Screens.N, s.Screens.P50, s.Screens.P99, s.Errors)
		out = append(out, s)
		if err != nil {
			return out
		}
	}
}

func (l *loading) look(ctx context.Context, began time.Time) sample {
	pid := l.server.cmd.Process.Pid
	s := sample{Minute: time.Since(began).Minutes(), Memory: memoryOf(pid), OpenFiles: openFiles(pid)}
	if text, err := l.server.get(ctx, "/metrics", nil); err == nil {
		s.Goroutines = goroutines(text)
	}
	l.mu.Lock()
	recent := l.recent
	l.recent = nil
	s.Posted, s.Errors = l.posted, l.errors
	l.mu.Unlock()
	s.Screens = spreadOf(recent)
	return s
}

// goroutines reads the gauge of the Go collector.
func goroutines(metrics []byte) (n int) {
	for line := range bytes.Lines(metrics) {
		if rest, ok := bytes.CutPrefix(line, []byte("go_goroutines ")); ok {
			_, _ = fmt.Sscan(string(rest), &n) // stays 0
		}
	}
	return n
}

// writeLoad writes a run under load as Markdown.
func writeLoad(w io.Writer, r *loadResult) {
	p := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	p("# whodid under load, %s events", thousands(int64(r.Events)))
	p("\n%s, whodid %s. %d clients searched, half of them what others ask too and half questions of their own, while %s events/s of the present time were posted, for %.0f s.",
		r.At.Format(time.DateOnly), r.Version, r.Clients, thousands(int64(r.Rate)), r.Seconds)
	verdict := "no request failed"
	if r.Errors > 0 {
		verdict = fmt.Sprintf("**%d errors**, the first: %s", r.Errors, r.FirstError)
	}
	p("\n%s; %s screens answered (%.0f a second), %s events posted (%.0f a second), all of them found at the end: %v.", verdict,
		thousands(int64(r.All.N)), float64(r.All.N)/r.Seconds, thousands(int64(r.Posted)), float64(r.Posted)/r.Seconds, r.Found == r.Events+r.Posted)
	p("\n| | answered | p50 ms | p95 ms | p99 ms | max ms |\n|---|---:|---:|---:|---:|---:|")
	row := func(name string, s spread) {
		p("| %s | %s | %s | %s | %s | %s |", name, thousands(int64(s.N)), number(s.P50), number(s.P95), number(s.P99), number(s.Max))
	}
	row("all screens", r.All)
	for _, s := range r.Screens {
		row(s.Key+" "+s.Title, s.Spread)
	}
	row("a POST, from when it was due", r.Ingest)
	p("\n| minute | RSS MiB | RssAnon MiB | open files | goroutines | events posted | screens | p50 ms | p99 ms |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
	for _, s := range r.Samples {
		p("| %.2f | %d | %d | %d | %d | %s | %s | %s | %s |", s.Minute, s.Memory.RSS>>20, s.Memory.Anon>>20, s.OpenFiles, s.Goroutines,
			thousands(int64(s.Posted)), thousands(int64(s.Screens.N)), number(s.Screens.P50), number(s.Screens.P99))
	}
}
