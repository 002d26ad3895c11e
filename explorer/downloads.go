package explorer

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/explorer/download"
)

// requester is who asks, as Log Download knows people.
func requester(c *gin.Context) download.Person { return download.Person(person(c)) }

// maxRequestBytes is plenty for the longest question and hundreds of chosen people.
const maxRequestBytes = 256 << 10

// postExport requests a download. What can't be complete is refused now, as far as it can be known.
func (x *Explorer) postExport(c *gin.Context) error {
	var body wireExport
	if err := readJSON(c, maxRequestBytes, &body, `{"q":"edit group by kim","from":"now-30d","filters":{"status":["failure"]},"format":"csv","compression":"zip","tz":"Asia/Seoul","language":"en","spreadsheet_safe":true}`); err != nil {
		return err
	}
	from, err := x.since(principal(c).Name, body.Since, body.Partial)
	if err != nil {
		return err
	}
	j, err := x.request(c.Request.Context(), body, download.Request{Owner: principal(c).Name, Since: from})
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/exports/"+j.ID)
	x.answer(c, http.StatusAccepted, jobOnWire(j))
	return nil
}

// since gives where a download that goes on from a former one begins.
func (x *Explorer) since(owner, id string, partial bool) (download.Since, error) {
	if id == "" {
		return download.Since{}, nil
	}
	former, err := x.opts.Downloads.Get(download.Person{Name: owner}, id)
	switch {
	case audit.KindOf(err) == audit.NotFound:
		return download.Since{}, errNoFormer
	case err != nil:
		return download.Since{}, err
	case former.State != download.Ready:
		return download.Since{}, &audit.Error{Kind: audit.Conflict, Code: "not_ready", Field: "since", Message: fmt.Sprintf(
			"The download to go on from is %s; only a ready one says up to where its file reaches. Leave \"since\" away to take all.", former.State)}
	case len(former.Missing) > 0 && !partial:
		return download.Since{}, &audit.Error{Kind: audit.Conflict, Code: "missing_days", Field: "since", Message: fmt.Sprintf(
			"The download to go on from lacks these days: %s. What they held by then would be in neither file; add partial=true to go on all the same, or leave \"since\" away to take all.", audit.JoinDays(former.Missing))}
	}
	return former.Next(), nil
}

var errNoFormer = &audit.Error{Kind: audit.NotFound, Code: "not_found", Field: "since", Message: "You have no such download to go on from. It may have expired, or somebody deleted it. Leave \"since\" away to take all."}

// request counts what a download is to have, and queues it. r has what the body doesn't say.
func (x *Explorer) request(ctx context.Context, body wireExport, r download.Request) (download.Job, error) {
	now := x.opts.Now().Truncate(time.Millisecond) // as it is kept
	a, p, form, err := x.readAsk(body.Ask, body.Before, now)
	if err != nil {
		return download.Job{}, err
	}
	a.search.Seqs.After = r.Since.After
	page, err := x.frozen(ctx, &a.search)
	if err != nil {
		return download.Job{}, err
	}
	if len(page.Missing) > 0 && !body.Partial {
		return download.Job{}, errMissingDays("A download", page.Missing)
	}
	r.Asked, r.Query, r.Form, r.Before, r.Rows, r.Missing = now, url.Values(p), form, a.search.Seqs.Before, page.Total, page.Missing
	r.FileName = "contacts-audit-" + now.In(a.search.Zone).Format("20060102-150405")
	return x.opts.Downloads.Add(r)
}

// readAsk reads the search and the form of a download; p are the parameters that searchOf reads once more.
func (x *Explorer) readAsk(ask download.Ask, before *uint64, now time.Time) (a asked, p params, form download.Form, err error) {
	if p, err = askedParams(ask); err != nil {
		return a, p, form, err
	}
	if before != nil {
		p["before"] = []string{strconv.FormatUint(*before, 10)}
	}
	if a, err = x.searched(p, now); err != nil {
		return a, p, form, err
	}
	p["tz"] = []string{a.search.Zone.String()} // the server's own may be another after a restart
	form, err = askedForm(ask, a.search.Zone)
	return a, p, form, err
}

// searchOf reads the search of a requested download anew, as of the moment of its request.
func (x *Explorer) searchOf(parameters url.Values, asked time.Time) (query.Search, error) {
	a, err := x.searched(params(parameters), asked)
	return a.search, err
}

// getExports answers the downloads that the asking person sees, newest first.
func (x *Explorer) getExports(c *gin.Context) error {
	list := x.opts.Downloads.List(requester(c))
	out := exportsAnswer{make([]wireJob, len(list))}
	for i, j := range list {
		out.Exports[i] = jobOnWire(j)
	}
	x.answer(c, http.StatusOK, out)
	return nil
}

// getExport answers how a download stands.
func (x *Explorer) getExport(c *gin.Context) error {
	j, err := x.opts.Downloads.Get(requester(c), c.Param("id"))
	if err != nil {
		return err
	}
	x.answer(c, http.StatusOK, jobOnWire(j))
	return nil
}

// getExportFile answers the file of a ready download; also parts of it, so that a broken fetch can go on.
func (x *Explorer) getExportFile(c *gin.Context) error {
	f, j, err := x.opts.Downloads.OpenFile(requester(c), c.Param("id"))
	if err != nil {
		return err
	}
	defer f.Close()
	h := c.Writer.Header()
	h.Set("Content-Type", j.Form.MediaType())
	h.Set("Content-Disposition", `attachment; filename="`+j.File+`"`)
	h.Set("ETag", `"`+j.SHA256+`"`)
	h.Set("Cache-Control", "private, no-cache")
	h.Set(rowsHeader, strconv.Itoa(j.RowsWritten))
	if len(j.Missing) > 0 {
		h.Set(missingHeader, audit.JoinDays(j.Missing))
	}
	http.ServeContent(patientWriter{c.Writer, http.NewResponseController(c.Writer)}, c.Request, "", time.Time{}, f)
	return nil
}

// getReceipt answers what a ready file is, as a file of its own to be kept beside it.
func (x *Explorer) getReceipt(c *gin.Context) error {
	j, err := x.opts.Downloads.Get(requester(c), c.Param("id"))
	if err != nil {
		return err
	}
	if j.State != download.Ready {
		return &audit.Error{Kind: audit.Conflict, Code: "not_ready", Message: "Only a download that is ready has a receipt."}
	}
	c.Header("Content-Disposition", `attachment; filename="`+j.File+`.receipt.json"`)
	x.answer(c, http.StatusOK, receiptOf(j, x.opts.Version))
	return nil
}

// deleteExport cancels a download that is open, and deletes one that is at its end.
func (x *Explorer) deleteExport(c *gin.Context) error {
	if err := x.opts.Downloads.Remove(requester(c), c.Param("id")); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

// patientWriter gives a client a minute for each piece of a long file.
type patientWriter struct {
	http.ResponseWriter
	conn *http.ResponseController
}

func (w patientWriter) Write(b []byte) (int, error) {
	_ = w.conn.SetWriteDeadline(time.Now().Add(progressTimeout))
	return w.ResponseWriter.Write(b)
}
