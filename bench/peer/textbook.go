package peer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/mapping"

	"whodid/audit"
)

// textbook is Bleve as its documentation teaches it: one index a UTC day, default
// mappings but for the values of facets, an alias over the days, and search
// requests with facets.
type textbook struct {
	dir   string
	mu    sync.RWMutex
	days  map[audit.Day]bleve.Index // guarded by mu
	alias bleve.IndexAlias
}

// document is an event as Bleve is given it.
type document struct {
	Time        string `json:"time"`
	User        party  `json:"user"`
	Target      party  `json:"target"`
	Task        string `json:"task"`
	Status      string `json:"status"`
	ServiceType string `json:"service_type"`
	// Labels are what the words of a question find of the three above.
	Labels []string `json:"labels"`
}

// party is the user or the target; a user has no kind.
type party struct {
	ID    string `json:"id,omitempty"`
	Kind  string `json:"kind,omitempty"`
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
}

func openTextbook(dir string) (*textbook, error) {
	t := &textbook{dir: dir, days: map[audit.Day]bleve.Index{}, alias: bleve.NewIndexAlias()}
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		index, err := bleve.Open(name)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("open %s: %w", name, err), t.Close())
		}
		t.days[audit.Day(filepath.Base(name))] = index
		t.alias.Add(index)
	}
	return t, nil
}

func textbookMapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	for _, field := range []string{"task", "status", "service_type"} {
		m.DefaultMapping.AddFieldMappingsAt(field, bleve.NewKeywordFieldMapping())
	}
	m.DefaultMapping.AddFieldMappingsAt("time", bleve.NewDateTimeFieldMapping())
	return m
}

// day gives the index of a day, a new one where there was none. Load calls it,
// and nobody else writes.
func (t *textbook) day(d audit.Day) (bleve.Index, error) {
	if index, ok := t.days[d]; ok {
		return index, nil
	}
	if err := os.MkdirAll(t.dir, 0o700); err != nil {
		return nil, err
	}
	index, err := bleve.New(filepath.Join(t.dir, string(d)), textbookMapping())
	if err != nil {
		return nil, fmt.Errorf("make index of %s: %w", d, err)
	}
	t.mu.Lock()
	t.days[d] = index
	t.mu.Unlock()
	t.alias.Add(index)
	return index, nil
}

// Load stores the events in one batch a day.
func (t *textbook) Load(ctx context.Context, events []audit.Event) error {
	batches := map[audit.Day]*bleve.Batch{}
	for _, e := range events {
		d := audit.DayOf(e.Time)
		index, err := t.day(d)
		if err != nil {
			return err
		}
		if batches[d] == nil {
			batches[d] = index.NewBatch()
		}
		labels := []string{e.Task.Label(audit.English), e.Status.Label(audit.English), e.ServiceType.Label(audit.English)}
		if err := batches[d].Index(string(e.ID), document{
			Time: audit.FormatTime(e.Time), User: party{ID: e.User.ID, Name: e.User.Name, Email: e.User.Email},
			Target: party{Kind: e.Target.Type, Name: e.Target.Name, Email: e.Target.Email},
			Task:   string(e.Task), Status: string(e.Status), ServiceType: string(e.ServiceType), Labels: labels,
		}); err != nil {
			return err
		}
	}
	for d, b := range batches {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := t.days[d].Batch(b); err != nil {
			return fmt.Errorf("store in %s: %w", d, err)
		}
	}
	return nil
}

// Settle has nothing to do: Bleve merges by itself.
func (t *textbook) Settle(context.Context) error { return nil }

// About names the version of Bleve that is linked.
func (t *textbook) About(context.Context) (string, error) {
	version := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == "github.com/blevesearch/bleve/v2" {
				version = " " + m.Version
			}
		}
	}
	return "Bleve" + version + ", one index a day behind an alias, default mappings", nil
}

// DropOldest takes the oldest day out of the alias and removes its folder.
func (t *textbook) DropOldest(context.Context) error {
	first, _ := t.span()
	if first == "" {
		return nil
	}
	t.mu.Lock()
	index := t.days[first]
	delete(t.days, first)
	t.mu.Unlock()
	t.alias.Remove(index)
	if err := index.Close(); err != nil {
		return err
	}
	return os.RemoveAll(filepath.Join(t.dir, string(first)))
}

// Close closes the days.
func (t *textbook) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	var errs []error
	for _, index := range t.days {
		errs = append(errs, index.Close())
	}
	return errors.Join(errs...)
}

// span gives the first and the last day; both are "" where there is none.
func (t *textbook) span() (first, last audit.Day) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for d := range t.days {
		if first == "" {
			first, last = d, d
		}
		first, last = min(first, d), max(last, d)
	}
	return first, last
}

var _ Engine = (*textbook)(nil)
