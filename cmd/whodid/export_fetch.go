package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/schollz/progressbar/v3"
)

// fetch waits for a download, fetches its file and puts it in its place. Where that can't be
// done now, but later, the download stays with the server, and the error says how to go on.
func (c *exportCmd) fetch(e *env, server *client, id string) error {
	j, err := c.ready(e, server, id)
	if err == nil {
		err = c.fetchFile(e, server, j)
	}
	if err != nil {
		hint := fmt.Sprintf("go on with: whodid export --resume %s -o %s", id, c.Output)
		var ended errEnded
		switch {
		case errors.As(err, &ended):
			return fmt.Errorf("%s was not written: %w", c.Output, err)
		case e.ctx.Err() != nil:
			_, _ = fmt.Fprintln(e.stderr, oneLine(hint))
			return err
		}
		return fmt.Errorf("%s was not written: %w; %s", c.Output, err, hint)
	}
	if c.Receipt != "" {
		if err := c.saveReceipt(e, server, id); err != nil {
			return fmt.Errorf("%s is whole, but %s was not written: %w", c.Output, c.Receipt, err)
		}
	}
	// The server's copy has done its duty. If it can't be deleted now, it expires.
	if res, err := server.do(e.ctx, http.MethodDelete, server.url("/api/v1/exports/"+id, nil), "", nil, nil, http.StatusNoContent); err == nil {
		_ = res.Body.Close()
	}
	_, err = fmt.Fprintf(e.stderr, "%s: %d rows, %d bytes, sha256 %s\n", c.Output, j.RowsWritten, j.Bytes, j.SHA256)
	return err
}

// fetchFile fetches the file of a ready download into one beside its place, going on where an earlier
// try ended. It takes its place when it is whole, on disk, and has the SHA-256 that it should.
func (c *exportCmd) fetchFile(e *env, server *client, j requested) error {
	name := filepath.Join(filepath.Dir(c.Output), "."+filepath.Base(c.Output)+"."+j.ID+".part")
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	f := &fetching{c: c, e: e, server: server, job: j, part: file, hash: sha256.New()}
	err = f.all()
	if err == nil {
		err = file.Sync()
	}
	err = errors.Join(err, file.Close())
	if err == nil {
		return moveInto(name, c.Output)
	}
	var ended errEnded
	if errors.As(err, &ended) || f.have == 0 {
		err = errors.Join(err, os.Remove(name))
	}
	return err
}

// fetching is a file on its way.
type fetching struct {
	c      *exportCmd
	e      *env
	server *client
	job    requested
	part   *os.File
	hash   hash.Hash // of the first have bytes
	have   int64
	bar    *progressbar.ProgressBar
	failed error // of writing here, which no patience with the server mends
}

// Write implements io.Writer, for bytes as they come.
func (f *fetching) Write(p []byte) (int, error) {
	n, err := f.part.Write(p)
	f.failed = err
	f.hash.Write(p[:n])
	f.have += int64(n)
	_ = f.bar.Add(n)
	return n, err
}

func (f *fetching) all() error {
	f.bar = newSizeBar(f.e.stderr, "fetching", f.job.Bytes)
	defer func() { _ = f.bar.Finish() }()
	n, err := io.Copy(io.MultiWriter(f.hash, f.bar), f.part) // of an earlier try
	if err != nil {
		return err
	}
	if f.have = n; f.have > f.job.Bytes {
		if err := f.restart(); err != nil {
			return err
		}
	}
	for f.have < f.job.Bytes {
		before := f.have
		err := f.c.patiently(f.e.ctx, func() error {
			err := f.piece()
			if f.have > before || f.failed != nil { // it goes on: patience begins anew
				return nil
			}
			return err
		})
		if err = errors.Join(err, f.failed); err != nil {
			return err
		}
	}
	if sum := hex.EncodeToString(f.hash.Sum(nil)); f.have != f.job.Bytes || sum != f.job.SHA256 {
		return errEnded{fmt.Errorf("%d bytes with the SHA-256 %s came, and it should be %d with %s; request it again", f.have, sum, f.job.Bytes, f.job.SHA256)}
	}
	return nil
}

// piece fetches what lacks, or as much of it as comes.
func (f *fetching) piece() error {
	header := http.Header{}
	if f.have > 0 {
		header.Set("Range", fmt.Sprintf("bytes=%d-", f.have))
		header.Set("If-Range", `"`+f.job.SHA256+`"`)
	}
	res, err := f.server.do(f.e.ctx, http.MethodGet, f.server.url("/api/v1/exports/"+f.job.ID+"/file", nil), f.job.media(), header, nil, http.StatusPartialContent)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if f.have > 0 && !strings.HasPrefix(res.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", f.have)) {
		if err := f.restart(); err != nil {
			return err
		}
	}
	n, err := io.Copy(f, res.Body)
	if n == 0 && err == nil { // not whodid's answer; asked for at once again, it could be for ever
		err = io.ErrUnexpectedEOF
	}
	return err
}

// restart begins the file anew.
func (f *fetching) restart() error {
	f.hash.Reset()
	f.have = 0
	f.bar.Reset()
	_, err := f.part.Seek(0, io.SeekStart)
	return errors.Join(err, f.part.Truncate(0))
}

// media is the media type of the file as it is fetched.
func (f fileForm) media() string {
	switch {
	case f.Compression == "gzip":
		return "application/gzip"
	case f.Compression == "zip":
		return "application/zip"
	case f.Format == "ndjson":
		return "application/x-ndjson"
	case f.Format == "xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv"
}

func (c *exportCmd) saveReceipt(e *env, server *client, id string) error {
	return writeAside(c.Receipt, func(w io.Writer) error {
		return c.patiently(e.ctx, func() error {
			res, err := server.do(e.ctx, http.MethodGet, server.url("/api/v1/exports/"+id+"/receipt", nil), "application/json", nil, nil)
			if err != nil {
				return err
			}
			defer res.Body.Close()
			text, err := io.ReadAll(io.LimitReader(res.Body, 16<<20))
			if err != nil {
				return err
			}
			_, err = w.Write(text)
			return err
		})
	})
}
