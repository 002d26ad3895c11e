package blevestore

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// maxPartEvents bounds the memory that a sealing takes: parts that would be
// larger together stay apart. Tests make it small.
var maxPartEvents uint32 = 512 << 10

// growth is how many times larger than what comes to it a part may be and still be
// written anew with it: each event is then written some times while its day grows, not
// once for every few that come.
const growth = 2

// seal makes the day's tails a part. Where whole is set, the day becomes one part,
// as far as maxPartEvents lets it; else only small parts are written anew.
// Readers and writers go on meanwhile; a crash at any point leaves either what was
// before or the new part.
func (d *day) seal(whole bool) error {
	d.sealing.Lock()
	defer d.sealing.Unlock()
	parts, tails, err := d.freeze(whole)
	if err != nil || len(tails) == 0 && len(parts) < 2 {
		return err
	}
	var pieces []piece
	for _, t := range tails {
		if len(t.places) > 0 {
			pieces = append(pieces, t.view())
		}
	}
	if len(pieces) == 0 && len(parts) < 2 { // logs whose first write failed
		return d.swap(nil, tails, nil, 0)
	}
	for _, p := range parts {
		pieces = append(pieces, p)
	}
	d.saving.Lock()
	number := d.nextNumber()
	d.saving.Unlock()
	path := filepath.Join(d.path, partName(number))
	if _, err := safely(func() (struct{}, error) {
		return struct{}{}, buildPart(pieces, d.store.cells, path, filepath.Join(d.path, wordsName(number)))
	}); err != nil {
		d.thaw(tails)
		return errors.Join(err, d.removeFiles(partName(number), wordsName(number), partName(number)+".new", wordsName(number)+".new"))
	}
	made, err := d.openPart(number)
	if err != nil {
		d.thaw(tails)
		return err
	}
	return d.swap(parts, tails, made, number)
}

// thaw lets the last of the tails take events again after its sealing failed: each
// try would else leave a log of its own.
func (d *day) thaw(tails []*tail) {
	d.writing.Lock()
	defer d.writing.Unlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	if n := len(d.tails); n > 0 && n == len(tails) && d.tails[n-1] == tails[n-1] {
		d.tails[n-1].frozen = false
	}
}

// freeze chooses what is sealed. Its tails take no more events: the next one gets
// a tail of its own.
func (d *day) freeze(whole bool) ([]*part, []*tail, error) {
	d.writing.Lock()
	defer d.writing.Unlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err != nil {
		return nil, nil, d.err
	}
	if d.eventsLocked() == 0 { // the day's first write failed, and may be tried again
		return nil, nil, nil
	}
	events := uint32(0)
	for _, t := range d.tails {
		t.frozen = true
		events += t.events()
	}
	from := len(d.parts)
	for ; from > 0; from-- {
		p := d.parts[from-1]
		if events+p.n > maxPartEvents || !whole && p.n > growth*events {
			break
		}
		events += p.n
	}
	return slices.Clone(d.parts[from:]), slices.Clone(d.tails), nil
}

// swap puts the part made in the place of what it was made of, which goes.
func (d *day) swap(parts []*part, tails []*tail, made *part, number int) error {
	d.saving.Lock()
	defer d.saving.Unlock()
	m := *d.manifest
	keep := len(m.Parts) - len(parts)
	m.Parts = slices.Clone(m.Parts[:keep])
	if made != nil {
		m.Parts = append(m.Parts, dayFile{number, int(made.n), made.lastSeq})
	}
	var gone []string
	for _, f := range d.manifest.Logs[:len(tails)] {
		gone = append(gone, logName(f.Number))
	}
	m.Logs = slices.Clone(m.Logs[len(tails):])
	if err := m.save(d.path); err != nil {
		if made != nil {
			made.release()
		}
		return fmt.Errorf("save what the day consists of: %w", err)
	}
	d.mu.Lock()
	d.manifest = &m
	d.parts = slices.Clone(d.parts[:keep])
	if made != nil {
		d.parts = append(d.parts, made)
	}
	d.tails = slices.Clone(d.tails[len(tails):])
	d.readOnly = nil // the next write has a log of its own
	for _, t := range tails {
		d.uncount(t)
	}
	d.mu.Unlock()
	d.store.sealer.sealed(d.day)
	for _, p := range parts {
		p.gone.Store(true)
		p.release()
	}
	var errs []error
	for _, t := range tails {
		errs = append(errs, t.log.close())
	}
	if err := errors.Join(append(errs, d.removeFiles(gone...))...); err != nil {
		d.store.note(d.day, fmt.Sprintf("is sealed, and its old files go at the next start: %v", err))
	}
	return nil
}

func (d *day) removeFiles(names ...string) error {
	var errs []error
	for _, name := range names {
		errs = append(errs, os.RemoveAll(filepath.Join(d.path, name)))
	}
	return errors.Join(errs...)
}
