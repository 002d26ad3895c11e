package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/schollz/progressbar/v3"

	"whodid/audit"
	"whodid/indexer/source"
)

type restoreCmd struct {
	File  string `arg:"" help:"Backup to restore; - is standard input."`
	Check bool   `help:"Only check the file to its last line, and store nothing."`
	sinkFlags
}

// Run stores the events of a backup that is whole; of any other it stores nothing.
// Restoring it again, or where a part of it is stored, stores nothing twice.
func (c *restoreCmd) Run(e *env) error {
	in, size, err := openInput(e, c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	file, ok := in.(*os.File)
	if !ok || size < 0 { // it can't be read twice
		if file, err = spool(in); err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		defer func() { _, _ = file.Close(), os.Remove(file.Name()) }()
		if size, err = file.Seek(0, io.SeekEnd); err != nil {
			return err
		}
	}
	head, err := c.check(e, file, size)
	if err != nil {
		return fmt.Errorf("%s: %w; nothing was restored", c.File, err)
	}
	if c.Check {
		return nil
	}
	to, done, err := c.open(e)
	if err != nil {
		return err
	}
	return errors.Join(c.restore(e, file, size, head, to), done())
}

// spool copies what can be read only once to a temporary file.
func spool(in io.Reader) (file *os.File, err error) {
	if file, err = os.CreateTemp("", "whodid-restore-*"); err != nil {
		return nil, err
	}
	if _, err := io.Copy(file, in); err != nil {
		return nil, errors.Join(err, file.Close(), os.Remove(file.Name()))
	}
	return file, nil
}

// check reads the whole file before anything of it is sent, and says what it is
// where that was asked for.
func (c *restoreCmd) check(e *env, file *os.File, size int64) (backupHeader, error) {
	b, bar, err := reopen(e, file, size, "checking")
	if err != nil {
		return backupHeader{}, err
	}
	defer b.close()
	err = b.checkAll()
	_ = bar.Finish()
	if err != nil || !c.Check {
		return b.head, err
	}
	_, err = fmt.Fprintf(e.stdout, "%s: whole, %d events up to seq %d, made %s by whodid %s%s\n", c.File, b.events, b.head.LastSeq,
		printable(b.head.Created), printable(b.head.Version), without(b.head.Missing))
	return b.head, err
}

// reopen begins to read the file once more.
func reopen(e *env, file *os.File, size int64, what string) (*backupReader, *progressbar.ProgressBar, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, nil, err
	}
	bar := newSizeBar(e.stderr, what, size)
	b, err := openBackup(e.ctx, io.TeeReader(file, bar))
	if err != nil {
		_ = bar.Finish()
	}
	return b, bar, err
}

// restore sends the events, and says what became of them.
func (c *restoreCmd) restore(e *env, file *os.File, size int64, head backupHeader, to sink) error {
	b, bar, err := reopen(e, file, size, "restoring")
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	defer b.close()
	old := &leavingOld{sink: to}
	im := &importing{to: old}
	err = im.takeAll(belowHeader{source.NewNDJSON(b, source.Options{})})
	_ = bar.Finish()
	r := im.report
	if err != nil {
		if stored := r.Accepted + r.Duplicates; stored > 0 {
			err = fmt.Errorf("%w; %d of its events are stored, restoring it again adds only the rest", err, stored)
		}
		return fmt.Errorf("%s: %w", c.File, err)
	}
	printRejected(e, c.File, r)
	if _, err := fmt.Fprintf(e.stdout, "%s: %d restored, %d already there, %d older than the retention, %d rejected%s\n",
		c.File, r.Accepted, r.Duplicates, old.left, r.RejectedTotal, without(head.Missing)); err != nil {
		return err
	}
	if r.RejectedTotal > 0 {
		return fmt.Errorf("%s was not restored whole: %d of its %d events were rejected", c.File, r.RejectedTotal, b.events)
	}
	return nil
}

// without names the days that lacked already when the backup was made.
func without(days []audit.Day) string {
	if len(days) == 0 {
		return ""
	}
	words := make([]string, len(days))
	for i, d := range days {
		words[i] = printable(string(d))
	}
	return "; without the days that could not be read when it was made: " + strings.Join(words, ", ")
}

// leavingOld is a sink for events of which some may be older than the retention by
// now: that is how it should be, and each is counted instead of rejected.
type leavingOld struct {
	sink
	left int
}

func (s *leavingOld) send(events []audit.Event) (audit.Report, error) {
	r, err := s.sink.send(events)
	all := len(r.Rejected)
	r.Rejected = slices.DeleteFunc(r.Rejected, func(bad audit.RowError) bool { return bad.Code == audit.CodeTimeTooOld })
	s.left += all - len(r.Rejected)
	return r, err
}

// belowHeader counts lines as the unpacked file has them.
type belowHeader struct{ source.Reader }

// Next implements source.Reader.
func (r belowHeader) Next() (source.Row, error) {
	row, err := r.Reader.Next()
	row.Line++
	return row, err
}
