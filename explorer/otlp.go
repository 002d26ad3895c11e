package explorer

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	collogspb "go.opentelemetry.io/proto/slim/otlp/collector/logs/v1"
	"google.golang.org/protobuf/proto"

	"whodid/audit"
)

// logsPath is where OTLP exporters send logs, at the address that they are given.
const logsPath = "/v1/logs"

// postLogs stores log records and answers, in the form that they came in, when they are on
// disk and searchable.
func (x *Explorer) postLogs(c *gin.Context) error {
	zone, err := x.zoneOfBody(c)
	if err != nil {
		return err
	}
	media := c.GetHeader("Content-Type")
	var report audit.Report
	if refused, err := x.takeBody(c, otlpID, func(in *body) (audit.Report, error) {
		report, err = x.opts.Ingester.Logs(c.Request.Context(), media, zone, in)
		return report, err
	}); refused || err != nil {
		return err
	}
	if report.RejectedByCode[audit.CodeDayUnavailable] > 0 {
		// Exporters send all of it again; what is stored by then is a duplicate.
		return &audit.Error{Kind: audit.Unavailable, Code: audit.CodeDayUnavailable,
			Message: "Days of these log records can't be written at the moment. Send all of them again later; what is stored already is not stored twice."}
	}
	var partial *collogspb.ExportLogsPartialSuccess
	if n := report.RejectedTotal; n > 0 {
		first := report.Rejected[0]
		partial = &collogspb.ExportLogsPartialSuccess{RejectedLogRecords: int64(n), ErrorMessage: fmt.Sprintf(
			"%d of the log records can't be events. The first, number %d: %s", n, first.Line, first.Message)}
	}
	if strings.HasPrefix(media, "application/json") {
		x.answer(c, http.StatusOK, logsAnswer(partial))
		return nil
	}
	answer, err := proto.Marshal(&collogspb.ExportLogsServiceResponse{PartialSuccess: partial})
	if err != nil {
		return fmt.Errorf("answer log records: %w", err)
	}
	c.Data(http.StatusOK, "application/x-protobuf", answer)
	return nil
}

type wireLogs struct {
	Partial *wirePartial `json:"partialSuccess,omitempty"`
}

type wirePartial struct {
	Rejected int64  `json:"rejectedLogRecords,string"` // as protobuf writes 64 bits in JSON
	Message  string `json:"errorMessage"`
}

func logsAnswer(partial *collogspb.ExportLogsPartialSuccess) wireLogs {
	if partial == nil {
		return wireLogs{}
	}
	return wireLogs{&wirePartial{partial.GetRejectedLogRecords(), partial.GetErrorMessage()}}
}
