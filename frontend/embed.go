// Package frontend is the room of the web page: TypeScript sources, built by
// Vite into dist, and this one Go file that embeds the result. cmd/whodid hands
// Files to the explorer, which serves them. It imports no other room and never
// serves anything itself.
package frontend

import (
	"embed"
	"io/fs"
)

// built holds dist as `make build` left it. dist/.gitkeep is checked in, so the
// pattern matches in a clone where nobody has run Node.
//
//go:embed all:dist all:placeholder
var built embed.FS

// Files returns the page's files with index.html at the root: the built page
// if there was one when the binary was compiled, else the checked-in
// placeholder that says how to build it. Everything under assets/ carries a
// hash of its content in its name and may be cached for ever; the other files
// keep their names from build to build. Read-only, safe for concurrent use.
func Files() fs.FS { return choose(built) }

// Built reports whether Files is the real page and not the placeholder.
func Built() bool { return hasPage(built) }

func choose(all fs.FS) fs.FS {
	name := "placeholder"
	if hasPage(all) {
		name = "dist"
	}
	sub, err := fs.Sub(all, name)
	if err != nil {
		panic("bug: embedded folder " + name + ": " + err.Error()) // the names above are constants
	}
	return sub
}

func hasPage(all fs.FS) bool {
	info, err := fs.Stat(all, "dist/index.html")
	return err == nil && info.Mode().IsRegular()
}
