package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"strconv"
)

type backupCmd struct {
	File    string `arg:"" help:"File to write; - is standard output. It appears when it is whole."`
	Partial bool   `help:"Save what there is where days can't be read; they are named."`
	clientFlags
}

// Run saves a backup, which is checked to its last line while it comes. What can't
// be written to its end leaves no file behind, and an older file of that name as it was.
func (c *backupCmd) Run(e *env) error {
	if c.File == "-" && isTerminal(e.stdout) {
		return wrongUsage("<file>: a backup is nothing for a terminal; name a file, or send standard output to one")
	}
	if c.File != "-" {
		if err := writable("<file>", c.File); err != nil {
			return err
		}
	}
	server, err := c.client()
	if err != nil {
		return err
	}
	got := &fetched{hash: sha256.New()}
	if c.File == "-" {
		if err := c.fetch(e, server, e.stdout, got); err != nil {
			return fmt.Errorf("the backup is not whole: %w", err)
		}
	} else if err := writeAside(c.File, func(w io.Writer) error { return c.fetch(e, server, w, got) }); err != nil {
		return fmt.Errorf("%s was not written: %w", c.File, err)
	}
	_, err = fmt.Fprintf(e.stderr, "%s: %d events, %d bytes, sha256 %x\n", c.File, got.events, got.bytes, got.hash.Sum(nil))
	return err
}

// fetched is a backup that came.
type fetched struct {
	events int
	bytes  int64
	hash   hash.Hash // of the file, as sha256sum has it
}

// Write implements io.Writer, for the bytes of the file.
func (f *fetched) Write(p []byte) (int, error) {
	f.bytes += int64(len(p))
	return f.hash.Write(p)
}

// fetch copies a backup of the server to w. Days that --partial leaves out are named.
func (c *backupCmd) fetch(e *env, server *client, w io.Writer, got *fetched) error {
	params := url.Values{"partial": {strconv.FormatBool(c.Partial)}}
	res, err := server.do(e.ctx, http.MethodGet, server.url("/api/v1/backup", params), "application/zstd", nil, nil)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if days := res.Header.Get("X-Whodid-Missing-Days"); days != "" {
		_, _ = fmt.Fprintf(e.stderr, "without the days that can't be read: %s\n", oneLine(days))
	}
	bar := newBytesBar(e.stderr, "backing up")
	defer func() { _ = bar.Finish() }()
	b, err := openBackup(e.ctx, io.TeeReader(res.Body, io.MultiWriter(w, got, bar)))
	if err == nil {
		defer b.close()
		err = b.checkAll()
		got.events = b.events
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("the server broke it off")
	}
	return err
}
