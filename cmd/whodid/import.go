package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"

	"whodid/audit"
	"whodid/indexer"
	"whodid/indexer/source"
)

// defaultZone is that of times without an offset, unless it is told: the one of
// config.Flags.
const defaultZone = "Asia/Seoul"

// importChunk is how many events one request has: enough that requests cost
// little, few enough that a bar moves.
const importChunk = 5000

type importCmd struct {
	Files    []string `arg:"" name:"file" help:"Files to import; - is standard input. Packed with gzip or zstd is fine."`
	TZ       string   `name:"tz" env:"WHODID_TIME_ZONE" placeholder:"Asia/Seoul" help:"IANA zone of times without an offset."`
	Encoding string   `placeholder:"NAME" help:"Encoding of a CSV: utf-8, utf-16, cp949, shift_jis; default is what the bytes say."`
	Strict   bool     `help:"Fail (exit code 1) where any row was rejected."`
	sinkFlags
}

// Run imports the files, one after the other. The same file again stores nothing
// twice.
func (c *importCmd) Run(e *env) error {
	zone, err := loadZone(cmp.Or(c.TZ, defaultZone))
	if err != nil {
		return err
	}
	to, done, err := c.open(e)
	if err != nil {
		return err
	}
	return errors.Join(c.importAll(e, source.Options{Zone: zone, Encoding: c.Encoding}, to), done())
}

// importAll goes on with the next file where one fails, unless it is told to stop.
func (c *importCmd) importAll(e *env, o source.Options, to sink) error {
	failed := 0
	for _, name := range c.Files {
		report, err := importFile(e, name, o, to)
		if stored := report.Accepted + report.Duplicates; err != nil && stored > 0 {
			err = fmt.Errorf("%w; %d of its rows are stored, importing it again adds only the rest", err, stored)
		}
		switch {
		case err != nil && (len(c.Files) == 1 || e.ctx.Err() != nil):
			return err
		case err != nil:
			_, _ = fmt.Fprintln(e.stderr, oneLine(err.Error()))
			failed++
			continue
		}
		printReport(e, name, report)
		if report.Incomplete || report.RejectedByCode[audit.CodeDayUnavailable] > 0 || report.RejectedTotal > 0 && (c.Strict || report.Accepted+report.Duplicates == 0) {
			failed++
		}
	}
	switch {
	case failed == 0:
		return nil
	case len(c.Files) == 1:
		return fmt.Errorf("%s was not imported whole", c.Files[0])
	}
	return fmt.Errorf("%d of %d files were not imported whole", failed, len(c.Files))
}

// importFile reads a file and sends its rows in chunks. With an error, which
// names the file, the report is about the chunks sent before it.
func importFile(e *env, name string, o source.Options, to sink) (audit.Report, error) {
	in, size, err := openInput(e, name)
	if err != nil {
		return audit.Report{}, err
	}
	defer in.Close()
	bar := newSizeBar(e.stderr, name, size)
	defer func() { _ = bar.Finish() }()
	im := &importing{to: to}
	rows, _, err := source.OpenFile(io.TeeReader(in, bar), o)
	if err == nil {
		err = im.takeAll(rows)
	}
	if err != nil {
		return im.report, fmt.Errorf("%s: %w", name, err)
	}
	return im.report, nil
}

// takeAll sends every row. Rows keep their ids however they are cut: one Numberer
// has all of them.
func (im *importing) takeAll(rows source.Reader) error {
	var numbers indexer.Numberer
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return errors.Join(err, im.flush())
		}
		if row.Err != nil {
			bad := *row.Err
			bad.Line = row.Line
			im.report.Reject(bad)
			continue
		}
		// Times that no id can hold are rejected by the other side, by their line.
		if row.Event.Time.Unix() >= 0 {
			row.Event.ID = numbers.Number(row)
		}
		if err := numbers.Err(); err != nil {
			return err
		}
		im.events, im.lines = append(im.events, row.Event), append(im.lines, row.Line)
		if len(im.events) == importChunk {
			if err := im.flush(); err != nil {
				return err
			}
		}
	}
	if err := im.flush(); err != nil {
		return err
	}
	s := rows.Summary()
	im.report.Notes, im.report.Incomplete = append(im.report.Notes, s.Notes...), s.Incomplete
	return nil
}

// importing is a file on its way.
type importing struct {
	to     sink
	events []audit.Event
	lines  []int // of events
	report audit.Report
}

func (im *importing) flush() error {
	if len(im.events) == 0 {
		return nil
	}
	r, err := im.to.send(im.events)
	if err != nil {
		return err
	}
	im.report.Accepted += r.Accepted
	im.report.Duplicates += r.Duplicates
	for _, bad := range r.Rejected {
		if bad.Line >= 1 && bad.Line <= len(im.lines) {
			bad.Line = im.lines[bad.Line-1]
		}
		im.report.Reject(bad)
	}
	im.events, im.lines = im.events[:0], im.lines[:0]
	return nil
}

// printReport says what became of a file.
func printReport(e *env, name string, r audit.Report) {
	printRejected(e, name, r)
	for _, note := range r.Notes {
		_, _ = fmt.Fprintf(e.stderr, "%s: %s\n", name, oneLine(note))
	}
	_, _ = fmt.Fprintf(e.stdout, "%s: %d accepted, %d duplicates, %d rejected\n", name, r.Accepted, r.Duplicates, r.RejectedTotal)
}

// printRejected names the first rejected rows of a file.
func printRejected(e *env, name string, r audit.Report) {
	for i, bad := range r.Rejected {
		if i == 20 {
			_, _ = fmt.Fprintf(e.stderr, "%s: and %d more\n", name, r.RejectedTotal-i)
			break
		}
		_, _ = fmt.Fprintf(e.stderr, "%s:%d: %s: %s\n", name, bad.Line, bad.Code, oneLine(bad.Message))
	}
}
