package explorer

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"whodid/audit"
	"whodid/audit/query"
)

var errNoEvent = &audit.Error{Kind: audit.NotFound, Code: "not_found", Field: "id", Message: "There is no event with this id. It may be older than the retention."}

// getEvent answers one event as it is stored.
func (x *Explorer) getEvent(c *gin.Context) error {
	ctx, cancel := x.context(c)
	defer cancel()
	e, err := x.eventOf(ctx, c)
	if err != nil {
		return err
	}
	writeJSON(c, http.StatusOK, e.AppendJSON(nil))
	return nil
}

// eventOf gives the event that the path names, in upper or lower case.
func (x *Explorer) eventOf(ctx context.Context, c *gin.Context) (audit.Event, error) {
	id := audit.EventID(strings.ToUpper(c.Param("id")))
	if _, ok := query.IDTime(id); !ok {
		return audit.Event{}, errNoEvent
	}
	return x.opts.Searcher.Event(ctx, id)
}
