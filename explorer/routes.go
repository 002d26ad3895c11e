package explorer

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"whodid/explorer/auth"
)

// route is one call of the API. A handler that returns an error has written
// nothing: the error becomes the answer.
type route struct {
	method, path string
	needs        auth.Permission
	handle       func(*gin.Context) error
}

func (x *Explorer) routes() []route {
	return append(x.shipperRoutes(), []route{
		{http.MethodPost, "/api/v1/events", auth.Ingest, x.postEvents},
		{http.MethodGet, "/api/v1/events/:id", auth.Search, x.getEvent},
		{http.MethodGet, "/api/v1/events/:id/context", auth.Search, x.getContext},
		{http.MethodGet, "/api/v1/search", auth.Search, x.search},
		{http.MethodGet, "/api/v1/suggest", auth.Search, x.suggest},
		{http.MethodGet, "/api/v1/stats", auth.Search, x.stats},
		{http.MethodGet, "/api/v1/freshness", auth.Search, x.getFreshness},
		{http.MethodGet, "/api/v1/tail", auth.Tail, x.tail},
		{http.MethodGet, "/api/v1/export.csv", auth.Download, x.exportCSV},
		{http.MethodGet, "/api/v1/export.ndjson", auth.Download, x.exportNDJSON},
		{http.MethodGet, "/api/v1/backup", auth.Backup, x.backup},

		{http.MethodGet, "/api/v1/exports", auth.Download, x.getExports},
		{http.MethodPost, "/api/v1/exports", auth.Download, x.postExport},
		{http.MethodGet, "/api/v1/exports/:id", auth.Download, x.getExport},
		{http.MethodGet, "/api/v1/exports/:id/file", auth.Download, x.getExportFile},
		{http.MethodGet, "/api/v1/exports/:id/receipt", auth.Download, x.getReceipt},
		{http.MethodDelete, "/api/v1/exports/:id", auth.Download, x.deleteExport},

		{http.MethodGet, "/api/v1/schedules", auth.Download, x.getSchedules},
		{http.MethodPost, "/api/v1/schedules", auth.Download, x.postSchedule},
		{http.MethodPatch, "/api/v1/schedules/:id", auth.Download, x.patchSchedule},
		{http.MethodDelete, "/api/v1/schedules/:id", auth.Download, x.deleteSchedule},
		{http.MethodPost, "/api/v1/schedules/:id/run", auth.Download, x.runSchedule},

		{http.MethodGet, "/api/v1/views", auth.Search, x.getViews},
		{http.MethodPost, "/api/v1/views", auth.Search, x.postView},
		{http.MethodPatch, "/api/v1/views/:id", auth.Search, x.patchView},
		{http.MethodDelete, "/api/v1/views/:id", auth.Search, x.deleteView},

		{http.MethodGet, "/api/v1/sources", auth.Sources, x.getSources},
		{http.MethodPost, "/api/v1/sources/:id/run", auth.Sources, x.runSource},
		{http.MethodPost, "/api/v1/sources/:id/pause", auth.Sources, x.pauseSource},
		{http.MethodPost, "/api/v1/sources/:id/resume", auth.Sources, x.resumeSource},

		{http.MethodPost, "/api/v1/imports", auth.Ingest, x.postImport},
		{http.MethodGet, "/api/v1/imports", auth.Sources, x.getImports},
		{http.MethodGet, "/api/v1/imports/:id", auth.Sources, x.getImport},
		{http.MethodGet, "/api/v1/column-maps", auth.Sources, x.getColumnMaps},
		{http.MethodDelete, "/api/v1/column-maps/:name", auth.Sources, x.deleteColumnMap},

		{http.MethodGet, "/api/v1/session", auth.LoggedIn, x.getSession},
		{http.MethodPost, "/api/v1/session", auth.Anyone, x.postSession},
		{http.MethodDelete, "/api/v1/session", auth.LoggedIn, x.deleteSession},
		{http.MethodGet, "/login", auth.Anyone, x.login},

		{http.MethodGet, "/healthz", auth.Anyone, x.healthz},
		{http.MethodGet, "/readyz", auth.Anyone, x.readyz},
		{http.MethodGet, "/metrics", auth.Anyone, x.showMetrics},
	}...)
}

// head tells whether the call answers HEAD too. Where much is sent it would be
// work for nothing, and the one-time link would be used up by a scanner of mails.
func (r route) head() bool {
	switch r.path {
	case "/api/v1/tail", "/api/v1/export.csv", "/api/v1/export.ndjson", "/api/v1/backup", "/login":
		return false
	}
	return r.method == http.MethodGet
}

// streams tells of the paths whose answers must reach the client as they are
// written.
func streams(path string) bool {
	switch path {
	case "/api/v1/tail", "/api/v1/export.csv", "/api/v1/export.ndjson", "/api/v1/backup":
		return true
	}
	return strings.HasPrefix(path, "/api/v1/exports/") && strings.HasSuffix(path, "/file")
}

func (x *Explorer) newEngine() http.Handler {
	gin.SetMode(gin.ReleaseMode) // else gin prints every route
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.RedirectTrailingSlash = false
	e.Use(x.observe, x.headers)
	for _, r := range x.routes() {
		handle := r.handle
		if r.needs == auth.Search {
			handle = x.screen(handle)
		}
		e.Handle(r.method, r.path, x.guarded(r.needs, handle))
		if r.head() { // net/http leaves the body away
			e.Handle(http.MethodHead, r.path, x.guarded(r.needs, handle))
		}
	}
	e.NoRoute(x.answering(x.elsewhere))
	e.NoMethod(x.answering(x.wrongMethod))
	return e
}

// principalKey is where a gin context has who is asking.
const principalKey = "principal"

// guarded lets only those in who may do what the route does.
func (x *Explorer) guarded(needs auth.Permission, handle func(*gin.Context) error) gin.HandlerFunc {
	return x.answering(func(c *gin.Context) error {
		who, err := x.authorize(c, needs)
		if err != nil {
			return err
		}
		c.Set(principalKey, who)
		return handle(c)
	})
}

// screen has what is done in the background stand aside until the answer is written.
func (x *Explorer) screen(handle func(*gin.Context) error) func(*gin.Context) error {
	return func(c *gin.Context) error {
		defer x.turns.Screen()()
		return handle(c)
	}
}

func (x *Explorer) authorize(c *gin.Context, needs auth.Permission) (auth.Principal, error) {
	if forShippers(c) {
		return x.opts.Auth.AuthorizeShipper(c.Request, needs)
	}
	return x.opts.Auth.Authorize(c.Request, needs)
}

func principal(c *gin.Context) auth.Principal {
	who, _ := c.Value(principalKey).(auth.Principal)
	return who
}

// answering makes an error the answer.
func (x *Explorer) answering(handle func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := handle(c); err != nil {
			x.fail(c, err)
		}
	}
}

// elsewhere serves every path that is no route: nothing under /api, where
// strangers don't even learn what there is, and the page for the rest.
func (x *Explorer) elsewhere(c *gin.Context) error {
	if !underAPI(c.Request.URL.Path) {
		if x.greetsShipper(c) {
			return nil
		}
		return x.page.serve(c)
	}
	if _, err := x.authorize(c, auth.LoggedIn); err != nil {
		return err
	}
	return errNoRoute
}

func (x *Explorer) wrongMethod(c *gin.Context) error {
	if underAPI(c.Request.URL.Path) {
		if _, err := x.authorize(c, auth.LoggedIn); err != nil {
			return err
		}
	}
	return errMethod // gin has set the header Allow
}

func underAPI(path string) bool { return path == "/api" || strings.HasPrefix(path, "/api/") }
