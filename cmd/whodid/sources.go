package main

import (
	"fmt"
	"path/filepath"

	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/config"
	"whodid/explorer"
	watched "whodid/indexer/source/folder"
	"whodid/indexer/source/imports"
)

// newFolder makes the watched folder, nil where none is set up.
func newFolder(cfg config.Config, to *imports.Imports, log zerolog.Logger) (*watched.Folder, error) {
	if cfg.WatchDir == "" {
		return nil, nil
	}
	dir, err := filepath.Abs(cfg.WatchDir) // as people on another machine have to find it
	if err != nil {
		return nil, fmt.Errorf("watched folder: %w", err)
	}
	return watched.New(watched.Options{Dir: dir, Every: cfg.WatchEvery, To: to, File: filepath.Join(cfg.DataDir, "folder.json"), Logger: log})
}

// folderSource shows the explorer the watched folder.
type folderSource struct{ *watched.Folder }

// Status tells how the folder stands.
func (f folderSource) Status() []explorer.Source {
	s := f.Folder.Status()
	out := explorer.Source{ID: watched.ID, Kind: "folder", Folder: s.Dir, State: string(s.State), LastSuccess: s.LastSuccess, Rows: s.Rows, Next: s.Next}
	if e := s.LastError; e != nil {
		out.LastError = &explorer.SourceError{At: e.At, Code: e.Code, Message: e.Message}
	}
	return []explorer.Source{out}
}

// allSources are several rooms' sources as one list.
type allSources []explorer.Sources

// Status tells how each source stands.
func (a allSources) Status() (list []explorer.Source) {
	for _, s := range a {
		list = append(list, s.Status()...)
	}
	return list
}

// Run pulls a source now; Pause and Resume let it rest.
func (a allSources) Run(id string) error    { return a.change(id, explorer.Sources.Run) }
func (a allSources) Pause(id string) error  { return a.change(id, explorer.Sources.Pause) }
func (a allSources) Resume(id string) error { return a.change(id, explorer.Sources.Resume) }

// change asks each room, until one knows the source.
func (a allSources) change(id string, what func(explorer.Sources, string) error) error {
	for _, s := range a {
		if err := what(s, id); audit.KindOf(err) != audit.NotFound {
			return err
		}
	}
	return &audit.Error{Kind: audit.NotFound, Code: "not_found", Message: "There is no such source."}
}
