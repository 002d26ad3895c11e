package explorer

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"whodid/explorer/tail"
)

type metrics struct {
	requests *prometheus.CounterVec   // by method, route and status
	seconds  *prometheus.HistogramVec // by route
	handler  http.Handler
}

// newMetrics registers the explorer's metrics. Errors: names registered before.
func newMetrics(reg *prometheus.Registry, tails *tail.Hub) (*metrics, error) {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "whodid_http_requests_total", Help: "Answered HTTP requests.",
		}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "whodid_http_request_seconds", Help: "Time to answer HTTP requests; live tails and exports last as long as they are read.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60},
		}, []string{"route"}),
		handler: promhttp.HandlerFor(reg, promhttp.HandlerOpts{}),
	}
	open := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "whodid_tails", Help: "Live tails that are open.",
	}, func() float64 { return float64(tails.Tails()) })
	if err := errors.Join(reg.Register(m.requests), reg.Register(m.seconds), reg.Register(open)); err != nil {
		return nil, fmt.Errorf("register metrics: %w", err)
	}
	return m, nil
}

// TailObserver gives the Observer of a tail hub's Options, which counts into reg:
//
//	hub := tail.New(store, tail.Options{Observer: explorer.TailObserver(reg)})
//
// It stands apart from New because the hub is there first, as the commits'
// listener. Give the same reg as Options.Metrics. It panics, as MustRegister
// does, when called twice for one reg.
func TailObserver(reg prometheus.Registerer) tail.Observer {
	sent := prometheus.NewCounter(prometheus.CounterOpts{
		Name: "whodid_tail_events_total", Help: "Events sent to live tails.",
	})
	dropped := prometheus.NewCounter(prometheus.CounterOpts{
		Name: "whodid_tail_dropped_events_total", Help: "Events that slow live tails were told of as a gap.",
	})
	reg.MustRegister(sent, dropped)
	return tail.Observer{
		Sent:    func(n int) { sent.Add(float64(n)) },
		Dropped: func(n int) { dropped.Add(float64(n)) },
	}
}

func (m *metrics) observe(method, route string, status int, took time.Duration) {
	switch method {
	case http.MethodGet, http.MethodPost, http.MethodDelete, http.MethodHead, http.MethodPut, http.MethodPatch, http.MethodOptions:
	default:
		method = "other" // a stranger must not make series
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

// routeOf is the pattern of the route that answers, or "page" for everything
// that is no route.
func routeOf(c *gin.Context) string {
	if r := c.FullPath(); r != "" {
		return r
	}
	return "page"
}

func (x *Explorer) showMetrics(c *gin.Context) error {
	x.metrics.handler.ServeHTTP(c.Writer, c.Request)
	return nil
}
