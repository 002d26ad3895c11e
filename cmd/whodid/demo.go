package main

import (
	"context"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"time"

	"whodid/audit"
	"whodid/cmd/loggen/company"
	"whodid/config"
	"whodid/explorer/auth"
	"whodid/indexer"
)

const (
	demoEvents = 200_000 // over the retention
	demoChunk  = 10_000  // events a commit while filling
	demoEvery  = 400 * time.Millisecond
)

type demoCmd struct {
	config.Flags `set:"data_dir=./demo-data"`
}

// Run serves a made-up company: its log of the last days, and then new events
// all the time.
func (c *demoCmd) Run(e *env) error {
	c.Config.NaverWorks, c.Config.WatchDir = config.NaverWorks{}, "" // a made-up company is no place for a real one's log
	s, err := open(e, c.Config, auth.Options{})
	if err != nil {
		return err
	}
	defer s.close()
	people := company.New(company.Options{Seed: 1})
	if err := s.fill(e.ctx, people, c.Config.RetentionDays); err != nil {
		if e.ctx.Err() != nil { // told to stop, as the server may be at any time
			return nil
		}
		return err
	}
	if err := s.printLink("The demo is ready. Open this link to log in"); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(e.ctx)
	live := make(chan struct{})
	go func() {
		defer close(live)
		s.live(ctx, people)
	}()
	err = s.serve(e.ctx)
	stop()
	<-live
	return err
}

// fill stores the company's log from the last stored day on, up to now, at the
// rate of demoEvents over the retention.
func (s *server) fill(ctx context.Context, people *company.Company, days int) error {
	now := time.Now().UTC()
	first := audit.FirstKeptDay(now, days-1).Start()
	whole := now.Sub(first)
	stats, err := s.store.Stats(ctx)
	if err != nil {
		return err
	}
	if n := len(stats.Days); n > 0 {
		// The demo was here before: go on with the day after the last one.
		first = stats.Days[n-1].Day.End()
	}
	if !first.Before(now) {
		return nil
	}
	n := int(math.Round(demoEvents * (float64(now.Sub(first)) / float64(whole))))
	s.log.Info().Int("events", n).Msg("making up a company's log")
	started, next := time.Now(), 0
	pull, stop := iter.Pull(people.Events(first, now, n))
	defer stop()
	var numbers indexer.Numberer
	for next < n {
		rows := &eventRows{next: pull, left: demoChunk}
		report, err := s.indexer.Take(ctx, rows, &numbers)
		if err != nil {
			return err
		}
		if rows.line == 0 {
			break
		}
		if report.RejectedTotal > 0 {
			return fmt.Errorf("bug: the demo's own events are rejected: %+v", report.Rejected[0])
		}
		next += rows.line
	}
	s.log.Info().Int("events", next).Dur("took", time.Since(started)).Msg("company's log stored")
	return nil
}

// live stores a few new events each second until ctx ends.
func (s *server) live(ctx context.Context, people *company.Company) {
	ticker := time.NewTicker(demoEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			// People don't act by the tick of a clock.
			at := now.Add(-rand.N(demoEvery))
			one := func() (audit.Event, bool) { return people.Next(at), true }
			if _, err := s.indexer.Take(ctx, &eventRows{next: one, left: 1}, new(indexer.Numberer)); err != nil && ctx.Err() == nil {
				s.log.Error().Err(err).Msg("store a live event of the demo")
			}
		}
	}
}
