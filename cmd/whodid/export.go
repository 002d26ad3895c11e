package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
)

type exportCmd struct {
	Query    []string `arg:"" optional:"" help:"The question; nothing is everything."`
	Output   string   `short:"o" required:"" placeholder:"FILE" help:"File to write; - is standard output. It appears when it is whole."`
	Language string   `default:"en" enum:"en,ko,ja" help:"Language of header and labels: en, ko, ja."`
	Safe     bool     `name:"spreadsheet-safe" default:"true" negatable:"" help:"Put a ' before cells that a spreadsheet would take for a formula."`
	Sort     string   `default:"-time" enum:"-time,time" help:"-time is newest first, time is oldest first."`
	searchFlags
	periodFlags
	clientFlags
}

// Run saves the matches. A file that could not be written to its end is removed.
func (c *exportCmd) Run(e *env) error {
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
	res, err := server.do(e.ctx, http.MethodGet, server.url("/api/v1/export.csv", params), nil, nil)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if c.Output == "-" {
		_, err := io.Copy(e.stdout, res.Body)
		return notWhole(err)
	}
	part := c.Output + ".part"
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	bar := newBytesBar(e.stderr, "exporting")
	n, err := io.Copy(io.MultiWriter(f, bar), res.Body)
	_ = bar.Finish()
	if err = errors.Join(notWhole(err), f.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	if err := os.Rename(part, c.Output); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stderr, "%s: %d bytes\n", c.Output, n)
	return err
}

func notWhole(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("the export broke off, nothing was kept of it: %w", err)
}
