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
	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"

	"whodid/audit"
)

// page is the web page's files. They are in memory anyway, embedded; here they
// have what HTTP wants of them.
type page struct {
	files map[string]pageFile
	pack  func(http.Handler) http.HandlerFunc
}

type pageFile struct {
	content []byte
	etag    string
	cache   string
}

const indexFile = "index.html"

// minPacked is the size in bytes under which packing a file gains nothing.
const minPacked = 1024

// newPage reads every file once. One without index.html is an error.
func newPage(files fs.FS) (*page, error) {
	// The page's scripts shrink to a third, which a phone far away notices. Its
	// files hold nothing secret that their packed length could tell.
	pack, err := gzhttp.NewWrapper(gzhttp.MinSize(minPacked), gzhttp.EnableZstd(false), // which is larger at any speed one would wait for
		gzhttp.CompressionLevel(gzip.BestCompression))
	if err != nil {
		return nil, fmt.Errorf("read the page: %w", err)
	}
	p := &page{make(map[string]pageFile), pack}
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		// A weak tag: packed or not, it is the same file.
		f := pageFile{content, `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`, "no-cache"}
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
	p.pack(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(f.content))
	})).ServeHTTP(c.Writer, c.Request)
	return nil
}
