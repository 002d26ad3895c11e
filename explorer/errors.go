package explorer

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"whodid/audit"
)

// statusOf is the one place that knows which HTTP status belongs to which kind,
// and which stable word stands for it where an error has none of its own.
func statusOf(k audit.Kind) (status int, code string) {
	switch k {
	case audit.Invalid:
		return http.StatusBadRequest, "invalid_query"
	case audit.NotFound:
		return http.StatusNotFound, "not_found"
	case audit.Conflict:
		return http.StatusConflict, "conflict"
	case audit.Unavailable:
		return http.StatusServiceUnavailable, "unavailable"
	case audit.TooLarge:
		return http.StatusRequestEntityTooLarge, "too_large"
	case audit.Unauthorized:
		return http.StatusUnauthorized, "unauthorized"
	case audit.Forbidden:
		return http.StatusForbidden, "forbidden"
	case audit.Unsupported:
		return http.StatusUnsupportedMediaType, "unsupported_media_type"
	case audit.Overloaded:
		return http.StatusTooManyRequests, "overloaded"
	case audit.Internal:
	}
	return http.StatusInternalServerError, "internal"
}

// statusGone is what the access log says where the client did not wait for the
// answer. Nobody gets to see it.
const statusGone = 499

// retryAfter is what a client is asked to wait, in seconds.
const retryAfter = "2"

var (
	errNoRoute = &audit.Error{Kind: audit.NotFound, Code: "not_found", Message: "There is no such call. docs/http-api.md lists them all."}
	errMethod  = &audit.Error{Kind: audit.Invalid, Code: "method_not_allowed", Message: "This call takes another method; the header Allow names it."}
	errTimeout = &audit.Error{Kind: audit.Unavailable, Code: "timeout", Message: "The search took too long and was stopped. Choose a shorter period or fewer wildcards."}
	errBug     = &audit.Error{Kind: audit.Internal, Code: "internal", Message: "Something went wrong on our side. The server's log says what."}
)

// fail answers err, and logs it where it is no fault of the asker.
func (x *Explorer) fail(c *gin.Context, err error) {
	if c.Request.Context().Err() != nil && errors.Is(err, c.Request.Context().Err()) {
		c.Status(statusGone)
		return
	}
	if errors.Is(err, context.DeadlineExceeded) && audit.KindOf(err) == audit.Internal {
		err = errTimeout
	}
	e := errBug
	status, code := statusOf(audit.KindOf(err))
	if status == http.StatusInternalServerError {
		x.opts.Logger.Error().Err(err).Str("route", routeOf(c)).Msg("request failed")
	} else if !errors.As(err, &e) {
		panic("bug: a kind without an error: " + err.Error())
	}
	if e.Code != "" {
		code = e.Code
	}
	if status == http.StatusServiceUnavailable {
		x.opts.Logger.Warn().Err(err).Str("route", routeOf(c)).Msg("request refused")
	}
	if e == errMethod {
		status = http.StatusMethodNotAllowed
	}
	h := c.Writer.Header()
	switch status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		h.Set("Retry-After", retryAfter)
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="whodid"`)
	}
	if forShippers(c) {
		x.failShipper(c, status, code, e)
		return
	}
	x.answer(c, status, errorAnswer{wireError{Code: code, Message: e.Message, Field: e.Field}})
}

// answer writes v as JSON.
func (x *Explorer) answer(c *gin.Context, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic("bug: answer that is no JSON: " + err.Error())
	}
	writeJSON(c, status, body)
}

func writeJSON(c *gin.Context, status int, body []byte) {
	c.Data(status, "application/json; charset=utf-8", append(body, '\n'))
}
