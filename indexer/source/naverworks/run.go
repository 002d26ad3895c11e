package naverworks

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/indexer/source"
)

// run pulls what a source has that we don't: all of it at first, later what came
// since, and every window that failed before.
func (c *Collector) run(ctx context.Context, s *pulled) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	now := time.Now().UTC().Truncate(time.Second)
	whole := Span{now.AddDate(0, 0, -c.opts.Days), now}
	c.mu.Lock()
	s.cancel, s.asked = cancel, false
	s.Covered = within(whole, s.Covered) // a clock that was ahead may have covered more
	windows := plan(whole, s.Covered, c.opts.Overlap, longestWindow)
	c.mu.Unlock()
	complete := true
	refusals, cuts := 0, 0
	for len(windows) > 0 && ctx.Err() == nil {
		w := windows[0]
		windows = windows[1:]
		f := c.pullWindow(ctx, s, w)
		if f != nil && f.code == codeWindow {
			refusals++
		}
		switch {
		case f == nil || ctx.Err() != nil:
		case f.code == codeIncomplete && cuts < maxCuts && w.To.Sub(w.From) > shortestCut:
			// What a source can't send in one piece it may well send in two; at the least
			// less is missing then.
			cuts++
			halves := w.halves()
			windows = append(halves[:], windows...)
		case f.cuts() && refusals <= maxRefusals && w.To.Sub(w.From) > shortestWindow:
			// A refused window may reach to before what the source remembers, or be longer
			// than it likes: which limits it has, to the second, is not documented.
			halves := w.halves()
			windows = append(halves[:], windows...)
		case f.final || !ofWindow(f):
			// The other windows would fare no better.
			complete, windows = false, nil
		default: // the others may well be whole; this one is missing until it is
			complete = false
		}
	}
	stopped := ctx.Err() != nil // paused or shut down: it is due as it was
	c.note(func() {
		s.cancel, s.window = nil, Span{}
		if stopped {
			return
		}
		s.Ended = time.Now().UTC()
		if complete {
			s.LastSuccess = s.Ended
		}
		s.next = c.schedule.Next(s.Ended)
	})
	if !stopped {
		c.opts.Logger.Info().Str("source", s.id).Bool("complete", complete).Time("next", s.next).Msg("source pulled")
	}
}

func endOf(spans []Span) time.Time {
	if len(spans) == 0 {
		return time.Time{}
	}
	return spans[len(spans)-1].To
}

// ofWindow tells whether a failure is about the one window.
func ofWindow(f *failure) bool {
	switch f.code {
	case codeIncomplete, codeUnreadable, codeTooLarge, codeWindow:
		return true
	}
	return f.once
}

// cuts tells whether a shorter window may do better, and the same one won't.
func (f *failure) cuts() bool { return f.code == codeTooLarge || f.code == codeWindow }

// pullWindow pulls a window until it is whole, as often as maxTries. nil is: it is
// stored, and noted. Without that, or when ctx has ended, it stays missing.
func (c *Collector) pullWindow(ctx context.Context, s *pulled, w Span) *failure {
	c.mu.Lock()
	s.window = w
	c.mu.Unlock()
	log := c.opts.Logger.With().Str("source", s.id).Time("from", w.From).Time("to", w.To).Logger()
	for try, logins, incomplete := 1, 0, 0; ; try++ {
		if !c.wait(ctx) {
			return nil
		}
		whole, f := c.pull(ctx, s, w, log)
		c.quiet = time.Now().Add(pauseBetween)
		switch {
		case ctx.Err() != nil:
			return nil
		case f == nil:
			c.note(func() { s.Covered = union(append(s.Covered, whole)...) })
			return nil
		case f.login:
			logins++
			f.final = logins > 1 // with a new token
		case f.code == codeIncomplete:
			incomplete++
			f.once = incomplete == maxIncomplete
		}
		log.Warn().Err(f.err).Str("code", f.code).Int("try", try).Msg(f.message)
		c.note(func() { s.LastError = &Problem{At: time.Now().UTC(), Code: f.code, Message: f.message, Window: w} })
		c.keepQuiet(f.wait)
		if f.final || f.once || f.cuts() || try == maxTries {
			return f
		}
		if !f.login {
			c.keepQuiet(backoff(try))
		}
	}
}

// wait waits until the next call may begin; false where ctx ends before.
func (c *Collector) wait(ctx context.Context) bool {
	timer := time.NewTimer(time.Until(c.quiet))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return ctx.Err() == nil
	}
}

func (c *Collector) keepQuiet(d time.Duration) { c.quiet = later(c.quiet, time.Now().Add(d)) }

// backoff is how long to wait after so many tries: twice as long each time, and a
// random part of it, so that collectors that fail together don't come back together.
func backoff(try int) time.Duration {
	d := min(firstBackoff<<(try-1), longestBackoff)
	return d/2 + rand.N(d/2)
}

// pull pulls a window once. Whatever came of it is stored. Where it is whole, it gives
// the part of the window that was over when it was asked for, by the source's clock:
// with ours, which may be ahead, we would take for pulled what had not happened yet.
func (c *Collector) pull(ctx context.Context, s *pulled, w Span, log zerolog.Logger) (Span, *failure) {
	call, end := context.WithTimeout(ctx, longestCall)
	defer end()
	authorization, err := c.client.authorization(call)
	if err != nil {
		return Span{}, failed(err)
	}
	c.count(s)
	res, asked, err := c.client.open(call, authorization, s.domain, w, c.opts.Zone) //nolint:bodyclose // the file closes it
	if err != nil {
		return Span{}, failed(err)
	}
	body := newFile(call, end, res, c.maxFile, stallAfter)
	defer body.close()
	read := &rows{Reader: source.NewCSV(body, source.Options{Zone: c.opts.Zone}), file: body}
	report, err := c.opts.Taker.Stream(ctx, read)
	c.add(s, report)
	log.Info().Int("accepted", report.Accepted).Int("duplicates", report.Duplicates).Int("rejected", report.RejectedTotal).
		Interface("rejected_by_code", report.RejectedByCode).Strs("notes", report.Notes).Bool("whole", err == nil && read.missing == nil).Msg("window pulled")
	for _, bad := range report.Rejected[:min(len(report.Rejected), maxRowsLogged)] {
		log.Warn().Int("line", bad.Line).Str("code", bad.Code).Msg(bad.Message)
	}
	switch {
	case err != nil:
		return Span{}, &failure{code: codeStore, message: "What came could not be stored.", err: err}
	case report.RejectedByCode[audit.CodeDayUnavailable] > 0:
		return Span{}, &failure{code: codeStore, message: "Some days can't be written at the moment."}
	case read.missing != nil:
		return Span{}, failed(read.missing)
	}
	if f := allRejected(report); f != nil {
		return Span{}, f
	}
	if !asked.IsZero() {
		w.To = earlier(w.To, asked)
	}
	return w, nil
}

// allRejected makes a failure of a file of which no row could be taken, nil where one
// could. A bad row is no reason to pull a window again; but where all are, it is
// rather us who can't read them yet, and the source must not forget them unseen.
// Rows that are too old are right to be rejected.
func allRejected(r audit.Report) *failure {
	tooOld := r.RejectedByCode[audit.CodeTimeTooOld]
	if r.Accepted+r.Duplicates+tooOld > 0 || r.RejectedTotal == 0 {
		return nil
	}
	return &failure{code: codeUnreadable, once: true, message: fmt.Sprintf("None of the file's %d rows could be taken. The first: %s", r.RejectedTotal, r.Rejected[0].Message)}
}

// maxRowsLogged bounds the rejected rows of a window that the log shows.
const maxRowsLogged = 5

// failed gives the failure that err is.
func failed(err error) *failure {
	var f *failure
	if !errors.As(err, &f) {
		panic("bug: a failure without a sentence: " + err.Error())
	}
	return f
}

// count counts a call: the answers don't say how many are left. [official]
func (c *Collector) count(s *pulled) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if today := c.today(); s.CallsDay != today {
		s.CallsDay, s.Calls = today, 0
	}
	s.Calls++
}

func (c *Collector) today() string { return time.Now().In(c.opts.Zone).Format(time.DateOnly) }

// add counts what became of rows.
func (c *Collector) add(s *pulled, r audit.Report) {
	c.mu.Lock()
	defer c.mu.Unlock()
	rows := map[string]int{"accepted": r.Accepted, "duplicate": r.Duplicates}
	for code, n := range r.RejectedByCode {
		rows[code] += n
	}
	for result, n := range rows {
		if n > 0 && s.Rows == nil {
			s.Rows = map[string]int{}
		}
		if n > 0 {
			s.Rows[result] += n
		}
	}
}
