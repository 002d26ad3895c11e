package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"reflect"
	"time"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/indexer"
	"whodid/indexer/source"
	"whodid/store/memstore"
)

// oracle holds the same events in a memstore.
type oracle struct {
	on    bool
	store memstore.Store
}

func newOracle(on bool) *oracle { return &oracle{on: on} }

func (o *oracle) add(chunk []byte) error {
	if !o.on {
		return nil
	}
	rows := source.NewNDJSON(bytes.NewReader(chunk), source.Options{})
	var numbers indexer.Numberer
	var events []audit.Event
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if row.Err != nil {
			return errors.New(row.Err.Message)
		}
		row.Event.ID = numbers.Number(row)
		events = append(events, row.Event)
	}
	_, err := o.store.Append(context.Background(), events)
	return err
}

// compare tells in which part an answer differs from the oracle's; "" is in none.
func (o *oracle) compare(ctx context.Context, params url.Values, a answer) (problem string, err error) {
	if !o.on {
		return "", nil
	}
	s, err := parseSearch(params)
	if err != nil {
		return "", err
	}
	want, err := o.store.Search(ctx, s)
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
	return reflect.DeepEqual(a, b), nil
}

// parseSearch reads the few parameters that the screens use.
func parseSearch(v url.Values) (query.Search, error) {
	s := query.Search{Limit: 50, Want: query.WantAll, Zone: defaultZone}
	var err error
	if tz := v.Get("tz"); tz != "" {
		if s.Zone, err = time.LoadLocation(tz); err != nil {
			return s, err
		}
	}
	q, err := query.Parse(v.Get("q"), query.Options{Zone: s.Zone, Now: time.Now()})
	if err != nil {
		return s, err
	}
	s.Tree, s.Period = q.Tree, q.Period
	if from := v.Get("from"); from != "" {
		s.Period.From, _, _ = query.ParseInstant(from, s.Zone, time.Now())
	}
	if to := v.Get("to"); to != "" {
		_, s.Period.To, _ = query.ParseInstant(to, s.Zone, time.Now())
	}
	for _, x := range v["task"] {
		s.Filters.Task = append(s.Filters.Task, audit.Task(x))
	}
	for _, x := range v["status"] {
		s.Filters.Status = append(s.Filters.Status, audit.Status(x))
	}
	for _, x := range v["service_type"] {
		s.Filters.ServiceType = append(s.Filters.ServiceType, audit.ServiceType(x))
	}
	s.Filters.User = v["user"]
	if v.Get("sort") == "time" {
		s.Order = query.Oldest
	}
	if c := v.Get("cursor"); c != "" {
		if s.Cursor, err = query.ParseCursor(c); err != nil {
			return s, err
		}
	}
	s.Interval, err = query.ParseInterval(v.Get("interval"))
	return s, err
}

// defaultZone is the server's, where a request names none.
var defaultZone = time.FixedZone("", 9*60*60) // Asia/Seoul
