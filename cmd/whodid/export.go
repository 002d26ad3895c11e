package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
)

type exportCmd struct {
	Query    []string `arg:"" optional:"" help:"The question; nothing is everything."`
	Output   string   `short:"o" required:"" placeholder:"FILE" help:"File to write; - is standard output. It appears when it is whole."`
	Language string   `default:"en" enum:"en,ko,ja" help:"Language of header and labels: en, ko, ja."`
	Safe     bool     `name:"spreadsheet-safe" default:"true" negatable:"" help:"Put a ' before cells that a spreadsheet would take for a formula."`
	Sort     string   `default:"-time" enum:"-time,time" help:"-time is newest first, time is oldest first."`
	Partial  bool     `help:"Save what there is where days can't be read; they are named."`
	searchFlags
	periodFlags
	clientFlags
}

// Run saves the matches. What can't be written to its end leaves no file behind,
// and an older file of that name as it was.
func (c *exportCmd) Run(e *env) error {
	if c.Output != "-" {
		if err := writable("--output", c.Output); err != nil {
			return err
		}
	}
	server, err := c.client()
	if err != nil {
		return err
	}
	params := c.searchFlags.params(c.Query)
	if _, err := c.periodFlags.add(params); err != nil {
		return err
	}
	params.Set("language", c.Language)
	params.Set("sort", c.Sort)
	params.Set("spreadsheet_safe", strconv.FormatBool(c.Safe))
	params.Set("partial", strconv.FormatBool(c.Partial))
	if c.Output == "-" {
		if _, err := stream(e, server, params, e.stdout); err != nil {
			return fmt.Errorf("the export is not whole: %w", err)
		}
		return nil
	}
	n, err := c.save(e, server, params)
	if err != nil {
		return fmt.Errorf("%s was not written: %w", c.Output, err)
	}
	_, err = fmt.Fprintf(e.stderr, "%s: %d bytes\n", c.Output, n)
	return err
}

// save gives the number of bytes of the file.
func (c *exportCmd) save(e *env, server *client, params url.Values) (written int64, err error) {
	bar := newBytesBar(e.stderr, "exporting")
	defer func() { _ = bar.Finish() }()
	err = writeAside(c.Output, func(w io.Writer) error {
		written, err = stream(e, server, params, io.MultiWriter(w, bar))
		return err
	})
	return written, err
}

// stream copies the server's CSV to w and gives the number of its bytes. Days
// that --partial leaves out are named.
func stream(e *env, server *client, params url.Values, w io.Writer) (int64, error) {
	res, err := server.do(e.ctx, http.MethodGet, server.url("/api/v1/export.csv", params), "text/csv", nil, nil)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	if days := res.Header.Get("X-Whodid-Missing-Days"); days != "" {
		_, _ = fmt.Fprintf(e.stderr, "without the days that can't be read: %s\n", oneLine(days))
	}
	n, err := io.Copy(w, res.Body)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("the server broke it off")
	}
	return n, err
}
