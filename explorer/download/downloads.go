package download

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/explorer/turns"
)

// Scanner gives the rows. Safe for concurrent use.
type Scanner interface {
	// Scan yields every match in s.Order, from one snapshot, and stops with yield's
	// error. missing are the days of the period that could not be read.
	Scan(ctx context.Context, s query.Search, yield func(audit.Event) error) (missing []audit.Day, err error)
}

// Options say where downloads are kept and what they may take.
type Options struct {
	Dir      string // made when it is first needed
	Scanner  Scanner
	Turns    *turns.Turns
	Workers  int              // files that are written at once; 0 is 1
	Keep     time.Duration    // how long a file can be fetched; 0 is a week
	MaxBytes int64            // of all files together; 0 is 20 GiB
	MaxOpen  int              // requests of one person that wait or are written; 0 is 10
	MaxJobs  int              // of one person in the list; 0 is 500
	Now      func() time.Time // nil is time.Now
	Logger   zerolog.Logger
}

// Person is who asks. People are told apart by their names.
type Person struct {
	Name  string
	Admin bool // sees, cancels and deletes what others requested
}

func (p Person) may(j *Job) bool { return p.Admin || p.Name == j.Owner }

const (
	defaultKeep  = 7 * 24 * time.Hour
	defaultBytes = 20 << 30
	defaultOpen  = 10
	defaultJobs  = 500
)

// cleaning is when expired files are deleted.
const cleaning = "*/10 * * * *"

// Downloads is everybody's. Safe for concurrent use.
type Downloads struct {
	opts      Options
	read      Reader
	ended     func(Job) error // see Watch; never nil
	sheetRows int             // MaxSheetRows, but for tests
	cron      *cron.Cron
	ctx       context.Context //nolint:containedctx // ends the workers
	stop      context.CancelFunc
	workers   sync.WaitGroup
	wake      chan struct{} // holds one where something may be queued

	mu    sync.Mutex
	tasks map[string]*task // guarded by mu, by id
}

var errNoJob = &audit.Error{Kind: audit.NotFound, Code: "not_found", Field: "id", Message: "There is no such download. It may have expired, or somebody deleted it."}

// Open reads what is kept in opts.Dir. What can't be read there is left alone, and said in the
// log. Errors: the folder can't be read.
func Open(opts Options) (*Downloads, error) {
	opts.Workers = cmp.Or(opts.Workers, 1)
	opts.Keep = cmp.Or(opts.Keep, defaultKeep)
	opts.MaxBytes = cmp.Or(opts.MaxBytes, defaultBytes)
	opts.MaxOpen = cmp.Or(opts.MaxOpen, defaultOpen)
	opts.MaxJobs = cmp.Or(opts.MaxJobs, defaultJobs)
	if opts.Now == nil {
		opts.Now = time.Now
	}
	d := &Downloads{opts: opts, sheetRows: MaxSheetRows, ended: func(Job) error { return nil }, tasks: make(map[string]*task), wake: make(chan struct{}, 1)}
	d.ctx, d.stop = context.WithCancel(context.Background())
	d.cron = cron.New(cron.WithLocation(time.UTC), cron.WithChain(cron.SkipIfStillRunning(cron.DiscardLogger)))
	if err := d.readAll(); err != nil {
		return nil, fmt.Errorf("read downloads: %w", err)
	}
	return d, nil
}

// Reader makes a search of the parameters of a job, as of the moment of its request. Errors: *audit.Error of
// kind Invalid.
type Reader func(parameters url.Values, asked time.Time) (query.Search, error)

// Watch has ended told of each job that comes to its end, before anybody else can see that it has. A file is
// ready only if ended gives no error. It must not call d. To be called before Start.
func (d *Downloads) Watch(ended func(Job) error) { d.ended = ended }

// Start sets the workers and the cleaning going. Call it once.
func (d *Downloads) Start(read Reader) error {
	d.read = read
	if _, err := d.cron.AddFunc(cleaning, d.Clean); err != nil {
		return fmt.Errorf("schedule the cleaning of downloads: %w", err)
	}
	d.Clean()
	d.ring()
	for range d.opts.Workers {
		d.workers.Go(d.work)
	}
	d.cron.Start()
	return nil
}

// Close stops the workers. What they were at is queued at the next start.
func (d *Downloads) Close() {
	d.stop()
	<-d.cron.Stop().Done()
	d.workers.Wait()
}

// Request is what becomes a job.
type Request struct {
	Owner    string
	Asked    time.Time
	Query    url.Values
	Form     Form
	Before   uint64 // numbers of its events are lower
	Since    Since
	Schedule Mark
	Rows     int         // that there are
	Missing  []audit.Day // that can't be read
	FileName string      // without an ending
}

// Add queues a request. Errors: *audit.Error of kind Conflict where the person has too many,
// Unavailable where the disk takes nothing.
func (d *Downloads) Add(r Request) (Job, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	open, all := 0, 0
	for _, t := range d.tasks {
		if t.job.Owner != r.Owner {
			continue
		}
		if all++; t.job.State.Open() {
			open++
		}
	}
	if open >= d.opts.MaxOpen {
		return Job{}, &audit.Error{Kind: audit.Conflict, Code: "too_many_downloads", Message: fmt.Sprintf(
			"%d of your downloads are still being written, and there can't be more. Wait for one, or cancel it.", open)}
	}
	if all >= d.opts.MaxJobs {
		return Job{}, &audit.Error{Kind: audit.Conflict, Code: "too_many_downloads", Message: fmt.Sprintf(
			"You have %d downloads in the list, and there can't be more. Delete some first.", all)}
	}
	t := &task{job: Job{
		ID: rand.Text(), Owner: r.Owner, Created: r.Asked.UTC().Truncate(time.Millisecond), State: Queued,
		Query: r.Query, Form: r.Form, Before: r.Before, Since: r.Since, Schedule: r.Schedule, RowsExpected: r.Rows, Missing: r.Missing,
		File: r.FileName + r.Form.ending(),
	}}
	if err := d.keep(&t.job); err != nil {
		return Job{}, err
	}
	d.tasks[t.job.ID] = t
	d.ring()
	return t.job, nil
}

// ring wakes a worker.
func (d *Downloads) ring() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// List gives the person's jobs, an administrator everybody's, newest first.
func (d *Downloads) List(who Person) []Job {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []Job
	for _, t := range d.tasks {
		if who.may(&t.job) {
			out = append(out, t.seen())
		}
	}
	slices.SortFunc(out, func(a, b Job) int { return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(a.ID, b.ID)) })
	return out
}

// OfSchedule gives the jobs that a schedule requested, oldest first.
func (d *Downloads) OfSchedule(id string) []Job {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []Job
	for _, t := range d.tasks {
		if t.job.Schedule.ID == id {
			out = append(out, t.seen())
		}
	}
	slices.SortFunc(out, func(a, b Job) int { return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID)) })
	return out
}

// Get gives a job. Errors: *audit.Error of kind NotFound, also for another's.
func (d *Downloads) Get(who Person, id string) (Job, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t, err := d.find(who, id)
	if err != nil {
		return Job{}, err
	}
	return t.seen(), nil
}

// find gives a task; d.mu is held.
func (d *Downloads) find(who Person, id string) (*task, error) {
	t, ok := d.tasks[id]
	if !ok || !who.may(&t.job) {
		return nil, errNoJob
	}
	return t, nil
}

// OpenFile opens the file of a ready job; close it. Errors: *audit.Error of kind NotFound, or Conflict
// for a job that is not ready.
func (d *Downloads) OpenFile(who Person, id string) (*os.File, Job, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t, err := d.find(who, id)
	if err != nil {
		return nil, Job{}, err
	}
	if t.job.State != Ready {
		return nil, Job{}, &audit.Error{Kind: audit.Conflict, Code: "not_ready", Message: fmt.Sprintf("This download is %s; it has no file.", t.job.State)}
	}
	f, err := os.Open(filepath.Join(d.folder(id), t.job.File))
	if err != nil {
		return nil, Job{}, &audit.Error{Kind: audit.Unavailable, Code: "file_gone", Message: "The file can't be read any more. Request it again.", Err: err}
	}
	return f, t.job, nil
}

// Remove cancels a job that is open, and deletes one that is at its end, with its file. Errors: *audit.Error
// of kind NotFound, or Unavailable where the disk takes nothing.
func (d *Downloads) Remove(who Person, id string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	t, err := d.find(who, id)
	if err != nil {
		return err
	}
	if !t.job.State.Open() {
		return d.delete(t)
	}
	canceled := t.seen()
	canceled.State, canceled.Finished = Canceled, d.opts.Now().UTC()
	if err := d.keep(&canceled); err != nil {
		return err
	}
	t.job = canceled
	d.tell(canceled)
	if t.cancel != nil {
		t.cancel()
	}
	return nil
}

// Clean deletes what has expired.
func (d *Downloads) Clean() {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.opts.Now()
	for _, t := range d.tasks {
		end := t.job.Expires
		if end.IsZero() { // no file, but a line in the list
			end = t.job.Finished.Add(d.opts.Keep)
		}
		if t.job.State.Open() || now.Before(end) {
			continue
		}
		if err := d.delete(t); err != nil {
			d.opts.Logger.Error().Err(err).Str("download", t.job.ID).Msg("an expired download can't be deleted")
			continue
		}
		d.opts.Logger.Info().Str("download", t.job.ID).Str("owner", t.job.Owner).Msg("download expired")
	}
}
