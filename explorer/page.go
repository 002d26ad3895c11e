package explorer

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"whodid/audit"
)

// page is the web page's files. They are in memory anyway, embedded; here they
// have what HTTP wants of them.
type page struct{ files map[string]pageFile }

type pageFile struct {
	content []byte
	etag    string
	cache   string
}

const indexFile = "index.html"

// newPage reads every file once. One without index.html is an error.
func newPage(files fs.FS) (*page, error) {
	p := &page{make(map[string]pageFile)}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		f := pageFile{content, `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`, "no-cache"}
		if strings.HasPrefix(name, "assets/") { // the name changes with the content
			f.cache = "public, max-age=31536000, immutable"
		}
		p.files[name] = f
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the page: %w", err)
	}
	if _, ok := p.files[indexFile]; !ok {
		return nil, fmt.Errorf("read the page: it has no %s", indexFile)
	}
	return p, nil
}

var errNoFile = &audit.Error{Kind: audit.NotFound, Code: "not_found", Message: "There is no such file."}

// serve answers every path that is not the API's: a file by its name, and for
// names without an extension the page itself, which knows its own addresses.
func (p *page) serve(c *gin.Context) error {
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		c.Header("Allow", "GET, HEAD")
		return errMethod
	}
	name := strings.TrimPrefix(path.Clean("/"+c.Request.URL.Path), "/")
	f, ok := p.files[name]
	if !ok {
		if path.Ext(name) != "" {
			return errNoFile
		}
		name = indexFile
		f = p.files[name]
	}
	h := c.Writer.Header()
	h.Set("Cache-Control", f.cache)
	h.Set("ETag", f.etag)
	if name == indexFile {
		h.Set("Content-Type", "text/html; charset=utf-8")
	}
	c.Status(http.StatusOK) // gin answers NoRoute with 404 otherwise
	http.ServeContent(c.Writer, c.Request, name, time.Time{}, bytes.NewReader(f.content))
	return nil
}
