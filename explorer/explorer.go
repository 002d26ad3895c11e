package explorer

import (
	"context"
	"io/fs"
	stdlog "log"
	"net/http"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"whodid/explorer/auth"
	"whodid/explorer/download"
	"whodid/explorer/download/schedule"
	"whodid/explorer/tail"
	"whodid/explorer/turns"
	"whodid/explorer/views"
)

// Options are what the explorer works with. All of the first group must be set.
type Options struct {
	Searcher  Searcher
	Scanner   Scanner
	Statser   Statser
	Ingester  Ingester
	Tails     *tail.Hub
	Auth      *auth.Auth
	Views     *views.Views
	Downloads *download.Downloads // started by New
	Schedules *schedule.Schedules // of Downloads; likewise
	Imports   Imports
	Page      fs.FS // the web page, index.html at its root

	Sources       Sources          // that are pulled; nil is none
	Zone          *time.Location   // of dates and buckets where a request names none; nil is UTC
	RetentionDays int              // as told to the page
	NextRetention func() time.Time // when retention runs next; nil or the zero time is never
	Version       string
	MaxBodyBytes  int64                // of a POST's events, unpacked; 0 is 64 MiB
	SearchTimeout time.Duration        // of one screen; 0 is 30 s
	MaxSearches   int                  // that run at once, others wait for their turn; 0 is four a core
	MaxExports    int                  // likewise; 0 is 8
	MaxUploads    int                  // likewise; 0 is 8
	Turns         *turns.Turns         // that exports share with other work in the background; nil is turns of their own
	Metrics       *prometheus.Registry // takes the explorer's metrics, and is what /metrics shows; nil is a new one
	Logger        zerolog.Logger
	Now           func() time.Time // nil is time.Now
}

// Explorer answers HTTP. Safe for concurrent use.
type Explorer struct {
	opts     Options
	metrics  *metrics
	engine   http.Handler
	packed   http.Handler // engine behind compression
	exports  *gate
	uploads  *gate
	pushed   pushed
	turns    *turns.Turns // of exports
	fresh    *freshness
	page     *page
	stopping atomic.Bool
}

// New builds the routes, and starts the downloads and their schedules. Errors: a page without index.html,
// metrics registered before.
func New(opts Options) (*Explorer, error) {
	if opts.Zone == nil {
		opts.Zone = time.UTC
	}
	if opts.NextRetention == nil {
		opts.NextRetention = func() time.Time { return time.Time{} }
	}
	if opts.MaxBodyBytes == 0 {
		opts.MaxBodyBytes = 64 << 20
	}
	if opts.SearchTimeout == 0 {
		opts.SearchTimeout = 30 * time.Second
	}
	if opts.MaxSearches == 0 {
		opts.MaxSearches = searchesPerCore * runtime.GOMAXPROCS(0)
	}
	if opts.MaxExports == 0 {
		opts.MaxExports = maxExports
	}
	if opts.MaxUploads == 0 {
		opts.MaxUploads = maxUploads
	}
	if opts.Sources == nil {
		opts.Sources = noSources{}
	}
	if opts.Turns == nil {
		opts.Turns = turns.New(0)
	}
	opts.Searcher = gatedSearcher{opts.Searcher, newGate(opts.MaxSearches, errBusySearches)}
	if opts.Metrics == nil {
		opts.Metrics = prometheus.NewRegistry()
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	page, err := newPage(opts.Page)
	if err != nil {
		return nil, err
	}
	m, err := newMetrics(opts.Metrics, opts.Tails)
	if err != nil {
		return nil, err
	}
	pack, err := gzhttp.NewWrapper(gzhttp.MinSize(1400)) // below one packet nothing is won
	if err != nil {
		return nil, err
	}
	x := &Explorer{opts: opts, metrics: m, page: page, exports: newGate(opts.MaxExports, errBusyExports), uploads: newGate(opts.MaxUploads, errBusyUploads), turns: opts.Turns}
	x.fresh = &freshness{searcher: opts.Searcher, zone: opts.Zone, timeout: opts.SearchTimeout, now: opts.Now}
	x.engine = x.newEngine()
	x.packed = pack(x.engine)
	if err := opts.Downloads.Start(x.searchOf); err != nil {
		return nil, err
	}
	return x, opts.Schedules.Start(x.requestFor)
}

// ServeHTTP answers one request.
func (x *Explorer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength != 0 {
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(strayTimeout))
	}
	// The page packs its files itself, and as small as they get.
	if r.Method == http.MethodGet && underAPI(r.URL.Path) && !streams(r.URL.Path) {
		x.packed.ServeHTTP(w, r)
		return
	}
	x.engine.ServeHTTP(w, r)
}

// Timeouts of the HTTP server. Requests and answers that may take longer, events
// coming in and files going out, move their deadlines on as they get along.
const (
	headerTimeout   = 10 * time.Second
	strayTimeout    = 10 * time.Second // for a body that no handler reads
	answerTimeout   = time.Minute
	keepAlive       = 2 * time.Minute
	progressTimeout = time.Minute // for the next piece of a long body or answer
	maxHeaderBytes  = 64 << 10
)

// Server gives an HTTP server for the explorer with its timeouts and limits;
// the caller listens and shuts it down.
func (x *Explorer) Server() *http.Server {
	// No ReadTimeout: once a request is read, net/http takes it for a client that
	// left, and an export that runs longer would be cut.
	return &http.Server{
		Handler:           x,
		ReadHeaderTimeout: headerTimeout,
		WriteTimeout:      answerTimeout,
		IdleTimeout:       keepAlive,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          stdlog.New(serverLog{x.opts.Logger}, "", 0),
	}
}

// serverLog takes the lines of net/http, which are about connections that
// strangers broke, and nothing an operator has to act on.
type serverLog struct{ log zerolog.Logger }

func (l serverLog) Write(line []byte) (int, error) {
	l.log.Debug().Str("line", string(line)).Msg("http server")
	return len(line), nil
}

// Shutdown makes /readyz say no, tells the live tails and waits for them until
// ctx ends. The HTTP server is shut down after it, by its owner. To be called
// once, when nothing is committed any more.
func (x *Explorer) Shutdown(ctx context.Context) error {
	x.StopReady()
	return x.opts.Tails.Shutdown(ctx)
}

// StopReady makes /readyz say no, so that a balancer looks elsewhere while what
// is under way is finished.
func (x *Explorer) StopReady() { x.stopping.Store(true) }

func (x *Explorer) context(c *gin.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(c.Request.Context(), x.opts.SearchTimeout)
}
