package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

func setWatchDir(c *Config, value string) string {
	if strings.TrimSpace(value) == "" || strings.ContainsRune(value, 0) {
		return "is not accepted; the path of a folder is"
	}
	if info, err := os.Stat(value); err == nil && !info.IsDir() {
		return "is a file; the path of a folder is accepted"
	}
	c.WatchDir = value
	return ""
}

func setWatchEvery(c *Config, value string) string {
	d, err := time.ParseDuration(value)
	if err != nil || d < MinWatchEvery || d > 24*time.Hour {
		return fmt.Sprintf("is not accepted; a duration from %s to 24h is, such as 10s or 5m", MinWatchEvery)
	}
	c.WatchEvery = d
	return ""
}

// checkWatch makes sure that the files of the data folder are not taken for files to
// import.
func checkWatch(c Config) error {
	if c.WatchDir == "" {
		return nil
	}
	watched, err := filepath.Abs(c.WatchDir)
	if err != nil {
		return &Error{Key: "watch-dir", Line: fmt.Sprintf("watch-dir: %q is not accepted (%s); the path of a folder is", c.WatchDir, reason(err))}
	}
	data, err := filepath.Abs(c.DataDir)
	if err != nil {
		return &Error{Key: "data-dir", Line: fmt.Sprintf("data-dir: %q is not accepted (%s); the path of a folder is", c.DataDir, reason(err))}
	}
	for _, pair := range [][2]string{{watched, data}, {data, watched}} {
		if rel, err := filepath.Rel(pair[0], pair[1]); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return &Error{Key: "watch-dir", Line: fmt.Sprintf("watch-dir: %q is not accepted; a folder is that is neither in data-dir, %s, nor around it", c.WatchDir, c.DataDir)}
		}
	}
	return nil
}
