package blevestore

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2"

	"whodid/audit"
	"whodid/audit/query"
)

const (
	indexFolder   = "index"
	logFile       = "events.log"
	formatFile    = "format"
	formatVersion = "whodid day 1\n"
	batchEvents   = 4096 // events indexed at once when a log is indexed again
)

// day is one day's folder, opened. One goroutine writes at a time; any number
// read.
type day struct {
	day    audit.Day
	path   string
	shared *Store

	// life is held for reading by whoever reads the day, and for writing by who
	// closes it: a dropped day lets its running searches finish.
	life sync.RWMutex

	mu       sync.RWMutex // guards what follows
	err      error        // why the day can't be read; then the rest is not valid
	maxSeq   uint64       // of a day that can't be read: the highest number known to be in it
	readOnly error        // why the day takes no more events until it is opened again
	log      *eventLog
	index    bleve.Index
	cols     columns
	ids      *idSet // of all events; nil until first needed

	segments segments
	written  bool // something was indexed since the day was opened; the writer's own
}

// openDay opens a day's folder, or makes it where create is set. A day that
// can't be read is given back too, with err set in it: it has to be named.
// notes are what was mended, for the log.
func openDay(s *Store, name audit.Day, create bool) (d *day, notes []string) {
	d = &day{day: name, path: filepath.Join(s.daysPath(), string(name)), shared: s}
	notes, d.err = d.open(create)
	if d.err != nil {
		d.close()
	}
	return d, notes
}

func (d *day) open(create bool) (notes []string, err error) {
	if create {
		if err := createDay(d.path); err != nil {
			return nil, err
		}
	}
	format, err := os.ReadFile(filepath.Join(d.path, formatFile))
	if err != nil {
		return nil, fmt.Errorf("its format is not known: %w", err)
	}
	if string(format) != formatVersion {
		return nil, fmt.Errorf("its format is %q, and this program reads %q only", format, formatVersion)
	}
	if _, err := os.Stat(filepath.Join(d.path, logFile)); err != nil {
		return nil, fmt.Errorf("its events are gone: %w", err)
	}
	log, torn, err := openLog(filepath.Join(d.path, logFile), d.day, d.shared.codecs, d.addColumns)
	if damage := (*logDamage)(nil); errors.As(err, &damage) {
		d.maxSeq = damage.lastSeq
	}
	if err != nil {
		return nil, err
	}
	d.log = log
	have, notes, err := d.openIndex()
	if err != nil {
		return notes, err
	}
	// Only now: had the index more than the log, then what looks torn was answered.
	if torn > 0 {
		if err := log.truncate(); err != nil {
			return notes, fmt.Errorf("cut off a torn write: %w", err)
		}
		notes = append(notes, fmt.Sprintf("cut off %d bytes of a write that was never answered", torn))
	}
	if missing := log.events() - have; missing > 0 {
		notes = append(notes, fmt.Sprintf("indexed %d events that were not in its index", missing))
	}
	return notes, d.indexFrom(have)
}

// createDay makes a day's folder so that a crash leaves all of it or nothing.
func createDay(path string) error {
	aside := filepath.Join(filepath.Dir(path), newPrefix+filepath.Base(path))
	if err := os.RemoveAll(aside); err != nil {
		return err
	}
	if err := os.MkdirAll(aside, 0o700); err != nil {
		return err
	}
	for name, content := range map[string]string{formatFile: formatVersion, logFile: ""} {
		if err := writeSynced(filepath.Join(aside, name), content); err != nil {
			return err
		}
	}
	if err := syncDir(aside); err != nil {
		return err
	}
	if err := os.Rename(aside, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func writeSynced(path, content string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(content)
	return errors.Join(err, f.Sync(), f.Close())
}

func syncDir(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// openIndex opens the day's index, or makes an empty one where there is none that
// can be read, and gives the number of the log's events that it has.
func (d *day) openIndex() (have uint32, notes []string, err error) {
	path := filepath.Join(d.path, indexFolder)
	var unreadable error
	if d.index, unreadable, err = openIndex(path); err != nil {
		return 0, nil, fmt.Errorf("open its index: %w", err)
	}
	if unreadable == nil {
		if have, unreadable = d.indexed(); errors.Is(unreadable, errNotInLog) {
			return 0, nil, fmt.Errorf("events.log is cut off: %w", unreadable)
		}
		if unreadable != nil {
			have, err = 0, d.resetIndex(path)
		}
	}
	if unreadable != nil {
		notes = append(notes, fmt.Sprintf("made its index anew from the log: %v", unreadable))
	}
	return have, notes, err
}

// indexed is the number of events that the index has. They are the first ones of
// the log: an index that says otherwise is an error.
func (d *day) indexed() (uint32, error) {
	return safely(func() (uint32, error) {
		snap, release, err := snapshot(d.index)
		if err != nil {
			return 0, err
		}
		defer release()
		list, err := d.segments.of(snap, d.cols)
		if err != nil {
			return 0, err
		}
		n, top := uint32(0), uint32(0)
		for _, g := range list {
			for _, ordinal := range g.ordinals {
				n, top = n+1, max(top, ordinal+1)
			}
		}
		if n != top {
			return 0, fmt.Errorf("index has %d events of the first %d", n, top)
		}
		return n, nil
	})
}

func (d *day) resetIndex(path string) (err error) {
	d.segments.byID = nil
	_, closing := safely(func() (struct{}, error) { return struct{}{}, d.index.Close() })
	if err := os.RemoveAll(path); err != nil {
		return errors.Join(closing, err)
	}
	d.index, err = createIndex(path)
	return err
}

// indexFrom indexes the log's events from an ordinal on.
func (d *day) indexFrom(next uint32) error {
	var batch []audit.Event
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		d.written = true
		err := indexEvents(d.index, next, batch)
		next, batch = next+uint32(len(batch)), nil
		return err
	}
	for _, b := range d.log.blocks {
		end := b.first + uint32(b.header.events)
		if end <= next {
			continue
		}
		events, err := d.log.read(b)
		if err != nil {
			return err
		}
		batch = append(batch, events[max(next, b.first)-b.first:]...)
		if len(batch) >= batchEvents {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

func (d *day) addColumns(c blockColumns) {
	for i := range c.ms {
		d.cols.ms = append(d.cols.ms, c.ms[i])
		d.cols.tail = append(d.cols.tail, c.tail[i])
		d.cols.cell = append(d.cols.cell, d.shared.cells.of(c.vals[i]))
	}
}

// known tells whether an event with this id is stored in the day.
func (d *day) known(id audit.EventID) (uint32, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err != nil {
		return 0, false
	}
	if d.ids == nil {
		d.ids = newIDSet(len(d.cols.tail))
		for i := range d.cols.tail {
			d.ids.add(uint32(i), d.cols)
		}
	}
	at, _ := query.IDTime(id)
	return d.ids.find(tailOf(id), uint32(at.Sub(d.log.start)/time.Millisecond), d.cols)
}

// append stores events that are new and whose Seq rises; they are on disk and
// searchable when it returns. An error means that none of them is stored. Only
// one goroutine may append at a time; readers don't wait for the disk.
func (d *day) append(events []audit.Event) error {
	d.mu.RLock()
	err := errors.Join(d.err, d.readOnly)
	d.mu.RUnlock()
	if err != nil {
		return err
	}
	blocks, err := d.log.write(events)
	if err != nil {
		if errors.Is(err, errTornEnd) {
			d.mu.Lock()
			d.readOnly = err
			d.mu.Unlock()
		}
		return fmt.Errorf("write the log: %w", err)
	}
	first := d.commit(blocks, events)
	d.written = true
	for part := range slices.Chunk(events, batchEvents) { // a batch takes many times its events' memory
		if err := indexEvents(d.index, first, part); err != nil {
			return d.reindex(err)
		}
		first += uint32(len(part))
	}
	return nil
}

// commit makes written events part of the day and gives the first one's ordinal.
// Views see them once the index has them.
func (d *day) commit(blocks []block, events []audit.Event) (first uint32) {
	d.mu.Lock()
	defer d.mu.Unlock()
	first = d.log.events()
	d.log.add(blocks)
	for _, e := range events {
		d.cols.ms = append(d.cols.ms, uint32(e.Time.Sub(d.log.start)/time.Millisecond))
		d.cols.tail = append(d.cols.tail, tailOf(e.ID))
		d.cols.cell = append(d.cols.cell, d.shared.cells.of(values{e.Task, e.Status, e.ServiceType}))
		if d.ids != nil {
			d.ids.add(uint32(len(d.cols.tail)-1), d.cols)
		}
	}
	return first
}

// reindex makes the index anew after it refused a write: the events are stored,
// only finding them failed.
func (d *day) reindex(cause error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := errors.Join(d.resetIndex(filepath.Join(d.path, indexFolder)), d.indexFrom(0)); err != nil {
		d.err = fmt.Errorf("its index can't be written: %w", errors.Join(cause, err))
		return d.err
	}
	return nil
}

// view gives the day as it stands; its release must be called.
func (d *day) view() (*view, error) { return safely(d.newView) }

func (d *day) newView() (*view, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.err != nil {
		return nil, d.err
	}
	snap, done, err := snapshot(d.index)
	if err != nil {
		return nil, err
	}
	v := &view{release: done, day: d.day, startMS: d.log.start.UnixMilli(), cols: d.cols, blocks: d.log.blocks, log: d.log, cells: d.shared.cells.list()}
	if v.segments, err = d.segments.of(snap, d.cols); err != nil {
		done()
		return nil, err
	}
	for _, g := range v.segments {
		v.events += uint32(len(g.ordinals))
	}
	return v, nil
}

// damage is why the day can't be read, for good; nil where it can.
func (d *day) damage() error {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.err
}

// fail marks the day as damaged: from now on it is named instead of read.
func (d *day) fail(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err == nil {
		d.err = err
		if n := len(d.log.blocks); n > 0 {
			d.maxSeq = d.log.blocks[n-1].lastSeq
		}
	}
}

func (d *day) stats() audit.DayStats {
	d.mu.RLock()
	defer d.mu.RUnlock()
	s := audit.DayStats{Day: d.day, Bytes: folderSize(d.path), State: audit.DayOpen}
	if d.err != nil {
		s.State, s.Err = audit.DayDamaged, d.err.Error()
		return s
	}
	s.Events = len(d.cols.ms)
	return s
}

func folderSize(path string) (bytes int64) {
	// A file that a merge takes away meanwhile is no error: it is gone.
	_ = filepath.WalkDir(path, func(_ string, entry os.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			bytes += info.Size()
		}
		return nil
	})
	return bytes
}

// empty tells that the day can be read and holds nothing: its first write failed.
func (d *day) empty() bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.err == nil && len(d.cols.ms) == 0
}

// lastSeq is the highest number of the day's events, as far as it is known.
func (d *day) lastSeq() uint64 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.err != nil {
		return d.maxSeq
	}
	if len(d.log.blocks) == 0 {
		return 0
	}
	return d.log.blocks[len(d.log.blocks)-1].lastSeq
}

// close waits for whoever reads the day and gives its files back.
func (d *day) close() error {
	d.life.Lock()
	defer d.life.Unlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	var errs []error
	if d.index != nil {
		_, err := safely(func() (struct{}, error) { return struct{}{}, closeIndex(d.index, d.written) })
		errs = append(errs, err)
		d.index = nil
	}
	if d.log != nil {
		errs = append(errs, d.log.close())
		d.log = nil
	}
	if d.err == nil {
		d.err = errors.New("the day is closed")
	}
	return errors.Join(errs...)
}
