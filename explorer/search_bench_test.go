package explorer

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"whodid/audit"
	"whodid/audit/query"
)

// fullScreen is what a screen of half a year holds: 50 events, every facet value,
// 180 days.
func fullScreen() query.Page {
	p := query.Page{Total: 10_000_000, Next: &query.Cursor{ID: bare.ID}, Histogram: query.Histogram{Interval: "1d"}}
	for range 50 {
		p.Events = append(p.Events, edited)
	}
	for i := range 180 {
		p.Histogram.Buckets = append(p.Histogram.Buckets, query.Bucket{Start: noon.AddDate(0, 0, i-180), Count: 55_555 + i, Failures: i})
	}
	for i, t := range audit.Tasks() {
		p.Facets.Task = append(p.Facets.Task, query.FacetCount{Value: string(t), Count: 100_000 - i})
	}
	for i, s := range audit.Statuses() {
		p.Facets.Status = append(p.Facets.Status, query.FacetCount{Value: string(s), Count: 100_000 - i})
	}
	for i, v := range audit.ServiceTypes() {
		p.Facets.ServiceType = append(p.Facets.ServiceType, query.FacetCount{Value: string(v), Count: 100_000 - i})
	}
	return p
}

// BenchmarkScreen is what a screen costs besides the search: "json" its JSON
// alone, "request" the whole request, packed as a browser asks for it.
func BenchmarkScreen(b *testing.B) {
	seoul, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("json", func(b *testing.B) {
		s := screen{search: query.Search{Want: query.WantAll, Zone: seoul}, page: fullScreen(), took: time.Millisecond}
		var buf []byte
		b.ReportAllocs()
		for b.Loop() {
			buf = s.appendJSON(buf[:0])
		}
		b.ReportMetric(float64(len(buf)), "B/answer")
	})
	for _, packing := range []string{"", "gzip"} {
		b.Run("request/packing="+packing, func(b *testing.B) {
			r := newRig(b, answering(fullScreen(), nil))
			b.ReportAllocs()
			for b.Loop() {
				req := httptest.NewRequest(http.MethodGet, "/api/v1/search?q=edit+group+kim&tz=Asia/Seoul", nil)
				req.Header.Set("Authorization", "Bearer "+token)
				req.Header.Set("Accept-Encoding", packing)
				w := httptest.NewRecorder()
				if r.x.ServeHTTP(w, req); w.Code != 200 {
					b.Fatal(w.Code, w.Body)
				}
			}
		})
	}
}
