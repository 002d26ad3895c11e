package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	collogspb "go.opentelemetry.io/proto/slim/otlp/collector/logs/v1"
	commonpb "go.opentelemetry.io/proto/slim/otlp/common/v1"
	logspb "go.opentelemetry.io/proto/slim/otlp/logs/v1"
	"google.golang.org/protobuf/proto"

	"whodid/audit"
)

// Log records as an OpenTelemetry exporter sends them, packed, twice: each good one
// is an event, once.
func TestShipByOTLP(t *testing.T) {
	t.Parallel()
	srv := serve(t, t.TempDir(), "127.0.0.1:0")
	at := time.Now().Add(-time.Hour)
	var records []*logspb.LogRecord
	const n, bad = 1000, 10
	for i := range n {
		record := &logspb.LogRecord{ObservedTimeUnixNano: uint64(time.Now().UnixNano()), EventName: "edit_group", Attributes: []*commonpb.KeyValue{
			attribute("user.name", fmt.Sprintf("member%d", i)), attribute("naverworks.target", "Sales (sales@acme.example)"), attribute("naverworks.status", "success")}}
		if i%(n/bad) != 0 {
			record.TimeUnixNano = uint64(at.Add(time.Duration(i) * time.Millisecond).UnixNano())
		}
		records = append(records, record)
	}
	body, err := proto.Marshal(&collogspb.ExportLogsServiceRequest{ResourceLogs: []*logspb.ResourceLogs{{ScopeLogs: []*logspb.ScopeLogs{{LogRecords: records}}}}})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		answer := export(t, srv.addr, body)
		if got := answer.GetPartialSuccess().GetRejectedLogRecords(); got != bad {
			t.Errorf("answer %v", answer)
		}
		events := search(t, srv.addr)
		onceEach(t, events)
		if len(events) != n-bad {
			t.Fatalf("%d events", len(events))
		}
		if e := events[0]; e.User.Name != "member999" || e.Task != audit.TaskEditGroup || e.Target.Email != "sales@acme.example" || e.Status != audit.Success {
			t.Errorf("event %+v", e)
		}
	}
}

func attribute(key, value string) *commonpb.KeyValue {
	return &commonpb.KeyValue{Key: key, Value: &commonpb.AnyValue{Value: &commonpb.AnyValue_StringValue{StringValue: value}}}
}

// export sends an export and gives its answer.
func export(t *testing.T, addr string, body []byte) *collogspb.ExportLogsServiceResponse {
	t.Helper()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write(body)
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	res := send(t, "http://"+addr+"/v1/logs", "application/x-protobuf", "gzip", &packed)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("status %d, %v: %s", res.StatusCode, err, text)
	}
	answer := &collogspb.ExportLogsServiceResponse{}
	if err := proto.Unmarshal(text, answer); err != nil {
		t.Fatal(err)
	}
	return answer
}
