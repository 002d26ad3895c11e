package source

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	collogspb "go.opentelemetry.io/proto/slim/otlp/collector/logs/v1"
	commonpb "go.opentelemetry.io/proto/slim/otlp/common/v1"
	logspb "go.opentelemetry.io/proto/slim/otlp/logs/v1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"whodid/audit"
)

func text(s string) *commonpb.AnyValue {
	return &commonpb.AnyValue{Value: &commonpb.AnyValue_StringValue{StringValue: s}}
}

func kvs(pairs ...string) (list []*commonpb.KeyValue) {
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, &commonpb.KeyValue{Key: pairs[i], Value: text(pairs[i+1])})
	}
	return list
}

func mapOf(list []*commonpb.KeyValue) *commonpb.AnyValue {
	return &commonpb.AnyValue{Value: &commonpb.AnyValue_KvlistValue{KvlistValue: &commonpb.KeyValueList{Values: list}}}
}

const someNanos = 1795338753_123_456_789 // 2026-11-22T09:12:33.123456789Z

// exported are records in two resources and scopes of one request.
func exported() *collogspb.ExportLogsServiceRequest {
	odd := kvs("user.name", "kim")
	odd = append(odd,
		&commonpb.KeyValue{Key: "log.record.uid", Value: &commonpb.AnyValue{Value: &commonpb.AnyValue_IntValue{IntValue: 7}}},
		&commonpb.KeyValue{Key: "http.ok", Value: &commonpb.AnyValue{Value: &commonpb.AnyValue_BoolValue{BoolValue: true}}},
		&commonpb.KeyValue{Key: "nothing"},
		&commonpb.KeyValue{Key: "naverworks.status", Value: &commonpb.AnyValue{Value: &commonpb.AnyValue_ArrayValue{ArrayValue: &commonpb.ArrayValue{}}}})
	return &collogspb.ExportLogsServiceRequest{ResourceLogs: []*logspb.ResourceLogs{
		{ScopeLogs: []*logspb.ScopeLogs{{LogRecords: []*logspb.LogRecord{
			{TimeUnixNano: someNanos, ObservedTimeUnixNano: 1, SeverityNumber: logspb.SeverityNumber_SEVERITY_NUMBER_INFO, Body: text("김민준 edited a group"),
				TraceId: []byte("0123456789abcdef"),
				Attributes: kvs("user.name", "김민준", "user.email", "kim@acme.example", "naverworks.task", "Edit group", "naverworks.target", "Sales (sales@acme.example)",
					"naverworks.status", "success", "naverworks.service_type", "PC Web", "event.id", "e-1")},
			{TimeUnixNano: someNanos, EventName: "view-group", Attributes: kvs("user.email", "lee@acme.example", "log.record.uid", "u-2")},
		}}, {}}},
		{ScopeLogs: []*logspb.ScopeLogs{{LogRecords: []*logspb.LogRecord{
			{Body: mapOf(append(kvs("@timestamp", "2026-11-22T09:12:33Z", "time", "", "user.name", "\"<of the body>\""), &commonpb.KeyValue{Key: "event", Value: mapOf(kvs("name", "add_group"))})),
				Attributes: kvs("user.name", "of the attributes")},
			{ObservedTimeUnixNano: someNanos, Attributes: kvs("user.name", "kim")},
			{TimeUnixNano: someNanos, Attributes: odd},
		}}}},
	}}
}

var wantExported = strings.Join([]string{
	`1: {"id":"e-1","seq":0,"time":"2026-11-22T09:12:33.123Z","user":{"name":"김민준","email":"kim@acme.example"},"task":"edit_group","target":{"name":"Sales","email":"sales@acme.example"},"status":"success","service_type":"pc_web"}`,
	`2: {"id":"u-2","seq":0,"time":"2026-11-22T09:12:33.123Z","user":{"email":"lee@acme.example"},"task":"view_group","target":{},"status":"","service_type":""}`,
	`3: {"id":"","seq":0,"time":"2026-11-22T09:12:33.000Z","user":{"name":"of the attributes"},"task":"add_group","target":{},"status":"","service_type":""}`,
	`4: rejected invalid_time, time, "": The row has no time.`,
	`5: rejected invalid_field, naverworks.status, "[]": The field "naverworks.status" must be a string.`,
}, "\n") + "\n"

func TestLogRecords(t *testing.T) {
	packed, err := proto.Marshal(exported())
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := protojson.Marshal(exported())
	if err != nil {
		t.Fatal(err)
	}
	for media, body := range map[string][]byte{"application/x-protobuf": packed, "application/json; charset=utf-8": asJSON} {
		rows, err := NewLogRecords(media, body, Options{Zone: time.UTC})
		if err != nil {
			t.Fatal(media, err)
		}
		if diff := cmp.Diff(wantExported, show(rows)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", media, diff)
		}
	}
}

// What exporters send as JSON differs from protobuf's own: ids in hex, 64 bits as
// numbers or strings, fields of later versions.
func TestLogRecordsAsExportersWriteJSON(t *testing.T) {
	rows, err := NewLogRecords("application/json", []byte(` {"resourceLogs":[{"resource":{},"scopeLogs":[{"scope":{"name":"x"},"logRecords":[
		{"timeUnixNano":1795338753123000000,"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","severityNumber":9,"later":{"a":1},
		 "attributes":[{"key":"user.name","value":{"stringValue":"kim"}},{"key":"user.id","value":{"intValue":"12"}}]},
		{"timeUnixNano":"1795338753123000000","attributes":[{"key":"user","value":{"stringValue":"Kim (kim@acme.example)"}}]},
		{"timeUnixNano":"soon"}, 7]}]},{"scopeLogs":null}]} `), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		`1: {"id":"","seq":0,"time":"2026-11-22T09:12:33.123Z","user":{"id":"12","name":"kim"},"task":"","target":{},"status":"","service_type":""}`,
		`2: {"id":"","seq":0,"time":"2026-11-22T09:12:33.123Z","user":{"name":"Kim","email":"kim@acme.example"},"task":"","target":{},"status":"","service_type":""}`,
		`3: rejected invalid_row, , "": The log record can't be read as OTLP.`,
		`4: rejected invalid_row, , "": The log record can't be read as OTLP.`,
	}, "\n") + "\n"
	if diff := cmp.Diff(want, show(rows)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLogRecordsRefused(t *testing.T) {
	packed, err := proto.Marshal(exported())
	if err != nil {
		t.Fatal(err)
	}
	many := func(n int) []byte {
		body, err := proto.Marshal(&collogspb.ExportLogsServiceRequest{ResourceLogs: []*logspb.ResourceLogs{{ScopeLogs: []*logspb.ScopeLogs{{
			LogRecords: make([]*logspb.LogRecord, n)}}}}})
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	for _, tt := range []struct {
		name, media string
		body        []byte
		kind        audit.Kind
	}{
		{"cut off", "application/x-protobuf", packed[:len(packed)-3], audit.Invalid},
		{"JSON as protobuf", "application/x-protobuf", []byte(`{"resourceLogs":[]}`), audit.Invalid},
		{"cut off JSON", "application/json", []byte(`{"resourceLogs":[`), audit.Invalid},
		{"no object", "application/json", []byte(`[1]`), audit.Invalid},
		{"no list", "application/json", []byte(`{"resourceLogs":{}}`), audit.Invalid},
		{"a list of others", "application/json", []byte(`{"resourceLogs":[{"scopeLogs":[7]}]}`), audit.Invalid},
		{"empty JSON", "application/json", nil, audit.Invalid},
		{"CSV", "text/csv", nil, audit.Unsupported},
		{"too many", "application/x-protobuf", many(MaxBulkItems + 1), audit.TooLarge},
	} {
		if _, err := NewLogRecords(tt.media, tt.body, Options{}); err == nil || audit.KindOf(err) != tt.kind {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	for media, body := range map[string][]byte{"application/x-protobuf": nil, "application/json": []byte(`{}`)} {
		if rows, err := NewLogRecords(media, body, Options{}); err != nil || show(rows) != "" {
			t.Errorf("%s, nothing to tell: %v", media, err)
		}
	}
	if _, err := NewLogRecords("application/x-protobuf", many(MaxBulkItems), Options{}); err != nil {
		t.Error(err)
	}
}

// Whatever the body is, it is refused or each record has its row.
func FuzzLogRecords(f *testing.F) {
	packed, err := proto.Marshal(exported())
	if err != nil {
		f.Fatal(err)
	}
	asJSON, err := protojson.Marshal(exported())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packed, false)
	f.Add(asJSON, true)
	f.Fuzz(func(t *testing.T, body []byte, asJSON bool) {
		media := "application/x-protobuf"
		if asJSON {
			media = "application/json"
		}
		rows, err := NewLogRecords(media, body, Options{})
		if err != nil {
			if audit.KindOf(err) != audit.Invalid {
				t.Fatal(err)
			}
			return
		}
		for i := range len(rows.(*logRecords).records) {
			if row, err := rows.Next(); err != nil || row.Line != i+1 || row.Err != nil && row.Err.Line != i+1 {
				t.Fatalf("record %d: %+v, %v", i+1, row, err)
			}
		}
		if _, err := rows.Next(); !errors.Is(err, io.EOF) {
			t.Fatalf("after the last: %v", err)
		}
	})
}
