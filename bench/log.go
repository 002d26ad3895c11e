package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"whodid/audit"
	"whodid/cmd/loggen/company"
)

// chunkLines is how many events a POST of the log has.
const chunkLines = 5000

// logDays is how many days a generated log covers, the last of them yesterday.
const logDays = 180

// members is the size of the generated company.
const members = 12_000

// prepareLog gives the path of the NDJSON to store: the given one, or a log that
// it generates into dir beforehand, so that making it takes no time from what is
// measured.
func prepareLog(ctx context.Context, c common, dir string) (string, error) {
	if c.file != "" {
		return c.file, nil
	}
	path := filepath.Join(dir, "log.ndjson")
	f, err := os.Create(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	out := bufio.NewWriterSize(f, 1<<20)
	end := audit.DayOf(time.Now()).Start()
	var line []byte
	n := 0
	for e := range company.New(company.Options{Seed: 1, Members: members, Plain: true}).Events(end.AddDate(0, 0, -logDays), end, c.events) {
		if n%chunkLines == 0 && ctx.Err() != nil {
			return "", ctx.Err()
		}
		e.ID = audit.EventID(fmt.Sprintf("event-%d", n))
		n++
		line = append(e.AppendJSON(line[:0]), '\n')
		if _, err := out.Write(line); err != nil {
			return "", err
		}
	}
	return path, errors.Join(out.Flush(), f.Close())
}

// chunk is some lines of a log.
type chunk struct {
	text  []byte
	lines int
}

// chunker cuts a log into chunks without looking into its lines.
type chunker struct {
	file *os.File
	in   *bufio.Reader
}

func openChunks(path string) (*chunker, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &chunker{f, bufio.NewReaderSize(f, 1<<20)}, nil
}

// next gives the next chunk of at most so many lines; one of none is the end.
func (c *chunker) next(lines int) (chunk, error) {
	var out chunk
	for out.lines < lines {
		line, err := c.in.ReadSlice('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			break
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return out, err
		}
		out.text = append(out.text, line...)
		out.lines++
	}
	return out, nil
}

func (c *chunker) close() { _ = c.file.Close() } // only read from
