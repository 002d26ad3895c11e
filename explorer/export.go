package explorer

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/explorer/turns"
)

// Headers of an export. rowsHeader comes before the first row, and once more as a
// trailer behind the last: a client can tell how far it is, and that it has them all.
const (
	missingHeader = "X-Whodid-Missing-Days"
	rowsHeader    = "X-Whodid-Rows"
)

// exportForm is a kind of file that an export can be.
type exportForm struct {
	media, ending string
	writer        func(ctx context.Context, to http.ResponseWriter, t *turns.Turns) *fileWriter
}

// exportCSV streams every match of a search as CSV.
func (x *Explorer) exportCSV(c *gin.Context) error {
	return x.export(c, func(p params, zone *time.Location) (exportForm, error) {
		form, err := csvForm(p, zone)
		return exportForm{"text/csv; charset=utf-8", "csv", func(ctx context.Context, to http.ResponseWriter, t *turns.Turns) *fileWriter {
			return newCSVWriter(ctx, to, form, t)
		}}, err
	})
}

// exportNDJSON streams every match of a search as NDJSON, an event a line.
func (x *Explorer) exportNDJSON(c *gin.Context) error {
	return x.export(c, func(params, *time.Location) (exportForm, error) {
		return exportForm{"application/x-ndjson", "ndjson", newNDJSONWriter}, nil
	})
}

// export streams every match of a search. What can't be complete is refused before
// the first row, or cut off so that no client takes it for whole.
func (x *Explorer) export(c *gin.Context, formOf func(params, *time.Location) (exportForm, error)) error {
	p, err := paramsOf(c.Request)
	if err != nil {
		return err
	}
	now := x.opts.Now()
	a, err := x.searched(p, now)
	if err != nil {
		return err
	}
	form, err := formOf(p, a.search.Zone)
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
	page, err := x.frozen(ctx, &a.search)
	if err != nil {
		return err
	}
	missing := page.Missing
	if len(missing) > 0 && !partial {
		return errMissingDays("An export", missing)
	}
	h := c.Writer.Header()
	h.Set("Content-Type", form.media)
	h.Set("Content-Disposition", `attachment; filename="contacts-audit-`+now.In(a.search.Zone).Format("20060102-150405")+"."+form.ending+`"`)
	h.Set("Trailer", rowsHeader)
	h.Set(rowsHeader, strconv.Itoa(page.Total))
	if len(missing) > 0 {
		h.Set(missingHeader, audit.JoinDays(missing))
	}
	out := form.writer(ctx, c.Writer, x.turns)
	late, err := out.scan(x.opts.Scanner, a.search)
	switch {
	case err != nil:
	case audit.MoreDays(missing, late):
		err = errMissingDays("An export", late)
	case out.rows != page.Total:
		err = errDaysChanged("export", page.Total, out.rows)
	default:
		err = out.end()
	}
	if err != nil {
		return x.cutOff(c, "export", out, err)
	}
	return nil
}

// frozen makes a search one of what is stored by now, and counts it: how many rows there will be, and
// which days can't be read. Events have
// their numbers in the order in which they are stored: with the last one as a bound,
// whatever arrives later is in neither the count nor the rows.
func (x *Explorer) frozen(ctx context.Context, s *query.Search) (query.Page, error) {
	ctx, cancel := context.WithTimeout(ctx, x.opts.SearchTimeout)
	defer cancel()
	stats, err := x.opts.Statser.Stats(ctx)
	if err != nil {
		return query.Page{}, err
	}
	if s.Seqs.Before == 0 || s.Seqs.Before > stats.LastSeq {
		s.Seqs.Before = stats.LastSeq + 1
	}
	count := *s
	count.Want = query.WantTotal
	return x.opts.Searcher.Search(ctx, count)
}

// cutOff ends a file that can't be sent to its end. Before its first piece went out
// the error is still the answer.
func (x *Explorer) cutOff(c *gin.Context, what string, out *fileWriter, err error) error {
	if !c.Writer.Written() {
		for _, name := range []string{"Content-Type", "Content-Disposition", "Trailer", rowsHeader, missingHeader} {
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

// csvForm reads how the file is to be written. asked is the zone in which the search
// reads its dates; the file's own may be another, without other events being meant.
func csvForm(p params, asked *time.Location) (audit.CSVForm, error) {
	zone, err := p.zone("file_tz", asked)
	if err != nil {
		return audit.CSVForm{}, err
	}
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

// errDaysChanged says why a file that was promised whole can't be.
func errDaysChanged(what string, counted, read int) error {
	return &audit.Error{Kind: audit.Unavailable, Code: "days_dropped", Message: fmt.Sprintf(
		"%d events were counted and %d could be read: retention dropped a day meanwhile, or one was mended. Start the %s again.", counted, read, what)}
}

// errMissingDays says why there is no file; what names it, as a sentence begins.
func errMissingDays(what string, days []audit.Day) error {
	return &audit.Error{Kind: audit.Unavailable, Code: "missing_days", Message: fmt.Sprintf(
		"These days can't be read: %s. %s would lack their events; add partial=true to take the others all the same.", audit.JoinDays(days), what)}
}
