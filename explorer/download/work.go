package download

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync/atomic"
	"syscall"

	"whodid/audit"
)

// task is a job in memory.
type task struct {
	job    Job                // guarded by Downloads.mu
	rows   atomic.Int64       // written so far
	bytes  atomic.Int64       // on disk so far
	cancel context.CancelFunc // of the worker that is at it; nil otherwise; guarded by Downloads.mu
}

// seen is the job with how far it is; Downloads.mu is held.
func (t *task) seen() Job {
	j := t.job
	if j.State == Running {
		j.RowsWritten = int(t.rows.Load())
	}
	return j
}

// work writes what is queued, oldest request first, until the workers are stopped.
func (d *Downloads) work() {
	for {
		ctx, t, j := d.next()
		if t == nil {
			select {
			case <-d.ctx.Done():
				return
			case <-d.wake:
				continue
			}
		}
		d.ring() // for the other workers
		made, err := d.write(ctx, t, j)
		d.finish(t, made, err)
	}
}

// next begins the oldest request, and gives the job as it is then; nil where there is none.
func (d *Downloads) next() (context.Context, *task, Job) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ctx.Err() != nil {
		return nil, nil, Job{}
	}
	var oldest *task
	for _, t := range d.tasks {
		if t.job.State == Queued && (oldest == nil || t.job.Created.Before(oldest.job.Created)) {
			oldest = t
		}
	}
	if oldest == nil {
		return nil, nil, Job{}
	}
	running := oldest.job
	running.State, running.Started = Running, d.opts.Now().UTC()
	if err := d.keep(&running); err != nil {
		// It is written all the same: were the server stopped now, it would be queued again.
		d.opts.Logger.Warn().Err(err).Str("download", running.ID).Msg("that a download is being written can't be kept")
	}
	oldest.job = running
	oldest.rows.Store(0)
	oldest.bytes.Store(0)
	ctx, cancel := context.WithCancel(d.ctx)
	oldest.cancel = cancel
	return ctx, oldest, running
}

// write makes the file of a job. What it says of it holds only without an error.
func (d *Downloads) write(ctx context.Context, t *task, j Job) (made made, err error) {
	search, err := d.read(j.Query, j.Created)
	if err != nil {
		return made, err
	}
	search.Seqs.Before, search.Seqs.After = j.Before, j.Since.After
	w, err := d.newWriter(ctx, t, j)
	if err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	defer func() {
		// One job's bug is not to stop the server, which would come upon the job again at its start.
		if bug := recover(); bug != nil {
			err = fmt.Errorf("bug: %v\n%s", bug, debug.Stack())
		}
	}()
	missing, err := w.scan(d.opts.Scanner, search)
	if err != nil {
		return made, err
	}
	if audit.MoreDays(j.Missing, missing) {
		return made, &audit.Error{Kind: audit.Unavailable, Code: "missing_days", Message: fmt.Sprintf(
			"These days can't be read any more: %s. Request the download again once they are mended, or without them.", audit.JoinDays(missing))}
	}
	if rows := int(t.rows.Load()); rows != j.RowsExpected {
		return made, &audit.Error{Kind: audit.Unavailable, Code: "days_dropped", Message: fmt.Sprintf(
			"%d events were counted and %d could be read: retention dropped a day meanwhile, or one was mended. Request the download again.", j.RowsExpected, rows)}
	}
	return w.end()
}

// finish keeps how a job ended.
func (d *Downloads) finish(t *task, made made, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t.cancel()
	t.cancel = nil
	if t.job.State != Running { // canceled
		d.drop(t)
		return
	}
	if d.ctx.Err() != nil { // the server stops: the job is queued at its next start
		return
	}
	j := t.seen()
	j.Finished = d.opts.Now().UTC()
	if err == nil {
		ready := j
		ready.State, ready.Expires, ready.made = Ready, j.Finished.Add(d.opts.Keep), made
		if err = d.keep(&ready); err == nil {
			err = d.ended(ready)
		}
		if err == nil {
			t.job = ready
			d.opts.Logger.Info().Str("download", j.ID).Str("owner", j.Owner).Int("rows", j.RowsWritten).Int64("bytes", made.Bytes).Msg("download ready")
			return
		}
	}
	d.drop(t)
	j.State, j.Problem = Failed, problemOf(err)
	t.job = j
	d.opts.Logger.Error().Err(err).AnErr("kept", d.keep(&j)).Str("download", j.ID).Str("owner", j.Owner).Int("rows", j.RowsWritten).Msg("download failed")
	d.tell(j)
}

// tell says that a job has ended without a file.
func (d *Downloads) tell(j Job) {
	if err := d.ended(j); err != nil {
		d.opts.Logger.Error().Err(err).Str("download", j.ID).Msg("that a download has ended can't be kept")
	}
}

// drop deletes what a task has written; d.mu is held.
func (d *Downloads) drop(t *task) {
	_ = os.Remove(filepath.Join(d.folder(t.job.ID), t.job.File))
	_ = os.RemoveAll(filepath.Join(d.folder(t.job.ID), spillFolder))
	t.bytes.Store(0)
}

// problemOf says to a person why there is no file.
func problemOf(err error) *Problem {
	var told *audit.Error
	switch {
	case errors.As(err, &told):
		return &Problem{told.Code, told.Message}
	case errors.Is(err, syscall.ENOSPC):
		return &Problem{"disk_full", "The server's disk is full. Request the download again once there is room."}
	}
	return &Problem{"internal", "The file could not be written. The server's log says why."}
}
