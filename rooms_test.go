package whodid

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// room is a folder of the map and what its code may import of this module. A
// package obeys the room with the longest name that it lies in. Tests may import
// more: the memory store is everyone's oracle. bench is a module of its own and
// outside of the walls.
type room struct {
	name string
	may  []string // rooms; a room stands for the packages in it too
	// std: the standard library only, also by way of others.
	std bool
}

var rooms = []room{
	{name: ".", std: true},
	{name: "audit", std: true},
	{name: "audit/query", may: []string{"audit"}},
	{name: "indexer", may: []string{"audit", "indexer"}},
	{name: "indexer/source", may: []string{"audit"}},
	{name: "indexer/source/columnmaps", may: []string{"audit", "wholefile"}},
	{name: "indexer/source/folder", may: []string{"audit", "wholefile"}},
	{name: "indexer/source/imports", may: []string{"audit", "indexer/source", "indexer/source/columnmaps", "wholefile"}},
	{name: "indexer/source/naverworks", may: []string{"audit", "indexer/source", "wholefile"}},
	{name: "store", may: []string{"audit", "store"}},
	{name: "explorer", may: []string{"audit", "explorer"}},
	{name: "explorer/tail", may: []string{"audit"}},
	{name: "explorer/download", may: []string{"audit", "explorer/turns", "wholefile"}},
	{name: "explorer/download/schedule", may: []string{"audit", "explorer/download", "wholefile"}},
	{name: "explorer/turns"},
	{name: "explorer/auth", may: []string{"audit", "wholefile"}},
	{name: "explorer/views", may: []string{"audit", "wholefile"}},
	{name: "wholefile", std: true},
	{name: "frontend", std: true},
	{name: "config"},
	{name: "cmd/whodid", may: []string{"audit", "indexer", "store", "explorer", "frontend", "config", "cmd/loggen/company", "cmd/whodid"}},
	{name: "cmd/loggen", may: []string{"audit", "cmd/loggen/company"}},
	{name: "cmd/loggen/company", may: []string{"audit"}},
}

// keepers says which rooms a library may be seen in, so that the day we leave it
// only they change. A library without an entry may be used anywhere.
var keepers = map[string][]string{
	"github.com/blevesearch":         {"store/blevestore"},
	"github.com/opensearch-project":  {"store/opensearchstore"},
	"github.com/gin-gonic":           {"explorer", "cmd/whodid"},
	"github.com/gorilla/websocket":   {"explorer", "cmd/whodid"},
	"github.com/robfig/cron":         {"indexer", "explorer/download", "config"},
	"github.com/golang-jwt/jwt":      {"indexer/source/naverworks"},
	"github.com/xuri/excelize":       {"explorer/download"},
	"github.com/alecthomas/kong":     {"config", "cmd/whodid"},
	"github.com/goccy/go-yaml":       {"config"},
	"go.opentelemetry.io":            {"indexer/source", "explorer"},
	"google.golang.org/protobuf":     {"indexer/source", "explorer"},
	"golang.org/x/text/unicode/norm": {"audit/query", "indexer/source"},
	"golang.org/x/text/transform":    {"audit/query", "indexer/source"},
	"golang.org/x/text/encoding":     {"indexer/source"},
}

// listed is what go list says about a package.
type listed struct {
	ImportPath string
	Standard   bool
	Doc        string
	Imports    []string
	Deps       []string
}

const module = "whodid"

// folderOf gives the folder of a package of this module, "." for the root.
func folderOf(importPath string) string {
	if importPath == module {
		return "."
	}
	return strings.TrimPrefix(importPath, module+"/")
}

// roomOf gives the room that an import path of this module lies in.
func roomOf(importPath string) (room, bool) {
	var found room
	for _, r := range rooms {
		if within(folderOf(importPath), r.name) && len(r.name) > len(found.name) {
			found = r
		}
	}
	return found, found.name != ""
}

// within tells whether folder is outer or lies in it.
func within(folder, outer string) bool {
	return folder == outer || strings.HasPrefix(folder, outer+"/")
}

func ours(importPath string) bool { return within(importPath, module) }

// complaints are the walls that p breaks. standard tells which import paths are
// of the standard library.
func complaints(p listed, standard func(string) bool) []string {
	r, ok := roomOf(p.ImportPath)
	if !ok {
		return []string{p.ImportPath + " is in no room of the map"}
	}
	var found []string
	want := "Package " + path.Base(p.ImportPath) + " "
	if within(r.name, "cmd") && r.name != "cmd/loggen/company" {
		want = "Command " + path.Base(p.ImportPath) + " "
	}
	if !strings.HasPrefix(p.Doc, want) && !strings.HasPrefix(p.Doc, "Package main ") {
		found = append(found, p.ImportPath+" has no package comment that begins with "+want)
	}
	for _, i := range p.Imports {
		switch {
		case ours(i):
			if !slices.ContainsFunc(r.may, func(may string) bool { return within(folderOf(i), may) }) {
				found = append(found, p.ImportPath+" may not import "+i)
			}
		case !standard(i):
			for library, keep := range keepers {
				if within(i, library) && !slices.ContainsFunc(keep, func(k string) bool { return within(folderOf(p.ImportPath), k) }) {
					found = append(found, p.ImportPath+" may not import "+i+", which is for "+strings.Join(keep, ", "))
				}
			}
		}
	}
	if r.std {
		for _, d := range p.Deps {
			if !standard(d) {
				found = append(found, p.ImportPath+" comes to "+d+", but is to need the standard library only")
			}
		}
	}
	slices.Sort(found)
	return found
}

// The rooms import as the map says: arrows point to audit; writer, reader and
// stores never meet but in cmd.
func TestRooms(t *testing.T) {
	packages := list(t)
	standard := map[string]bool{"C": true}
	for _, p := range packages {
		standard[p.ImportPath] = p.Standard
	}
	checked := 0
	for _, p := range packages {
		if !ours(p.ImportPath) {
			continue
		}
		checked++
		for _, c := range complaints(p, func(i string) bool { return standard[i] }) {
			t.Error(c)
		}
	}
	if checked < 2 {
		t.Errorf("only %d packages of this module were listed", checked)
	}
}

// list asks the go command about every package of the module and all they need.
func list(t *testing.T) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-json=ImportPath,Standard,Doc,Imports,Deps", "./...")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &stderr)
	}
	var packages []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		packages = append(packages, p)
	}
}

// A wall that nobody can run into may as well not stand.
func TestComplaints(t *testing.T) {
	tests := []struct {
		name string
		p    listed
		want []string
	}{
		{"allowed", listed{ImportPath: "whodid/store/blevestore", Doc: "Package blevestore is …",
			Imports: []string{"whodid/audit", "whodid/audit/query", "whodid/store", "github.com/blevesearch/bleve/v2", "time"}}, nil},
		{"store to indexer", listed{ImportPath: "whodid/store", Doc: "Package store is …", Imports: []string{"whodid/indexer"}},
			[]string{"whodid/store may not import whodid/indexer"}},
		{"explorer to a store", listed{ImportPath: "whodid/explorer", Doc: "Package explorer is …", Imports: []string{"whodid/store/memstore"}},
			[]string{"whodid/explorer may not import whodid/store/memstore"}},
		{"a room to config", listed{ImportPath: "whodid/indexer", Doc: "Package indexer is …", Imports: []string{"whodid/config"}},
			[]string{"whodid/indexer may not import whodid/config"}},
		{"a source to its indexer", listed{ImportPath: "whodid/indexer/source", Doc: "Package source is …", Imports: []string{"whodid/indexer"}},
			[]string{"whodid/indexer/source may not import whodid/indexer"}},
		{"audit to query", listed{ImportPath: "whodid/audit", Doc: "Package audit is …", Imports: []string{"whodid/audit/query"}},
			[]string{"whodid/audit may not import whodid/audit/query"}},
		{"audit by way of others", listed{ImportPath: "whodid/audit", Doc: "Package audit is …", Deps: []string{"golang.org/x/text/width"}},
			[]string{"whodid/audit comes to golang.org/x/text/width, but is to need the standard library only"}},
		{"a library out of its room", listed{ImportPath: "whodid/indexer", Doc: "Package indexer is …", Imports: []string{"github.com/gin-gonic/gin"}},
			[]string{"whodid/indexer may not import github.com/gin-gonic/gin, which is for explorer, cmd/whodid"}},
		{"no room", listed{ImportPath: "whodid/util"}, []string{"whodid/util is in no room of the map"}},
		{"a name that only begins alike", listed{ImportPath: "whodid/auditor"}, []string{"whodid/auditor is in no room of the map"}},
		{"no comment", listed{ImportPath: "whodid/store"}, []string{"whodid/store has no package comment that begins with Package store "}},
		{"a command", listed{ImportPath: "whodid/cmd/loggen", Doc: "Command loggen makes …", Imports: []string{"whodid/cmd/loggen/company"}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			standard := func(i string) bool { return !strings.Contains(i, ".") && !ours(i) }
			if diff := cmp.Diff(tt.want, complaints(tt.p, standard)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
