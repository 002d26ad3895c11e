package blevestore

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"whodid/audit"
)

// day is one day's folder, opened: sealed parts and the tails of what came after.
// One goroutine appends and one seals at a time; any number read.
type day struct {
	day     audit.Day
	path    string
	startMS int64
	store   *Store

	// life is held for reading by whoever reads the day, and for writing by who
	// closes it: a dropped day lets its running searches finish.
	life sync.RWMutex
	// sealing is held for a whole sealing, writing for a whole append, in this order.
	sealing, writing sync.Mutex

	mu       sync.RWMutex // guards what follows
	err      error        // why the day can't be read; then the rest is not valid
	maxSeq   uint64       // of a day that can't be read: the highest number known to be in it
	readOnly error        // why the day takes no more events until it is opened again
	manifest *manifest    // changed by who holds sealing or writing, under saving
	parts    []*part
	tails    []*tail
	last     time.Time // of the last append, or of the opening

	saving sync.Mutex // held while the manifest is changed on disk
	number int        // of the file made last; guarded by saving
}

// nextNumber gives a number that no file of the day has had since it was opened:
// what a failed step has left must not be taken for another's. Under saving.
func (d *day) nextNumber() int {
	d.number = max(d.number+1, d.manifest.next())
	return d.number
}

// openDay opens a day's folder, or makes it where create is set. A day that
// can't be read is given back too, with err set in it: it has to be named.
// notes are what was mended, for the log.
func openDay(s *Store, name audit.Day, create bool) (d *day, notes []string) {
	d = &day{day: name, path: filepath.Join(s.daysPath(), string(name)), startMS: name.Start().UnixMilli(), store: s, last: s.now()}
	notes, d.err = d.open(create)
	if d.err != nil {
		if d.manifest == nil { // nothing is known of it but what was given before
			d.maxSeq = s.seqs.reserved
		}
		_ = d.shut() // the error that counts is d.err
	}
	return d, notes
}

func (d *day) open(create bool) (notes []string, err error) {
	if create {
		if err := createDay(d.path); err != nil {
			return nil, err
		}
	}
	m, outdated, err := readManifest(d.path)
	if err != nil {
		return nil, err
	}
	if outdated {
		if err := m.save(d.path); err != nil {
			return nil, fmt.Errorf("bring it to today's format: %w", err)
		}
	}
	d.manifest, d.maxSeq = m, m.lastSeq()
	for _, f := range d.manifest.Parts {
		p, err := d.openPart(f.Number)
		if err != nil {
			return notes, err
		}
		d.parts = append(d.parts, p)
		if int(p.n) != f.Events {
			return notes, fmt.Errorf("%s: %w: it has %d events instead of %d", partName(f.Number), errDamaged, p.n, f.Events)
		}
	}
	for i, f := range d.manifest.Logs {
		note, err := d.openTail(f, i == len(d.manifest.Logs)-1)
		if err != nil {
			return notes, err
		}
		if note != "" {
			notes = append(notes, note)
		}
	}
	// Only now: what is not named may be all there is, where what is named is gone.
	left, err := m.leftovers(d.path)
	if err == nil {
		err = d.removeFiles(left...)
	}
	if err != nil {
		return notes, fmt.Errorf("clear away what a crash left: %w", err)
	}
	return notes, nil
}

func (d *day) openPart(number int) (*part, error) {
	words := &partWords{path: filepath.Join(d.path, wordsName(number)), shared: d.store.words, note: func(s string) { d.store.note(d.day, s) }}
	p, err := openPart(filepath.Join(d.path, partName(number)), d.day, d.store.cells, words)
	if err == nil {
		words.parties = p.allParties
	}
	return p, err
}

// openTail reads a log again.
func (d *day) openTail(f dayFile, last bool) (note string, err error) {
	t := newTail(f.Number)
	path := filepath.Join(d.path, logName(f.Number))
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("its events are gone: %w", err)
	}
	var torn int64
	t.log, torn, err = openLog(path, d.day, d.store.codecs, func(events []audit.Event) { t.add(events, d.startMS, d.store.cells) })
	if damage := (*logDamage)(nil); errors.As(err, &damage) {
		d.maxSeq = max(d.maxSeq, damage.lastSeq)
	}
	if err != nil {
		return "", err
	}
	d.tails = append(d.tails, t)
	d.count(t, len(t.places))
	if err := f.holdsLog(len(t.places), torn, last); err != nil {
		return "", fmt.Errorf("%s: %w", logName(f.Number), err)
	}
	t.frozen = !last
	if torn > 0 {
		if err := t.log.truncate(); err != nil {
			return "", fmt.Errorf("cut off a torn write: %w", err)
		}
		note = fmt.Sprintf("cut off %d bytes of a write that was never answered", torn)
	}
	return note, nil
}

// createDay makes a day's folder so that a crash leaves all of it or nothing.
func createDay(path string) error {
	if _, err := os.Stat(filepath.Join(path, manifestFile)); err == nil { // an earlier try came so far
		return syncDir(filepath.Dir(path))
	}
	aside := filepath.Join(filepath.Dir(path), newPrefix+filepath.Base(path))
	if err := os.RemoveAll(aside); err != nil {
		return err
	}
	if err := os.MkdirAll(aside, 0o700); err != nil {
		return err
	}
	m := &manifest{Format: formatVersion, Logs: []dayFile{{Number: 1}}}
	if err := errors.Join(writeSynced(filepath.Join(aside, logName(1)), ""), m.save(aside)); err != nil {
		return err
	}
	if err := os.Rename(aside, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// known tells whether an event with this id is stored in the day. Not while
// another goroutine appends.
func (d *day) known(id audit.EventID) (bool, error) {
	at := placeOf(id, d.startMS)
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.err != nil {
		return false, d.err
	}
	for _, p := range d.parts {
		if !p.mayHave(at) {
			continue
		}
		_, found, err := p.findSafely(at)
		if found || err != nil {
			return found, err
		}
	}
	for _, t := range d.tails {
		if _, found := t.ids.find(at, t.places); found {
			return true, nil
		}
	}
	return false, nil
}

// findSafely is find for who does not read within a view.
func (p *part) findSafely(at place) (uint32, bool, error) {
	type found struct {
		i  uint32
		ok bool
	}
	f, err := safely(func() (f found, err error) {
		f.i, f.ok, err = p.find(at)
		return f, err
	})
	return f.i, f.ok, err
}

// append stores events that are new and whose Seq rises; they are on disk and
// searchable when it returns. An error means that none of them is stored.
func (d *day) append(events []audit.Event) error {
	d.writing.Lock()
	defer d.writing.Unlock()
	d.mu.RLock()
	err := errors.Join(d.err, d.readOnly)
	d.mu.RUnlock()
	if err != nil {
		return err
	}
	t, err := d.openEnd()
	if err != nil {
		return fmt.Errorf("open its log: %w", err)
	}
	if err := t.log.write(events); err != nil {
		if errors.Is(err, errTornEnd) {
			d.mu.Lock()
			d.readOnly = err
			d.mu.Unlock()
		}
		return fmt.Errorf("write the log: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	t.add(events, d.startMS, d.store.cells)
	d.last = d.store.now()
	if d.err == nil {
		d.count(t, len(events))
	}
	return nil
}

// count tells the sealer of events in a tail, uncount that they need no sealing
// any more. Under mu.
func (d *day) count(t *tail, n int) {
	t.counted += n
	d.store.open(n)
}

func (d *day) uncount(t *tail) { d.count(t, -t.counted) }

// openEnd gives the tail that takes events; a sealed day gets a new one.
func (d *day) openEnd() (*tail, error) {
	d.mu.RLock()
	if n := len(d.tails); n > 0 && !d.tails[n-1].frozen {
		defer d.mu.RUnlock()
		return d.tails[n-1], nil
	}
	d.mu.RUnlock()
	d.saving.Lock()
	defer d.saving.Unlock()
	t := newTail(d.nextNumber())
	path := filepath.Join(d.path, logName(t.number))
	if err := writeSynced(path, ""); err != nil {
		return nil, errors.Join(err, os.RemoveAll(path))
	}
	m := *d.manifest
	m.Logs = append(slices.Clone(m.Logs), dayFile{Number: t.number})
	if err := m.save(d.path); err != nil {
		return nil, err
	}
	log, _, err := openLog(path, d.day, d.store.codecs, nil)
	if err != nil {
		return nil, err
	}
	t.log = log
	d.mu.Lock()
	defer d.mu.Unlock()
	d.manifest = &m
	d.tails = append(d.tails, t)
	return t, nil
}

// close waits for whoever reads, writes or seals the day and gives its files back.
func (d *day) close() error {
	d.sealing.Lock()
	defer d.sealing.Unlock()
	d.writing.Lock()
	defer d.writing.Unlock()
	d.life.Lock()
	defer d.life.Unlock()
	return d.shut()
}

func (d *day) shut() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var errs []error
	if d.err == nil {
		errs = append(errs, d.noteEnds())
		d.maxSeq = d.lastSeqLocked()
		d.err = errors.New("the day is closed")
	}
	for _, p := range d.parts {
		p.release()
	}
	for _, t := range d.tails {
		d.uncount(t)
		errs = append(errs, t.log.close())
	}
	d.parts, d.tails = nil, nil
	return errors.Join(errs...)
}

// noteEnds writes into the manifest what the logs have, so that a log that is cut
// off later is known to be.
func (d *day) noteEnds() error {
	m := *d.manifest
	m.Logs = slices.Clone(m.Logs)
	changed := false
	for i, t := range d.tails {
		if n := len(t.numbers); n > m.Logs[i].Events {
			m.Logs[i].Events, m.Logs[i].LastSeq = n, t.numbers[n-1]
			changed = true
		}
	}
	if !changed {
		return nil
	}
	d.manifest = &m
	return m.save(d.path)
}
