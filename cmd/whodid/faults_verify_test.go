package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

// verified is what a verification has seen.
type verified struct {
	events, sealedDays int
	there, not         int // of the events that were never answered
}

// verify compares a server that nobody else uses with the model, then sends all
// again that was never answered, and compares again.
func verify(t *testing.T, m *model, srv *process, retention int, random *rand.Rand) (v verified) {
	t.Helper()
	now := time.Now()
	m.mayDrop(audit.FirstKeptDay(now, retention))
	srv.log.wait(t, `"message":"retention"`, srv.ended)
	if run := logged(t, srv.log, "retention"); run["level"] != "info" {
		t.Fatalf("retention: %v", run)
	} else if first := audit.Day(run["first_kept"].(string)); first == audit.FirstKeptDay(now, retention) {
		m.nothingBefore(first)
	}
	events, there := everything(t, m, srv.addr)
	v.there = there
	if v.not = sendUnknown(t, m, srv.addr, retention); v.not > 0 {
		events, _ = everything(t, m, srv.addr)
	}
	v.events, v.sealedDays = len(events), sameScreens(t, srv.addr, events, random)
	sameExport(t, srv.addr, events)
	return v
}

// everything reads all events and judges them; recovered is how many of them had
// never been answered.
func everything(t *testing.T, m *model, addr string) (events []audit.Event, recovered int) {
	t.Helper()
	before, err := stats(addr)
	if err != nil {
		t.Fatal(err)
	}
	here, seqs := map[int]bool{}, map[uint64]bool{}
	missing, err := pages(addr, url.Values{}, 1000, func(e audit.Event) error {
		number, err := m.found(e)
		if err != nil {
			return err
		}
		if here[number] || seqs[e.Seq] || e.Seq == 0 || e.Seq > before.LastSeq {
			return fmt.Errorf("event %d, id %s, seq %d is there twice, or the seq is over %d", number, e.ID, e.Seq, before.LastSeq)
		}
		here[number], seqs[e.Seq] = true, true
		events = append(events, e)
		return nil
	})
	if err != nil || len(missing) > 0 {
		t.Fatalf("read everything: missing %v, %v", missing, err)
	}
	if recovered, err = m.compare(here); err != nil {
		t.Fatal(err)
	}
	m.lastSeq = before.LastSeq
	return events, recovered
}

// sendUnknown sends every event again that never had an answer and is not there:
// each is accepted once, and a duplicate after that.
func sendUnknown(t *testing.T, m *model, addr string, retention int) (sent int) {
	t.Helper()
	first := audit.FirstKeptDay(time.Now(), retention).Add(1) // what midnight can't make too old
	for part := range slices.Chunk(m.unanswered(first), 5000) {
		var body []byte
		for _, row := range part {
			body = m.appendLine(body, row.number, row.ms)
		}
		for again := range 2 {
			s, r, err := postEvents(addr, string(body))
			if err != nil || r.status != http.StatusOK {
				t.Fatalf("send %d events again: status %d, %v: %.500s", len(part), r.status, err, r.body)
			}
			if want := len(part) * (1 - again); s.Accepted != want || s.Duplicates != len(part)-want {
				t.Fatalf("%d events were sent that were not there: %d accepted, %d duplicates", len(part), s.Accepted, s.Duplicates)
			}
		}
		for _, row := range part {
			m.settle(row.number)
		}
		sent += len(part)
	}
	return sent
}

// sameScreens compares what screens count with the events themselves.
func sameScreens(t *testing.T, addr string, events []audit.Event, random *rand.Rand) (sealed int) {
	t.Helper()
	counted(t, addr, "", events, func(audit.Event) bool { return true })
	tag := fmt.Sprintf("tag%d", random.IntN(tags))
	counted(t, addr, tag, events, func(e audit.Event) bool { return strings.HasSuffix(e.User.Name, " "+tag) })
	counted(t, addr, "민준 status:failure", events, func(e audit.Event) bool {
		return strings.HasPrefix(e.User.Name, "김민준 ") && e.Status == audit.Failure
	})
	byDay := map[audit.Day]int{}
	for _, e := range events {
		byDay[audit.DayOf(e.Time)]++
	}
	s, err := stats(addr)
	if err != nil {
		t.Fatal(err)
	}
	got := map[audit.Day]int{}
	for _, d := range s.Days {
		if d.Events > 0 {
			got[d.Day] = d.Events
		}
		if d.State == audit.DaySealed {
			sealed++
		}
	}
	if !maps.Equal(byDay, got) {
		t.Fatalf("events by day in stats:\n%s", cmp.Diff(byDay, got))
	}
	for day, want := range byDay {
		asked := dayPeriod(day, day)
		asked.Set("include", "total")
		s, err := look(addr, asked)
		if err != nil || s.Total.Value != want || s.Total.Relation != "exact" {
			t.Fatalf("day %s: %v, %v, want %d", day, s.Total, err, want)
		}
	}
	return sealed
}

// counted asks a question and compares total, facets and histogram with those of
// the events that match.
func counted(t *testing.T, addr, question string, events []audit.Event, matches func(audit.Event) bool) {
	t.Helper()
	s, err := look(addr, url.Values{"q": {question}, "limit": {"0"}})
	if err != nil {
		t.Fatalf("%q: %v", question, err)
	}
	if err := s.sums(); err != nil {
		t.Fatalf("%q: %v", question, err)
	}
	want := map[string]map[string]int{"task": {}, "status": {}, "service_type": {}}
	total := 0
	for _, e := range events {
		if matches(e) {
			total++
			want["task"][string(e.Task)]++
			want["status"][string(e.Status)]++
			want["service_type"][string(e.ServiceType)]++
		}
	}
	got := map[string]map[string]int{"task": {}, "status": {}, "service_type": {}}
	for facet, values := range s.Facets {
		for _, v := range values {
			got[facet][v.Value] = v.Count
		}
	}
	if diff := cmp.Diff(want, got); s.Total.Value != total || s.Total.Relation != "exact" || len(s.MissingDays) > 0 || diff != "" {
		t.Fatalf("%q: %v, want %d, missing %v, facets:\n%.2000s", question, s.Total, total, s.MissingDays, diff)
	}
}

// sameExport compares the export with the events: the same ids in the same order.
func sameExport(t *testing.T, addr string, events []audit.Event) {
	t.Helper()
	r, err := ask(http.MethodGet, addr, "export.csv", "")
	if err != nil || r.status != http.StatusOK {
		t.Fatalf("export: status %d, %v", r.status, err)
	}
	rows := csv.NewReader(bytes.NewReader(r.body))
	header, err := rows.Read()
	if err != nil {
		t.Fatal(err)
	}
	column := slices.Index(header, "Event ID")
	for i := 0; ; i++ {
		record, err := rows.Read()
		if err == io.EOF && i == len(events) && r.trailer.Get("X-Whodid-Rows") == fmt.Sprint(i) {
			return
		}
		if err != nil || i == len(events) || record[column] != string(events[i].ID) {
			t.Fatalf("export: row %d of %d (%s): %v, %v", i, len(events), r.trailer.Get("X-Whodid-Rows"), record, err)
		}
	}
}
