package explorer

import (
	"net/http"
	"testing"
	"time"

	"whodid/audit"
	"whodid/explorer/turns"
)

// nowhere takes an answer and forgets it.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header         { return n.header }
func (n nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n nowhere) WriteHeader(int)             {}
func (n nowhere) Flush()                      {}

// What the explorer itself costs of an export; the store's part comes on top.
func BenchmarkExportRows(b *testing.B) {
	plain := edited
	plain.Target.Name = "Seoul Sales 12"
	for name, e := range map[string]audit.Event{"plain": plain, "quoted": edited} {
		b.Run("row="+name, func(b *testing.B) {
			w := newCSVWriter(b.Context(), nowhere{http.Header{}}, audit.CSVForm{SpreadsheetSafe: true, Zone: time.UTC}, turns.New(0))
			if err := w.turn.Work(b.Context()); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := w.event(e); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
