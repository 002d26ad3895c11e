package blevestore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gofrs/flock"
	"golang.org/x/sync/errgroup"

	"whodid/audit"
)

const (
	daysFolder    = "days"
	seqName       = "seq.json"
	newPrefix     = ".new-"     // a day's folder that is being made
	droppedPrefix = ".dropped-" // a day's folder that is being removed
)

// Options say where and how a store is opened.
type Options struct {
	Dir string // made where there is none
	// Note is told what was mended and what is damaged, a sentence each; nil for
	// nobody. It may be called from several goroutines.
	Note func(day audit.Day, sentence string)
	// SealAfter is how long a day must be quiet before it is sealed; 0 is a minute.
	SealAfter time.Duration
	// CacheBytes bounds what is remembered of answers of sealed days, and, apart from
	// that, of who their parties are; 0 is 32 MiB.
	CacheBytes int
}

// Store is an opened data folder. Safe for concurrent use.
type Store struct {
	dir     string
	note    func(audit.Day, string)
	unlock  func() error
	codecs  *codecs
	cells   *cells
	words   *openWordIndexes
	tallies *tallyCache

	identities     *identities
	mostIdentities int // that a suggestion sums at once; a field for tests

	sealer  *sealer
	seqs    *seqFile
	written time.Time // when a day was last written to before the store was opened

	ctx        context.Context //nolint:containedctx // of what works in the background
	stop       context.CancelFunc
	background sync.WaitGroup

	appending sync.Mutex    // held for a whole Append: seq is given in order
	lastSeq   atomic.Uint64 // of what Append has returned

	mu       sync.RWMutex // guards what follows
	days     map[audit.Day]*day
	dropping map[audit.Day]bool // out of days, not yet off the disk
	closed   bool

	drops sync.WaitGroup // the folder is ours until they end
}

// Open opens the data folder at opts.Dir with all its days. A day that can't be
// read does not stop it: Stats and every search name it. Errors: the folder
// can't be written, or another process has it open (*audit.Error, Conflict).
func Open(opts Options) (*Store, error) {
	if opts.SealAfter == 0 {
		opts.SealAfter = time.Minute
	}
	if opts.CacheBytes == 0 {
		opts.CacheBytes = 32 << 20
	}
	s := &Store{
		dir: opts.Dir, note: opts.Note, cells: newCells(), words: newOpenWordIndexes(maxOpenWords), tallies: newTallyCache(opts.CacheBytes),
		identities: newIdentities(opts.CacheBytes), mostIdentities: maxIdentities,
		days: make(map[audit.Day]*day), dropping: make(map[audit.Day]bool),
	}
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.sealer = newSealer(s, opts.SealAfter)
	if s.note == nil {
		s.note = func(audit.Day, string) {}
	}
	if err := os.MkdirAll(s.daysPath(), 0o700); err != nil {
		return nil, fmt.Errorf("open data folder: %w", err)
	}
	var err error
	if s.unlock, err = lockFolder(s.dir); err != nil {
		return nil, err
	}
	s.written = lastWritten(s.daysPath())
	if err := s.writable(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if err := s.openDays(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.background.Go(func() { s.sealer.run(s.ctx) })
	s.background.Go(func() { s.keepSmall(s.ctx) })
	return s, nil
}

// lockFolder keeps other processes from opening a data folder.
func lockFolder(dir string) (unlock func() error, err error) {
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("open data folder: %w", err)
	}
	lock := flock.New(filepath.Join(dir, "LOCK"))
	if got, err := lock.TryLock(); err != nil {
		return nil, fmt.Errorf("lock data folder %s: %w", dir, err)
	} else if !got {
		return nil, &audit.Error{Kind: audit.Conflict, Code: "in_use", Message: fmt.Sprintf("The data folder %s is open in another process.", dir)}
	}
	return lock.Close, nil
}

// Written is when a day was last written to before the store was opened, by the
// clock of then; the zero time where there is none.
func (s *Store) Written() time.Time { return s.written }

func lastWritten(days string) (last time.Time) {
	_ = filepath.WalkDir(days, func(_ string, entry os.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() && info.ModTime().After(last) {
			last = info.ModTime()
		}
		return nil
	})
	return last
}

// writable tells of a folder that only reads: every day would be found damaged. A
// full disk is another matter: what is there can be searched, and room be made.
func (s *Store) writable() error {
	probe := filepath.Join(s.dir, ".probe")
	err := writeSynced(probe, "")
	if errors.Is(err, syscall.EROFS) || errors.Is(err, os.ErrPermission) {
		return fmt.Errorf("the data folder %s can't be written to: %w", s.dir, err)
	}
	_ = os.Remove(probe)
	return nil
}

func (s *Store) openDays() (err error) {
	if s.codecs, err = newCodecs(); err != nil {
		return err
	}
	var lostSeqs error
	if s.seqs, lostSeqs = openSeqFile(filepath.Join(s.dir, seqName)); lostSeqs != nil {
		s.note("", fmt.Sprintf("%v; numbering goes on with a distance", lostSeqs))
	}
	found, err := listDays(s.dir)
	if err != nil {
		return err
	}
	if lostSeqs == nil && s.seqs.missing && len(found.days)+len(found.leftovers)+len(found.strangers) > 0 {
		lostSeqs = errors.New("seq.json is gone")
		s.note("", "seq.json is gone; numbering goes on with a distance")
	}
	for _, name := range found.leftovers {
		if err := os.RemoveAll(filepath.Join(s.daysPath(), name)); err != nil {
			return fmt.Errorf("clear away %s: %w", name, err)
		}
	}
	for _, name := range found.strangers {
		s.note("", fmt.Sprintf("days/%s is no day and was left alone", name))
	}
	var opening errgroup.Group
	opening.SetLimit(runtime.GOMAXPROCS(0))
	for _, day := range found.days {
		opening.Go(func() error {
			s.openOld(day)
			return nil
		})
	}
	if err := opening.Wait(); err != nil {
		return err
	}
	last, damaged := s.seqs.floor, false
	for _, d := range s.days {
		last = max(last, d.lastSeq())
		damaged = damaged || d.err != nil
	}
	if damaged { // its numbers are not known; none must be given twice
		last = max(last, s.seqs.reserved)
	}
	if lostSeqs != nil {
		last += seqStep
	}
	s.lastSeq.Store(last)
	return nil
}

func (s *Store) daysPath() string { return filepath.Join(s.dir, daysFolder) }

func (s *Store) now() time.Time { return time.Now() }

// open says that tails have n more events.
func (s *Store) open(n int) { s.sealer.count(n) }

// openOld opens a day that is there. Where its log has so much that it would crowd
// the memory, it is sealed at once.
func (s *Store) openOld(name audit.Day) {
	d := s.openDay(name, false)
	if d.damage() == nil && s.sealer.crowded() {
		if err := d.seal(true); err != nil {
			s.note(name, fmt.Sprintf("could not be sealed: %v", err))
		}
	}
}

func (s *Store) openDay(name audit.Day, create bool) *day {
	d, notes := openDay(s, name, create)
	for _, n := range notes {
		s.note(name, n)
	}
	if d.err != nil {
		s.note(name, fmt.Sprintf("can't be read: %v", d.err))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.days[name] = d
	return d
}

// acquire gives the days that want holds for, oldest first; they are not closed
// until release is called.
func (s *Store) acquire(want func(audit.Day) bool) (days []*day, release func(), err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return nil, nil, errClosed()
	}
	for name, d := range s.days {
		if want(name) {
			d.life.RLock()
			days = append(days, d)
		}
	}
	slices.SortFunc(days, func(a, b *day) int { return strings.Compare(string(a.day), string(b.day)) })
	return days, func() {
		for _, d := range days {
			d.life.RUnlock()
		}
	}, nil
}

func (s *Store) isClosed() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.closed
}

// LastSeq is the highest number given so far.
func (s *Store) LastSeq() uint64 { return s.lastSeq.Load() }

// Stats says what each day holds.
func (s *Store) Stats(ctx context.Context) (audit.Stats, error) {
	days, release, err := s.acquire(func(audit.Day) bool { return true })
	if err != nil {
		return audit.Stats{}, err
	}
	defer release()
	out := audit.Stats{LastSeq: s.LastSeq(), Days: make([]audit.DayStats, 0, len(days))}
	for _, d := range days {
		if err := ctx.Err(); err != nil {
			return audit.Stats{}, err
		}
		out.Days = append(out.Days, d.stats())
	}
	return out, nil
}

// Close closes every day, after the searches that run. What was answered is on
// disk already.
func (s *Store) Close() error {
	s.stop()
	s.background.Wait()
	s.appending.Lock()
	defer s.appending.Unlock()
	s.mu.Lock()
	s.closed = true
	days := s.days
	s.days = nil
	s.mu.Unlock()
	var errs []error
	for _, d := range days {
		errs = append(errs, d.close())
	}
	s.drops.Wait()
	if s.codecs != nil {
		s.codecs.dec.Close()
	}
	return errors.Join(append(errs, s.unlock())...)
}
