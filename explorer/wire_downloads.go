package explorer

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"whodid/audit"
	"whodid/explorer/download"
)

// wireExport is the body that requests a download.
type wireExport struct {
	download.Ask
	Before *uint64 `json:"before"`
	Since  string  `json:"since"`
}

// filterNames are the filters of a search, as its parameters.
var filterNames = []string{"task", "status", "service_type", "user", "target", "not_task", "not_status", "not_service_type", "not_user", "not_target"}

// askedParams gives a search as the parameters of GET /search.
func askedParams(ask download.Ask) (params, error) {
	p := params{}
	for name, value := range map[string]string{"q": ask.Q, "from": ask.From, "to": ask.To, "tz": ask.TZ, "sort": ask.Sort} {
		if value != "" {
			p[name] = []string{value}
		}
	}
	for name, values := range ask.Filters {
		if !slices.Contains(filterNames, name) {
			return nil, audit.NewInvalid("filters", fmt.Sprintf("%q is no filter. Use %s.", name, strings.Join(filterNames, ", ")))
		}
		if len(values) > 0 {
			p[name] = values
		}
	}
	return p, nil
}

// askedForm gives how the file is to be written; asked is the zone of the search.
func askedForm(ask download.Ask, asked *time.Location) (download.Form, error) {
	p := params{"file_tz": {ask.FileTZ}, "language": {ask.Language}, "format": {ask.Format}, "compression": {ask.Compression}, "split": {ask.Split}}
	if ask.Safe != nil {
		p["spreadsheet_safe"] = []string{strconv.FormatBool(*ask.Safe)}
	}
	csv, err := csvForm(p, asked)
	if err != nil {
		return download.Form{}, err
	}
	f := download.Form{Language: csv.Language, Zone: csv.Zone.String(), Safe: csv.SpreadsheetSafe}
	if f.Format, err = enum(p, "format", download.CSV, words(download.CSV, download.NDJSON, download.XLSX)); err != nil {
		return f, err
	}
	if f.Compression, err = enum(p, "compression", download.None, words(download.None, download.Gzip, download.ZIP)); err != nil {
		return f, err
	}
	if f.Split, err = enum(p, "split", download.Whole, words(download.Whole, download.ByRows, download.ByDay)); err != nil {
		return f, err
	}
	switch {
	case f.Format != download.XLSX:
	case f.Compression != download.None:
		return f, audit.NewInvalid("compression", "An Excel file is packed already: leave the compression away, or send none.")
	case f.Split == download.ByDay:
		return f, audit.NewInvalid("split", "An Excel file is cut by rows only, a sheet for each 1,048,575: a sheet a day would be hundreds. Ask for the days that you need, or for CSV in an archive.")
	default:
		return f, nil
	}
	if f.Split != download.Whole && f.Compression != download.ZIP {
		return f, audit.NewInvalid("split", `Only an archive has room for several files: split with "compression":"zip".`)
	}
	return f, nil
}

func words[T ~string](values ...T) map[string]T {
	m := make(map[string]T, len(values))
	for _, v := range values {
		m[string(v)] = v
	}
	return m
}

type exportsAnswer struct {
	Exports []wireJob `json:"exports"`
}

// wireJob is a requested download as it stands. Rows, bytes, sha256 and expires_at are those of a ready one, why and code of a
// failed one.
type wireJob struct {
	ID      string     `json:"id"`
	State   string     `json:"state"`
	Owner   string     `json:"owner"`
	Created string     `json:"created"`
	Query   url.Values `json:"query"` // as the parameters of a search
	download.Form
	Since        string        `json:"since,omitempty"` // of one that goes on from a former one, with the bound
	After        *uint64       `json:"after,omitempty"`
	Schedule     *scheduleMark `json:"schedule,omitempty"` // of one that a schedule requested
	File         string        `json:"file"`
	RowsExpected int           `json:"rows_expected"`
	RowsWritten  int           `json:"rows_written"`
	Missing      []audit.Day   `json:"missing_days"`
	Started      *string       `json:"started,omitempty"`
	Finished     *string       `json:"finished,omitempty"`
	Rows         *int          `json:"rows,omitempty"`
	Bytes        *int64        `json:"bytes,omitempty"`
	SHA256       string        `json:"sha256,omitempty"`
	Parts        int           `json:"parts,omitempty"`
	Expires      *string       `json:"expires_at,omitempty"`
	Code         string        `json:"code,omitempty"`
	Why          string        `json:"why,omitempty"`
}

func jobOnWire(j download.Job) wireJob {
	w := wireJob{
		ID: j.ID, State: string(j.State), Owner: j.Owner, Created: audit.FormatTime(j.Created), Query: j.Query, Form: j.Form, File: j.File,
		RowsExpected: j.RowsExpected, RowsWritten: j.RowsWritten, Missing: notNil(j.Missing), Started: timeOnWire(j.Started), Finished: timeOnWire(j.Finished),
	}
	w.Since, w.After = sinceOnWire(j.Since)
	w.Schedule = markOnWire(j.Schedule)
	if j.State == download.Ready {
		w.Rows, w.Bytes, w.SHA256, w.Parts, w.Expires = &j.RowsWritten, &j.Bytes, j.SHA256, j.Parts, timeOnWire(j.Expires)
	}
	if j.Problem != nil {
		w.Code, w.Why = j.Problem.Code, j.Problem.Message
	}
	return w
}

// sinceOnWire gives the former download and the number that the rows are behind, where there is one.
func sinceOnWire(s download.Since) (id string, after *uint64) {
	if s.ID == "" {
		return "", nil
	}
	return s.ID, &s.After
}

// scheduleMark says which schedule requested a download, and what it was called then.
type scheduleMark struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func markOnWire(m download.Mark) *scheduleMark {
	if m.ID == "" {
		return nil
	}
	return &scheduleMark{m.ID, m.Name}
}

// receipt says what a file is: whoever has both can prove that the file is whole.
type receipt struct {
	File        string        `json:"file"`
	SHA256      string        `json:"sha256"` // hex
	Bytes       int64         `json:"bytes"`
	Rows        int           `json:"rows_written"`
	Expected    int           `json:"rows_expected"`
	FirstID     audit.EventID `json:"first_id,omitempty"` // of the first row
	LastID      audit.EventID `json:"last_id,omitempty"`
	Days        int           `json:"days_read"`
	Missing     []audit.Day   `json:"missing_days"`
	Query       url.Values    `json:"query"`
	Form        download.Form `json:"form"`
	Before      uint64        `json:"before"`          // every event in the file has a lower number, and no match with one lacks
	Since       string        `json:"since,omitempty"` // the former download
	After       *uint64       `json:"after,omitempty"` // every event in the file has a higher number: those with lower ones were up to the former file
	Schedule    *scheduleMark `json:"schedule,omitempty"`
	RequestedBy string        `json:"requested_by"`
	RequestedAt string        `json:"requested_at"`
	ReadyAt     string        `json:"ready_at"`
	Replaced    *int          `json:"replaced_cells,omitempty"` // of an Excel file: cells in which characters that can't stand in it became U+FFFD
	Download    string        `json:"download"`                 // its id
	Whodid      string        `json:"whodid"`                   // the version that wrote it
}

func receiptOf(j download.Job, version string) receipt {
	since, after := sinceOnWire(j.Since)
	var replaced *int
	if j.Form.Format == download.XLSX {
		replaced = &j.Replaced
	}
	return receipt{
		Replaced: replaced,
		File:     j.File, SHA256: j.SHA256, Bytes: j.Bytes, Rows: j.RowsWritten, Expected: j.RowsExpected, FirstID: j.FirstID, LastID: j.LastID,
		Days: j.Days, Missing: notNil(j.Missing), Query: j.Query, Form: j.Form, Before: j.Before, Since: since, After: after, Schedule: markOnWire(j.Schedule),
		RequestedBy: j.Owner, RequestedAt: audit.FormatTime(j.Created), ReadyAt: audit.FormatTime(j.Finished), Download: j.ID, Whodid: version,
	}
}
