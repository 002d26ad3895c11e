package config

import (
	"errors"
	"strings"
	"testing"
)

// The store's own files must not be taken for files to import.
func TestWatchedFolderApartFromTheData(t *testing.T) {
	for _, tt := range []struct {
		watch, data string
		accepted    bool
	}{
		{"in", "data", true},
		{"data-in", "data", true},
		{"data", "data", false},
		{"data/in", "./data", false},
		{".", "data", false},
		{"../in", ".", true},
		{"a-file", "data", false},
	} {
		inFolder(t)
		write(t, "a-file", "")
		c, err := parse(t, "--watch-dir="+tt.watch, "--data-dir="+tt.data)
		var known *Error
		switch {
		case tt.accepted && (err != nil || c.WatchDir != tt.watch):
			t.Errorf("%s, data in %s: %v", tt.watch, tt.data, err)
		case !tt.accepted && (!errors.As(err, &known) || !strings.HasSuffix(known.Key, "watch-dir")):
			t.Errorf("%s, data in %s is taken: %v", tt.watch, tt.data, err)
		}
	}
}
