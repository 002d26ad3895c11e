package indexer

import (
	"context"
	"io"
	"time"

	"whodid/audit"
	"whodid/indexer/source"
)

// Logs is Ingest for an OTLP ExportLogsServiceRequest, protobuf or JSON; see
// source.NewLogRecords. The report's lines count the log records.
func (x *Indexer) Logs(ctx context.Context, mediaType string, zone *time.Location, body io.Reader) (audit.Report, error) {
	return x.whole(ctx, body, func(f *flow, text *spooled) error {
		whole, err := io.ReadAll(text.reader())
		if err != nil {
			panic("bug: text in memory can't be read: " + err.Error())
		}
		rows, err := source.NewLogRecords(mediaType, whole, source.Options{Zone: zone})
		if err != nil {
			text.free()
			return err
		}
		return f.rows(rows, text, nil)
	})
}
