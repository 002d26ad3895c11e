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
	if refused, err := x.takeBody(c, func(in *body) (err error) {
		report, err = x.opts.Ingester.Ingest(c.Request.Context(), c.GetHeader("Content-Type"), zone, in)
		return err
	}); refused || err != nil {
		return err
	}
	out := ingested(report)
	if n := report.RejectedByCode[audit.CodeDayUnavailable]; n > 0 {
		// Not the rows' fault: a sender that looks at the status alone must send
		// them again. What is stored by then is a duplicate.
		out.Error = &wireError{Code: audit.CodeDayUnavailable, Message: fmt.Sprintf(
			"%d of the rows could not be stored because their days can't be written at the moment. Send the whole body again later; what is stored already is not stored twice.", n)}
		c.Header("Retry-After", "5")
		x.answer(c, http.StatusServiceUnavailable, out)
		return nil
	}
	if report.RejectedTotal > 0 && report.Accepted == 0 && report.Duplicates == 0 {
		out.Error = &wireError{Code: "all_rejected", Message: allRejected(report)}
		x.answer(c, http.StatusUnprocessableEntity, out)
		return nil
	}
	x.answer(c, http.StatusOK, out)
	return nil
}

// takeBody lets take read the request's body to its end and store it. refused says
// that it was too much for now, and is answered.
func (x *Explorer) takeBody(c *gin.Context, take func(*body) error) (refused bool, err error) {
	in, err := openBody(c.Writer, c.Request, x.opts.MaxBodyBytes)
	if err != nil {
		return false, err
	}
	defer in.close()
	err = take(in)
	if in.failed != nil && err != nil { // the body's own trouble is the better answer
		err = in.failed
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
