package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"time"

	"whodid/audit"
)

// reply is an HTTP answer that has come whole.
type reply struct {
	status  int
	body    []byte
	trailer http.Header
}

// sentence is the message of an answer that is an error, "" where it has none.
func (r reply) sentence() string {
	var e struct {
		Error struct{ Message string }
	}
	_ = json.Unmarshal(r.body, &e) // what is no JSON has no sentence
	return e.Error.Message
}

// ask sends a request with the tests' token. An error means that no whole answer
// came: what was asked may have been done or not.
func ask(method, addr, path, body string) (reply, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, "http://"+addr+"/api/v1/"+path, strings.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	req.Header.Set("Authorization", "Bearer "+testToken)
	if body != "" {
		req.Header.Set("Content-Type", "application/x-ndjson")
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return reply{res.StatusCode, text, res.Trailer}, err
}

// stored is the answer to a POST of events.
type stored struct {
	Accepted, Duplicates int
	Rejected             []struct {
		Line int
		Code string
	}
}

// judged tells whether the answer to a POST says of every row what became of it.
func (r reply) judged() bool {
	return r.status == http.StatusOK || r.status == http.StatusUnprocessableEntity // all refused
}

// postEvents sends NDJSON; s is read where the reply is judged.
func postEvents(addr, ndjson string) (s stored, r reply, err error) {
	if r, err = ask(http.MethodPost, addr, "events", ndjson); err == nil && r.judged() {
		err = json.Unmarshal(r.body, &s)
	}
	return s, r, err
}

// screenOf is the answer to a search.
type screenOf struct {
	Total struct {
		Value    int
		Relation string
	}
	Events []audit.Event
	Cursor *string
	Facets map[string][]struct {
		Value string
		Count int
	}
	Histogram struct {
		Buckets []struct{ Count, Failures int }
	}
	MissingDays []audit.Day `json:"missing_days"`
}

// sums fails where the parts of a screen don't add up to its total. The question
// must not select values of a facet.
func (s *screenOf) sums() error {
	for name, values := range s.Facets {
		n := 0
		for _, v := range values {
			n += v.Count
		}
		if n != s.Total.Value {
			return fmt.Errorf("the values of %s add up to %d, the total is %d", name, n, s.Total.Value)
		}
	}
	n := 0
	for _, b := range s.Histogram.Buckets {
		n += b.Count
	}
	if n != s.Total.Value {
		return fmt.Errorf("the histogram adds up to %d, the total is %d", n, s.Total.Value)
	}
	return nil
}

// refusal is an answer that is whole and not 200.
type refusal struct{ reply }

func (e *refusal) Error() string { return fmt.Sprintf("status %d: %.500s", e.status, e.body) }

// look asks for a screen.
func look(addr string, parameters url.Values) (s screenOf, err error) {
	r, err := ask(http.MethodGet, addr, "search?"+parameters.Encode(), "")
	if err != nil {
		return s, err
	}
	if r.status != http.StatusOK {
		return s, &refusal{r}
	}
	return s, json.Unmarshal(r.body, &s)
}

// pages calls yield with all events that match, newest first, in pages of limit,
// and gives the days that were missing. Errors: what look gives, and events out
// of their order.
func pages(addr string, parameters url.Values, limit int, yield func(audit.Event) error) (missing map[audit.Day]bool, err error) {
	missing = map[audit.Day]bool{}
	asked := url.Values{"include": {"events"}, "limit": {fmt.Sprint(limit)}}
	for name, values := range parameters {
		asked[name] = values
	}
	var last audit.Event
	for {
		s, err := look(addr, asked)
		if err != nil {
			return missing, err
		}
		for _, d := range s.MissingDays {
			missing[d] = true
		}
		for _, e := range s.Events {
			if last.ID != "" && (e.Time.After(last.Time) || e.Time.Equal(last.Time) && e.ID >= last.ID) {
				return missing, fmt.Errorf("event %s of %v comes after %s of %v", e.ID, e.Time, last.ID, last.Time)
			}
			last = e
			if err := yield(e); err != nil {
				return missing, err
			}
		}
		if s.Cursor == nil {
			return missing, nil
		}
		asked.Set("cursor", *s.Cursor)
	}
}

// statsOf is the answer to a question for the days.
type statsOf struct {
	Days []struct {
		Day    audit.Day
		Events int
		State  audit.DayState
	}
	LastSeq uint64 `json:"last_seq"`
}

func stats(addr string) (s statsOf, err error) {
	r, err := ask(http.MethodGet, addr, "stats", "")
	if err == nil && r.status != http.StatusOK {
		err = &refusal{r}
	}
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(r.body, &s)
}

// offers tells whether the binary's help for a command has the word: the suite
// runs with what there is.
func offers(command, word string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	out, err := exec.CommandContext(ctx, binary, command, "--help").Output()
	return err == nil && bytes.Contains(out, []byte(word))
}

// dayPeriod is the period of whole UTC days, last included.
func dayPeriod(first, last audit.Day) url.Values {
	return url.Values{"from": {first.Start().Format(time.RFC3339)}, "to": {last.End().Format(time.RFC3339)}}
}
