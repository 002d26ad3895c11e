package explorer

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

const openAPI = "../docs/openapi.yaml"

// readOpenAPI reads the document as the JSON that it stands for.
func readOpenAPI(t *testing.T) map[string]any {
	t.Helper()
	text, err := os.ReadFile(openAPI)
	if err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := yaml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatal(err)
	}
	return value.(map[string]any)
}

// Every route stands in the document, and nothing else does.
func TestOpenAPIHasTheRoutes(t *testing.T) {
	var want, got []string
	for _, r := range newRig(t, fake{}).x.routes() {
		want = append(want, strings.ToLower(r.method)+" "+strings.NewReplacer(":id", "{id}", ":index", "{index}", ":name", "{name}").Replace(r.path))
	}
	for path, calls := range readOpenAPI(t)["paths"].(map[string]any) {
		for method := range calls.(map[string]any) {
			got = append(got, method+" "+path)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-routes +document):\n%s", openAPI, diff)
	}
}

// Every call that takes a question takes the filters beside it, each of them.
func TestOpenAPIHasTheFilters(t *testing.T) {
	asking := 0
	for path, calls := range readOpenAPI(t)["paths"].(map[string]any) {
		call, _ := calls.(map[string]any)["get"].(map[string]any)
		taken := make(map[string]bool)
		list, _ := call["parameters"].([]any)
		for _, p := range list {
			ref, _ := p.(map[string]any)["$ref"].(string)
			taken[strings.TrimPrefix(ref, "#/components/parameters/")] = true
		}
		if !taken["q"] {
			continue
		}
		asking++
		for _, field := range []string{"task", "status", "service_type", "user", "target"} {
			if !taken[field] || !taken["not_"+field] {
				t.Errorf("%s: %s %v, not_%s %v", path, field, taken[field], field, taken["not_"+field])
			}
		}
	}
	if asking != 6 { // search, suggest, context, tail and two exports
		t.Errorf("%d calls take a question", asking)
	}
}

// Every answer in testdata is what the document says of it.
func TestOpenAPIDescribesTheAnswers(t *testing.T) {
	schemas := map[string]string{
		"search": "Screen", "events": "Ingested", "event": "Event", "stats": "Stats", "session": "Session", "error": "Error", "tail": "TailFrame",
		"context": "Context", "suggest": "Suggestions", "view": "View", "views": "Views",
		"freshness": "Freshness", "download": "Export", "downloads": "Exports", "receipt": "Receipt",
		"bulk": "Bulk", "shipper": "ShipperError", "greeting": "Greeting", "logs": "Logs", "source": "Source", "sources": "Sources",
		"import": "Import", "imports": "Imports", "columns": "UnknownColumns", "columnmaps": "ColumnMaps",
		"schedule": "Schedule", "schedules": "Schedules",
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("openapi.json", readOpenAPI(t)); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) < len(schemas) {
		t.Fatalf("%d answers, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			kind, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".json"), "-")
			schema, err := compiler.Compile("openapi.json#/components/schemas/" + schemas[kind])
			if err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			answer, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(answer); err != nil {
				t.Error(err)
			}
		})
	}
}

// Every line of the backups and exports in testdata is what the document says of it.
func TestOpenAPIDescribesFiles(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("openapi.json", readOpenAPI(t)); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/*.ndjson")
	if err != nil || len(files) < 2 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSpace(string(text)), "\n")
			for i, line := range lines {
				kind := "Event"
				switch backup := strings.HasPrefix(filepath.Base(file), "backup"); {
				case backup && i == 0:
					kind = "BackupHeader"
				case backup && i == len(lines)-1:
					kind = "BackupEnd"
				}
				schema, err := compiler.Compile("openapi.json#/components/schemas/" + kind)
				if err != nil {
					t.Fatal(err)
				}
				value, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
				if err != nil {
					t.Fatal(err)
				}
				if err := schema.Validate(value); err != nil {
					t.Errorf("line %d: %v", i+1, err)
				}
			}
		})
	}
}
