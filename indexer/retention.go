package indexer

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"whodid/audit"
)

// retentionSchedule is when days are dropped: soon after a UTC day has begun.
const retentionSchedule = "5 0 * * *"

// A clock that jumps years ahead, at the start of a machine without a battery or
// by a host's mistake, must not drop everything. So it has to be vouched for
// before days are dropped: by a stored event of the last clockDays days, whose
// time others gave; by the time at which events were last written, no longer ago than
// clockGap, while the clock has run evenly since the start; or by clockPatience of
// uptime in which nobody put it right.
const (
	clockDays     = 7 // longer than any holidays
	clockGap      = 31 * 24 * time.Hour
	clockPatience = 48 * time.Hour
	clockJump     = 24 * time.Hour
)

// Retention drops the days that are no longer promised. Source: guide "Audit >
// Contacts": logs are stored for up to 180 days.
type Retention struct {
	store  Store
	keep   int
	now    func() time.Time
	report func(RetentionRun)
	cron   *cron.Cron
	ctx    context.Context //nolint:containedctx // ends the runs that cron starts
	cancel context.CancelFunc
	first  sync.WaitGroup

	began time.Time     // by the monotonic clock
	ahead time.Duration // of the clock at the start, before it
	seen  bool          // the clock at the start is not far from that of the last write

	mu      sync.Mutex // guards what follows
	doubted time.Time  // when the clock was first not vouched for; the zero time where it is
}

// RetentionRun is what one run did.
type RetentionRun struct {
	FirstKept audit.Day
	Dropped   []audit.Day // oldest first
	Held      []audit.Day // oldest first: not dropped, because nothing vouches for the clock; tried again by the next run
	Err       error       // of the first day that could not be dropped; the others were tried
}

// RetentionOptions are what retention works with.
type RetentionOptions struct {
	Store  Store
	Days   int                // kept; 0 is audit.RetentionDays
	Report func(RetentionRun) // told of every run; nil is nobody
	Now    func() time.Time   // nil is time.Now
	// Written is when the store was last written to before it was opened, by the
	// clock of then; the zero time is: nobody knows.
	Written time.Time
}

// NewRetention makes a retention that is not running yet.
func NewRetention(opts RetentionOptions) *Retention {
	r := &Retention{store: opts.Store, keep: opts.Days, now: opts.Now, report: opts.Report}
	if r.keep == 0 {
		r.keep = audit.RetentionDays
	}
	if r.now == nil {
		r.now = time.Now
	}
	if r.report == nil {
		r.report = func(RetentionRun) {}
	}
	r.began = time.Now()
	r.ahead = r.now().Sub(r.began)
	r.seen = !opts.Written.IsZero() && r.now().Sub(opts.Written) <= clockGap
	r.ctx, r.cancel = context.WithCancel(context.Background())
	r.cron = cron.New(cron.WithLocation(time.UTC), cron.WithChain(cron.SkipIfStillRunning(cron.DiscardLogger)))
	return r
}

// Start runs retention now, in the background, and then every night (UTC).
func (r *Retention) Start() error {
	if _, err := r.cron.AddFunc(retentionSchedule, func() { r.Run(r.ctx) }); err != nil {
		return fmt.Errorf("schedule retention: %w", err)
	}
	r.first.Go(func() { r.Run(r.ctx) })
	r.cron.Start()
	return nil
}

// Next is when retention runs next; the zero time before Start.
func (r *Retention) Next() time.Time {
	if entries := r.cron.Entries(); len(entries) > 0 {
		return entries[0].Next
	}
	return time.Time{}
}

// Run drops every day that is no longer promised: the day that is the kept
// number of days ago stays, the one before it goes. Days after today are never
// dropped.
func (r *Retention) Run(ctx context.Context) RetentionRun {
	run := RetentionRun{FirstKept: audit.FirstKeptDay(r.now(), r.keep)}
	stats, err := r.store.Stats(ctx)
	if err != nil {
		run.Err = fmt.Errorf("list days: %w", err)
	}
	trusted := r.trusted(stats)
	for _, d := range stats.Days {
		if d.Day >= run.FirstKept {
			break
		}
		if !trusted {
			run.Held = append(run.Held, d.Day)
			continue
		}
		if err := r.store.Drop(ctx, d.Day); err != nil {
			if run.Err == nil {
				run.Err = err
			}
			continue
		}
		run.Dropped = append(run.Dropped, d.Day)
	}
	r.report(run)
	return run
}

// trusted tells whether days may be dropped by the clock. How long it has been
// doubted is measured by time's monotonic clock, which no jump moves.
func (r *Retention) trusted(stats audit.Stats) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	moved := now.Sub(r.began.Add(time.Since(r.began))) - r.ahead
	if r.seen && moved.Abs() < clockJump {
		r.doubted = time.Time{}
		return true
	}
	today := audit.DayOf(now)
	for _, d := range stats.Days {
		if d.Day >= today.Add(-clockDays) && d.Day <= today.Add(1) {
			r.doubted = time.Time{}
			return true
		}
	}
	if r.doubted.IsZero() {
		r.doubted = time.Now()
	}
	return time.Since(r.doubted) >= clockPatience
}

// Close ends the schedule and waits for a run.
func (r *Retention) Close() {
	r.cancel()
	<-r.cron.Stop().Done()
	r.first.Wait()
}
