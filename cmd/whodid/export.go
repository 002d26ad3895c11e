package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
)

type exportCmd struct {
	Query    []string `arg:"" optional:"" help:"The question; nothing is everything."`
	Output   string   `short:"o" required:"" placeholder:"FILE" help:"File to write; - is standard output. It appears when it is whole."`
	Format   string   `default:"" enum:",csv,ndjson" placeholder:"csv|ndjson" help:"Form of the file; by default ndjson where its name ends in .ndjson or .jsonl, else csv."`
	Language string   `default:"" enum:",en,ko,ja" placeholder:"en|ko|ja" help:"Language of a CSV file's header and labels; en by default."`
	Safe     *bool    `name:"spreadsheet-safe" negatable:"" help:"Put a ' before a CSV file's cells that a spreadsheet would take for a formula; by default it is put."`
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
	params.Set("sort", c.Sort)
	params.Set("partial", strconv.FormatBool(c.Partial))
	form, err := c.form(params)
	if err != nil {
		return err
	}
	if c.Output == "-" {
		if _, err := form.stream(e, server, params, e.stdout); err != nil {
			return fmt.Errorf("the export is not whole: %w", err)
		}
		return nil
	}
	n, err := c.save(e, server, form, params)
	if err != nil {
		return fmt.Errorf("%s was not written: %w", c.Output, err)
	}
	_, err = fmt.Fprintf(e.stderr, "%s: %d bytes\n", c.Output, n)
	return err
}

// exportForm is a form of the file: the call that answers with it, and its media
// type.
type exportForm struct{ path, media string }

// form gives the form that is asked for and adds to params what it takes.
func (c *exportCmd) form(params url.Values) (exportForm, error) {
	format := c.Format
	if format == "" {
		format = "csv"
		switch strings.ToLower(filepath.Ext(c.Output)) {
		case ".ndjson", ".jsonl":
			format = "ndjson"
		}
	}
	if format == "ndjson" {
		switch {
		case c.Language != "":
			return exportForm{}, wrongUsage("--language: %q is for CSV files; NDJSON has codes, which are of no language", c.Language)
		case c.Safe != nil && *c.Safe:
			return exportForm{}, wrongUsage("--spreadsheet-safe: is for CSV files; NDJSON has every value as it is")
		}
		return exportForm{"/api/v1/export.ndjson", "application/x-ndjson"}, nil
	}
	params.Set("language", cmp.Or(c.Language, "en"))
	params.Set("spreadsheet_safe", strconv.FormatBool(c.Safe == nil || *c.Safe))
	return exportForm{"/api/v1/export.csv", "text/csv"}, nil
}

// save gives the number of bytes of the file.
func (c *exportCmd) save(e *env, server *client, form exportForm, params url.Values) (written int64, err error) {
	bar := newBytesBar(e.stderr, "exporting")
	defer func() { _ = bar.Finish() }()
	err = writeAside(c.Output, func(w io.Writer) error {
		written, err = form.stream(e, server, params, io.MultiWriter(w, bar))
		return err
	})
	return written, err
}

// stream copies the server's file to w and gives the number of its bytes. Days
// that --partial leaves out are named.
func (f exportForm) stream(e *env, server *client, params url.Values, w io.Writer) (int64, error) {
	res, err := server.do(e.ctx, http.MethodGet, server.url(f.path, params), f.media, nil, nil)
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
