package explorer

import (
	"context"
	"io"
	"time"

	"whodid/audit"
	"whodid/audit/query"
)

// Searcher answers screens. Safe for concurrent use.
type Searcher interface {
	// Search answers the parts that s.Want names. Page.Missing lists days that
	// could not be read. Errors: *audit.Error of kind Invalid, or Unavailable where
	// no asked day could be read; ctx.Err().
	Search(ctx context.Context, s query.Search) (query.Page, error)
	// Suggest answers with the values of a field and their counts. Suggestions.Missing
	// lists days that could not be read. Errors: as Search.
	Suggest(ctx context.Context, s query.Suggest) (query.Suggestions, error)
	// Event gives one event, or an *audit.Error of kind NotFound.
	Event(ctx context.Context, id audit.EventID) (audit.Event, error)
}

// Scanner streams exports and backups. Safe for concurrent use.
type Scanner interface {
	// Scan yields every match in s.Order, from one snapshot: rows that arrive later
	// are not in it. It stops with yield's error. s.Limit, s.Cursor and s.Want play
	// no part. missing are the days of the period that could not be read.
	Scan(ctx context.Context, s query.Search, yield func(audit.Event) error) (missing []audit.Day, err error)
}

// Statser says what is stored. Safe for concurrent use.
type Statser interface {
	Stats(ctx context.Context) (audit.Stats, error)
}

// Ingester stores events. Safe for concurrent use.
type Ingester interface {
	// Ingest reads a body of the media type (a Content-Type header, parameters
	// included) to its end, times without an offset in zone, and answers when its
	// accepted events are on disk and searchable. body also has Size() int64, how many
	// bytes it will give; below 0 is not known. An error that body's Read gives
	// comes back wrapped, and then nothing is stored. Errors: *audit.Error of kind
	// Invalid for a body that can't be read as what it claims, Unsupported for
	// another media type, Overloaded or Unavailable where it could work later.
	Ingest(ctx context.Context, mediaType string, zone *time.Location, body io.Reader) (audit.Report, error)
	// Bulk is Ingest for the body of an Elasticsearch bulk request: it gives what
	// became of each action, in their order.
	Bulk(ctx context.Context, zone *time.Location, body io.Reader) ([]audit.Item, error)
	// Logs is Ingest for the log records of an OpenTelemetry export, protobuf or JSON.
	Logs(ctx context.Context, mediaType string, zone *time.Location, body io.Reader) (audit.Report, error)
}
