package wholefile

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func names(t *testing.T, dir string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "x.json")
	for _, text := range []string{"a longer one", "short", ""} {
		if err := Write(file, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != text {
			t.Errorf("%q, %v; want %q", got, err, text)
		}
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if diff := cmp.Diff([]string{"x.json"}, names(t, dir)); diff != "" {
		t.Errorf("left behind:\n%s", diff)
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	deep := filepath.Join(dir, "a", "b", "c")
	for range 2 { // there the second time
		if err := Folder(deep); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(deep); err != nil || !info.IsDir() || info.Mode().Perm() != 0o700 {
			t.Errorf("%v, %v", info, err)
		}
	}
	file := filepath.Join(dir, "file")
	if err := Write(file, nil); err != nil {
		t.Fatal(err)
	}
	if err := Folder(filepath.Join(file, "x")); err == nil {
		t.Error("a folder was made in a file")
	}
}

func TestWriteJSON(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.json")
	if err := WriteJSON(file, map[string]int{"version": 1}); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != "{\n  \"version\": 1\n}\n" {
		t.Errorf("%q, %v", got, err)
	}
	if err := WriteJSON(file, func() {}); err == nil {
		t.Error("what is no JSON was written")
	}
}

// What can't take the name leaves nothing behind, and what had it as it was.
func TestWriteThatFails(t *testing.T) {
	dir := t.TempDir()
	taken := filepath.Join(dir, "folder")
	if err := os.MkdirAll(filepath.Join(taken, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Write(taken, []byte("x")); err == nil {
		t.Error("a folder was replaced")
	}
	if diff := cmp.Diff([]string{"folder"}, names(t, dir)); diff != "" {
		t.Errorf("in the folder:\n%s", diff)
	}
	if err := Write(filepath.Join(dir, "gone", "x"), nil); err == nil {
		t.Error("no error without a folder")
	}
}
