package blevestore

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"whodid/audit"
)

// Reindex makes the word indexes of days anew from their stored events, in a data
// folder that no server has open; no days are all of them. done is told of each day.
// Errors: a day that is not there or can't be read, the others are done all the same;
// another process has the folder open (*audit.Error, Conflict); ctx.Err().
func Reindex(ctx context.Context, dir string, days []audit.Day, done func(day audit.Day, parts int)) error {
	unlock, err := lockFolder(dir)
	if err != nil {
		return err
	}
	defer func() { _ = unlock() }() // of a file that is only held
	if len(days) == 0 {
		found, err := listDays(dir)
		if err != nil {
			return err
		}
		days = found.days
	}
	var errs []error
	for _, day := range slices.Compact(slices.Sorted(slices.Values(days))) {
		if err := ctx.Err(); err != nil {
			return errors.Join(append(errs, err)...)
		}
		parts, err := reindexDay(filepath.Join(dir, daysFolder, string(day)), day)
		if err != nil {
			errs = append(errs, fmt.Errorf("day %s: %w", day, err))
			continue
		}
		done(day, parts)
	}
	return errors.Join(errs...)
}

func reindexDay(folder string, day audit.Day) (parts int, err error) {
	m, _, err := readManifest(folder)
	if err != nil {
		return 0, err
	}
	for _, f := range m.Parts {
		p, err := openPart(filepath.Join(folder, partName(f.Number)), day, newCells(), nil)
		if err != nil {
			return parts, err
		}
		parties, err := safely(p.allParties)
		if err == nil {
			err = writeWords(parties, filepath.Join(folder, wordsName(f.Number)))
		}
		p.release()
		if err != nil {
			return parts, fmt.Errorf("%s: %w", partName(f.Number), err)
		}
		parts++
	}
	return parts, nil
}
