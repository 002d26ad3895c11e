package naverworks

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/indexer/source"
)

// Limits of the API.
const (
	// RememberedDays is how long the source keeps its log. [official] 180 days on the
	// help page; "the last 6 months" elsewhere.
	RememberedDays = audit.RetentionDays
	// longestWindow: [official] start and end are at most 31 days apart. Whether the
	// last second counts is not said.
	longestWindow = 31*24*time.Hour - time.Second
	// pauseBetween lies between the end of one call with its download and the start of
	// the next, over all domains. [official] no parallel calls, and no downloads less
	// than a minute apart; the answers carry no rate limit headers.
	pauseBetween = time.Minute
)

// Our own limits.
const (
	// shortestWindow is not cut further where its file is too large.
	shortestWindow = time.Hour
	maxTries       = 6              // of one window in one run
	maxIncomplete  = 3              // of them, with files that came incomplete
	maxCuts        = 8              // windows of one run that are cut because they came incomplete
	shortestCut    = 24 * time.Hour // not cut further for that
	maxRefusals    = 12             // windows of one run that are cut because they were refused
	firstBackoff   = 2 * time.Minute
	longestBackoff = 30 * time.Minute
	maxFileBytes   = 512 << 20 // of one window, some four million rows
	stallAfter     = 2 * time.Minute
	longestCall    = 3 * time.Hour // redirects and download, however slow
	answerWithin   = 5 * time.Minute
)

// Taker is what the collector needs of the write side.
type Taker interface {
	// Stream stores the rows of one file as they come and answers when those it calls
	// accepted are on disk. Equal rows get ids by their number in the file, so that the
	// same seconds pulled twice give the same ids.
	Stream(ctx context.Context, rows source.Reader) (audit.Report, error)
}

// Options are what a collector works with. Those of the first group must be set.
type Options struct {
	Account  Account
	Taker    Taker
	File     string         // how far each domain was pulled; made when there is something to say
	Zone     *time.Location // of the log's times, which have no offset, and of the schedule
	Schedule string         // cron, five fields, when to pull once the past is there

	Domains   []int             // of a group company; none is the app's own domain
	Overlap   time.Duration     // pulled again each time, for rows that reach the log late
	Days      int               // how far back; 0 or more than RememberedDays is that
	APIURL    string            // "" is DefaultAPIURL
	AuthURL   string            // "" is DefaultAuthURL
	Hosts     []string          // that may be sent the token, with their sub-domains; nil is DefaultHosts
	Transport http.RoundTripper // nil is one of its own
	Logger    zerolog.Logger
}

// Collector pulls. Safe for concurrent use.
type Collector struct {
	opts     Options
	client   *client
	schedule cron.Schedule
	maxFile  int64 // bytes of one window
	stop     context.CancelFunc
	done     sync.WaitGroup
	wake     chan struct{} // something is asked for

	// Of the one goroutine that pulls.
	quiet time.Time // no call before

	mu      sync.Mutex // guards what follows, and the file
	sources []*pulled
}

// New makes a collector that is not running yet. Errors: an address or schedule that
// is none, a file of a later version.
func New(o Options) (*Collector, error) {
	if o.APIURL == "" {
		o.APIURL = DefaultAPIURL
	}
	if o.AuthURL == "" {
		o.AuthURL = DefaultAuthURL
	}
	if o.Hosts == nil {
		o.Hosts = DefaultHosts
	}
	if o.Days <= 0 || o.Days > RememberedDays {
		o.Days = RememberedDays
	}
	if len(o.Domains) == 0 {
		o.Domains = []int{0}
	}
	if o.Transport == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.ResponseHeaderTimeout = answerWithin
		o.Transport = t
	}
	c := &Collector{opts: o, maxFile: maxFileBytes, wake: make(chan struct{}, 1), stop: func() {}}
	var err error
	if c.client, err = newClient(o); err != nil {
		return nil, err
	}
	if c.schedule, err = cron.ParseStandard(o.Schedule); err != nil {
		return nil, fmt.Errorf("%q is no schedule: %w", o.Schedule, err)
	}
	if s, ok := c.schedule.(*cron.SpecSchedule); ok && s.Location == time.Local {
		s.Location = o.Zone
	}
	return c, c.load()
}

// Start pulls in the background: at once what is due, then on the schedule.
func (c *Collector) Start() {
	ctx, stop := context.WithCancel(context.Background())
	c.stop = stop
	c.done.Go(func() { c.loop(ctx) })
}

// Close ends a pull that runs, after what came of it is stored, and waits for it.
// What is missing is pulled after the next start.
func (c *Collector) Close() {
	c.stop()
	c.done.Wait()
	c.client.http.CloseIdleConnections()
}

// loop is the one goroutine that calls the source: so there is never more than one
// call under way, over all domains.
func (c *Collector) loop(ctx context.Context) {
	for ctx.Err() == nil {
		s, next := c.due()
		if s != nil {
			c.run(ctx, s)
			continue
		}
		var timer <-chan time.Time
		if !next.IsZero() {
			timer = time.After(time.Until(next))
		}
		select {
		case <-ctx.Done():
		case <-c.wake:
		case <-timer:
		}
	}
}

// due gives the source to be pulled now, nil where there is none, and else when the
// next one is due; the zero time is never.
func (c *Collector) due() (due *pulled, next time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	for _, s := range c.sources {
		switch {
		case s.Paused:
		case s.asked || !now.Before(s.next) || now.Before(s.Ended): // the last: the clock was ahead
			return s, time.Time{}
		case next.IsZero() || s.next.Before(next):
			next = s.next
		}
	}
	return nil, next
}

func (c *Collector) signal() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}
