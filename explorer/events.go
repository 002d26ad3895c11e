package explorer

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"whodid/audit"
)

// postEvents stores events and answers when they are on disk and searchable.
func (x *Explorer) postEvents(c *gin.Context) error {
	zone, err := x.zoneOfBody(c)
	if err != nil {
		return err
	}
	var report audit.Report
	if refused, err := x.takeBody(c, eventsID, func(in *body) (audit.Report, error) {
		report, err = x.opts.Ingester.Ingest(c.Request.Context(), c.GetHeader("Content-Type"), zone, in)
		return report, err
	}); refused || err != nil {
		return err
	}
	out := ingested(report)
	status := http.StatusOK
	switch out.Error = verdict(report); {
	case out.Error == nil:
	case out.Error.Code == audit.CodeDayUnavailable:
		c.Header("Retry-After", "5")
		status = http.StatusServiceUnavailable
	default:
		status = http.StatusUnprocessableEntity
	}
	x.answer(c, status, out)
	return nil
}

// verdict is what is wrong with what became of a body, nil where nothing is.
func verdict(r audit.Report) *wireError {
	if n := r.RejectedByCode[audit.CodeDayUnavailable]; n > 0 {
		// Not the rows' fault: a sender that looks at the status alone must send
		// them again. What is stored by then is a duplicate.
		return &wireError{Code: audit.CodeDayUnavailable, Message: fmt.Sprintf(
			"%d of the rows could not be stored because their days can't be written at the moment. Send the whole body again later; what is stored already is not stored twice.", n)}
	}
	if r.RejectedTotal > 0 && r.Accepted == 0 && r.Duplicates == 0 {
		return &wireError{Code: "all_rejected", Message: allRejected(r)}
	}
	return nil
}

// takeBody lets take read the request's body to its end and store it, and notes what
// became of it under the source id. refused says that it was too much for now, and is
// answered.
func (x *Explorer) takeBody(c *gin.Context, id string, take func(*body) (audit.Report, error)) (refused bool, err error) {
	in, err := openBody(c.Writer, c.Request, x.opts.MaxBodyBytes)
	if err != nil {
		return false, err
	}
	defer in.close()
	report, err := take(in)
	if in.failed != nil && err != nil { // the body's own trouble is the better answer
		err = in.failed
	}
	if c.Request.Context().Err() == nil { // else nobody knows what became of it
		x.pushed.note(id, x.opts.Now(), report, err)
	}
	if audit.KindOf(err) == audit.Overloaded {
		in.answerUnread(func() {
			x.fail(c, err)
			c.Writer.Flush()
		})
		return true, nil
	}
	if err == nil {
		in.answerNow()
	}
	return false, err
}

func allRejected(r audit.Report) string {
	if len(r.Rejected) == 0 {
		return fmt.Sprintf("None of the %d rows could be stored.", r.RejectedTotal)
	}
	first := r.Rejected[0]
	if r.RejectedTotal == 1 {
		return fmt.Sprintf("The one row could not be stored: %s", first.Message)
	}
	return fmt.Sprintf("None of the %d rows could be stored. The first, line %d: %s", r.RejectedTotal, first.Line, first.Message)
}

// errTooLarge is the answer to a body over the limit.
func errTooLarge(limit int64) error {
	return &audit.Error{Kind: audit.TooLarge, Code: "too_large", Message: fmt.Sprintf(
		"The body is larger than %d bytes unpacked; nothing of it was stored. Send it in smaller pieces.", limit)}
}

// isTooLarge tells of the error of http.MaxBytesReader.
func isTooLarge(err error) bool {
	var e *http.MaxBytesError
	return errors.As(err, &e)
}
