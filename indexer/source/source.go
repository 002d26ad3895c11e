// Package source is where rows come from: NDJSON, JSON, the CSV of the audit
// download, and what log shippers send (Elasticsearch bulk requests, OTLP), each turned into events row by row.
//
// The indexer and the import command call it; it may call audit and libraries.
// It never stores anything, never decides whether an event is too old or too
// long to be kept (the indexer checks that), and never holds more of its input
// than one row: a bad row costs itself only.
package source

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"strings"
	"time"
	"unicode/utf8"

	"whodid/audit"
)

// MaxRowBytes bounds one row, in bytes of UTF-8. A longer one is rejected and
// skipped without being held: every field of an event fits in a hundredth.
const MaxRowBytes = 1 << 20

// Row is one row of a source: an event without Seq and ID, or the reason why
// there is none.
type Row struct {
	Line  int         // 1-based line of the file (the one a CSV record starts on), or element of a JSON array
	ID    string      // the client's own id as it was sent; "" where it sent none
	Event audit.Event // Time in UTC, whole ms; values resolved to codes, or kept as they came
	// Err is set where the row is rejected; Event is not valid then.
	Err *audit.RowError
}

// Reader gives rows one after the other. It is not safe for concurrent use.
type Reader interface {
	// Next gives the next row, io.EOF at the end. Any other error means that the
	// rest can't be read: an *audit.Error, Invalid unless the input's own Read
	// gave an *audit.Error, which comes through as it is.
	Next() (Row, error)
	// Summary says what holds for the whole file. It is complete after io.EOF.
	Summary() Summary
}

// Summary is what a Reader learned about the whole file.
type Summary struct {
	Notes      []string // sentences: ignored columns, a guessed encoding
	Incomplete bool     // the source itself said that rows are missing at the end
}

// Options say what a file itself does not. The zero value is of use.
type Options struct {
	// Zone is that of times without an offset; nil is UTC. A time that a clock
	// change gives twice is taken as the first of the two; one that it skips is
	// read with the offset that held before it.
	Zone *time.Location
	// Encoding of a CSV: "utf-8", "utf-16", "utf-16le", "utf-16be", "cp949",
	// "shift_jis" or a usual other name of these. "" means: by the byte order
	// mark, else UTF-8 unless the bytes can't be. A byte order mark always wins.
	Encoding string
	// Columns, where it is set, is asked what the columns of a CSV mean, once and before
	// any row is read, with the names of the header as they stand there. nil is: as
	// their names say. An error is that of the first Next.
	Columns func(header []string) (*Told, error)
}

// Told is what somebody said of a file's columns.
type Told struct {
	Columns  map[string]string // header name → one of Meanings; a name that is left out means what it says
	Zone     *time.Location    // nil is that of Options
	Encoding string            // as in Options, where the bytes left it open so far
}

func (o Options) zone() *time.Location {
	if o.Zone == nil {
		return time.UTC
	}
	return o.Zone
}

// Format is a form that rows come in.
type Format string

// The formats.
const (
	NDJSON Format = "ndjson" // one JSON object a line
	JSON   Format = "json"   // an object, an array of objects, or objects one after the other
	CSV    Format = "csv"    // the form of the audit download, or an own export
)

// Open reads r in the given format. A format that is none is a bug and panics.
func Open(f Format, r io.Reader, o Options) Reader {
	switch f {
	case NDJSON:
		return NewNDJSON(r, o)
	case JSON:
		return NewJSON(r, o)
	case CSV:
		return NewCSV(r, o)
	}
	panic("bug: no format: " + string(f))
}

// FormatOf gives the format that a media type such as "text/csv; charset=cp949"
// stands for, and its charset for Options.Encoding. Another media type, or none,
// is an *audit.Error of Kind Unsupported.
func FormatOf(contentType string) (f Format, charset string, err error) {
	media, params, parseErr := mime.ParseMediaType(contentType)
	switch media {
	case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines":
		return NDJSON, "", nil
	case "application/json":
		return JSON, "", nil
	case "text/csv", "application/csv":
		return CSV, params["charset"], nil
	}
	return "", "", &audit.Error{
		Kind: audit.Unsupported, Code: "unsupported_media_type", Field: "Content-Type", Err: parseErr,
		Message: fmt.Sprintf("Events are read as application/x-ndjson, application/json or text/csv, not as %q.", excerpt(contentType)),
	}
}

// ended says whether an input came to its proper end. By io.Reader's contract
// that is io.EOF itself: one that is wrapped tells of some other failure, and must
// not make a file look shorter than it is.
func ended(err error) bool {
	return err == io.EOF //nolint:errorlint // see above
}

// broken is the error for input that ends before it should. Nobody can take it
// for io.EOF.
func broken(err error, after string) error {
	var known *audit.Error
	if errors.As(err, &known) {
		return err
	}
	if errors.Is(err, io.EOF) {
		err = errors.New(err.Error())
	}
	return &audit.Error{Kind: audit.Invalid, Code: codeInvalidBody, Message: "The input broke off " + after + ".", Err: err}
}

// Codes of input that can't be read as a whole.
const (
	codeInvalidBody  = "invalid_body"
	codeWrongService = "wrong_service"
)

// reject makes the row of one that is not taken.
func reject(line int, code, field, value, message string) Row {
	return Row{Line: line, Err: &audit.RowError{Line: line, Code: code, Field: field, Value: excerpt(value), Message: message}}
}

func rejectTooLong(line int) Row {
	return reject(line, audit.CodeFieldTooLong, "", "", fmt.Sprintf("The row is longer than %d bytes; a field may have %d.", MaxRowBytes, audit.MaxFieldBytes))
}

const maxExcerpt = 100 // bytes

// excerpt shortens a foreign value so that it can be shown in a message.
func excerpt(s string) string {
	short := s
	if len(s) > maxExcerpt {
		short = s[:maxExcerpt]
		for len(short) > maxExcerpt-utf8.UTFMax && !utf8.ValidString(short) {
			short = short[:len(short)-1]
		}
		short += "…"
	}
	return strings.ToValidUTF8(short, "\ufffd")
}
