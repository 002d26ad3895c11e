package blevestore

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"whodid/audit"
)

// Finding is something about a data folder that is not as it should be.
type Finding struct {
	Day      audit.Day // "" where it is no day's
	File     string    // within the data folder
	Problem  string    // a sentence
	Harmless bool      // the next start mends it, and nothing is lost
}

// Checked is what Check has looked at.
type Checked struct {
	Days, Events int
	Bytes        int64
}

// Check reads all of a data folder that no server has open, changes nothing and
// tells found of everything that is not as it should be: checksums, the order and the
// sums of columns, ids and numbers that are there twice, words that don't belong to the
// texts. Errors: the folder can't be read, or another process has it open
// (*audit.Error, Conflict); ctx.Err().
func Check(ctx context.Context, dir string, found func(Finding)) (Checked, error) {
	var sum Checked
	unlock, err := lockFolder(dir)
	if err != nil {
		return sum, err
	}
	defer func() { _ = unlock() }() // of a file that is only held
	codecs, err := newCodecs()
	if err != nil {
		return sum, err
	}
	defer codecs.dec.Close()
	there, err := listDays(dir)
	if err != nil {
		return sum, err
	}
	seqs, lostSeqs := openSeqFile(filepath.Join(dir, seqName))
	if lostSeqs != nil {
		found(Finding{File: seqName, Problem: lostSeqs.Error(), Harmless: true})
	}
	for _, name := range there.leftovers {
		found(Finding{File: filepath.Join(daysFolder, name), Problem: leftOver, Harmless: true})
	}
	for _, name := range there.strangers {
		found(Finding{File: filepath.Join(daysFolder, name), Problem: "is no day and is left alone", Harmless: true})
	}
	numbers := &uniqueNumbers{}
	for _, day := range there.days {
		if err := ctx.Err(); err != nil {
			return sum, err
		}
		file := filepath.Join(daysFolder, string(day))
		c := &dayChecker{day: day, folder: filepath.Join(dir, file), file: file, found: found, codecs: codecs, cells: newCells(), numbers: numbers}
		c.startMS = c.day.Start().UnixMilli()
		c.check(ctx)
		sum.Days++
		sum.Events += c.events
		sum.Bytes += folderSize(c.folder)
	}
	if twice := numbers.twice(); twice != 0 {
		found(Finding{File: daysFolder, Problem: fmt.Sprintf("the number %d is that of two events", twice)})
	}
	if lostSeqs == nil && numbers.highest > seqs.reserved {
		found(Finding{File: seqName, Problem: fmt.Sprintf("reserves numbers up to %d, and an event has %d", seqs.reserved, numbers.highest), Harmless: true})
	}
	return sum, ctx.Err()
}

const leftOver = "is left over from a crash and goes at the next start"

// dayChecker checks one day's folder.
type dayChecker struct {
	day          audit.Day
	folder, file string
	startMS      int64
	found        func(Finding)
	codecs       *codecs
	cells        *cells
	numbers      *uniqueNumbers
	places       []place
	events       int
}

func (c *dayChecker) damage(name string, err error) {
	c.found(Finding{Day: c.day, File: filepath.Join(c.file, name), Problem: err.Error()})
}

func (c *dayChecker) harmless(name, problem string) {
	c.found(Finding{Day: c.day, File: filepath.Join(c.file, name), Problem: problem, Harmless: true})
}

func (c *dayChecker) check(ctx context.Context) {
	m, _, err := readManifest(c.folder)
	if err != nil {
		c.damage(manifestFile, err)
		return
	}
	left, err := m.leftovers(c.folder)
	if err != nil {
		c.damage("", err)
	}
	for _, name := range left {
		if m.Parts != nil || name != formatFile1 && name != indexFolder1 {
			c.harmless(name, leftOver)
		}
	}
	for _, f := range m.Parts {
		if ctx.Err() != nil {
			return
		}
		if _, err := safely(func() (struct{}, error) { return struct{}{}, c.part(f) }); err != nil {
			c.damage(partName(f.Number), err)
		}
	}
	for i, f := range m.Logs {
		if err := c.log(f, i == len(m.Logs)-1); err != nil {
			c.damage(logName(f.Number), err)
		}
	}
	slices.SortFunc(c.places, place.compare)
	for i := 1; i < len(c.places); i++ {
		if c.places[i] == c.places[i-1] {
			c.damage("", fmt.Errorf("the event %s is there twice", eventID(c.startMS+int64(c.places[i].ms), c.places[i].tail)))
		}
	}
	c.events = len(c.places)
}

func (c *dayChecker) log(f dayFile, last bool) error {
	n := 0
	torn, err := readLog(filepath.Join(c.folder, logName(f.Number)), c.day, c.codecs, func(events []audit.Event) {
		n += len(events)
		for i := range events {
			c.places = append(c.places, placeOf(events[i].ID, c.startMS))
			c.numbers.add(events[i].Seq)
		}
	})
	if err == nil {
		err = f.holdsLog(n, torn, last)
	}
	if err == nil && torn > 0 {
		c.harmless(logName(f.Number), fmt.Sprintf("ends in %d bytes of a write that was never answered", torn))
	}
	return err
}

func (c *dayChecker) part(f dayFile) error {
	p, err := openPart(filepath.Join(c.folder, partName(f.Number)), c.day, c.cells, nil)
	if err != nil {
		return err
	}
	defer p.release()
	if int(p.n) != f.Events || p.lastSeq != f.LastSeq {
		return fmt.Errorf("%w: it has %d events up to number %d, and the day's file names %d up to %d", errDamaged, p.n, p.lastSeq, f.Events, f.LastSeq)
	}
	if err := p.verify(); err != nil {
		return err
	}
	for i := range p.n {
		c.places = append(c.places, p.place(i))
		c.numbers.add(p.seq(i))
	}
	words, err := openWords(filepath.Join(c.folder, wordsName(f.Number)))
	if err != nil {
		c.harmless(wordsName(f.Number), fmt.Sprintf("can't be read and is made anew when it is needed: %v", err))
		return nil
	}
	wrong := p.verifyWords(words)
	if err := errors.Join(wrong, words.Close()); err != nil {
		// It would be believed: a search would find too much or too little.
		c.damage(wordsName(f.Number), fmt.Errorf("%w; reindex makes it anew", err))
	}
	return nil
}

// uniqueNumbers finds numbers that are given twice.
type uniqueNumbers struct {
	list    []uint64
	highest uint64
}

func (u *uniqueNumbers) add(seq uint64) {
	u.list = append(u.list, seq)
	u.highest = max(u.highest, seq)
}

// twice gives a number that was added twice; 0 where there is none.
func (u *uniqueNumbers) twice() uint64 {
	slices.Sort(u.list)
	for i := 1; i < len(u.list); i++ {
		if u.list[i] == u.list[i-1] {
			return u.list[i]
		}
	}
	return 0
}
