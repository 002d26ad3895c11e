package main

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"whodid/indexer"
)

// observe counts what the indexer does.
func observe(r prometheus.Registerer) indexer.Observer {
	rows := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "whodid_ingest_rows_total", Help: "Rows read, by what became of them: accepted, duplicate, or the code of the rejection.",
	}, []string{"result"})
	commits := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "whodid_commit_seconds", Help: "How long commits to the store took.", Buckets: prometheus.ExponentialBuckets(0.001, 2, 14),
	}, []string{"result"})
	size := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "whodid_commit_events", Help: "Events in a commit.", Buckets: prometheus.ExponentialBuckets(1, 4, 9),
	})
	flight := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "whodid_ingest_bytes_in_flight", Help: "Bytes of bodies that are being received, wait for their commit or are in it.",
	})
	refused := prometheus.NewCounter(prometheus.CounterOpts{
		Name: "whodid_ingest_refused_total", Help: "Bodies answered with 429 because too much was in flight.",
	})
	r.MustRegister(rows, commits, size, flight, refused)
	return indexer.Observer{
		Rows: func(result string, n int) { rows.WithLabelValues(result).Add(float64(n)) },
		Commit: func(events int, took time.Duration, err error) {
			result := "ok"
			if err != nil {
				result = "error"
			}
			commits.WithLabelValues(result).Observe(took.Seconds())
			size.Observe(float64(events))
		},
		Flight: func(bytes int64) { flight.Set(float64(bytes)) },
		Refuse: refused.Inc,
	}
}
