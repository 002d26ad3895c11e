package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"time"

	"whodid/audit"
	"whodid/cmd/loggen/company"
)

// chunkLines is how many events a POST has.
const chunkLines = 5000

// openLog gives the NDJSON to post.
func openLog(o options) (io.ReadCloser, error) {
	if o.file != "" {
		return os.Open(o.file)
	}
	r, w := io.Pipe()
	go func() {
		end := audit.DayOf(time.Now()).Start()
		out := bufio.NewWriterSize(w, 1<<20)
		var line []byte
		n := 0
		for e := range company.New(company.Options{Seed: 1, Members: 12_000, Plain: true}).Events(end.AddDate(0, 0, -180), end, o.events) {
			e.ID = audit.EventID(fmt.Sprintf("event-%d", n))
			n++
			line = append(e.AppendJSON(line[:0]), '\n')
			if _, err := out.Write(line); err != nil {
				break
			}
		}
		_ = w.CloseWithError(errors.Join(out.Flush()))
	}()
	return r, nil
}

// post posts the log, chunk by chunk over one connection, and shows the oracle
// the same chunks outside of the time.
func post(ctx context.Context, s *server, log io.Reader, or *oracle) (stored int, took time.Duration, err error) {
	lines := bufio.NewReaderSize(log, 1<<20)
	for {
		chunk, n, err := nextChunk(lines)
		if err != nil {
			return stored, took, err
		}
		if n == 0 {
			return stored, took, nil
		}
		start := time.Now()
		text, err := s.call(ctx, http.MethodPost, "/api/v1/events", nil, chunk)
		took += time.Since(start)
		if err != nil {
			return stored, took, err
		}
		var answer struct{ Accepted int }
		if err := json.Unmarshal(text, &answer); err != nil {
			return stored, took, err
		}
		if answer.Accepted != n {
			return stored, took, fmt.Errorf("of %d events %d were accepted: %s", n, answer.Accepted, text)
		}
		stored += n
		if err := or.add(chunk); err != nil {
			return stored, took, err
		}
		if stored%100_000 == 0 {
			fmt.Fprintf(os.Stderr, "stored %d\n", stored)
		}
	}
}

func nextChunk(r *bufio.Reader) (chunk []byte, n int, err error) {
	for n < chunkLines {
		line, err := r.ReadSlice('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, 0, err
		}
		chunk = append(chunk, line...)
		n++
	}
	return chunk, n, nil
}

// postOnes posts single events and gives how long each took, shortest first.
func postOnes(ctx context.Context, s *server, n int) ([]time.Duration, error) {
	out := make([]time.Duration, n)
	for i := range out {
		e := audit.Event{
			ID: audit.EventID(fmt.Sprintf("one-%d", i)), Time: time.Now().UTC(), User: audit.Person{Name: "Kim One"},
			Task: audit.TaskEditGroup, Status: audit.Success, ServiceType: audit.API,
		}
		start := time.Now()
		text, err := s.call(ctx, http.MethodPost, "/api/v1/events", nil, e.AppendJSON(nil))
		if err != nil {
			return nil, err
		}
		out[i] = time.Since(start)
		if !bytes.Contains(text, []byte(`"accepted":1`)) {
			return nil, fmt.Errorf("a single event was not accepted: %s", text)
		}
	}
	slices.Sort(out)
	return out, nil
}
