package explorer

import (
	"fmt"
	"net/http"
	"testing"

	"whodid/audit"
)

// nowhere takes an answer and forgets it.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header         { return n.header }
func (n nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n nowhere) WriteHeader(int)             {}
func (n nowhere) Flush()                      {}

// What the explorer itself costs of an export; the store's part comes on top.
func BenchmarkExportRows(b *testing.B) {
	for _, safe := range []bool{true, false} {
		b.Run(fmt.Sprintf("spreadsheet_safe=%v", safe), func(b *testing.B) {
			w := newCSVWriter(nowhere{http.Header{}}, audit.CSVForm{SpreadsheetSafe: safe})
			b.ReportAllocs()
			for b.Loop() {
				if err := w.event(edited); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
