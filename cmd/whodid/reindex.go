package main

import (
	"fmt"

	"whodid/audit"
	"whodid/store/blevestore"
)

// reindexCmd makes word indexes anew.
type reindexCmd struct {
	Days    []string `arg:"" optional:"" name:"day" help:"Days (UTC) to do, such as 2026-11-22; without any, all."`
	DataDir string   `name:"data-dir" env:"WHODID_DATA_DIR" default:"./data" help:"Folder that holds the events; no server may have it open."`
}

// Run makes the word indexes of the days anew from their stored events.
func (c *reindexCmd) Run(e *env) error {
	days := make([]audit.Day, len(c.Days))
	for i, text := range c.Days {
		var err error
		if days[i], err = audit.ParseDay(text); err != nil {
			return wrongUsage("%q is no day; one such as 2026-11-22 is accepted", text)
		}
	}
	n := 0
	err := blevestore.Reindex(e.ctx, c.DataDir, days, func(audit.Day, int) { n++ })
	_, _ = fmt.Fprintf(e.stdout, "%s: the words of %s were indexed anew\n", c.DataDir, amount(n, "day", "days"))
	return err
}
