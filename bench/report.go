package main

import (
	"fmt"
	"io"
	"runtime"
	"time"
)

// report is what was measured.
type report struct {
	options
	at       time.Time
	stored   int
	storing  time.Duration
	screens  []timing
	wrong    int
	bytes    int64
	resident int64
	latency  []time.Duration
}

func (r *report) write(w io.Writer) error {
	p := func(format string, args ...any) error {
		_, err := fmt.Fprintf(w, format, args...)
		return err
	}
	if err := p("# whodid, %d events, %s\n\n%s/%s, %d cores. A screen is the newest 50 events, the total, all facets and the histogram, over HTTP.\n\n| screen | hits | p50 ms | p95 ms | against the oracle |\n|---|---:|---:|---:|---|\n",
		r.stored, r.at.Format(time.DateOnly), runtime.GOOS, runtime.GOARCH, runtime.NumCPU()); err != nil {
		return err
	}
	for _, t := range r.screens {
		if err := p("| %s | %d | %.2f | %.2f | %s |\n", t.name, t.hits, ms(t.p50), ms(t.p95), t.verified); err != nil {
			return err
		}
	}
	return p("\n| figure | value |\n|---|---:|\n| stored, durable and searchable, %d events a POST, one connection | %.0f events/s |\n| one event, POST to answer, p50 / p99 | %.2f / %.2f ms |\n| disk, everything included | %.0f B/event |\n| resident memory after the screens | %.0f MiB |\n",
		chunkLines, float64(r.stored)/r.storing.Seconds(), ms(r.latency[len(r.latency)/2]), ms(r.latency[len(r.latency)*99/100]),
		float64(r.bytes)/float64(r.stored), float64(r.resident)/(1<<20))
}
