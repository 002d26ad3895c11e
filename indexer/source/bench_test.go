package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"whodid/audit"
)

// BenchmarkRead reads 1,000 events; events/s is of one core.
func BenchmarkRead(b *testing.B) {
	const events = 1000
	form := audit.CSVForm{Zone: time.FixedZone("KST", 9*3600)}
	own := form.AppendHeader(nil)
	download := []byte(csvHeader)
	var ndjson []byte
	for i := range events {
		e := audit.Event{
			Time: time.UnixMilli(1795338753123 + int64(i)).UTC(),
			User: audit.Person{ID: fmt.Sprint("m", i), Name: "김민준", Email: "minjun.kim@acme.example"},
			Task: audit.TaskEditGroup, Target: audit.Target{Type: "group", Name: "Seoul Sales 12", Email: "seoul-sales-12@acme.example"},
			Status: audit.Success, ServiceType: audit.PCWeb,
		}
		own = form.AppendEvent(own, e)
		download = append(download, "2026-11-22 18:12:33,김민준 (minjun.kim@acme.example),PC Web,Edit group,Seoul Sales 12 (seoul-sales-12@acme.example),Success\n"...)
		ndjson = append(e.AppendJSON(ndjson), '\n')
	}
	array := append([]byte("["), bytes.ReplaceAll(bytes.TrimSpace(ndjson), []byte("\n"), []byte(",\n"))...)
	array = append(array, ']')
	for _, bench := range []struct {
		name   string
		format Format
		text   []byte
	}{{"ndjson", NDJSON, ndjson}, {"json", JSON, array}, {"csv=download", CSV, download}, {"csv=own", CSV, own}} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bench.text)))
			for b.Loop() {
				r := Open(bench.format, bytes.NewReader(bench.text), Options{})
				n := 0
				for {
					row, err := r.Next()
					if errors.Is(err, io.EOF) {
						break
					}
					if err != nil || row.Err != nil {
						b.Fatal(err, row.Err)
					}
					n++
				}
				if n != events {
					b.Fatal(n)
				}
			}
			b.ReportMetric(float64(b.N)*events/b.Elapsed().Seconds(), "events/s")
		})
	}
}
