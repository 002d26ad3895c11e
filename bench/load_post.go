package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"whodid/audit"
	"whodid/cmd/loggen/company"
)

// loadStep is the time between two POSTs under load, and loadInFlight how many of
// them may wait for their answers: when more would, the rate is not held.
const (
	loadStep     = 100 * time.Millisecond
	loadInFlight = 64
)

// post posts so many events a second until the time is over. A POST is late from
// the moment it was due, whatever the ones before it took.
func (l *loading) post(ctx, over context.Context, rate int) {
	perPost := max(1, rate/int(time.Second/loadStep))
	began := time.Now()
	next, stop := iter.Pull(presentEvents(began))
	defer stop()
	slots := make(chan struct{}, loadInFlight)
	var posts sync.WaitGroup
	defer posts.Wait()
	for n := 0; ; n++ {
		due := began.Add(time.Duration(n) * loadStep)
		if wait(over, time.Until(due)) != nil {
			return
		}
		var text []byte
		for range perPost {
			e, _ := next()
			e.Time = time.Now().UTC().Truncate(time.Millisecond)
			text = append(e.AppendJSON(text), '\n')
		}
		select {
		case slots <- struct{}{}:
		case <-over.Done():
			return
		}
		posts.Go(func() {
			defer func() { <-slots }()
			refused, err := postEvents(ctx, l.server, chunk{text, perPost})
			if refused > 0 {
				err = errors.Join(err, fmt.Errorf("ingest: refused %d times as too much", refused))
			}
			if err != nil {
				l.fail(err)
				return
			}
			l.mu.Lock()
			defer l.mu.Unlock()
			l.posts = append(l.posts, time.Since(due))
			l.posted += perPost
		})
	}
}

// presentEvents gives events of the log's company without end; their times are
// still to be set. Ids are new ones, whenever it is called.
func presentEvents(now time.Time) iter.Seq[audit.Event] {
	people := company.New(company.Options{Seed: 1, Members: members, Plain: true})
	return func(yield func(audit.Event) bool) {
		n := 0
		for day := audit.DayOf(now); ; day = day.Add(1) {
			for e := range people.Events(day.Start(), day.End(), 1_000_000) {
				e.ID = audit.EventID(fmt.Sprintf("load-%d-%d", now.UnixNano(), n))
				n++
				if !yield(e) {
					return
				}
			}
		}
	}
}
