package explorer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"whodid/audit"
	"whodid/explorer/auth"
)

// Imports take whole files, and know what became of each. Safe for concurrent use.
type Imports interface {
	// Take reads a file to its end, or as far as it can be read, and answers when what
	// it calls accepted is on disk and searchable. An error says why the import is not
	// done: *audit.Error of kind Invalid (perhaps an *audit.UnknownColumns) or Conflict
	// where it is the file's or the asker's fault, others where it could work later.
	// Without an ID in the answer there is no import.
	Take(ctx context.Context, f audit.ImportFile, in io.Reader) (audit.Import, error)
	// List gives the last imports, newest first, without their rejected rows.
	List(limit int) []audit.Import
	// Get gives one with its rejected rows, or an *audit.Error of kind NotFound.
	Get(id string) (audit.Import, error)
	// Maps gives the saved column maps by name; DeleteMap forgets one. Errors:
	// *audit.Error of kind NotFound or Unavailable.
	Maps() []audit.ColumnMap
	DeleteMap(name string) error
}

// uploadID is the source that uploads are.
const uploadID = "upload"

// postImport reads one file as it comes, however long it is, and answers when its rows
// are on disk and searchable.
func (x *Explorer) postImport(c *gin.Context) error {
	in, err := openBody(c.Writer, c.Request, math.MaxInt64-1)
	if err != nil {
		return err
	}
	in.streamed = true
	defer in.close()
	done, err := x.upload(c, in)
	if done.ID != "" {
		x.pushed.note(uploadID, x.opts.Now(), reportOf(done), err)
	}
	if err == nil {
		in.answerNow()
		x.answer(c, http.StatusOK, done)
		return nil
	}
	// Much of the file may not have come yet: who sends it is to get the answer all the same.
	in.answerUnread(func() {
		x.failImport(c, done, err)
		c.Writer.Flush()
	})
	return nil
}

// errForm is the answer to a file in a form, as browsers and curl -F send it.
var errForm = &audit.Error{Kind: audit.Unsupported, Field: "Content-Type", Message: "Send the file itself as the body, not a form with the file in it: with curl, -T FILE or --data-binary @FILE."}

// upload takes the file that a request's body is.
func (x *Explorer) upload(c *gin.Context, in *body) (audit.Import, error) {
	if strings.HasPrefix(strings.ToLower(c.ContentType()), "multipart/") {
		return audit.Import{}, errForm
	}
	f, err := importFile(c)
	if err != nil {
		return audit.Import{}, err
	}
	ctx := c.Request.Context()
	if err := x.uploads.enter(ctx); err != nil {
		return audit.Import{}, err
	}
	defer x.uploads.leave()
	return x.opts.Imports.Take(ctx, f, in)
}

// failImport answers an import that is not done: with what became of it, where there
// is one.
func (x *Explorer) failImport(c *gin.Context, done audit.Import, err error) {
	var unknown *audit.UnknownColumns
	var known *audit.Error
	ask := errors.As(err, &unknown)
	if !errors.As(err, &known) || known.Kind == audit.Internal || done.ID == "" && !ask || c.Request.Context().Err() != nil {
		x.fail(c, err)
		return
	}
	status, code := statusOf(known.Kind)
	if known.Code != "" {
		code = known.Code
	}
	switch {
	case ask && done.ID == "":
		x.answer(c, http.StatusUnprocessableEntity, columnsAnswer{wireError{Code: code, Message: known.Message, Field: known.Field}, unknown.Header, unknown.Sample, unknown.Guess})
		return
	case code == "all_rejected":
		status = http.StatusUnprocessableEntity
	case status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests:
		c.Header("Retry-After", retryAfter)
	}
	x.answer(c, status, done)
}

// columnsAnswer asks what a file's columns mean.
type columnsAnswer struct {
	Error  wireError         `json:"error"`
	Header []string          `json:"header"`
	Sample [][]string        `json:"sample"`
	Guess  map[string]string `json:"guess"`
}

// importFile reads what a request says of its file.
func importFile(c *gin.Context) (audit.ImportFile, error) {
	p, err := paramsOf(c.Request)
	if err != nil {
		return audit.ImportFile{}, err
	}
	f := audit.ImportFile{Source: uploadID, By: principal(c).Name, Asked: true}
	var columns string
	for name, to := range map[string]*string{"name": &f.Name, "encoding": &f.Encoding, "map": &f.Map, "columns": &columns} {
		if *to, err = p.one(name); err != nil {
			return f, err
		}
	}
	if f.Map != "" && !principal(c).Role.May(auth.Sources) {
		return f, &audit.Error{Kind: audit.Forbidden, Field: "map", Message: "Your role may import, but not save what columns mean for everybody's files. Leave map out."}
	}
	if f.Zone, err = p.zone("tz", nil); err != nil {
		return f, err
	}
	if columns != "" {
		if err := json.Unmarshal([]byte(columns), &f.Columns); err != nil {
			return f, audit.NewInvalid("columns", `"columns" is a JSON object of column names and what they mean, such as {"When":"time","Who":"user"}.`)
		}
	}
	return f, nil
}

// importsAnswer lists imports.
type importsAnswer struct {
	Imports []audit.Import `json:"imports"`
}

// Limits of a list of imports.
const (
	defaultImports = 50
	mostImports    = 500
)

// getImports answers the last imports, newest first.
func (x *Explorer) getImports(c *gin.Context) error {
	p, err := paramsOf(c.Request)
	if err != nil {
		return err
	}
	limit, given, err := p.number("limit")
	switch {
	case err != nil || given && (limit < 1 || limit > mostImports):
		return audit.NewInvalid("limit", fmt.Sprintf(`"limit" is a number from 1 to %d.`, mostImports))
	case !given:
		limit = defaultImports
	}
	x.answer(c, http.StatusOK, importsAnswer{x.opts.Imports.List(int(limit))})
	return nil
}

// getImport answers one import with its rejected rows.
func (x *Explorer) getImport(c *gin.Context) error {
	one, err := x.opts.Imports.Get(c.Param("id"))
	if err != nil {
		return err
	}
	x.answer(c, http.StatusOK, one)
	return nil
}

// mapsAnswer lists column maps.
type mapsAnswer struct {
	Maps []audit.ColumnMap `json:"maps"`
}

// getColumnMaps answers the saved column maps.
func (x *Explorer) getColumnMaps(c *gin.Context) error {
	x.answer(c, http.StatusOK, mapsAnswer{append([]audit.ColumnMap{}, x.opts.Imports.Maps()...)})
	return nil
}

// deleteColumnMap forgets a column map.
func (x *Explorer) deleteColumnMap(c *gin.Context) error {
	if err := x.opts.Imports.DeleteMap(c.Param("name")); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

// reportOf is what became of an import's rows.
func reportOf(i audit.Import) audit.Report {
	return audit.Report{Accepted: i.Accepted, Duplicates: i.Duplicates, RejectedTotal: i.RejectedTotal, RejectedByCode: i.RejectedByCode}
}
