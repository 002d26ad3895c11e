//go:build !sqlite_fts5

package peer

import (
	_ "modernc.org/sqlite" // registers the driver
)

// SQLite translated to Go, with FTS5 in it: needs no C compiler. Storing takes
// half as long again as with the C, a screen several times as long, so that a
// report says which of the two it was.
const (
	driverName = "sqlite"
	driverKind = "translated to Go, modernc.org/sqlite, slower than the C: no C compiler was at hand"
)
