package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"whodid/audit"
)

// pageLimit is how many events one call asks for.
const pageLimit = 1000

type searchCmd struct {
	Query []string `arg:"" optional:"" help:"The question, for instance: edit group by kim."`
	Limit int      `default:"50" help:"Events to print at most; 0 prints all."`
	Sort  string   `default:"-time" enum:"-time,time" help:"-time is newest first, time is oldest first."`
	JSON  bool     `name:"json" help:"Print NDJSON."`
	searchFlags
	periodFlags
	clientFlags
}

// searchAnswer is what of a screen's JSON the command shows.
type searchAnswer struct {
	Total struct {
		Value    int
		Relation string
	}
	Events         []audit.Event
	Cursor         *string
	Interpretation struct{ Notes []string }
	MissingDays    []audit.Day `json:"missing_days"`
}

// Run prints the matches, page by page.
func (c *searchCmd) Run(e *env) error {
	if c.Limit < 0 {
		return wrongUsage("--limit: %d is below 0, which stands for all", c.Limit)
	}
	server, err := c.client()
	if err != nil {
		return err
	}
	params := c.searchFlags.params(c.Query)
	zone, err := c.periodFlags.add(params)
	if err != nil {
		return err
	}
	params.Set("sort", c.Sort)
	params.Set("include", "events,total")
	out := newPrinter(e.stdout, zone, c.JSON)
	printed := 0
	for {
		left := pageLimit
		if c.Limit > 0 {
			left = min(left, c.Limit-printed)
		}
		params.Set("limit", strconv.Itoa(left))
		answer, err := c.page(e, server, params)
		if err != nil {
			return err
		}
		for _, event := range answer.Events {
			if err := out.print(event); err != nil {
				return err
			}
		}
		if printed += len(answer.Events); answer.Cursor == nil || c.Limit > 0 && printed >= c.Limit {
			return c.summary(e, answer, printed)
		}
		params.Set("cursor", *answer.Cursor)
	}
}

func (c *searchCmd) page(e *env, server *client, params url.Values) (answer searchAnswer, err error) {
	res, err := server.do(e.ctx, http.MethodGet, server.url("/api/v1/search", params), "application/json", nil, nil)
	if err != nil {
		return answer, err
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		return answer, fmt.Errorf("read the answer: %w", err)
	}
	return answer, nil
}

// summary says on standard error what the rows don't.
func (c *searchCmd) summary(e *env, a searchAnswer, printed int) error {
	for _, note := range a.Interpretation.Notes {
		_, _ = fmt.Fprintln(e.stderr, note)
	}
	total := strconv.Itoa(a.Total.Value)
	if a.Total.Relation != "exact" {
		total = "at least " + total
	}
	if _, err := fmt.Fprintf(e.stderr, "%d of %s events\n", printed, total); err != nil {
		return err
	}
	if len(a.MissingDays) > 0 {
		return fmt.Errorf("not whole: these days can't be read: %v", a.MissingDays)
	}
	return nil
}
