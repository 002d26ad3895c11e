package main

import (
	"fmt"

	"whodid/store/blevestore"
)

// checkCmd verifies a data folder.
type checkCmd struct {
	DataDir string `name:"data-dir" env:"WHODID_DATA_DIR" default:"./data" help:"Folder that holds the events; no server may have it open."`
}

// Run reads all of the folder and prints a line for everything that is not as it
// should be. Damage is exit code 1.
func (c *checkCmd) Run(e *env) error {
	damaged := 0
	sum, err := blevestore.Check(e.ctx, c.DataDir, func(f blevestore.Finding) {
		kind := "note"
		if !f.Harmless {
			kind = "damaged"
			damaged++
		}
		_, _ = fmt.Fprintf(e.stdout, "%s: %s: %s\n", kind, f.File, oneLine(f.Problem))
	})
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(e.stdout, "%s: %s\n", c.DataDir, checkedLine(sum))
	if damaged > 0 {
		return fmt.Errorf("%s is damaged in %s", c.DataDir, amount(damaged, "place", "places"))
	}
	return nil
}

func checkedLine(sum blevestore.Checked) string {
	return fmt.Sprintf("%s on %s, %s, all read", amount(sum.Events, "event", "events"), amount(sum.Days, "day", "days"), amount(int(sum.Bytes), "byte", "bytes"))
}

// amount is a number with its word.
func amount(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
