package main

import (
	"github.com/prometheus/client_golang/prometheus"

	"whodid/explorer"
)

// sourceMetrics shows how the pulled sources stand: what an alert needs.
type sourceMetrics struct{ sources explorer.Sources }

var (
	sourceSuccess = prometheus.NewDesc("whodid_source_last_success_timestamp_seconds", "When all that a source has had been stored; 0 is never.", []string{"source"}, nil)
	sourceForgets = prometheus.NewDesc("whodid_source_forgets_timestamp_seconds", "When a source begins to forget what was not pulled yet.", []string{"source"}, nil)
	sourceRows    = prometheus.NewDesc("whodid_source_rows_total", "Rows pulled, by what became of them: accepted, duplicate, or the code of the rejection.", []string{"source", "result"}, nil)
)

// Describe implements prometheus.Collector.
func (m sourceMetrics) Describe(to chan<- *prometheus.Desc) {
	to <- sourceSuccess
	to <- sourceForgets
	to <- sourceRows
}

// Collect implements prometheus.Collector.
func (m sourceMetrics) Collect(to chan<- prometheus.Metric) {
	for _, s := range m.sources.Status() {
		success := 0.0
		if !s.LastSuccess.IsZero() {
			success = float64(s.LastSuccess.Unix())
		}
		to <- prometheus.MustNewConstMetric(sourceSuccess, prometheus.GaugeValue, success, s.ID)
		if !s.Forgets.IsZero() {
			to <- prometheus.MustNewConstMetric(sourceForgets, prometheus.GaugeValue, float64(s.Forgets.Unix()), s.ID)
		}
		for result, n := range s.Rows {
			to <- prometheus.MustNewConstMetric(sourceRows, prometheus.CounterValue, float64(n), s.ID, result)
		}
	}
}
