package explorer

import (
	"cmp"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"whodid/audit"
)

// bulk stores the documents of an Elasticsearch bulk request and answers when they
// are on disk and searchable, each of them for itself.
func (x *Explorer) bulk(c *gin.Context) error {
	start := time.Now()
	setProduct(c)
	zone, err := x.zoneOfBody(c)
	if err != nil {
		return err
	}
	if err := checkBulkMedia(c.GetHeader("Content-Type")); err != nil {
		return err
	}
	var items []audit.Item
	if refused, err := x.takeBody(c, bulkID, func(in *body) (audit.Report, error) {
		items, err = x.opts.Ingester.Bulk(c.Request.Context(), zone, in)
		return reportOfItems(items), err
	}); refused || err != nil {
		return err
	}
	writeJSON(c, http.StatusOK, appendBulk(nil, items, c.Param("index"), time.Since(start)))
	return nil
}

// checkBulkMedia takes what bulk bodies are sent as. They are NDJSON under each of
// these names.
func checkBulkMedia(contentType string) error {
	media, _, err := mime.ParseMediaType(contentType)
	switch media {
	case "application/x-ndjson", "application/ndjson", "application/json",
		"application/vnd.elasticsearch+x-ndjson", "application/vnd.elasticsearch+json":
		return nil
	}
	return &audit.Error{Kind: audit.Unsupported, Field: "Content-Type", Err: err, Message: fmt.Sprintf(
		"A bulk body is application/x-ndjson or application/json, not %q.", contentType)}
}

// defaultIndex is the index of items that name none, neither themselves nor in the
// address. It means nothing: all events are in one log.
const defaultIndex = "whodid"

type bulkItem struct {
	Index  string       `json:"_index"`
	ID     string       `json:"_id,omitempty"`
	Result string       `json:"result,omitempty"`
	Status int          `json:"status"`
	Error  *bulkProblem `json:"error,omitempty"`
}

type bulkProblem struct {
	Type   string `json:"type"`
	Reason string `json:"reason"`
	Code   string `json:"code"`
	Field  string `json:"field,omitempty"`
}

// appendBulk appends the answer to a bulk request.
func appendBulk(b []byte, items []audit.Item, index string, took time.Duration) []byte {
	b = strconv.AppendInt(append(b, `{"took":`...), took.Milliseconds(), 10)
	at := len(append(b, `,"errors":`...))
	b = append(b, `,"errors":false,"items":[`...)
	errors := false
	for i, item := range items {
		if i > 0 {
			b = append(b, ',')
		}
		answer := bulkAnswer(item)
		answer.Index = cmp.Or(item.Index, index, defaultIndex)
		errors = errors || answer.Error != nil
		b = append(appendMember(append(b, '{'), string(item.Op), answer), '}')
	}
	if errors {
		b = append(b[:at], append([]byte("true"), b[at+len("false"):]...)...)
	}
	return append(b, "]}"...)
}

// bulkAnswer says what became of one item.
func bulkAnswer(item audit.Item) bulkItem {
	out := bulkItem{ID: cmp.Or(item.ID, string(item.EventID))}
	switch {
	case item.Err != nil:
		out.Status = http.StatusBadRequest
		out.Error = &bulkProblem{"mapper_parsing_exception", item.Err.Message, item.Err.Code, item.Err.Field}
		switch item.Err.Code {
		case audit.CodeDayUnavailable: // not the document's fault: shippers send it again
			out.Status, out.Error.Type = http.StatusServiceUnavailable, "unavailable_shards_exception"
		case audit.CodeInvalidAction:
			out.Error.Type = "illegal_argument_exception"
		}
	case !item.Duplicate:
		out.Status, out.Result = http.StatusCreated, "created"
	case item.Op == audit.OpCreate:
		out.Status = http.StatusConflict
		out.Error = &bulkProblem{Type: "version_conflict_engine_exception", Code: "duplicate", Reason: "This event is stored already. It stays as it is."}
	default:
		out.Status, out.Result = http.StatusOK, "noop"
	}
	return out
}
