package main

import (
	"io"

	"whodid/audit"
	"whodid/indexer/source"
)

// eventRows is a source of events that are there already, with their ids or
// without.
type eventRows struct {
	next func() (audit.Event, bool)
	left int // rows to give at most
	line int
}

// Next implements source.Reader.
func (r *eventRows) Next() (source.Row, error) {
	if r.left == 0 {
		return source.Row{}, io.EOF
	}
	e, ok := r.next()
	if !ok {
		return source.Row{}, io.EOF
	}
	r.left--
	r.line++
	return source.Row{Line: r.line, ID: string(e.ID), Event: e}, nil
}

// Summary implements source.Reader.
func (r *eventRows) Summary() source.Summary { return source.Summary{} }
