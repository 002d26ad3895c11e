package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"time"

	"whodid/audit"
	"whodid/cmd/loggen/company"
)

// write writes every event that o asks for. It stops with ctx's error.
func write(ctx context.Context, o order, out io.Writer) error {
	w := bufio.NewWriterSize(out, 1<<20)
	c := company.New(o.company)
	put := jsonLine(o, w)
	events := c.Events
	if o.format == "csv" {
		var err error
		if put, err = csvLine(o, w); err != nil {
			return err
		}
		events = c.EventsNewestFirst
	}
	i := 0
	for e := range events(o.from, o.to, o.n) {
		if err := put(e); err != nil {
			return err
		}
		if i++; i%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return w.Flush()
}

// storedHead is how an event begins that no store has seen. A file for a store
// leaves it out, or has the sender's own id.
var storedHead = []byte(`{"id":"","seq":0,`)

// jsonLine gives the writer of an event's NDJSON line.
func jsonLine(o order, w *bufio.Writer) func(audit.Event) error {
	var line []byte
	number := 0
	return func(e audit.Event) error {
		line = e.AppendJSON(line[:0])
		rest, ok := bytes.CutPrefix(line, storedHead)
		if !ok {
			return fmt.Errorf("bug: the event begins otherwise: %.40s", line)
		}
		head := w.AvailableBuffer()
		head = append(head, '{')
		if o.ids {
			head = fmt.Appendf(head, `"id":"loggen-%d-%d",`, o.company.Seed, number)
			number++
		}
		if _, err := w.Write(head); err != nil {
			return err
		}
		if _, err := w.Write(rest); err != nil {
			return err
		}
		return w.WriteByte('\n')
	}
}

// downloadColumns are the first columns of an export: those of the audit download.
const downloadColumns = 6

// csvLine writes the byte order mark and the header and gives the writer of an
// event's line.
func csvLine(o order, w *bufio.Writer) (func(audit.Event) error, error) {
	if _, err := w.WriteString("\ufeff"); err != nil {
		return nil, err
	}
	// No made-up name has a line break, which encoding/csv would not keep as it is.
	// It writes through w's own buffer, so that flushing w is enough.
	lines := csv.NewWriter(w)
	lines.UseCRLF = true
	if err := lines.Write(audit.ExportHeader(o.language)[:downloadColumns]); err != nil {
		return nil, err
	}
	return func(e audit.Event) error {
		return lines.Write([]string{
			e.Time.In(o.zone).Format(time.DateTime),
			audit.CSVPerson(e.User.Name, e.User.Email),
			e.ServiceType.Label(o.language),
			e.Task.Label(o.language),
			audit.CSVPerson(e.Target.Name, e.Target.Email),
			e.Status.Label(o.language),
		})
	}, nil
}
