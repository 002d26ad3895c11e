package blevestore

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"whodid/audit"
)

// daysFound is what stands in a data folder's days.
type daysFound struct {
	days      []audit.Day // oldest first
	leftovers []string    // of a crash: folders that were being made or removed
	strangers []string    // nothing of ours
}

func listDays(dir string) (found daysFound, err error) {
	entries, err := os.ReadDir(filepath.Join(dir, daysFolder))
	if err != nil {
		return found, fmt.Errorf("list days: %w", err)
	}
	for _, entry := range entries {
		name := entry.Name()
		switch day, err := audit.ParseDay(name); {
		case strings.HasPrefix(name, newPrefix), strings.HasPrefix(name, droppedPrefix):
			found.leftovers = append(found.leftovers, name)
		case err != nil, !entry.IsDir():
			found.strangers = append(found.strangers, name)
		default:
			found.days = append(found.days, day)
		}
	}
	return found, nil
}
