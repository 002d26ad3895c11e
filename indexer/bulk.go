package indexer

import (
	"context"
	"io"
	"time"

	"whodid/audit"
	"whodid/indexer/source"
)

// Bulk is Ingest for the body of an Elasticsearch bulk request. It gives what became
// of each action, in their order. Errors are those of Ingest, Invalid for a line
// that should be an action and is none, TooLarge over source.MaxBulkItems.
func (x *Indexer) Bulk(ctx context.Context, zone *time.Location, body io.Reader) ([]audit.Item, error) {
	var items []audit.Item
	_, err := x.whole(ctx, body, func(f *flow, text *spooled) (err error) {
		if items, err = source.BulkItems(text.reader()); err != nil {
			text.free()
			return err
		}
		f.items = items
		return f.rows(source.NewBulk(text.reader(), items, source.Options{Zone: zone}), text, nil)
	})
	if err != nil {
		return nil, err
	}
	return items, nil
}
