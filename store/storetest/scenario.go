package storetest

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"whodid/audit"
	"whodid/audit/query"
)

// A scenario is a list of steps. Lines that begin with # are for the reader; an
// indented line belongs to the step above it.
//
//	add            stores the events below it: time | user | task | target | status | service type
//	  2026-11-22T09:12:33Z | Kim Minjun <minjun.kim@acme.example> | edit_group | Seoul Sales 12 | success | pc_web
//	               and, with a word after add, gives each event that word as its own id: "add again" twice is one event
//	expect stored 1 duplicates 0
//	search PARAMS  asks; PARAMS are those of the API's search: q, from, to, tz, task, status, service_type, user, target, their negations (not_task …), sort, limit, interval
//	  total 1      then what must be in the answer; what is not named is not looked at
//	  rows Seoul Sales 12, Busan 3        targets' names of the page, in order
//	  task edit_group=1 view_group=2      a facet, whole and in order; "-" for none
//	  bucket 2026-11-22T00:00:00+09:00 3 1  a bucket with its count and failures
//	  buckets 3
//	next           the next page of the last search; takes the same lines
//	suggest PARAMS  asks for values: field, prefix, limit, and the parameters of search
//	  values kim@acme.example=2 Lee=1
//	  names Kim Minjun, Lee
//	  more true
//	drop DAY
//	days DAY=COUNT …
//	reopen
type scenario struct {
	t       testing.TB
	store   Store
	dir     string
	open    Open
	durable bool
	last    query.Search
	next    *query.Cursor
}

type step struct {
	line int
	text string
	body []string
}

func runScenario(t *testing.T, name string, open Open, durable bool) {
	data, err := scenarios.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	sc := &scenario{t: t, dir: t.TempDir(), open: open, durable: durable}
	sc.store = open(t, sc.dir)
	defer func() {
		if err := sc.store.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}()
	for _, s := range readSteps(data) {
		if err := sc.run(s); err != nil {
			t.Fatalf("%s:%d: %s: %v", name, s.line, s.text, err)
		}
	}
}

func readSteps(data []byte) (steps []step) {
	lines := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; lines.Scan(); n++ {
		text := lines.Text()
		switch {
		case strings.TrimSpace(text) == "" || strings.HasPrefix(strings.TrimSpace(text), "#"):
		case strings.HasPrefix(text, "  "):
			last := &steps[len(steps)-1]
			last.body = append(last.body, strings.TrimSpace(text))
		default:
			steps = append(steps, step{line: n, text: text})
		}
	}
	return steps
}

func (sc *scenario) run(s step) error {
	verb, rest, _ := strings.Cut(s.text, " ")
	switch verb {
	case "add":
		return sc.add(rest, s.body)
	case "search":
		search, err := ParseSearch(rest)
		if err != nil {
			return err
		}
		sc.last, sc.next = search, nil
		return sc.search(s.body)
	case "suggest":
		return sc.suggest(rest, s.body)
	case "next":
		if sc.next == nil {
			return errors.New("there is no next page")
		}
		sc.last.Cursor = sc.next
		return sc.search(s.body)
	case "drop":
		return sc.store.Drop(sc.t.Context(), audit.Day(rest))
	case "days":
		return sc.days(rest)
	case "reopen":
		if !sc.durable {
			return nil
		}
		if err := sc.store.Close(); err != nil {
			return err
		}
		sc.store = sc.open(sc.t, sc.dir)
		return nil
	}
	return errors.New("unknown step")
}

func (sc *scenario) add(name string, body []string) error {
	var events []audit.Event
	want := ""
	for i, line := range body {
		if strings.HasPrefix(line, "expect ") {
			want = line
			continue
		}
		e, err := parseEvent(line, fmt.Sprintf("%s %d %d", name, i, len(events)))
		if err != nil {
			return err
		}
		events = append(events, e)
	}
	if name == "" { // events of an add without a word are new ones each time
		base := sc.store.LastSeq()
		for i := range events {
			events[i].ID = NewID(events[i].Time, fmt.Sprint(base, i))
		}
	}
	outcomes, err := sc.store.Append(sc.t.Context(), events)
	if err != nil {
		return err
	}
	stored, duplicates := 0, 0
	for _, o := range outcomes {
		switch {
		case o.Err != nil:
			return o.Err
		case o.Duplicate:
			duplicates++
		default:
			stored++
		}
	}
	if got := fmt.Sprintf("expect stored %d duplicates %d", stored, duplicates); want != "" && got != want {
		return fmt.Errorf("%s, want %s", got, want)
	}
	return nil
}

// NewID gives an id of a time whose tail is a hash of own.
func NewID(t time.Time, own string) audit.EventID {
	var id ulid.ULID
	if err := id.SetTime(uint64(t.UnixMilli())); err != nil {
		panic(err)
	}
	sum := sha256.Sum256([]byte(own))
	if err := id.SetEntropy(sum[:10]); err != nil {
		panic(err)
	}
	return audit.EventID(id.String())
}

func parseEvent(line, own string) (audit.Event, error) {
	cells := strings.Split(line, "|")
	if len(cells) != 6 {
		return audit.Event{}, fmt.Errorf("%q has %d cells, want 6", line, len(cells))
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	at, err := time.Parse(time.RFC3339Nano, cells[0])
	if err != nil {
		return audit.Event{}, err
	}
	e := audit.Event{
		ID: NewID(at, own), Time: at.UTC(), Task: audit.Task(cells[2]), Status: audit.Status(cells[4]), ServiceType: audit.ServiceType(cells[5]),
	}
	e.User.Name, e.User.Email = splitName(cells[1])
	e.Target.Name, e.Target.Email = splitName(cells[3])
	return e, nil
}

func splitName(s string) (name, email string) {
	name, rest, ok := strings.Cut(s, "<")
	if !ok {
		return s, ""
	}
	return strings.TrimSpace(name), strings.TrimSuffix(rest, ">")
}

// ParseSearch reads a search written as URL parameters, unescaped.
func ParseSearch(params string) (query.Search, error) {
	s := query.Search{Limit: 50, Want: query.WantAll}
	values := url.Values{}
	for _, p := range strings.Split(params, "&") {
		if k, v, ok := strings.Cut(p, "="); ok {
			values.Add(strings.TrimSpace(k), strings.TrimSpace(v))
		}
	}
	var err error
	if s.Zone, err = time.LoadLocation(values.Get("tz")); err != nil {
		return s, err
	}
	q, err := query.Parse(values.Get("q"), query.Options{Zone: s.Zone, Now: time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)})
	if err != nil {
		return s, err
	}
	s.Tree, s.Period = q.Tree, q.Period
	for name, set := range map[string]*time.Time{"from": &s.Period.From, "to": &s.Period.To} {
		if v := values.Get(name); v != "" {
			at, _, ok := query.ParseInstant(v, s.Zone, time.Time{})
			if !ok {
				return s, fmt.Errorf("%s %q", name, v)
			}
			*set = at
		}
	}
	s.Filters = filters(values)
	if values.Get("sort") == "time" {
		s.Order = query.Oldest
	}
	for name, set := range map[string]func(uint64){
		"limit":  func(n uint64) { s.Limit = int(n) },
		"after":  func(n uint64) { s.Seqs.After = n },
		"before": func(n uint64) { s.Seqs.Before = n },
	} {
		if v := values.Get(name); v != "" {
			n, err := strconv.ParseUint(v, 10, 64)
			if err != nil {
				return s, err
			}
			set(n)
		}
	}
	s.Interval, err = query.ParseInterval(values.Get("interval"))
	return s, err
}

func filters(values url.Values) query.Filters {
	return query.Filters{
		Task: codes[audit.Task](values["task"]), NotTask: codes[audit.Task](values["not_task"]),
		Status: codes[audit.Status](values["status"]), NotStatus: codes[audit.Status](values["not_status"]),
		ServiceType: codes[audit.ServiceType](values["service_type"]), NotServiceType: codes[audit.ServiceType](values["not_service_type"]),
		User: values["user"], NotUser: values["not_user"],
		Target: values["target"], NotTarget: values["not_target"],
	}
}

func codes[T ~string](list []string) (out []T) {
	for _, v := range list {
		out = append(out, T(v))
	}
	return out
}

func (sc *scenario) search(body []string) error {
	page, err := sc.store.Search(sc.t.Context(), sc.last)
	if err != nil {
		return err
	}
	sc.next = page.Next
	for _, line := range body {
		what, want, _ := strings.Cut(line, " ")
		if got := answer(page, what, want); got != want {
			return fmt.Errorf("%s is %q, want %q", what, got, want)
		}
	}
	return nil
}

// answer prints a part of a page as a scenario writes it.
func answer(p query.Page, what, want string) string {
	switch what {
	case "total":
		return strconv.Itoa(p.Total)
	case "rows":
		var names []string
		for _, e := range p.Events {
			names = append(names, e.Target.Name)
		}
		return dash(strings.Join(names, ", "))
	case "task":
		return facet(p.Facets.Task)
	case "status":
		return facet(p.Facets.Status)
	case "service_type":
		return facet(p.Facets.ServiceType)
	case "interval":
		return string(p.Histogram.Interval)
	case "buckets":
		return strconv.Itoa(len(p.Histogram.Buckets))
	case "more":
		return strconv.FormatBool(p.Next != nil)
	case "bucket":
		start, _, _ := strings.Cut(want, " ")
		for _, b := range p.Histogram.Buckets {
			if b.Start.Format(time.RFC3339) == start {
				return fmt.Sprintf("%s %d %d", start, b.Count, b.Failures)
			}
		}
		return "missing"
	}
	return "unknown expectation"
}

func facet(counts []query.FacetCount) string {
	var parts []string
	for _, c := range counts {
		parts = append(parts, fmt.Sprintf("%s=%d", dash(c.Value), c.Count))
	}
	return dash(strings.Join(parts, " "))
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func (sc *scenario) days(want string) error {
	stats, err := sc.store.Stats(sc.t.Context())
	if err != nil {
		return err
	}
	var parts []string
	for _, d := range stats.Days {
		parts = append(parts, fmt.Sprintf("%s=%d", d.Day, d.Events))
	}
	if got := dash(strings.Join(parts, " ")); got != want {
		return fmt.Errorf("days are %s, want %s", got, want)
	}
	return nil
}
