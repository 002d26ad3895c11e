package explorer

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"whodid/audit"
	"whodid/audit/query"
)

// errorAnswer is every answer that is an error.
type errorAnswer struct {
	Error wireError `json:"error"`
}

type wireError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Field   string `json:"field,omitempty"`
}

type wireTotal struct {
	Value    int    `json:"value"`
	Relation string `json:"relation"` // exact, or at_least where days are missing
}

type wireFacets struct {
	Task        []wireFacet `json:"task"`
	Status      []wireFacet `json:"status"`
	ServiceType []wireFacet `json:"service_type"`
}

type wireFacet struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

type wireInterpretation struct {
	Chips     []wireChip `json:"chips"`
	Notes     []string   `json:"notes"`
	NoteCodes []wireNote `json:"note_codes"` // the notes again, for those who say them in another language
	Terms     []wireTerm `json:"terms"`
}

// wireTerm has words, or else a value.
type wireTerm struct {
	Field string   `json:"field"`
	Words []string `json:"words,omitempty"`
	Value *string  `json:"value,omitempty"`
}

type wireNote struct {
	Code query.NoteCode `json:"code"`
	Text string         `json:"text"`
}

type wireChip struct {
	Field string `json:"field"`
	Op    string `json:"op"`
	Value string `json:"value"`
	Text  string `json:"text"`
}

// screen is what answers a search.
type screen struct {
	search   query.Search
	question query.Question
	page     query.Page
	next     string // the cursor of the next page; empty where there is none
	seq      uint64 // what was stored up to it was looked at
	took     time.Duration
}

// appendJSON appends the answer: of total, events with cursor, facets and
// histogram those that were asked for, and the rest always. Events are appended
// rather than marshalled; they are most of the bytes.
func (s screen) appendJSON(b []byte) []byte {
	want := s.search.Want
	b = append(b, '{')
	if want&query.WantTotal != 0 {
		total := wireTotal{s.page.Total, "exact"}
		if len(s.page.Missing) > 0 {
			total.Relation = "at_least"
		}
		b = appendMember(b, "total", total)
	}
	if want&query.WantEvents != 0 {
		b = appendEvents(appendKey(b, "events"), s.page.Events)
		var cursor *string
		if s.next != "" {
			cursor = &s.next
		}
		b = appendMember(b, "cursor", cursor)
	}
	if want&query.WantFacets != 0 {
		f := s.page.Facets
		b = appendMember(b, "facets", wireFacets{facet(f.Task), facet(f.Status), facet(f.ServiceType)})
	}
	if want&query.WantHistogram != 0 {
		b = appendHistogram(appendKey(b, "histogram"), s.page.Histogram, s.search.Zone)
	}
	b = appendMember(b, "interpretation", interpretation(s.question))
	b = appendMember(b, "missing_days", notNil(s.page.Missing))
	b = strconv.AppendUint(appendKey(b, "seq"), s.seq, 10)
	return append(appendTook(b, s.took), '}')
}

// neighbourhood is what answers the context of an event.
type neighbourhood struct {
	event         audit.Event
	scope         string
	before, after side
	took          time.Duration
}

func (n neighbourhood) appendJSON(b []byte) []byte {
	b = n.event.AppendJSON(appendKey(append(b, '{'), "event"))
	b = appendMember(b, "scope", n.scope)
	b = appendEvents(appendKey(b, "before"), n.before.events)
	b = appendEvents(appendKey(b, "after"), n.after.events)
	b = appendMember(b, "more_before", n.before.more)
	b = appendMember(b, "more_after", n.after.more)
	missing := slices.Concat(n.before.missing, n.after.missing)
	slices.Sort(missing) // the event's own day may be on both sides
	b = appendMember(b, "missing_days", notNil(slices.Compact(missing)))
	return append(appendTook(b, n.took), '}')
}

func appendEvents(b []byte, events []audit.Event) []byte {
	b = append(b, '[')
	for i, e := range events {
		if i > 0 {
			b = append(b, ',')
		}
		b = e.AppendJSON(b)
	}
	return append(b, ']')
}

func appendTook(b []byte, took time.Duration) []byte {
	return strconv.AppendFloat(appendKey(b, "took_ms"), float64(took)/float64(time.Millisecond), 'f', 2, 64)
}

func appendKey(b []byte, key string) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	b = append(b, '"')
	b = append(b, key...)
	return append(b, '"', ':')
}

func appendMember(b []byte, key string, v any) []byte {
	value, err := json.Marshal(v)
	if err != nil {
		panic("bug: answer that is no JSON: " + err.Error())
	}
	return append(appendKey(b, key), value...)
}

func facet(counts []query.FacetCount) []wireFacet {
	out := make([]wireFacet, len(counts))
	for i, c := range counts {
		out[i] = wireFacet(c)
	}
	return out
}

// appendHistogram appends the buckets, which can be hundreds: marshalled, they
// took longer than all the rest of an answer. Starts are RFC 3339 with the offset of
// the asked zone.
func appendHistogram(b []byte, h query.Histogram, zone *time.Location) []byte {
	b = append(b, `{"interval":"`...)
	b = append(b, h.Interval...) // one of ours, with nothing to escape
	b = append(b, `","buckets":[`...)
	for i, bucket := range h.Buckets {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"start":"`...)
		b = bucket.Start.In(zone).AppendFormat(b, time.RFC3339)
		b = append(b, `","count":`...)
		b = strconv.AppendInt(b, int64(bucket.Count), 10)
		b = append(b, `,"failures":`...)
		b = strconv.AppendInt(b, int64(bucket.Failures), 10)
		b = append(b, '}')
	}
	return append(b, "]}"...)
}

func interpretation(q query.Question) wireInterpretation {
	terms := query.Terms(q.Tree)
	out := wireInterpretation{make([]wireChip, len(q.Chips)), make([]string, len(q.Notes)), make([]wireNote, len(q.Notes)), make([]wireTerm, len(terms))}
	for i, c := range q.Chips {
		out.Chips[i] = wireChip(c)
	}
	for i, n := range q.Notes {
		out.Notes[i], out.NoteCodes[i] = n.Message, wireNote{n.Code, n.Text}
	}
	for i, t := range terms {
		out.Terms[i] = wireTerm{Field: cmp.Or(string(t.Field), "any"), Words: t.Words}
		if t.Words == nil {
			out.Terms[i].Value = &t.Value
		}
	}
	return out
}

// notNil makes an empty list an empty array, which clients may count on.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// ingestAnswer is what became of the events of a POST.
type ingestAnswer struct {
	Accepted   int        `json:"accepted"`
	Duplicates int        `json:"duplicates"`
	Rejected   []wireRow  `json:"rejected"`
	Total      int        `json:"rejected_total,omitempty"`   // where Rejected was cut
	ByCode     wireCounts `json:"rejected_by_code,omitempty"` // likewise
	Notes      []string   `json:"notes,omitempty"`
	Incomplete bool       `json:"incomplete,omitempty"`
	Error      *wireError `json:"error,omitempty"` // where nothing was taken
}

type wireCounts map[string]int

type wireRow struct {
	Line    int    `json:"line"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Field   string `json:"field,omitempty"`
}

func ingested(r audit.Report) ingestAnswer {
	out := ingestAnswer{
		Accepted: r.Accepted, Duplicates: r.Duplicates, Rejected: make([]wireRow, len(r.Rejected)),
		Notes: r.Notes, Incomplete: r.Incomplete,
	}
	for i, e := range r.Rejected {
		out.Rejected[i] = wireRow{e.Line, e.Code, e.Message, e.Field}
	}
	if r.RejectedTotal > len(r.Rejected) {
		out.Total, out.ByCode = r.RejectedTotal, r.RejectedByCode
	}
	return out
}

type statsAnswer struct {
	Days          []wireDay  `json:"days"`
	Totals        wireTotals `json:"totals"`
	LastSeq       uint64     `json:"last_seq"`
	RetentionDays int        `json:"retention_days"`
	NextRetention *string    `json:"next_retention"` // RFC 3339, UTC; null where none is planned
}

type wireDay struct {
	Day    audit.Day      `json:"day"`
	Events int            `json:"events"`
	Bytes  int64          `json:"bytes"`
	State  audit.DayState `json:"state"`
	Error  string         `json:"error,omitempty"`
}

type wireTotals struct {
	Days   int   `json:"days"`
	Events int   `json:"events"`
	Bytes  int64 `json:"bytes"`
}

type sessionAnswer struct {
	Name          string `json:"name"`
	Role          string `json:"role"`
	TimeZone      string `json:"time_zone"`
	RetentionDays int    `json:"retention_days"`
	Version       string `json:"version"`
	Now           string `json:"now"`
}
