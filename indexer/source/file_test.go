package source

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"whodid/audit"
)

func packed(t *testing.T, encoding, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser = gzip.NewWriter(&b)
	if encoding == "zstd" {
		var err error
		if w, err = zstd.NewWriter(&b); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestOpenFile(t *testing.T) {
	text := strings.Repeat(goodObject+"\n", 1000)
	for name, file := range map[string][]byte{
		"plain": []byte(text), "gzip": packed(t, "gzip", text), "zstd": packed(t, "zstd", text),
	} {
		r, format, err := OpenFile(bytes.NewReader(file), Options{})
		if err != nil || format != NDJSON {
			t.Errorf("%s: %s, %v", name, format, err)
			continue
		}
		if rows, err := readAll(r); err != nil || len(rows) != 1000 || rows[999].Event.User.Name != "kim" {
			t.Errorf("%s: %d rows, %v", name, len(rows), err)
		}
		if name == "plain" {
			continue
		}
		if r, _, err = OpenFile(bytes.NewReader(file[:len(file)-5]), Options{}); err != nil {
			t.Errorf("%s, cut off: %v", name, err)
			continue
		}
		if _, err := readAll(r); audit.KindOf(err) != audit.Invalid {
			t.Errorf("%s that was cut off ends with %v", name, err)
		}
	}
	if _, _, err := OpenFile(strings.NewReader("\x1f\x8bno gzip"), Options{}); audit.KindOf(err) != audit.Invalid {
		t.Errorf("a broken gzip gives %v", err)
	}
}

func TestDetect(t *testing.T) {
	for text, want := range map[string]Format{
		"":                                      CSV,
		"Date,User\n":                           CSV,
		"\ufeffDate,User\n":                     CSV,
		" \n[{}]":                               JSON,
		"\ufeff[":                               JSON,
		goodObject:                              NDJSON,
		"\ufeff\n" + goodObject + "\n":          NDJSON,
		"{broken}\n" + goodObject + "\n":        NDJSON,
		"{\n  \"a\": 1\n}\n":                    JSON,
		"{\"user\": {\r\n \"name\": 1\r\n }}\n": JSON,
		"{\"user\":\n{}}":                       JSON,
		"{":                                     JSON,
	} {
		r := bufio.NewReader(strings.NewReader(text))
		if got := Detect(r); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
		if rest, err := io.ReadAll(r); err != nil || string(rest) != text {
			t.Errorf("%q: unread is %q, %v", text, rest, err)
		}
	}
}

func TestFormatOf(t *testing.T) {
	tests := []struct {
		contentType, charset string
		format               Format
	}{
		{"application/x-ndjson", "", NDJSON},
		{"Application/NDJSON; charset=utf-8", "", NDJSON},
		{"application/json; charset=utf-8", "", JSON},
		{"text/csv", "", CSV},
		{`text/csv; header=present; charset="CP949"`, "CP949", CSV},
	}
	for _, tt := range tests {
		format, charset, err := FormatOf(tt.contentType)
		if err != nil || format != tt.format || charset != tt.charset {
			t.Errorf("%s is %s, %s, %v", tt.contentType, format, charset, err)
		}
	}
	for _, contentType := range []string{"", "text/plain", "application/x-www-form-urlencoded", ";", "text/csv; charset"} {
		_, _, err := FormatOf(contentType)
		var known *audit.Error
		if contentType == "text/csv; charset" {
			if err != nil {
				t.Errorf("a parameter without a value: %v", err)
			}
			continue
		}
		if !errors.As(err, &known) || known.Kind != audit.Unsupported {
			t.Errorf("%q gives %v", contentType, err)
		}
	}
}
