package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"

	"whodid/audit"
	"whodid/indexer"
	"whodid/store/blevestore"
)

// sink is where an import's rows go: a server, or a data folder.
type sink interface {
	// send stores events that have their ids. Lines in the report count from 1.
	send(events []audit.Event) (audit.Report, error)
}

// sinkFlags say where a command stores events.
type sinkFlags struct {
	DataDir string `placeholder:"DIR" help:"Write this data folder, which no server has open, instead of talking to one."`
	Keep    int    `name:"retention-days" env:"WHODID_RETENTION_DAYS" default:"180" help:"Days an event is kept, with --data-dir; a server knows its own."`
	retryFlags
	clientFlags
}

// open gives the sink. What was sent is stored for good when done has returned.
func (f sinkFlags) open(e *env) (to sink, done func() error, err error) {
	if f.Keep < 1 {
		return nil, nil, wrongUsage("--retention-days: %d is accepted from 1 on", f.Keep)
	}
	if f.DataDir == "" {
		server, err := f.client()
		return &serverSink{env: e, client: server, retry: f.retryFlags}, func() error { return nil }, err
	}
	store, err := blevestore.Open(blevestore.Options{Dir: f.DataDir, Note: func(day audit.Day, sentence string) {
		_, _ = fmt.Fprintf(e.stderr, "day %s: %s\n", day, sentence)
	}})
	if err != nil {
		return nil, nil, err
	}
	x := indexer.New(indexer.Options{Store: store, RetentionDays: f.Keep})
	return folderSink{e, x}, func() error {
		x.Close()
		return store.Close()
	}, nil
}

// folderSink writes a data folder.
type folderSink struct {
	env     *env
	indexer *indexer.Indexer
}

func (s folderSink) send(events []audit.Event) (audit.Report, error) {
	next, stop := iter.Pull(slices.Values(events))
	defer stop()
	return s.indexer.Take(s.env.ctx, &eventRows{next: next, left: len(events)}, new(indexer.Numberer))
}

// serverSink posts to a server.
type serverSink struct {
	env      *env
	client   *client
	retry    retryFlags
	answered bool // there is a server, and it takes events
}

// postAnswer is the server's answer to a POST of events.
type postAnswer struct {
	Accepted, Duplicates int
	Rejected             []audit.RowError
}

// send sends the same again where the server is busy, can't write for the moment or, once it has
// taken some, is gone: what it stored already is a duplicate then.
func (s *serverSink) send(events []audit.Event) (report audit.Report, err error) {
	var body []byte
	for _, e := range events {
		body = append(e.AppendJSON(body), '\n')
	}
	err = s.retry.patiently(s.env.ctx, func() error {
		report, err = s.post(body)
		var refused *apiError
		if err != nil && !s.answered && !errors.As(err, &refused) {
			return errEnded{err}
		}
		return err
	})
	s.answered = err == nil
	return report, err
}

func (s *serverSink) post(body []byte) (report audit.Report, err error) {
	header := http.Header{"Content-Type": {"application/x-ndjson"}}
	res, err := s.client.do(s.env.ctx, http.MethodPost, s.client.url("/api/v1/events", nil), "application/json", header, bytes.NewReader(body), http.StatusUnprocessableEntity)
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
