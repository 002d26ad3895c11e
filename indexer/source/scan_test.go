package source

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// members gives what scan is sure of: keys and values in turn.
func members(text []byte) (list []string, sure bool) {
	s := scan{text: text, escapes: lookOver(text)&looksBackslash != 0}
	for {
		key, value, more, sure := s.member()
		if !more || !sure {
			return list, sure
		}
		list = append(list, string(key), string(value))
	}
}

// Events as they come must go the short way: else it is for nothing.
func TestScanIsSureOfEvents(t *testing.T) {
	for _, text := range []string{
		`{}`, `{ }`, goodObject,
		`{"id":"a","time":"2026-11-22T09:12:33.123Z","user":{"id":"m1","name":"김민준","email":"k@a.example"},"task":"edit_group","target":{},"status":"success"}`,
		`{"time": 1795338753.123, "user": "\uae40\"\\\/\b\f\n\r\t", "tags": ["a", 1, -0, 0.5, true, false, null, [], {}], "x": {"a": {"b": [1]}}}`,
	} {
		if _, sure := members([]byte(text)); !sure {
			t.Errorf("not sure of %s", text)
		}
	}
}

func TestScanIsNotSureOfOthers(t *testing.T) {
	deep := strings.Repeat("[", 100) + strings.Repeat("]", 100)
	for _, text := range []string{
		"", "{", "}", "[]", `"a"`, "1", "null", `{"a"}`, `{"a":}`, `{"a":1,}`, `{,"a":1}`, `{"a":1 "b":2}`, `{"a":1}}`, `{"a":1} `, ` {"a":1}`, `{"a":1`, `{"a":"b`, `{"a":"b\`, `{"a":"\x"}`, `{"a":"\u12g4"}`,
		`{"a":01}`, `{"a":-}`, `{"a":1.}`, `{"a":.5}`, `{"a":1e5}`, `{"a":+1}`, `{"a":truth}`, `{"a":nul}`, `{"a":[1,]}`, `{"a":[1 2]}`, `{"a":{"b"}}`, `{"a":{"b":1]}`, `{a:1}`, `{'a':1}`, `{"a":` + deep + `}`,
	} {
		if list, sure := members([]byte(text)); sure {
			t.Errorf("sure of %q: %q", text, list)
		}
	}
}

// The bytes that make lookOver look twice, at every place of a word.
func TestLookOver(t *testing.T) {
	for size := range 40 {
		for at := range size {
			for c := range 256 {
				text := bytes.Repeat([]byte{' '}, size)
				text[at] = byte(c)
				var want looks
				switch {
				case c < 0x20:
					want = looksControl
				case c == '\\':
					want = looksBackslash
				case c >= 0x80:
					want = looksHigh
				}
				if got := lookOver(text); got != want {
					t.Fatalf("byte %#x at %d of %d: %b, want %b", c, at, size, got, want)
				}
			}
		}
	}
}

// Whatever scan is sure of is JSON, and its members are those that a walk over
// checked JSON finds.
func FuzzScan(f *testing.F) {
	seeds(f, "*.ndjson", "*.json")
	f.Add([]byte(`{"a":[{"b":-0.5}],"c":"\u00e9\"","d":{}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		for line := range bytes.SplitSeq(text, []byte("\n")) {
			line = bytes.TrimSpace(line)
			seen := lookOver(line)
			if want := slices.ContainsFunc(line, func(c byte) bool { return c < 0x20 }); want != (seen&looksControl != 0) {
				t.Fatalf("%q: control characters %t", line, want)
			}
			if !utf8.Valid(line) || seen&looksControl != 0 {
				continue
			}
			got, sure := members(line)
			if !sure {
				continue
			}
			if !json.Valid(line) || line[0] != '{' {
				t.Fatalf("sure of %q", line)
			}
			var want []string
			eachMember(line, func(key, value []byte) { want = append(want, string(key), string(value)) })
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%q: %s", line, diff)
			}
		}
	})
}
