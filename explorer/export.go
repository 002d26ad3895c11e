package explorer

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"whodid/audit"
	"whodid/audit/query"
)

// Headers of an export. rowsTrailer comes after the last row, so that a client
// can tell that it has them all.
const (
	missingHeader = "X-Whodid-Missing-Days"
	rowsTrailer   = "X-Whodid-Rows"
)

// exportCSV streams every match of a search as CSV. What can't be complete is
// refused before the first row, or cut off so that no client takes it for whole.
func (x *Explorer) exportCSV(c *gin.Context) error {
	p, err := paramsOf(c.Request)
	if err != nil {
		return err
	}
	now := x.opts.Now()
	a, err := x.searched(p, now)
	if err != nil {
		return err
	}
	form, err := csvForm(p, a.search.Zone)
	if err != nil {
		return err
	}
	partial, err := enum(p, "partial", false, truths)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	if err := x.exports.enter(ctx); err != nil {
		return err
	}
	defer x.exports.leave()
	page, err := x.counted(c, a.search)
	if err != nil {
		return err
	}
	missing := page.Missing
	if len(missing) > 0 && !partial {
		return errMissingDays("An export", missing)
	}
	h := c.Writer.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="contacts-audit-`+now.In(a.search.Zone).Format("20060102-150405")+`.csv"`)
	h.Set("Trailer", rowsTrailer)
	if len(missing) > 0 {
		h.Set(missingHeader, joinDays(missing))
	}
	out := newCSVWriter(ctx, c.Writer, form, x.turns)
	late, err := out.scan(x.opts.Scanner, a.search)
	if err == nil && brokeSince(missing, late) {
		err = errMissingDays("An export", late)
	}
	if err == nil {
		err = out.end()
	}
	if err != nil {
		return x.cutOff(c, "export", out, err)
	}
	out.countRows()
	return nil
}

// brokeSince tells whether a day can't be read that could be when we looked.
func brokeSince(missing, late []audit.Day) bool {
	return slices.ContainsFunc(late, func(d audit.Day) bool { return !slices.Contains(missing, d) })
}

// cutOff ends a file that can't be sent to its end. Before its first piece went out
// the error is still the answer.
func (x *Explorer) cutOff(c *gin.Context, what string, out *fileWriter, err error) error {
	if !c.Writer.Written() {
		for _, name := range []string{"Content-Type", "Content-Disposition", "Trailer", missingHeader} {
			c.Writer.Header().Del(name)
		}
		return err
	}
	switch {
	case errors.Is(out.failed, os.ErrDeadlineExceeded):
		x.opts.Logger.Warn().Int("rows", out.rows).Msg(what + " cut off: the client reads too slowly")
	case c.Request.Context().Err() == nil && out.failed == nil:
		x.opts.Logger.Error().Err(err).Int("rows", out.rows).Msg(what + " cut off")
	}
	// The status is out; only a broken connection can still say that rows lack.
	panic(http.ErrAbortHandler)
}

func csvForm(p params, zone *time.Location) (audit.CSVForm, error) {
	languages := make(map[string]audit.Language)
	for _, l := range audit.Languages {
		languages[string(l)] = l
	}
	language, err := enum(p, "language", audit.English, languages)
	if err != nil {
		return audit.CSVForm{}, err
	}
	safe, err := enum(p, "spreadsheet_safe", true, truths)
	return audit.CSVForm{Language: language, Zone: zone, SpreadsheetSafe: safe}, err
}

// counted asks, before the first row goes out, how many there will be and which
// days can't be read.
func (x *Explorer) counted(c *gin.Context, s query.Search) (query.Page, error) {
	ctx, cancel := x.context(c)
	defer cancel()
	s.Want = query.WantTotal
	return x.opts.Searcher.Search(ctx, s)
}

// errMissingDays says why there is no file; what names it, as a sentence begins.
func errMissingDays(what string, days []audit.Day) error {
	return &audit.Error{Kind: audit.Unavailable, Code: "missing_days", Message: fmt.Sprintf(
		"These days can't be read: %s. %s would lack their events; add partial=true to take the others all the same.", joinDays(days), what)}
}

func joinDays(days []audit.Day) string {
	words := make([]string, len(days))
	for i, d := range days {
		words[i] = string(d)
	}
	return strings.Join(words, ", ")
}
