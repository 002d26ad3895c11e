package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"sync"
	"time"
)

// loadOptions are the flags of a run under load.
type loadOptions struct {
	common
	long    time.Duration
	clients int
	rate    int
	think   time.Duration
}

// runLoad searches and posts at once and fails if anything failed.
func runLoad(ctx context.Context, args []string, out io.Writer) error {
	var o loadOptions
	fs := flag.NewFlagSet("bench load", flag.ContinueOnError)
	o.flags(fs)
	fs.StringVar(&o.report, "report", "", "file for the report, its JSON beside it; default is load-N.md here")
	fs.DurationVar(&o.long, "duration", 10*time.Minute, "how long")
	fs.IntVar(&o.clients, "clients", 32, "clients that search, each one screen after the other")
	fs.IntVar(&o.rate, "rate", 5000, "events a second that are posted, of the present time")
	fs.DurationVar(&o.think, "think", 0, "pause of a client between two screens")
	if err := fs.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "whodid-load-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	r, err := load(ctx, o, dir)
	if err != nil {
		return err
	}
	if err := saveReport(o.report, fmt.Sprintf("load-%d.md", r.Events), r, func(w io.Writer) { writeLoad(w, r) }, out); err != nil {
		return err
	}
	if r.Errors > 0 {
		return fmt.Errorf("%d requests failed, the first: %s", r.Errors, r.FirstError)
	}
	return nil
}

// loadResult is what a run under load measured.
type loadResult struct {
	At         time.Time     `json:"at"`
	Version    string        `json:"version"`
	Events     int           `json:"events"` // before the load
	Seconds    float64       `json:"seconds"`
	Clients    int           `json:"clients"`
	Rate       int           `json:"rate"` // asked for, events/s
	Posted     int           `json:"posted"`
	Ingest     spread        `json:"ingest"` // a POST, from when it was due
	Screens    []screenTimes `json:"screens"`
	All        spread        `json:"all_screens"`
	Samples    []sample      `json:"samples"`
	Errors     int           `json:"errors"` // 429 included: the rate is one that must be taken
	FirstError string        `json:"first_error,omitempty"`
	Found      int           `json:"found_after"` // events the server holds at the end
}

type screenTimes struct {
	Key    string `json:"key"`
	Title  string `json:"title"`
	Spread spread `json:"spread"`
}

func load(ctx context.Context, o loadOptions, dir string) (*loadResult, error) {
	path, err := prepareLog(ctx, o.common, dir)
	if err != nil {
		return nil, err
	}
	log, err := surveyLog(path, o.events)
	if err != nil {
		return nil, err
	}
	s, err := startServer(ctx, o.bin, dir, keepDays)
	if err != nil {
		return nil, err
	}
	defer s.kill()
	if _, err := storeLog(ctx, s, path, log.events); err != nil {
		return nil, err
	}
	if _, err := waitSealed(ctx, s, o.sealWait); err != nil {
		return nil, err
	}
	cursors, hit, err := deepCursors(ctx, s, 200)
	if err != nil {
		return nil, err
	}
	r := &loadResult{At: time.Now(), Version: versionOf(ctx, o.bin), Events: log.events, Clients: o.clients, Rate: o.rate}
	l := &loading{server: s, screens: published(screensOf(log, cursors[0], hit)), dealer: newDealer(log, cursors), times: map[string][]time.Duration{}}
	l.run(ctx, o, r)
	l.fill(r)
	if r.Found, err = totalOf(ctx, s, question{}); err == nil && r.Found != r.Events+r.Posted {
		l.fail(fmt.Errorf("%d events were answered as stored, %d are found", r.Events+r.Posted, r.Found))
		l.fill(r)
	}
	return r, err
}

func published(screens []screen) (out []screen) {
	for _, s := range screens {
		if s.published() {
			out = append(out, s)
		}
	}
	return out
}

// loading is a run under load.
type loading struct {
	server  *server
	screens []screen
	dealer  *dealer

	mu     sync.Mutex // guards what is below
	times  map[string][]time.Duration
	recent []time.Duration // of screens, since the last sample
	posts  []time.Duration
	posted int
	errors int
	first  error
}

// run searches, posts and samples until the time is over.
func (l *loading) run(ctx context.Context, o loadOptions, r *loadResult) {
	began := time.Now()
	over, cancel := context.WithTimeout(ctx, o.long)
	defer cancel()
	var workers sync.WaitGroup
	for i := range o.clients {
		workers.Go(func() { l.search(ctx, over, rand.New(rand.NewPCG(uint64(i), 1)), o.think) })
	}
	workers.Go(func() { l.post(ctx, over, o.rate) })
	r.Samples = l.sample(over, began)
	workers.Wait()
	r.Seconds = time.Since(began).Seconds()
}

// search asks one screen after the other, half of them questions of its own. A
// request that runs when the time is over is finished.
func (l *loading) search(ctx, over context.Context, r *rand.Rand, think time.Duration) {
	for over.Err() == nil {
		sc := l.screens[r.IntN(len(l.screens))]
		q := sc.asked
		if r.IntN(2) == 0 {
			q, _ = l.dealer.deal(sc.key, r.IntN(1_000_000))
		}
		began := time.Now()
		text, err := l.server.get(ctx, "/api/v1/search", q.params())
		took := time.Since(began)
		switch {
		case err == nil && !whole(text):
			err = fmt.Errorf("the answer is partial: %.200s", text)
		case ctx.Err() != nil:
			return
		}
		if err != nil {
			l.fail(fmt.Errorf("%s: %w", sc.key, err))
			err = wait(over, 100*time.Millisecond)
		} else {
			l.mu.Lock()
			l.times[sc.key] = append(l.times[sc.key], took)
			l.recent = append(l.recent, took)
			l.mu.Unlock()
		}
		if think > 0 && err == nil {
			_ = wait(over, think) // the loop sees that it is over
		}
	}
}

// whole tells of a screen's JSON, without reading it all as JSON, that no day is
// missing in it.
func whole(text []byte) bool {
	return bytes.Contains(text, []byte(`"relation":"exact"`)) && bytes.Contains(text, []byte(`"missing_days":[]`))
}

func (l *loading) fail(err error) {
	progress("error: %v", err)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.errors++
	if l.first == nil {
		l.first = err
	}
}

// fill puts what was counted into the result.
func (l *loading) fill(r *loadResult) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []time.Duration
	r.Screens = nil
	for _, sc := range l.screens {
		all = append(all, l.times[sc.key]...)
		r.Screens = append(r.Screens, screenTimes{sc.key, sc.title, spreadOf(l.times[sc.key])})
	}
	r.All, r.Ingest, r.Posted, r.Errors = spreadOf(all), spreadOf(l.posts), l.posted, l.errors
	if l.first != nil {
		r.FirstError = l.first.Error()
	}
}
