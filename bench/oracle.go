package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"time"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/indexer"
	"whodid/indexer/source"
	"whodid/store/memstore"
)

// verify asks every screen once more and compares it with the oracle: the same log
// in a memstore. It runs behind what is timed, and before anything is posted that
// is not in the log.
func verify(ctx context.Context, s *server, path string, results []screenResult) (wrong int, err error) {
	oracle := &memstore.Store{}
	err = eachBatch(ctx, path, 1, func(events []audit.Event) error {
		_, err := oracle.Append(ctx, events)
		return err
	})
	if err != nil {
		return 0, err
	}
	for i := range results {
		r := &results[i]
		var a answer
		if _, err := timeScreen(ctx, s, r.Asked, &a); err != nil {
			return wrong, err
		}
		problem, err := compare(ctx, oracle, r.Asked, a)
		if err != nil {
			return wrong, fmt.Errorf("%s: %w", r.Key, err)
		}
		r.Verified = "equal"
		if problem != "" {
			r.Verified = problem
			wrong++
			progress("%s differs from the oracle: %s", r.Key, problem)
		}
	}
	return wrong, nil
}

// eachBatch gives every so manieth event of a log, read and numbered as the
// server does, in batches of at most chunkLines.
func eachBatch(ctx context.Context, path string, every int, take func([]audit.Event) error) error {
	chunks, err := openChunks(path)
	if err != nil {
		return err
	}
	defer chunks.close()
	for n := 0; ; {
		var batch []byte
		lines := 0
		for lines < chunkLines {
			c, err := chunks.next(1)
			if err != nil {
				return err
			}
			if c.lines == 0 {
				break
			}
			if n++; n%every == 0 {
				batch = append(batch, c.text...)
				lines++
			}
		}
		if lines == 0 {
			return nil
		}
		events, err := decode(batch)
		if err != nil {
			return err
		}
		if err := errors.Join(ctx.Err(), take(events)); err != nil {
			return err
		}
	}
}

func decode(text []byte) (events []audit.Event, err error) {
	rows := source.NewNDJSON(bytes.NewReader(text), source.Options{})
	var numbers indexer.Numberer
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return events, nil
		}
		if err != nil {
			return nil, err
		}
		if row.Err != nil {
			return nil, errors.New(row.Err.Message)
		}
		row.Event.ID = numbers.Number(row)
		events = append(events, row.Event)
	}
}

// compare tells in which part an answer differs from the oracle's; "" is in none.
// The numbers that events were stored under are left aside: several connections
// have no order among them.
func compare(ctx context.Context, oracle *memstore.Store, q question, a answer) (problem string, err error) {
	s, err := q.search()
	if err != nil {
		return "", err
	}
	want, err := oracle.Search(ctx, s)
	if err != nil {
		return "", err
	}
	if a.Total.Value != want.Total || a.Total.Relation != "exact" {
		return fmt.Sprintf("total %d (%s), want %d", a.Total.Value, a.Total.Relation, want.Total), nil
	}
	for _, part := range []struct {
		name string
		got  json.RawMessage
		want any
	}{
		{"facets", a.Facets, map[string]any{"task": facet(want.Facets.Task), "status": facet(want.Facets.Status), "service_type": facet(want.Facets.ServiceType)}},
		{"histogram", a.Histogram, histogram(want.Histogram)},
		{"events", a.Events, want.Events},
	} {
		if same, err := sameJSON(part.got, part.want); err != nil || !same {
			return part.name, err
		}
	}
	return "", nil
}

func facet(counts []query.FacetCount) []map[string]any {
	out := make([]map[string]any, len(counts))
	for i, c := range counts {
		out[i] = map[string]any{"value": c.Value, "count": c.Count}
	}
	return out
}

func histogram(h query.Histogram) map[string]any {
	buckets := make([]map[string]any, len(h.Buckets))
	for i, b := range h.Buckets {
		buckets[i] = map[string]any{"start": b.Start.Format(time.RFC3339), "count": b.Count, "failures": b.Failures}
	}
	return map[string]any{"interval": h.Interval, "buckets": buckets}
}

func sameJSON(got json.RawMessage, want any) (bool, error) {
	text, err := json.Marshal(want)
	if err != nil {
		return false, err
	}
	var a, b any
	if err := errors.Join(json.Unmarshal(got, &a), json.Unmarshal(text, &b)); err != nil {
		return false, err
	}
	for _, list := range []any{a, b} {
		rows, _ := list.([]any)
		for _, row := range rows {
			if fields, ok := row.(map[string]any); ok {
				delete(fields, "seq")
			}
		}
	}
	return reflect.DeepEqual(a, b), nil
}
