package source

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

const goodObject = `{"time":"2026-11-22T09:12:33Z","user":"kim"}`

// seeds adds files of testdata as seeds.
func seeds(f *testing.F, patterns ...string) {
	f.Helper()
	for _, pattern := range patterns {
		files, err := filepath.Glob(filepath.Join("testdata", pattern))
		if err != nil || len(files) == 0 {
			f.Fatal("no seeds", err)
		}
		for _, path := range files {
			text, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text)
		}
	}
}

// countLines counts line ends generously: a UTF-16 text has none of its bytes
// elsewhere.
func countLines(text []byte) int {
	return 1 + bytes.Count(text, []byte("\n")) + bytes.Count(text, []byte("\r"))
}

// repeat reads the same bytes n times.
type repeat struct {
	text string
	left int // bytes
	at   int
}

func (r *repeat) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) && r.left > 0 {
		c := copy(p[n:min(len(p), n+r.left)], r.text[r.at:])
		r.at, r.left, n = (r.at+c)%len(r.text), r.left-c, n+c
	}
	return n, nil
}

func times(text string, n int) io.Reader { return &repeat{text: text, left: n * len(text)} }

// A line, element or record of 12 MiB costs itself, and not its size in memory.
func TestHugeRows(t *testing.T) {
	const huge = 12 << 20
	tests := []struct {
		name       string
		format     Format
		head, tail string
		fill       string
		want       []string
	}{
		{"NDJSON", NDJSON, goodObject + "\n" + `{"user":"`, "\"}\n" + goodObject, "x", []string{"", audit.CodeFieldTooLong, ""}},
		{"NDJSON of NUL", NDJSON, goodObject + "\n", "\n" + goodObject, "\x00", []string{"", audit.CodeFieldTooLong, ""}},
		{"JSON", JSON, "[" + goodObject + `,{"user":"`, "\"}," + goodObject + "]", `],[{\"`, []string{"", audit.CodeFieldTooLong, ""}},
		{"JSON that is deep", JSON, "[" + goodObject + ",", "]", "[", nil},
		{"CSV", CSV, csvHeader + "2026-11-22 18:12:33,Kim,,,,\n", "\n2026-11-22 18:12:33,Kim,,,,\n", "x", []string{"", audit.CodeFieldTooLong, ""}},
		{"CSV in quotes", CSV, csvHeader + "2026-11-22 18:12:33,Kim,,,,\n\"", "\n2026-11-22 18:12:33,Kim,,,,\n", "\"\"", []string{"", audit.CodeFieldTooLong, ""}},
		{"CSV, header", CSV, "", "", "x,", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			rows, err := readAll(Open(tt.format, io.MultiReader(strings.NewReader(tt.head), times(tt.fill, huge/len(tt.fill)), strings.NewReader(tt.tail)), Options{}))
			runtime.ReadMemStats(&after)
			if tt.want == nil {
				if audit.KindOf(err) != audit.Invalid {
					t.Errorf("the error is %v", err)
				}
			} else if diff := cmp.Diff(tt.want, codes(rows)); diff != "" || err != nil {
				t.Errorf("%v %s", err, diff)
			}
			if got := after.TotalAlloc - before.TotalAlloc; got > 8*MaxRowBytes {
				t.Errorf("%d MiB were allocated", got>>20)
			}
		})
	}
}

func TestDeepNesting(t *testing.T) {
	deep := `{"time":"2026-11-22T09:12:33Z","user":"kim","x":` + strings.Repeat("[", 200_000) + strings.Repeat("]", 200_000) + "}"
	flat := `{"time":"2026-11-22T09:12:33Z","user":"kim","x":` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + "}"
	want := []string{audit.CodeInvalidJSON, "", ""}
	rows, err := readAll(NewNDJSON(strings.NewReader(deep+"\n"+flat+"\n"+goodObject), Options{}))
	if diff := cmp.Diff(want, codes(rows)); diff != "" || err != nil {
		t.Error(err, diff)
	}
	rows, err = readAll(NewJSON(strings.NewReader("["+deep+","+flat+","+goodObject+"]"), Options{}))
	if diff := cmp.Diff(want, codes(rows)); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

func TestJSONShapes(t *testing.T) {
	const invalid = "the rest can't be read"
	tests := []struct {
		name, text string
		want       []string // codes, and invalid for an error
	}{
		{"object", goodObject, []string{""}},
		{"array", "[" + goodObject + "," + goodObject + "]", []string{"", ""}},
		{"with white space and mark", "\ufeff \n[ " + goodObject + " ,\t" + goodObject + " ] \n", []string{"", ""}},
		{"empty array", " [ ] ", nil},
		{"objects one after the other", goodObject + goodObject + "\n" + goodObject, []string{"", "", ""}},
		{"empty", "", []string{invalid}},
		{"white space", " \n ", []string{invalid}},
		{"no JSON", "hello", []string{invalid}},
		{"a string", `"hello"`, []string{invalid}},
		{"array of other things", `[1,"a",null,[],{}]`, []string{audit.CodeInvalidJSON, audit.CodeInvalidJSON, audit.CodeInvalidJSON, audit.CodeInvalidJSON, audit.CodeInvalidTime}},
		{"a malformed element", "[" + goodObject + `,{"a":},` + goodObject + "]", []string{"", audit.CodeInvalidJSON, ""}},
		{"commas too many", "[" + goodObject + ",," + goodObject + ",]", []string{"", audit.CodeInvalidJSON, "", audit.CodeInvalidJSON}},
		{"a comma first", "[," + goodObject + "]", []string{audit.CodeInvalidJSON, ""}},
		{"a malformed object", `{"a":}`, []string{audit.CodeInvalidJSON}},
		{"an object cut off", `{"a":1`, []string{invalid}},
		{"a string cut off", `{"a":"1}`, []string{invalid}},
		{"an array cut off", "[" + goodObject, []string{invalid}},
		{"an array cut off behind a comma", "[" + goodObject + ",", []string{"", invalid}},
		{"an array just opened", "[", []string{invalid}},
		{"text behind an array", "[" + goodObject + "]" + goodObject, []string{"", invalid}},
		{"text behind an empty array", "[] x", []string{invalid}},
		{"text behind an object", goodObject + " x", []string{"", invalid}},
		{"brackets and quotes in strings", `[{"time":"2026-11-22T09:12:33Z","user":"a\\\"]},{[ b\\"},` + goodObject + "]", []string{"", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows, err := readAll(NewJSON(strings.NewReader(tt.text), Options{}))
			got := codes(rows)
			if err != nil {
				got = append(got, invalid)
				if audit.KindOf(err) != audit.Invalid {
					t.Errorf("the error is %v", err)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			for i, row := range rows {
				if row.Line != i+1 {
					t.Errorf("element %d is said to be number %d", i+1, row.Line)
				}
			}
		})
	}
}

// Names that are written with white space at their ends stay as they came: an
// export of them has to come back the same.
func TestJSONKeepsWhiteSpace(t *testing.T) {
	rows, err := readAll(NewNDJSON(strings.NewReader(`{"id":7,"time":0,"user":{"id":9,"name":"\tkim "},"target":{"name":" "}}`), Options{}))
	if err != nil || len(rows) != 1 || rows[0].Err != nil {
		t.Fatal(rows, err)
	}
	if e := rows[0].Event; rows[0].ID != "7" || e.User.ID != "9" || e.User.Name != "\tkim " || e.Target.Name != " " {
		t.Errorf("%q, %+v", rows[0].ID, e)
	}
}

// The API's keys count more than other names of the same thing, wherever they stand.
func TestJSONKeyRanks(t *testing.T) {
	want := `{"id":"","seq":0,"time":"2026-11-22T09:12:33.000Z","user":{"name":"Kim","email":"kim@acme.example"},"task":"edit_group","target":{},"status":"","service_type":""}`
	for _, line := range []string{
		`{"time":"2026-11-22T09:12:33Z","Date":true,"user":{"name":"Kim","email":"kim@acme.example"},"member":{"name":"Lee"},"user_name":"Park","task":"edit_group","Task":5}`,
		`{"Task":5,"user_name":"Park","member":{"name":"Lee"},"user":{"name":"Kim","email":"kim@acme.example"},"Date":true,"time":"2026-11-22T09:12:33Z","task":"edit_group"}`,
		`{"time":"2026-11-22T09:12:33Z","user":{"id":"m1","name":"Lee","email":"lee@acme.example"},"user":"Kim (kim@acme.example)","task":"x","task":"edit_group"}`,
		`{"time":"2026-11-22T09:12:33Z","user":7,"user":{"name":"Kim","email":"kim@acme.example"},"task":"Edit group","status":null}`,
		`{"TIME":"2026-11-22T09:12:33Z","User Name":"Kim","user.email":"kim@acme.example","t\u0061sk":"edit_group"}`,
	} {
		rows, err := readAll(NewNDJSON(strings.NewReader(line), Options{}))
		if err != nil || len(rows) != 1 || rows[0].Err != nil {
			t.Errorf("%s: %v, %+v", line, err, rows)
			continue
		}
		if diff := cmp.Diff(want, string(rows[0].Event.AppendJSON(nil))); diff != "" {
			t.Errorf("%s: %s", line, diff)
		}
	}
}

func TestSentIDTooLong(t *testing.T) {
	for n, want := range map[int]string{audit.MaxFieldBytes: "", audit.MaxFieldBytes + 1: audit.CodeFieldTooLong} {
		rows, err := readAll(NewNDJSON(strings.NewReader(`{"id":"`+strings.Repeat("i", n)+`","time":0,"user":"kim"}`), Options{}))
		if diff := cmp.Diff([]string{want}, codes(rows)); diff != "" || err != nil {
			t.Error(err, diff)
		}
	}
}

func FuzzReadNDJSON(f *testing.F) {
	seeds(f, "*.ndjson", "*.json")
	f.Fuzz(func(t *testing.T, text []byte) {
		rows, err := readAll(NewNDJSON(bytes.NewReader(text), Options{}))
		if err != nil {
			t.Fatal(err)
		}
		// A line gives the same row alone as among others.
		at := 0
		for i, line := range bytes.Split(text, []byte("\n")) {
			if i > 0 {
				line = append([]byte("\n"), line...) // only a first line may have a byte order mark
			}
			alone, err := readAll(NewNDJSON(bytes.NewReader(line), Options{}))
			if err != nil || len(alone) > 1 {
				t.Fatal(len(alone), err)
			}
			if len(alone) == 0 {
				continue
			}
			if at == len(rows) {
				t.Fatalf("line %d gives no row among others", i+1)
			}
			setLine(&alone[0], i+1)
			if diff := cmp.Diff(alone[0], rows[at]); diff != "" {
				t.Fatalf("line %d: %s", i+1, diff)
			}
			at++
		}
		if at != len(rows) {
			t.Fatalf("%d rows of %d lines", len(rows), at)
		}
	})
}

func setLine(row *Row, line int) {
	row.Line = line
	if row.Err != nil {
		row.Err.Line = line
	}
}

func FuzzReadJSON(f *testing.F) {
	seeds(f, "*.json", "*.ndjson")
	f.Add([]byte(`[{"a":[{}]} , 1,"],",{"b":"\\"}]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		rows, err := readAll(NewJSON(bytes.NewReader(text), Options{}))
		if len(rows) > len(text) {
			t.Fatalf("%d rows of %d bytes", len(rows), len(text))
		}
		slow, slowErr := readAll(NewJSON(iotest.OneByteReader(bytes.NewReader(text)), Options{}))
		if diff := cmp.Diff(rows, slow); diff != "" || (err == nil) != (slowErr == nil) {
			t.Fatalf("%v, byte by byte %v: %s", err, slowErr, diff)
		}
		var array []json.RawMessage
		if json.Unmarshal(text, &array) == nil && array != nil {
			if err != nil || len(rows) != len(array) {
				t.Fatalf("%d rows of %d elements, %v", len(rows), len(array), err)
			}
			return
		}
		// The members of an object are those that encoding/json finds.
		var object map[string]json.RawMessage
		if !utf8.Valid(text) || json.Unmarshal(text, &object) != nil || object == nil {
			return // what is no UTF-8 is rejected before its members are looked at
		}
		found := make(map[string]json.RawMessage)
		eachMember(bytes.TrimSpace(text), func(key, value []byte) {
			name, _ := unquote(key)
			found[name] = bytes.Clone(value)
		})
		if diff := cmp.Diff(object, found); diff != "" {
			t.Fatal(diff)
		}
	})
}
