package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"whodid/audit"
)

// readHeader reads the first line and finds the columns.
func (c *csvReader) readHeader() error {
	rec, err := c.records.header(separates)
	switch {
	case ended(err):
		return headerError("The file is empty; expected a header line with Date, User, Service Type, Task, Target, Status.")
	case err != nil:
		return broken(err, "in the header line")
	case rec.tooLong:
		return headerError("The file begins with a line that is too long to be a header.")
	}
	for _, name := range rec.cells {
		c.header = append(c.header, strings.TrimSpace(strings.TrimPrefix(strings.ToValidUTF8(name, "\ufffd"), "\ufeff")))
	}
	found := headerColumns(c.header)
	_, c.own = found[colEventID]
	told, err := c.tell(found)
	if err != nil {
		return err
	}
	if told != nil {
		found = told
	} else if err := c.checkColumns(found); err != nil {
		return err
	}
	c.columns = make([]column, len(c.header))
	for col, i := range found {
		c.columns[i] = col
	}
	c.records.columns = len(c.columns)
	c.noteColumns(found)
	return nil
}

// separates scores how well a separator cuts a header: by the columns that are
// known then, else by how many there are.
func separates(cells []string) int {
	const known = 1000 // more than a header has columns
	return len(headerColumns(cells))*known + min(len(cells)-1, known-1)
}

// tell asks what the columns mean and gives where each stands; nil where nobody says.
func (c *csvReader) tell(found map[column]int) (map[column]int, error) {
	if c.ask == nil {
		return nil, nil
	}
	told, err := c.ask(slices.Clone(c.header))
	if err != nil || told == nil {
		return nil, err
	}
	columns, err := told.columns(c.header, found)
	if err != nil {
		return nil, err
	}
	charset, guess, err := toldCharset(told.Encoding)
	if err != nil {
		return nil, err
	}
	if !guess {
		c.text.tell(charset)
	}
	if told.Zone != nil {
		c.zone = told.Zone
	}
	c.told, c.own = true, false
	return columns, nil
}

// columns gives where each column stands. found are those that the names tell.
func (t *Told) columns(header []string, found map[column]int) (map[column]int, error) {
	if err := CheckColumns(t.Columns); err != nil {
		return nil, err
	}
	columns := make(map[column]int)
	for _, name := range slices.Sorted(maps.Keys(t.Columns)) {
		i := slices.Index(header, strings.TrimSpace(name))
		if i < 0 {
			return nil, columnsError(fmt.Sprintf("The file has no column %q. Found: %s.", excerpt(name), listColumns(header)))
		}
		if col := meanings[t.Columns[name]]; col != colNone {
			columns[col] = i
		}
	}
	for col, i := range found {
		_, said := t.Columns[header[i]]
		if _, taken := columns[col]; !said && !taken && col <= colStatus {
			columns[col] = i
		}
	}
	if !has(columns, colTime) || !has(columns, colUser, colUserName, colUserEmail) {
		return nil, columnsError("One column must be the time, and one the user or the user's name or e-mail.")
	}
	return columns, nil
}

// checkColumns makes sure that a header that nobody explained is one of Contacts.
func (c *csvReader) checkColumns(found map[column]int) error {
	hasTime := has(found, colTime) || c.own && has(found, colTimeUTC)
	hasUser := has(found, colUser)
	if !c.own {
		if err := otherService(c.header, has(found, colTarget) && hasUser && hasTime); err != nil {
			return err
		}
	}
	if hasTime && hasUser {
		return nil
	}
	missing := "no column with the user (User)"
	if !hasTime {
		missing = "no column with the time (Date)"
		if !hasUser {
			missing = "neither a column with the time (Date) nor one with the user (User)"
		}
	}
	refusal := headerError(fmt.Sprintf("The header line has %s. Found: %s.", missing, listColumns(c.header)))
	if len(c.header) < 2 || len(c.header) > audit.MaxMapColumns { // no table, or none of a log
		return refusal
	}
	return &audit.UnknownColumns{Refusal: refusal, Header: c.header, Sample: c.sample(), Guess: guess(c.header, found)}
}

// sampleRows is how many rows show what columns hold.
const sampleRows = 5

// sample reads the first rows. The reader is of no use after it.
func (c *csvReader) sample() [][]string {
	sample := [][]string{}
	c.records.columns = len(c.header)
	for len(sample) < sampleRows {
		rec, err := c.records.next()
		if err != nil {
			break
		}
		if rec.tooLong || rec.open {
			continue
		}
		cells := make([]string, len(c.header))
		for i, cell := range rec.cells[:min(len(rec.cells), len(cells))] {
			cells[i] = excerpt(strings.TrimSpace(cell))
		}
		sample = append(sample, cells)
	}
	return sample
}

// guess gives the meanings of the columns that are known.
func guess(header []string, found map[column]int) map[string]string {
	known := make(map[string]string)
	for col, i := range found {
		if col <= colStatus {
			known[header[i]] = keys[col]
		}
	}
	return known
}

func has(found map[column]int, any ...column) bool {
	return slices.ContainsFunc(any, func(col column) bool { _, ok := found[col]; return ok })
}

// noteColumns notes what the header has too much and too little.
func (c *csvReader) noteColumns(found map[column]int) {
	var ignored, missing []string
	for i, col := range c.columns {
		// In an own export Date says no more than Date (UTC).
		if col == colNone || !c.own && !c.told && col > colStatus {
			c.columns[i] = colNone
			if c.header[i] != "" {
				ignored = append(ignored, c.header[i])
			}
		}
	}
	for i, col := range downloadColumns {
		if !has(found, col) && !has(found, parts[col]...) && col != colTime {
			missing = append(missing, audit.ExportHeader(audit.English)[i])
		}
	}
	if len(ignored) > 0 {
		c.notes = append(c.notes, "Columns that are not read: "+listColumns(ignored)+".")
	}
	if len(missing) > 0 {
		c.notes = append(c.notes, "Columns that the file does not have: "+listColumns(missing)+".")
	}
}

// parts are columns that have a part each of what another one holds.
var parts = map[column][]column{colUser: {colUserName, colUserEmail}, colTarget: {colTargetName, colTargetEmail}}

// headerColumns gives where each known column stands; of doubled ones the first.
func headerColumns(header []string) map[column]int {
	found := make(map[column]int)
	for i, name := range header {
		col := headerNames[foldName(name)]
		if _, doubled := found[col]; col != colNone && !doubled {
			found[col] = i
		}
	}
	return found
}

func headerError(message string) *audit.Error {
	return &audit.Error{Kind: audit.Invalid, Code: codeInvalidBody, Field: "header", Message: message}
}

func columnsError(message string) error { return audit.NewInvalid("columns", message) }

// Meanings are what a column may be said to mean; "" is nothing.
var Meanings = []string{
	"time", "user", "user.name", "user.email", "user.id", "task", "target", "target.name", "target.email", "target.type",
	"status", "service_type", "id", "",
}

var meanings = map[string]column{
	"": colNone, "time": colTime, "user": colUser, "user.name": colUserName, "user.email": colUserEmail, "user.id": colUserID,
	"task": colTask, "target": colTarget, "target.name": colTargetName, "target.email": colTargetEmail, "target.type": colTargetType,
	"status": colStatus, "service_type": colServiceType, "id": colID,
}

// CheckColumns looks at what somebody says of columns, without their file: each
// meaning is one of Meanings, and that of one column only. The error is an
// *audit.Error of kind Invalid.
func CheckColumns(columns map[string]string) error {
	if len(columns) > audit.MaxMapColumns {
		return columnsError(fmt.Sprintf("%d columns are named; at most %d are taken.", len(columns), audit.MaxMapColumns))
	}
	by := make(map[string]string)
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		meaning := columns[name]
		if _, ok := meanings[meaning]; !ok {
			return columnsError(fmt.Sprintf("%q is no meaning of a column. Use %s, or \"\" for one that is not to be read.", excerpt(meaning), strings.Join(Meanings[:len(Meanings)-1], ", ")))
		}
		if len(name) > audit.MaxFieldBytes || !utf8.ValidString(name) {
			return columnsError(fmt.Sprintf("%q is no name of a column.", excerpt(name)))
		}
		if first, doubled := by[meaning]; doubled && meaning != "" {
			return columnsError(fmt.Sprintf("%q and %q can't both be %s.", excerpt(first), excerpt(name), meaning))
		}
		by[meaning] = name
	}
	return nil
}
