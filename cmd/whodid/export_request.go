package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// requested is a requested download as the API shows it.
type requested struct {
	ID, State, Why string
	fileForm
	RowsExpected int      `json:"rows_expected"`
	RowsWritten  int      `json:"rows_written"`
	Missing      []string `json:"missing_days"`
	Bytes        int64
	SHA256       string `json:"sha256"`
}

var jobID = regexp.MustCompile(`^[A-Za-z0-9]{1,64}$`)

// isJobID tells what may stand in an address and in a file's name.
func isJobID(id string) bool { return jobID.MatchString(id) }

// request asks the server for the file.
func (c *exportCmd) request(e *env, server *client, form fileForm, params url.Values) (requested, error) {
	filters := map[string][]string{}
	body := map[string]any{
		"filters": filters, "partial": c.Partial, "format": form.Format, "compression": form.Compression, "split": form.Split,
		"language": form.Language, "spreadsheet_safe": form.Safe,
	}
	for name, values := range params {
		switch name {
		case "q", "from", "to", "tz", "sort":
			body[name] = values[0]
		default:
			filters[name] = values
		}
	}
	text, err := json.Marshal(body)
	if err != nil {
		return requested{}, err
	}
	var j requested
	err = c.patiently(e.ctx, func() error {
		j, err = c.ask(e.ctx, server, http.MethodPost, "/api/v1/exports", text)
		var refused *apiError
		if err == nil || errors.As(err, &refused) && refused.status == http.StatusTooManyRequests {
			return err
		}
		return errEnded{err} // it may be queued: to ask again could make it twice
	})
	if err == nil && len(j.Missing) > 0 {
		_, _ = fmt.Fprintf(e.stderr, "without the days that can't be read: %s\n", oneLine(strings.Join(j.Missing, ", ")))
	}
	return j, err
}

// ask gives a download as it stands.
func (c *exportCmd) ask(ctx context.Context, server *client, method, path string, body []byte) (j requested, err error) {
	header := http.Header{"Content-Type": {"application/json"}}
	res, err := server.do(ctx, method, server.url(path, nil), "application/json", header, bytes.NewReader(body), http.StatusAccepted)
	if err != nil {
		return j, err
	}
	defer res.Body.Close()
	if err := json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(&j); err != nil {
		return j, fmt.Errorf("read the answer: %w", err)
	}
	if !isJobID(j.ID) {
		return j, fmt.Errorf("%s answers with a download that has no id; is it whodid?", server.base)
	}
	return j, nil
}

// ready waits until a download can be fetched. Polls are close together at first: most files are
// ready in no time.
func (c *exportCmd) ready(e *env, server *client, id string) (j requested, err error) {
	bar := newCountBar(e.stderr, "writing rows")
	defer func() { _ = bar.Finish() }()
	for pause := 20 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		err = c.patiently(e.ctx, func() error {
			j, err = c.ask(e.ctx, server, http.MethodGet, "/api/v1/exports/"+id, nil)
			return err
		})
		if err != nil {
			return j, err
		}
		switch j.State {
		case "ready":
			return j, nil
		case "failed":
			return j, errEnded{errors.New(j.Why)}
		case "canceled":
			return j, errEnded{errors.New("somebody canceled the download")}
		}
		bar.ChangeMax(j.RowsExpected)
		_ = bar.Set(j.RowsWritten)
		if err := wait(e.ctx, pause); err != nil {
			return j, err
		}
	}
}
