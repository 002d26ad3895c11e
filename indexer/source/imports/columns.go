package imports

import (
	"errors"
	"time"

	"whodid/audit"
	"whodid/indexer/source"
	"whodid/indexer/source/columnmaps"
)

// columns says what the columns of one file mean.
type columns struct {
	maps   *columnmaps.Maps
	file   audit.ImportFile
	header []string
	used   string // the name of the saved map that the file is read with
}

// ask is source.Options.Columns: what came with the file counts, then what was saved
// for its header.
func (c *columns) ask(header []string) (*source.Told, error) {
	c.header = header
	if len(c.file.Columns) > 0 {
		if c.file.Map != "" {
			if err := c.maps.Check(c.file.Map, header); err != nil {
				return nil, err
			}
		}
		return &source.Told{Columns: c.file.Columns}, nil
	}
	saved, ok := c.maps.For(header)
	if !ok {
		return nil, nil
	}
	c.used = saved.Name
	told := &source.Told{Columns: saved.Columns}
	if c.file.Zone == nil && saved.TZ != "" {
		// A zone that was known once and is not any more: the server's, as where none was
		// given.
		told.Zone, _ = time.LoadLocation(saved.TZ)
	}
	if c.file.Encoding == "" {
		told.Encoding = saved.Encoding
	}
	return told, nil
}

// save keeps the columns that came with the file, where that was asked for.
func (c *columns) save() error {
	if c.file.Map == "" || c.header == nil {
		return nil
	}
	m := audit.ColumnMap{Name: c.file.Map, Header: c.header, Columns: c.file.Columns, Encoding: c.file.Encoding, By: c.file.By}
	if c.file.Zone != nil {
		m.TZ = c.file.Zone.String()
	}
	if err := c.maps.Save(m); err != nil {
		return err
	}
	c.used = m.Name
	return nil
}

// asUnknown gives the error for a header that nobody knows, with a code of its own
// and what can be done about it.
func asUnknown(err error) (*audit.UnknownColumns, bool) {
	var unknown *audit.UnknownColumns
	if !errors.As(err, &unknown) {
		return nil, false
	}
	refusal := *unknown.Refusal
	refusal.Code = "unknown_columns"
	refusal.Message += " Say what its columns mean, once, where files are uploaded; from then on such files are known."
	out := *unknown
	out.Refusal = &refusal
	return &out, true
}
