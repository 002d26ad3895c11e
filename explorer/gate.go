package explorer

import (
	"context"
	"time"

	"golang.org/x/sync/semaphore"

	"whodid/audit"
	"whodid/audit/query"
)

// gate lets a bounded number of calls run at once. Others wait for their turn, in
// the order they came, and are told to come back where that takes too long: a
// server that does too much at once is quick for nobody. Safe for concurrent use.
type gate struct {
	room    *semaphore.Weighted
	refusal *audit.Error
}

// gateTimeout is how long a call waits for its turn. Thirty clients that each ask
// again at once wait for thousandths of it.
const gateTimeout = 10 * time.Second

// Defaults of how much runs at once. Searches take some milliseconds; more of them
// than this would only slow each other. Exports last as long as their clients
// read, with the days they read held open.
const (
	searchesPerCore = 4
	maxExports      = 8
	maxUploads      = 8 // some MB each, and as long as their clients send
)

var (
	errBusySearches = &audit.Error{Kind: audit.Overloaded, Code: "overloaded", Message: "Too many searches run at once. Search again in a moment."}
	errBusyExports  = &audit.Error{Kind: audit.Overloaded, Code: "overloaded", Message: "Too many exports run at once. Start this one again when another has ended."}
	errBusyUploads  = &audit.Error{Kind: audit.Overloaded, Code: "overloaded", Message: "Too many files are uploaded at once. Send this one again when another has ended."}
)

func newGate(most int, refusal *audit.Error) *gate {
	return &gate{semaphore.NewWeighted(int64(most)), refusal}
}

// enter waits for the call's turn, which leave ends. Errors: the gate's refusal,
// ctx.Err().
func (g *gate) enter(ctx context.Context) error {
	if g.room.TryAcquire(1) {
		return nil
	}
	wait, cancel := context.WithTimeout(ctx, gateTimeout)
	defer cancel()
	if g.room.Acquire(wait, 1) == nil {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return g.refusal
}

func (g *gate) leave() { g.room.Release(1) }

// gatedSearcher is a Searcher of which a bounded number of calls run at once.
type gatedSearcher struct {
	Searcher
	gate *gate
}

func (s gatedSearcher) Search(ctx context.Context, q query.Search) (query.Page, error) {
	if err := s.gate.enter(ctx); err != nil {
		return query.Page{}, err
	}
	defer s.gate.leave()
	return s.Searcher.Search(ctx, q)
}

func (s gatedSearcher) Suggest(ctx context.Context, q query.Suggest) (query.Suggestions, error) {
	if err := s.gate.enter(ctx); err != nil {
		return query.Suggestions{}, err
	}
	defer s.gate.leave()
	return s.Searcher.Suggest(ctx, q)
}

func (s gatedSearcher) Event(ctx context.Context, id audit.EventID) (audit.Event, error) {
	if err := s.gate.enter(ctx); err != nil {
		return audit.Event{}, err
	}
	defer s.gate.leave()
	return s.Searcher.Event(ctx, id)
}
