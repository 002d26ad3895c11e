//go:build !sqlite_fts5

package peer

import (
	_ "modernc.org/sqlite" // registers the driver
)

// SQLite translated to Go, with FTS5 in it: needs no C compiler, and is slower
// than the C by about half.
const (
	driverName = "sqlite"
	driverKind = "translated to Go, modernc.org/sqlite"
)
