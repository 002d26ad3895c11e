package frontend

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func page(t *testing.T, files fs.FS) string {
	t.Helper()
	index, err := fs.ReadFile(files, "index.html")
	if err != nil {
		t.Fatalf("read index.html: %v", err)
	}
	return string(index)
}

func TestFilesHasAPageWithAndWithoutNode(t *testing.T) {
	index := page(t, Files())
	if !strings.Contains(index, "whodid") {
		t.Errorf("index.html does not name the product:\n%s", index)
	}
	if got := strings.Contains(index, `id="root"`); got != Built() {
		t.Errorf("Built() = %t, but index.html is the built page: %t", Built(), got)
	}
}

func TestChoosePrefersTheBuiltPage(t *testing.T) {
	placeholder := &fstest.MapFile{Data: []byte("placeholder")}
	for _, row := range []struct {
		name  string
		files fstest.MapFS
		want  string
	}{
		{"only .gitkeep in dist", fstest.MapFS{"dist/.gitkeep": {}, "placeholder/index.html": placeholder}, "placeholder"},
		{"a built page", fstest.MapFS{"dist/index.html": {Data: []byte("real")}, "placeholder/index.html": placeholder}, "real"},
		{"a folder of that name", fstest.MapFS{"dist/index.html/x": {}, "placeholder/index.html": placeholder}, "placeholder"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := page(t, choose(row.files)); got != row.want {
				t.Errorf("index.html = %q, want %q", got, row.want)
			}
		})
	}
}

// The server's content security policy allows no inline script and no inline
// style; a page that needed them would be blank.
func TestNoInlineScriptOrStyle(t *testing.T) {
	index := page(t, Files())
	for rest := index; ; {
		at := strings.Index(rest, "<script")
		if at < 0 {
			break
		}
		tag := rest[at : at+strings.Index(rest[at:], ">")+1]
		if !strings.Contains(tag, "src=") {
			t.Errorf("inline script: %s", tag)
		}
		rest = rest[at+len(tag):]
	}
	for _, bad := range []string{"<style", " style=", " onload=", " onclick="} {
		if strings.Contains(index, bad) {
			t.Errorf("index.html contains %q", bad)
		}
	}
}
