package explorer

import (
	"regexp"
	"strings"

	"github.com/gin-gonic/gin"
)

// plainHost is a Host header that may stand in a policy. Strangers write it.
var plainHost = regexp.MustCompile(`^[A-Za-z0-9.\-]+(:[0-9]+)?$|^\[[0-9A-Fa-f:.]+\](:[0-9]+)?$`)

// headers sets what keeps a browser from doing harm with an answer.
func (x *Explorer) headers(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	// Nobody learns the address somebody came from: /login has a code in it, the
	// page's own say what was searched for.
	h.Set("Referrer-Policy", "no-referrer")
	if p := c.Request.URL.Path; underAPI(p) || p == "/login" {
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	} else {
		h.Set("Content-Security-Policy", pagePolicy(c.Request.Host))
	}
	c.Next()
}

// pagePolicy lets the page load what is its own and connect to where it came
// from. The WebSocket's host is named: older browsers don't count it as 'self'.
func pagePolicy(host string) string {
	connect := "connect-src 'self'"
	if plainHost.MatchString(host) {
		connect += " ws://" + host + " wss://" + host
	}
	return strings.Join([]string{
		"default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", connect,
		"object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'",
	}, "; ")
}
