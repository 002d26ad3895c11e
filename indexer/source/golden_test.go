package source

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

var update = flag.Bool("update", false, "write the golden files of testdata anew")

// Times without an offset in testdata are Seoul's.
func seoul(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// Each file of testdata, read as the import command would, gives what stands in
// the golden file beside it.
func TestFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, ".golden") || strings.HasPrefix(filepath.Base(path), ".") {
			continue
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			file, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			r, format, err := OpenFile(file, Options{Zone: seoul(t)})
			if err != nil {
				t.Fatal(err)
			}
			got := fmt.Sprintf("%s\n%s", format, show(r))
			golden := path + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// show writes down all that a reader gives.
func show(r Reader) string {
	var b strings.Builder
	for {
		row, err := r.Next()
		var known *audit.Error
		switch {
		case errors.Is(err, io.EOF):
			for _, note := range r.Summary().Notes {
				fmt.Fprintf(&b, "note: %s\n", note)
			}
			if r.Summary().Incomplete {
				fmt.Fprintln(&b, "incomplete")
			}
			return b.String()
		case errors.As(err, &known):
			fmt.Fprintf(&b, "error %s, %s: %s\n", known.Code, known.Field, known.Message)
			return b.String()
		case err != nil:
			fmt.Fprintf(&b, "error without a kind: %v\n", err)
			return b.String()
		case row.Err != nil:
			fmt.Fprintf(&b, "%d: rejected %s, %s, %q: %s\n", row.Err.Line, row.Err.Code, row.Err.Field, row.Err.Value, row.Err.Message)
		default:
			row.Event.ID = audit.EventID(row.ID)
			fmt.Fprintf(&b, "%d: %s\n", row.Line, row.Event.AppendJSON(nil))
		}
	}
}
