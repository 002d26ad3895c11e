package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"strconv"
	"time"

	commonpb "go.opentelemetry.io/proto/slim/otlp/common/v1"
	logspb "go.opentelemetry.io/proto/slim/otlp/logs/v1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"whodid/audit"
)

// logRecords reads the log records of an OpenTelemetry export. One record at a
// time is unpacked: a body of empty ones would be hundreds of times its size.
type logRecords struct {
	documents
	records [][]byte // as they stand in the body
	at      int      // of the next one
	decode  func(record []byte, into *logspb.LogRecord) error
	text    []byte // of the present record, as a document
}

// NewLogRecords reads an OTLP ExportLogsServiceRequest of the media type
// application/x-protobuf or application/json. A record's attributes, and its body
// where that is a map, are read as NewBulk reads a document; event.name, or the
// record's own, is one more name of the task, and log.record.uid one more of the id. Row.Line
// counts the records. Errors: *audit.Error of kind Unsupported for another media type,
// Invalid for a body that is none, TooLarge for more than MaxBulkItems records.
func NewLogRecords(mediaType string, body []byte, o Options) (Reader, error) {
	l := &logRecords{documents: newDocuments(o)}
	media, _, err := mime.ParseMediaType(mediaType)
	switch media {
	case "application/x-protobuf", "application/protobuf":
		l.decode = func(record []byte, into *logspb.LogRecord) error { return proto.Unmarshal(record, into) }
		err = l.cutProtobuf(body, pathToRecords)
	case "application/json":
		lenient := protojson.UnmarshalOptions{DiscardUnknown: true}
		l.decode = func(record []byte, into *logspb.LogRecord) error { return lenient.Unmarshal(record, into) }
		if !json.Valid(body) {
			return nil, noExport(nil)
		}
		err = l.cutJSON(bytes.TrimSpace(body), keysToRecords)
	default:
		return nil, &audit.Error{Kind: audit.Unsupported, Code: "unsupported_media_type", Field: "Content-Type", Err: err,
			Message: fmt.Sprintf("Log records are read as application/x-protobuf or application/json, not as %q.", excerpt(mediaType))}
	}
	return l, err
}

// Next gives the next record's row.
func (l *logRecords) Next() (Row, error) {
	if l.at == len(l.records) {
		return Row{}, io.EOF
	}
	packed := l.records[l.at]
	l.at++
	if len(packed) > MaxRowBytes {
		return rejectTooLong(l.at), nil
	}
	var record logspb.LogRecord
	if err := l.decode(packed, &record); err != nil {
		return reject(l.at, audit.CodeInvalidRow, "", "", "The log record can't be read as OTLP."), nil
	}
	l.text = appendRecord(l.text[:0], &record)
	if len(l.text) > MaxRowBytes {
		return rejectTooLong(l.at), nil
	}
	return l.document(l.at, l.text, ""), nil
}

// Summary has nothing to say.
func (l *logRecords) Summary() Summary { return Summary{} }

// pathToRecords are the numbers of resource_logs, scope_logs and log_records, each
// in its message.
var pathToRecords = []protowire.Number{1, 2, 2}

// cutProtobuf finds the records in a message that leads to them by a path.
func (l *logRecords) cutProtobuf(message []byte, path []protowire.Number) error {
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return noExport(protowire.ParseError(n))
		}
		message = message[n:]
		if number != path[0] || kind != protowire.BytesType {
			if n = protowire.ConsumeFieldValue(number, kind, message); n < 0 {
				return noExport(protowire.ParseError(n))
			}
			message = message[n:]
			continue
		}
		value, n := protowire.ConsumeBytes(message)
		if n < 0 {
			return noExport(protowire.ParseError(n))
		}
		message = message[n:]
		var err error
		if len(path) == 1 {
			err = l.add(value)
		} else {
			err = l.cutProtobuf(value, path[1:])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// keysToRecords lead to the records of the JSON form, each to a list.
var keysToRecords = []string{`"resourceLogs"`, `"scopeLogs"`, `"logRecords"`}

// cutJSON finds the records in a well-formed value that leads to them by keys.
func (l *logRecords) cutJSON(object []byte, keys []string) (err error) {
	if object[0] != '{' {
		return noExport(nil)
	}
	eachMember(object, func(key, list []byte) {
		if err != nil || string(key) != keys[0] || list[0] == 'n' {
			return
		}
		if list[0] != '[' {
			err = noExport(nil)
			return
		}
		eachElement(list, func(element []byte) {
			switch {
			case err != nil:
			case len(keys) == 1:
				err = l.add(element)
			default:
				err = l.cutJSON(element, keys[1:])
			}
		})
	})
	return err
}

func (l *logRecords) add(record []byte) error {
	if len(l.records) == MaxBulkItems {
		return &audit.Error{Kind: audit.TooLarge, Code: "too_many_records", Message: fmt.Sprintf(
			"The body has more than %d log records; nothing of it was stored. Send it in smaller pieces.", MaxBulkItems)}
	}
	l.records = append(l.records, record)
	return nil
}

func noExport(err error) error {
	return &audit.Error{Kind: audit.Invalid, Code: codeInvalidBody, Err: err,
		Message: "The body is no OTLP ExportLogsServiceRequest, or it is cut off. Nothing of it was stored."}
}

// appendRecord appends a record as a document. Its time is timeUnixNano alone: when
// something was observed is not when it was done.
func appendRecord(b []byte, record *logspb.LogRecord) []byte {
	b = append(b, '{')
	if fields := record.GetBody().GetKvlistValue(); fields != nil {
		b = appendFields(b, fields.GetValues(), 1)
	}
	if name := record.GetEventName(); name != "" {
		b = append(appendQuoted(appendComma(b), "event.name"), ':')
		b = appendQuoted(b, name)
	}
	if ns := record.GetTimeUnixNano(); ns != 0 {
		at := time.Unix(int64(ns/1e9), int64(ns%1e9)) // #nosec G115 -- both fit
		b = append(appendQuoted(appendComma(b), "@timestamp"), ':')
		b = appendQuoted(b, audit.FormatTime(cutToMillisecond(at)))
	}
	return append(appendFields(b, record.GetAttributes(), 1), '}')
}

func appendFields(b []byte, fields []*commonpb.KeyValue, depth int) []byte {
	for _, f := range fields {
		b = append(appendQuoted(appendComma(b), f.GetKey()), ':')
		b = appendValue(b, f.GetValue(), depth)
	}
	return b
}

// appendValue appends a value; of what no field may be, the shape alone.
func appendValue(b []byte, value *commonpb.AnyValue, depth int) []byte {
	switch v := value.GetValue().(type) {
	case *commonpb.AnyValue_StringValue:
		return appendQuoted(b, v.StringValue)
	case *commonpb.AnyValue_IntValue:
		return strconv.AppendInt(b, v.IntValue, 10)
	case *commonpb.AnyValue_KvlistValue:
		if depth < maxScanDepth {
			return append(appendFields(append(b, '{'), v.KvlistValue.GetValues(), depth+1), '}')
		}
		return append(b, "{}"...)
	case *commonpb.AnyValue_BoolValue, *commonpb.AnyValue_DoubleValue, *commonpb.AnyValue_BytesValue:
		return append(b, "false"...)
	case *commonpb.AnyValue_ArrayValue:
		return append(b, "[]"...)
	}
	return append(b, "null"...)
}

func appendComma(b []byte) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	return b
}

func appendQuoted(b []byte, s string) []byte {
	quoted, err := json.Marshal(s)
	if err != nil {
		panic("bug: a string that is no JSON: " + err.Error())
	}
	return append(b, quoted...)
}
