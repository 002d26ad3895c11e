package main

import (
	"math"
	"slices"
	"time"
)

// spread is how long something took, several times. Milliseconds.
type spread struct {
	N   int     `json:"n"`
	P50 float64 `json:"p50_ms"`
	P95 float64 `json:"p95_ms"`
	P99 float64 `json:"p99_ms"`
	Max float64 `json:"max_ms"`
}

// spreadOf sorts times and reads the percentiles off them.
func spreadOf(times []time.Duration) spread {
	slices.Sort(times)
	return spread{len(times), ms(percentile(times, 50)), ms(percentile(times, 95)), ms(percentile(times, 99)), ms(percentile(times, 100))}
}

// percentile is the smallest of the sorted times that p percent of them do not
// exceed; 0 of none.
func percentile(sorted []time.Duration, p float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max(0, int(math.Ceil(float64(len(sorted))*p/100))-1)]
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
