package explorer

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"whodid/audit"
	"whodid/explorer/auth"
)

// shipperPrefix is where log shippers find what they take for an Elasticsearch.
// Those that can't be given a path find its bulk calls at the root as well.
const shipperPrefix = "/api/v1/elastic"

// elasticVersion is the release of Elasticsearch whose bulk call is answered here;
// shippers ask for it to know what they may send.
const elasticVersion = "8.19.0"

func (x *Explorer) shipperRoutes() []route {
	routes := []route{
		{http.MethodGet, shipperPrefix, auth.Ingest, x.greet},
		{http.MethodPost, logsPath, auth.Ingest, x.postLogs},
		{http.MethodGet, shipperPrefix + "/", auth.Ingest, x.greet}, // the / of a client that was given the prefix
	}
	for _, path := range []string{"/_bulk", "/:index/_bulk", shipperPrefix + "/_bulk", shipperPrefix + "/:index/_bulk"} {
		routes = append(routes,
			route{http.MethodPost, path, auth.Ingest, x.bulk},
			route{http.MethodPut, path, auth.Ingest, x.bulk})
	}
	return routes
}

// forShippers tells whether c is of one of shipperRoutes, or of a call that a
// shipper thinks is there.
func forShippers(c *gin.Context) bool {
	path := c.Request.URL.Path
	return path == logsPath || path == shipperPrefix || strings.HasPrefix(path, shipperPrefix+"/") || strings.HasSuffix(path, "/_bulk")
}

// setProduct says what official clients want to read before they go on. Strangers
// don't get to see it.
func setProduct(c *gin.Context) { c.Header("X-Elastic-Product", "Elasticsearch") }

// greet answers what shippers ask first.
func (x *Explorer) greet(c *gin.Context) error {
	setProduct(c)
	x.answer(c, http.StatusOK, greetingAnswer{
		Name: "whodid", ClusterName: "whodid", ClusterUUID: "_na_",
		Version: greetingVersion{Number: elasticVersion, BuildFlavor: "default", Whodid: x.opts.Version},
		Tagline: "You Know, for Search",
	})
	return nil
}

// greetsShipper answers GET / where a program with a log-in asks, which can't be
// somebody who wants to see the page: browsers accept HTML, and have a cookie.
func (x *Explorer) greetsShipper(c *gin.Context) bool {
	r := c.Request
	if r.URL.Path != "/" || r.Method != http.MethodGet && r.Method != http.MethodHead ||
		r.Header.Get("Authorization") == "" || strings.Contains(r.Header.Get("Accept"), "text/html") {
		return false
	}
	who, err := x.opts.Auth.AuthorizeShipper(r, auth.Ingest)
	if err != nil {
		return false
	}
	c.Set(principalKey, who)
	c.Header("Cache-Control", "no-store")
	c.Header("Vary", "Accept, Authorization")
	return x.greet(c) == nil
}

// failShipper answers an error in the words of both APIs: shippers log the
// reason of theirs.
func (x *Explorer) failShipper(c *gin.Context, status int, code string, e *audit.Error) {
	if status == http.StatusUnauthorized {
		h := c.Writer.Header()
		h.Add("WWW-Authenticate", `Basic realm="whodid", charset="UTF-8"`) // curl waits for it
		h.Add("WWW-Authenticate", "ApiKey")
	}
	x.answer(c, status, shipperError{
		Error:  shipperProblem{wireError{Code: code, Message: e.Message, Field: e.Field}, elasticType(audit.KindOf(e)), e.Message},
		Status: status,
	})
}

// elasticType is Elasticsearch's word for a kind.
func elasticType(k audit.Kind) string {
	switch k {
	case audit.Unauthorized, audit.Forbidden:
		return "security_exception"
	case audit.Overloaded:
		return "es_rejected_execution_exception"
	case audit.Unavailable:
		return "unavailable_shards_exception"
	case audit.Unsupported:
		return "media_type_header_exception"
	case audit.Invalid, audit.TooLarge, audit.NotFound, audit.Conflict:
		return "illegal_argument_exception"
	case audit.Internal:
	}
	return "exception"
}

type greetingAnswer struct {
	Name        string          `json:"name"`
	ClusterName string          `json:"cluster_name"`
	ClusterUUID string          `json:"cluster_uuid"`
	Version     greetingVersion `json:"version"`
	Tagline     string          `json:"tagline"`
}

type greetingVersion struct {
	Number      string `json:"number"`
	BuildFlavor string `json:"build_flavor"` //nolint:misspell // Elasticsearch's word
	Whodid      string `json:"whodid"`
}

type shipperError struct {
	Error  shipperProblem `json:"error"`
	Status int            `json:"status"`
}

type shipperProblem struct {
	wireError
	Type   string `json:"type"`
	Reason string `json:"reason"`
}
