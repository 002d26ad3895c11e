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
	Format   string   `default:"" enum:",csv,ndjson,xlsx" placeholder:"csv|ndjson|xlsx" help:"Form of the file; by default ndjson or xlsx where its name says so, else csv."`
	Compress string   `default:"" enum:",none,gzip,zip" placeholder:"none|gzip|zip" help:"How the file is packed; by default gzip where its name ends in .gz, zip where it ends in .zip."`
	Split    string   `default:"" enum:",none,rows,day" placeholder:"none|rows|day" help:"Cut a zip into a file for each 1,048,575 rows, as many as a spreadsheet holds, or for each day."`
	Language string   `default:"" enum:",en,ko,ja" placeholder:"en|ko|ja" help:"Language of the header and labels; en by default."`
	Safe     *bool    `name:"spreadsheet-safe" negatable:"" help:"Put a ' before a CSV file's cells that a spreadsheet would take for a formula; by default it is put."`
	Sort     string   `default:"-time" enum:"-time,time" help:"-time is newest first, time is oldest first."`
	Partial  bool     `help:"Save what there is where days can't be read; they are named."`
	Receipt  string   `placeholder:"FILE" help:"Save the receipt too: question, rows expected and written, first and last id, SHA-256."`
	Resume   string   `placeholder:"ID" help:"Go on with a download that was requested before, from this command or the page."`
	searchFlags
	periodFlags
	retryFlags
	clientFlags
}

// Run saves the matches. A file is requested from the server, which goes on with it over
// breaks and restarts, and is fetched when it is ready; standard output is streamed to. What
// can't be written to its end leaves no file of that name behind, and an older one as it was.
func (c *exportCmd) Run(e *env) error {
	for key, name := range map[string]string{"--output": c.Output, "--receipt": c.Receipt} {
		if name != "" && name != "-" {
			if err := writable(key, name); err != nil {
				return err
			}
		}
	}
	server, err := c.client()
	if err != nil {
		return err
	}
	form, err := c.form()
	if err != nil {
		return err
	}
	params := c.searchFlags.params(c.Query)
	if c.Resume != "" {
		if err := c.onlyResumes(params); err != nil {
			return err
		}
		return c.fetch(e, server, c.Resume)
	}
	if _, err := c.periodFlags.add(params); err != nil {
		return err
	}
	params.Set("sort", c.Sort)
	if c.Output == "-" {
		params.Set("partial", strconv.FormatBool(c.Partial))
		if err := c.stream(e, server, form, params); err != nil {
			return fmt.Errorf("the export is not whole: %w", err)
		}
		return nil
	}
	asked, err := c.request(e, server, form, params)
	if err != nil {
		return fmt.Errorf("%s was not written: %w", c.Output, err)
	}
	return c.fetch(e, server, asked.ID)
}

// fileForm is how a file is to be written, as the API has it.
type fileForm struct {
	Format      string `json:"format"`
	Compression string `json:"compression"`
	Split       string `json:"split"`
	Language    string `json:"language"`
	Safe        bool   `json:"spreadsheet_safe"`
}

// form gives the form that is asked for, or that the file's name ends in.
func (c *exportCmd) form() (fileForm, error) {
	f := fileForm{c.Format, c.Compress, cmp.Or(c.Split, "none"), cmp.Or(c.Language, "en"), c.Safe == nil || *c.Safe}
	name := strings.ToLower(c.Output)
	if f.Compression == "" {
		f.Compression = "none"
		switch filepath.Ext(name) {
		case ".gz":
			f.Compression = "gzip"
		case ".zip":
			f.Compression = "zip"
		}
	}
	if f.Format == "" {
		f.Format = "csv"
		switch filepath.Ext(strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".zip")) {
		case ".ndjson", ".jsonl":
			f.Format = "ndjson"
		case ".xlsx":
			f.Format = "xlsx"
		}
	}
	switch {
	case f.Format == "ndjson" && c.Language != "":
		return f, wrongUsage("--language: %q is for CSV and XLSX files; NDJSON has codes, which are of no language", c.Language)
	case f.Format != "csv" && c.Safe != nil && *c.Safe:
		return f, wrongUsage("--spreadsheet-safe: is for CSV files; the others have every value as it is")
	case f.Split != "none" && f.Compression != "zip":
		return f, wrongUsage("--split: only a zip has room for several files; use --compress zip")
	case c.Output == "-" && (f.Compression != "none" || f.Format == "xlsx"):
		return f, wrongUsage("--output: - takes CSV and NDJSON as they are; name a file, or send it through gzip")
	case c.Output == "-" && (c.Receipt != "" || c.Resume != ""):
		return f, wrongUsage("--output: - is streamed, which has no receipt and can't be resumed; name a file")
	}
	return f, nil
}

// onlyResumes refuses what a download was asked with already.
func (c *exportCmd) onlyResumes(params url.Values) error {
	if len(params) > 0 || c.From != "" || c.To != "" || c.TZ != "" || c.Format != "" || c.Compress != "" || c.Split != "" || c.Language != "" || c.Safe != nil || c.Partial {
		return wrongUsage("--resume: goes on with what was requested; it takes no question, conditions or form")
	}
	if !isJobID(c.Resume) {
		return wrongUsage("--resume: %q is no id of a download; it is a word of letters and digits", c.Resume)
	}
	return nil
}

// stream copies the server's file to standard output. Days that --partial leaves out are named.
func (c *exportCmd) stream(e *env, server *client, form fileForm, params url.Values) error {
	path, media := "/api/v1/export.ndjson", "application/x-ndjson"
	if form.Format == "csv" {
		path, media = "/api/v1/export.csv", "text/csv"
		params.Set("language", form.Language)
		params.Set("spreadsheet_safe", strconv.FormatBool(form.Safe))
	}
	res, err := server.do(e.ctx, http.MethodGet, server.url(path, params), media, nil, nil)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if days := res.Header.Get("X-Whodid-Missing-Days"); days != "" {
		_, _ = fmt.Fprintf(e.stderr, "without the days that can't be read: %s\n", oneLine(days))
	}
	_, err = io.Copy(e.stdout, res.Body)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("the server broke it off")
	}
	return err
}
