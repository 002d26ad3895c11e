// Package storetest is the contract that every store is held to: scenarios as
// text files, and generated logs and questions that must be answered as memstore
// answers them. Tests of the stores call it; it imports audit, audit/query
// and memstore.
package storetest

import (
	"context"
	"embed"
	"io/fs"
	"testing"

	"whodid/audit"
	"whodid/audit/query"
)

// Store is all that the rooms ask of a store.
type Store interface {
	Append(ctx context.Context, events []audit.Event) ([]audit.Outcome, error)
	Search(ctx context.Context, s query.Search) (query.Page, error)
	Suggest(ctx context.Context, s query.Suggest) (query.Suggestions, error)
	Scan(ctx context.Context, s query.Search, yield func(audit.Event) error) ([]audit.Day, error)
	Event(ctx context.Context, id audit.EventID) (audit.Event, error)
	After(ctx context.Context, seq uint64, limit int) ([]audit.Event, error)
	Stats(ctx context.Context) (audit.Stats, error)
	Drop(ctx context.Context, day audit.Day) error
	LastSeq() uint64
	Close() error
}

// Open opens a store on dir, which may hold what an earlier one left. It fails
// the test where it can't.
type Open func(t testing.TB, dir string) Store

//go:embed scenarios/*.txt
var scenarios embed.FS

// Run holds a store to the contract. A store that keeps nothing on disk says so
// with durable false: what is asked after a restart is then left out.
func Run(t *testing.T, open Open, durable bool) {
	names, err := fs.Glob(scenarios, "scenarios/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) { runScenario(t, name, open, durable) })
	}
	for seed := range uint64(4) {
		if !durable { // that is the oracle itself
			break
		}
		t.Run("differential", func(t *testing.T) {
			t.Parallel()
			Differential(t, open, seed+1, 600)
		})
	}
	t.Run("paging while events arrive", func(t *testing.T) { pagingWhileWriting(t, open) })
	t.Run("cancelled", func(t *testing.T) { cancelled(t, open) })
}
