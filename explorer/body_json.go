package explorer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"whodid/audit"
)

// readSmall reads a body of at most limit bytes. Errors: *audit.Error of kind TooLarge, those of openBody.
func readSmall(c *gin.Context, limit int64) ([]byte, error) {
	in, err := openBody(c.Writer, c.Request, limit)
	if err != nil {
		return nil, err
	}
	defer in.close()
	return io.ReadAll(in)
}

// readJSON reads a body of at most limit bytes into v; example is what one may look like. Errors: *audit.Error of
// kind Invalid, with the member at fault where it can be known, or TooLarge.
func readJSON(c *gin.Context, limit int64, v any, example string) error {
	data, err := readSmall(c, limit)
	if err != nil {
		return err
	}
	return decodeJSON(data, v, example)
}

// decodeJSON is readJSON of a body that was read.
func decodeJSON(data []byte, v any, example string) error {
	if !utf8.Valid(data) { // json would put another character there, and keep a name that nobody gave
		return &audit.Error{Kind: audit.Invalid, Code: "unreadable_body", Message: "The body is not UTF-8, as JSON must be."}
	}
	if err := json.Unmarshal(data, v); err != nil {
		bad := &audit.Error{Kind: audit.Invalid, Code: "unreadable_body", Message: fmt.Sprintf("Send a JSON object such as %s.", example)}
		if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
			bad.Field = member(wrong.Field)
		}
		return bad
	}
	return nil
}

// member gives the path of a member as it stands in the body: json also names the structs that Go puts it into, which
// unlike our members begin with a capital.
func member(path string) string {
	names := slices.DeleteFunc(strings.Split(path, "."), func(name string) bool { return name != "" && unicode.IsUpper(rune(name[0])) })
	return strings.Join(names, ".")
}
