package imports

import (
	"context"
	"errors"
	"fmt"

	"whodid/audit"
)

// verdict gives the error of a file that was read to its end and is not done.
func verdict(r audit.Report) error {
	if n := r.RejectedByCode[audit.CodeDayUnavailable]; n > 0 {
		return &audit.Error{Kind: audit.Unavailable, Code: audit.CodeDayUnavailable, Message: fmt.Sprintf(
			"%d of the rows could not be stored because their days can't be written at the moment. Send the whole file again later; what is stored already is not stored twice.", n)}
	}
	if r.RejectedTotal == 0 || r.Accepted+r.Duplicates > 0 {
		return nil
	}
	message := fmt.Sprintf("None of the %d rows could be stored.", r.RejectedTotal)
	if r.RejectedTotal == 1 {
		message = "The one row could not be stored."
	}
	if len(r.Rejected) > 0 {
		message += fmt.Sprintf(" The first, line %d: %s", r.Rejected[0].Line, r.Rejected[0].Message)
	}
	return &audit.Error{Kind: audit.Invalid, Code: "all_rejected", Message: message}
}

// why gives an error's sentence.
func (im *Imports) why(done audit.Import, err error) *audit.ImportError {
	var known *audit.Error
	switch {
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return &audit.ImportError{Code: "broken_off", Message: "The file broke off: whoever sent it left, or the server stopped. Send it again; what is stored already is not stored twice."}
	case errors.As(err, &known) && known.Kind != audit.Internal:
		code := known.Code
		if code == "" {
			code = "unavailable"
		}
		return &audit.ImportError{Code: code, Message: known.Message, Field: known.Field}
	}
	im.opts.Logger.Error().Err(err).Str("id", done.ID).Str("file", done.File).Msg("import failed")
	return &audit.ImportError{Code: "internal", Message: "Something went wrong on our side. The server's log says what."}
}
