package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// maxFileBytes bounds the settings file: a log or a device named by mistake must
// not be read whole.
const maxFileBytes = 1 << 20

// readFile gives the settings of the file at path, by key; none where path is "".
// given tells whether the path came from the flag or the environment.
func readFile(path string, given map[string]string) (map[string]text, error) {
	key := "WHODID_CONFIG"
	if _, ok := given["config"]; ok {
		key = "--config"
	} else if path == "" {
		return nil, nil
	}
	data, err := readSmall(path)
	if err != nil {
		return nil, &Error{Key: key, Line: fmt.Sprintf("%s: %q can't be read (%s); the path of a YAML file is accepted", key, path, reason(err))}
	}
	return parseFile(path, data)
}

var errTooLarge = fmt.Errorf("larger than %d bytes", maxFileBytes)

func readSmall(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxFileBytes+1))
	if err == nil && len(data) > maxFileBytes {
		err = errTooLarge
	}
	return data, err
}

// reason is what happened, without the call and the path that the line has already.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return err.Error()
}

// parseFile reads a flat YAML mapping of settings. path is only for messages.
func parseFile(path string, data []byte) (map[string]text, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		return nil, notYAML(path, "not UTF-8")
	}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, syntaxError(path, err)
	}
	found := make(map[string]text, len(settings))
	for i, document := range file.Docs {
		if i > 0 {
			return nil, notYAML(line(path, document.Start), "a second document begins")
		}
		pairs, err := parsePairs(path, document.Body)
		if err != nil {
			return nil, err
		}
		for _, t := range pairs {
			found[t.key] = t
		}
	}
	return found, nil
}

// parsePairs reads the settings of the file's one mapping. Keys that stand twice
// were refused by the parser.
func parsePairs(path string, body ast.Node) ([]text, error) {
	var pairs []text
	switch body := body.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode: // empty, or comments only
	case *ast.MappingNode:
		for _, pair := range body.Values {
			t, err := parsePair(path, pair)
			if err != nil {
				return nil, err
			}
			pairs = append(pairs, t)
		}
	default:
		return nil, notYAML(at(path, body), "no settings")
	}
	return pairs, nil
}

// parsePair reads one "key: value" of the file.
func parsePair(path string, pair *ast.MappingValueNode) (text, error) {
	key := pair.Key.GetToken().Value
	where := at(path, pair.Key) + ": " + printable(key)
	if settingOf(key) == nil {
		return text{}, &Error{Key: key, Line: where + ": not a setting" + suggestion(key) + "; accepted are " + keyList()}
	}
	switch pair.Value.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return text{key: key, where: where, value: pair.Value.GetToken().Value, given: true}, nil
	}
	return text{}, &Error{Key: key, Line: where + ": not a single value; one on the same line is accepted"}
}

// at gives file and line of a node, for the beginning of a message.
func at(path string, node ast.Node) string { return line(path, node.GetToken()) }

func line(path string, t *token.Token) string {
	if t == nil {
		return path
	}
	return fmt.Sprintf("%s:%d", path, t.Position.Line)
}

func syntaxError(path string, err error) error {
	var syntax yaml.Error
	if !errors.As(err, &syntax) {
		return notYAML(path, printable(err.Error()))
	}
	return notYAML(line(path, syntax.GetToken()), printable(syntax.GetMessage()))
}

func notYAML(where, what string) error {
	return &Error{Key: where, Line: fmt.Sprintf(`%s: %s; one list of lines of the form "key: value" is accepted`, where, what)}
}

// printable keeps a stranger's text on one line: control characters are escaped.
func printable(s string) string {
	if strings.ContainsFunc(s, unicode.IsControl) {
		return strconv.Quote(s)
	}
	return s
}

// suggestion is the setting that a misspelt key may have meant.
func suggestion(key string) string {
	plain := strings.NewReplacer("_", "", "-", "", ".", "", " ", "")
	for _, s := range settings {
		if strings.EqualFold(plain.Replace(key), plain.Replace(s.key)) {
			return ", " + s.key + " is"
		}
	}
	return ""
}

func keyList() string {
	keys := make([]string, len(settings))
	for i, s := range settings {
		keys[i] = s.key
	}
	return strings.Join(keys, ", ")
}
