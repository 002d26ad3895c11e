package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"whodid/audit"
	"whodid/indexer"
	"whodid/indexer/source"
	"whodid/store/blevestore"
)

// importChunk is how many events one request has: enough that requests cost
// little, few enough that a bar moves.
const importChunk = 5000

type importCmd struct {
	Files    []string `arg:"" name:"file" help:"Files to import; - is standard input. Packed with gzip or zstd is fine."`
	TZ       string   `name:"tz" env:"WHODID_TIME_ZONE" default:"Asia/Seoul" placeholder:"ZONE" help:"IANA zone of times without an offset."`
	Encoding string   `placeholder:"NAME" help:"Encoding of a CSV: utf-8, utf-16, cp949, shift_jis; default is what the bytes say."`
	DataDir  string   `placeholder:"DIR" help:"Write this data folder, which no server has open, instead of talking to one."`
	Strict   bool     `help:"Fail (exit code 1) where any row was rejected."`
	clientFlags
}

// sink is where an import's rows go: a server, or a data folder.
type sink interface {
	// send stores events that have their ids. Lines in the report count from 1.
	send(events []audit.Event) (audit.Report, error)
}

// Run imports the files, one after the other. The same file again stores nothing
// twice.
func (c *importCmd) Run(e *env) error {
	zone, err := time.LoadLocation(c.TZ)
	if err != nil {
		return fmt.Errorf("%w: --tz %q is no IANA zone such as Asia/Seoul", errUsage, c.TZ)
	}
	to, done, err := c.open(e)
	if err != nil {
		return err
	}
	failed := 0
	for _, name := range c.Files {
		report, err := importFile(e, name, source.Options{Zone: zone, Encoding: c.Encoding}, to)
		if err != nil {
			err = fmt.Errorf("%s: %w", name, err)
			if e.ctx.Err() != nil {
				return errors.Join(err, done())
			}
			_, _ = fmt.Fprintln(e.stderr, err)
			failed++
			continue
		}
		printReport(e, name, report)
		if report.Incomplete || report.RejectedTotal > 0 && (c.Strict || report.Accepted+report.Duplicates == 0) {
			failed++
		}
	}
	if err := done(); err != nil {
		return err
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d files were not imported whole", failed, len(c.Files))
	}
	return nil
}

func (c *importCmd) open(e *env) (to sink, done func() error, err error) {
	if c.DataDir == "" {
		server, err := c.client()
		return serverSink{e, server}, func() error { return nil }, err
	}
	store, err := blevestore.Open(blevestore.Options{Dir: c.DataDir, Note: func(day audit.Day, sentence string) {
		_, _ = fmt.Fprintf(e.stderr, "day %s: %s\n", day, sentence)
	}})
	if err != nil {
		return nil, nil, err
	}
	x := indexer.New(indexer.Options{Store: store})
	return folderSink{e, x}, func() error {
		x.Close()
		return store.Close()
	}, nil
}

// importFile reads a file and sends its rows in chunks. Its rows keep their ids
// however they are cut: one Numberer has all of them.
func importFile(e *env, name string, o source.Options, to sink) (audit.Report, error) {
	in, size, err := openInput(e, name)
	if err != nil {
		return audit.Report{}, err
	}
	defer in.Close()
	bar := newSizeBar(e.stderr, name, size)
	defer func() { _ = bar.Finish() }()
	rows, _, err := source.OpenFile(io.TeeReader(in, bar), o)
	if err != nil {
		return audit.Report{}, err
	}
	im := &importing{to: to}
	var numbers indexer.Numberer
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return audit.Report{}, errors.Join(err, im.flush())
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
		im.events, im.lines = append(im.events, row.Event), append(im.lines, row.Line)
		if len(im.events) == importChunk {
			if err := im.flush(); err != nil {
				return audit.Report{}, err
			}
		}
	}
	if err := im.flush(); err != nil {
		return audit.Report{}, err
	}
	s := rows.Summary()
	im.report.Notes, im.report.Incomplete = append(im.report.Notes, s.Notes...), s.Incomplete
	return im.report, nil
}

func openInput(e *env, name string) (io.ReadCloser, int64, error) {
	if name == "-" {
		return io.NopCloser(e.stdin), -1, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return f, -1, err
	}
	return f, info.Size(), nil
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
	for i, bad := range r.Rejected {
		if i == 20 {
			_, _ = fmt.Fprintf(e.stderr, "%s: and %d more\n", name, r.RejectedTotal-i)
			break
		}
		_, _ = fmt.Fprintf(e.stderr, "%s:%d: %s: %s\n", name, bad.Line, bad.Code, bad.Message)
	}
	for _, note := range r.Notes {
		_, _ = fmt.Fprintf(e.stderr, "%s: %s\n", name, note)
	}
	_, _ = fmt.Fprintf(e.stdout, "%s: %d accepted, %d duplicates, %d rejected\n", name, r.Accepted, r.Duplicates, r.RejectedTotal)
}

// folderSink writes a data folder.
type folderSink struct {
	env     *env
	indexer *indexer.Indexer
}

func (s folderSink) send(events []audit.Event) (audit.Report, error) {
	return s.indexer.Take(s.env.ctx, &sentRows{events: events}, new(indexer.Numberer))
}

// sentRows is a source of events that have their ids.
type sentRows struct {
	events []audit.Event
	at     int
}

// Next implements source.Reader.
func (r *sentRows) Next() (source.Row, error) {
	if r.at == len(r.events) {
		return source.Row{}, io.EOF
	}
	e := r.events[r.at]
	r.at++
	return source.Row{Line: r.at, ID: string(e.ID), Event: e}, nil
}

// Summary implements source.Reader.
func (r *sentRows) Summary() source.Summary { return source.Summary{} }

// serverSink posts to a server.
type serverSink struct {
	env    *env
	client *client
}

// postAnswer is the server's answer to a POST of events.
type postAnswer struct {
	Accepted, Duplicates int
	Rejected             []audit.RowError
}

// maxWaits bounds how often a busy server is asked again.
const maxWaits = 60

func (s serverSink) send(events []audit.Event) (audit.Report, error) {
	var body []byte
	for _, e := range events {
		body = append(e.AppendJSON(body), '\n')
	}
	for try := 1; ; try++ {
		report, err := s.post(body)
		var refused *apiError
		if err == nil || !errors.As(err, &refused) || refused.status != http.StatusTooManyRequests || try == maxWaits {
			return report, err
		}
		select {
		case <-s.env.ctx.Done():
			return audit.Report{}, s.env.ctx.Err()
		case <-time.After(time.Second): // what the server's Retry-After says
		}
	}
}

func (s serverSink) post(body []byte) (report audit.Report, err error) {
	header := http.Header{"Content-Type": {"application/x-ndjson"}}
	res, err := s.client.do(s.env.ctx, http.MethodPost, s.client.url("/api/v1/events", nil), header, bytes.NewReader(body), http.StatusUnprocessableEntity)
	if err != nil {
		return report, err
	}
	defer res.Body.Close()
	var answer postAnswer
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		return report, fmt.Errorf("read the answer: %w", err)
	}
	report.Accepted, report.Duplicates = answer.Accepted, answer.Duplicates
	for _, bad := range answer.Rejected {
		report.Reject(bad)
	}
	return report, nil
}
