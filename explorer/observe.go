package explorer

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/rs/zerolog"

	"whodid/explorer/auth"
)

// observe stands around every request: it counts it, writes its line in the
// access log, and turns a panic into an answer that says nothing of it.
func (x *Explorer) observe(c *gin.Context) {
	start := time.Now()
	defer func() {
		p := recover()
		if p != nil && p != any(http.ErrAbortHandler) {
			x.opts.Logger.Error().Str("panic", fmt.Sprint(p)).Bytes("stack", debug.Stack()).Str("route", routeOf(c)).Msg("request panicked")
			if c.Writer.Written() {
				p = http.ErrAbortHandler // half an answer must not look like one
			} else {
				p = nil
				x.fail(c, errBug)
			}
		}
		took := time.Since(start)
		status := c.Writer.Status()
		if p != nil {
			status = http.StatusInternalServerError
			if c.Request.Context().Err() != nil {
				status = statusGone
			}
		}
		x.metrics.observe(c.Request.Method, routeOf(c), status, took)
		x.access(c, status, took)
		if p != nil {
			panic(p)
		}
	}()
	c.Next()
}

// access writes the line. The query string is in it for the API's calls: which
// question was slow matters. That of /login, which has a code in it, and of
// whatever strangers ask for never is.
func (x *Explorer) access(c *gin.Context, status int, took time.Duration) {
	level := zerolog.InfoLevel
	switch c.FullPath() {
	case "/healthz", "/readyz", "/metrics":
		level = zerolog.DebugLevel
	}
	line := x.opts.Logger.WithLevel(level)
	line.Str("method", c.Request.Method).Str("path", c.Request.URL.Path).Int("status", status).
		Int("bytes", max(0, c.Writer.Size())).Float64("ms", float64(took.Microseconds())/1000).Str("remote", auth.RemoteIP(c.Request))
	if who := principal(c); who.Name != "" {
		line.Str("principal", who.Name)
		if q := c.Request.URL.RawQuery; q != "" && underAPI(c.FullPath()) {
			line.Str("query", q)
		}
	}
	line.Msg("request")
}
