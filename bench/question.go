package main

import (
	"fmt"
	"net/url"
	"time"

	"whodid/audit"
	"whodid/audit/query"
)

// pageRows is how many rows a screen shows.
const pageRows = 50

// question is what a screen asks, ready to be said in three ways: as parameters
// of whodid's API, as the search that the oracle and the peers are given, and as
// JSON for the peers' processes. Times are instants, so that all read them alike.
type question struct {
	Text        string              `json:"q,omitempty"`
	Task        []audit.Task        `json:"task,omitempty"`
	Status      []audit.Status      `json:"status,omitempty"`
	ServiceType []audit.ServiceType `json:"service_type,omitempty"`
	User        []string            `json:"user,omitempty"`
	From        time.Time           `json:"from,omitzero"`
	To          time.Time           `json:"to,omitzero"`
	Zone        string              `json:"tz,omitempty"` // IANA; "" is serverZone
	Cursor      string              `json:"cursor,omitempty"`
	Oldest      bool                `json:"oldest,omitempty"`
	Interval    query.Interval      `json:"interval,omitempty"`
}

// serverZone is the zone that the measured server is started with.
const serverZone = "Asia/Seoul"

// params are the parameters of GET /api/v1/search.
func (q question) params() url.Values {
	v := url.Values{}
	add := func(name, value string) {
		if value != "" {
			v.Add(name, value)
		}
	}
	add("q", q.Text)
	for _, x := range q.Task {
		v.Add("task", string(x))
	}
	for _, x := range q.Status {
		v.Add("status", string(x))
	}
	for _, x := range q.ServiceType {
		v.Add("service_type", string(x))
	}
	for _, x := range q.User {
		v.Add("user", x)
	}
	if !q.From.IsZero() {
		v.Set("from", audit.FormatTime(q.From))
	}
	if !q.To.IsZero() {
		v.Set("to", audit.FormatTime(q.To))
	}
	add("tz", q.Zone)
	add("cursor", q.Cursor)
	add("interval", string(q.Interval))
	if q.Oldest {
		v.Set("sort", "time")
	}
	return v
}

// search is the question as a store is asked it.
func (q question) search() (query.Search, error) {
	s := query.Search{
		Limit: pageRows, Want: query.WantAll, Interval: q.Interval,
		Filters: query.Filters{Task: q.Task, Status: q.Status, ServiceType: q.ServiceType, User: q.User},
	}
	zone := q.Zone
	if zone == "" {
		zone = serverZone
	}
	var err error
	if s.Zone, err = time.LoadLocation(zone); err != nil {
		return s, err
	}
	parsed, err := query.Parse(q.Text, query.Options{Zone: s.Zone, Now: time.Now()})
	if err != nil {
		return s, fmt.Errorf("question %q: %w", q.Text, err)
	}
	s.Tree, s.Period = parsed.Tree, parsed.Period.Intersect(query.Period{From: q.From, To: q.To})
	if q.Oldest {
		s.Order = query.Oldest
	}
	if q.Cursor != "" {
		s.Cursor, err = query.ParseCursor(q.Cursor)
	}
	return s, err
}
