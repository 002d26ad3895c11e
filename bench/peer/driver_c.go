//go:build sqlite_fts5

package peer

import (
	_ "github.com/mattn/go-sqlite3" // registers the driver
)

// SQLite itself, compiled by a C compiler: the fair choice where there is one.
// The build tag is the one with which this driver includes FTS5.
const (
	driverName = "sqlite3"
	driverKind = "C, mattn/go-sqlite3"
)
