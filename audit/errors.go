package audit

import "errors"

// Kind is what sort of failure an error is, for whoever has to answer it. Only
// explorer knows which HTTP status belongs to which kind.
type Kind uint8

// The kinds. An error without one counts as Internal.
const (
	Internal     Kind = iota // our own fault
	Invalid                  // the asker must change something
	NotFound                 // what was named is not there
	Conflict                 // the state does not allow it
	Unavailable              // it could work later
	TooLarge                 // over a limit of size
	Unauthorized             // no or a wrong log-in
	Forbidden                // logged in, but not allowed
	Unsupported              // a form that is not read here
	Overloaded               // too much at once; the same call may go through soon
)

// Kinds lists every kind, for tests that walk all of them.
var Kinds = []Kind{Internal, Invalid, NotFound, Conflict, Unavailable, TooLarge, Unauthorized, Forbidden, Unsupported, Overloaded}

// Error is a failure that may be shown to a person.
type Error struct {
	Kind    Kind
	Code    string // a stable word for programs, "invalid_query"; the kind's own where empty
	Field   string // the parameter or column at fault, or ""
	Message string // a sentence that helps, never a Go error string
	Err     error  // the cause, for the log; may be nil
}

// Error gives the sentence and, for logs, the cause behind it.
func (e *Error) Error() string {
	if e.Err != nil {
		return e.Message + ": " + e.Err.Error()
	}
	return e.Message
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf gives the kind of the first Error in err's chain, else Internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// NewInvalid gives the commonest error: the field at fault and a sentence.
func NewInvalid(field, message string) *Error {
	return &Error{Kind: Invalid, Code: "invalid_query", Field: field, Message: message}
}
