package explorer

import (
	"context"
	"encoding/json"
	"io"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	collogspb "go.opentelemetry.io/proto/slim/otlp/collector/logs/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"

	"whodid/audit"
)

func logging(t *testing.T, report audit.Report, err error) *rig {
	t.Helper()
	return newRig(t, fake{logs: func(_ context.Context, _ string, _ *time.Location, in io.Reader) (audit.Report, error) {
		if _, readErr := io.ReadAll(in); readErr != nil {
			return audit.Report{}, readErr
		}
		return report, err
	}})
}

// The answer has the form of the request.
func TestPostLogs(t *testing.T) {
	some := audit.Report{Accepted: 4, Duplicates: 1}
	some.Reject(audit.RowError{Line: 3, Code: audit.CodeInvalidTime, Message: "The row has no time."})
	some.Reject(audit.RowError{Line: 5, Code: audit.CodeMissingUser, Message: "No user."})
	partial := &collogspb.ExportLogsServiceResponse{PartialSuccess: &collogspb.ExportLogsPartialSuccess{
		RejectedLogRecords: 2, ErrorMessage: "2 of the log records can't be events. The first, number 3: The row has no time."}}
	for _, tt := range []struct {
		golden string
		report audit.Report
		want   *collogspb.ExportLogsServiceResponse
	}{
		{"logs.json", audit.Report{Accepted: 3}, &collogspb.ExportLogsServiceResponse{}},
		{"logs-partial.json", some, partial},
	} {
		r := logging(t, tt.report, nil)
		w := r.call("POST", "/v1/logs", "{}", "Content-Type", "application/json", "Authorization", basic(token))
		if w.Code != 200 {
			t.Errorf("status %d", w.Code)
		}
		golden(t, tt.golden, w.Body.Bytes())
		w = r.call("POST", "/v1/logs", gzipped("x"), "Content-Type", "application/x-protobuf", "Content-Encoding", "gzip")
		got := &collogspb.ExportLogsServiceResponse{}
		if err := proto.Unmarshal(w.Body.Bytes(), got); err != nil || w.Code != 200 || w.Header().Get("Content-Type") != "application/x-protobuf" {
			t.Errorf("status %d, %v, %v", w.Code, w.Header(), err)
		}
		if diff := cmp.Diff(tt.want, got, protocmp.Transform()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// What may work later says so, in the statuses after which exporters send again.
func TestPostLogsRefuses(t *testing.T) {
	unwritable := audit.Report{Accepted: 3}
	unwritable.Reject(audit.RowError{Line: 2, Code: audit.CodeDayUnavailable})
	for _, tt := range []struct {
		name   string
		report audit.Report
		err    error
		status int
		code   string
	}{
		{"unwritable", unwritable, nil, 503, "day_unavailable"},
		{"overloaded", audit.Report{}, &audit.Error{Kind: audit.Overloaded, Message: "No."}, 429, "overloaded"},
		{"no export", audit.Report{}, &audit.Error{Kind: audit.Invalid, Code: "invalid_body", Message: "No."}, 400, "invalid_body"},
		{"another media type", audit.Report{}, &audit.Error{Kind: audit.Unsupported, Message: "No."}, 415, "unsupported_media_type"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := logging(t, tt.report, tt.err).call("POST", "/v1/logs", "x", "Content-Type", "application/x-protobuf")
			wantError(t, w, tt.status, tt.code, "")
			if busy := tt.status == 429 || tt.status == 503; busy != (w.Header().Get("Retry-After") != "") || !json.Valid(w.Body.Bytes()) {
				t.Errorf("Retry-After %q\n%s", w.Header().Get("Retry-After"), w.Body)
			}
		})
	}
}
