package main

import (
	"path/filepath"

	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/config"
	"whodid/indexer"
	"whodid/indexer/source/columnmaps"
	"whodid/indexer/source/imports"
)

// importRooms shows the explorer imports and column maps.
type importRooms struct {
	*imports.Imports
	maps *columnmaps.Maps
}

// openImports opens what was kept of imports and column maps.
func openImports(cfg config.Config, to *indexer.Indexer, log zerolog.Logger) (importRooms, error) {
	maps, err := columnmaps.Open(columnmaps.Options{File: filepath.Join(cfg.DataDir, "column-maps.json"), Logger: log})
	if err != nil {
		return importRooms{}, err
	}
	all, err := imports.Open(imports.Options{Dir: filepath.Join(cfg.DataDir, "imports"), To: to, Maps: maps, Zone: cfg.TimeZone, Logger: log})
	return importRooms{all, maps}, err
}

// Maps gives the saved column maps.
func (r importRooms) Maps() []audit.ColumnMap { return r.maps.List() }

// DeleteMap forgets one.
func (r importRooms) DeleteMap(name string) error { return r.maps.Delete(name) }
