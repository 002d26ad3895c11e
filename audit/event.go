package audit

import "time"

// EventID is a ULID: the event's time in milliseconds, then 80 bits that tell
// events of one millisecond apart. 26 upper-case letters and digits of
// Crockford's base 32; two ids compare like their times, then like those bits.
type EventID string

// Event is one row of the audit log "Audit > Contacts": who did what to whom,
// when, with which result, through which client.
type Event struct {
	ID  EventID
	Seq uint64 // store-wide number given when the event was stored; 0 before that
	// Time is in UTC, whole milliseconds.
	Time        time.Time
	User        Person // who; Name or Email is set
	Task        Task   // what; "" where the source had none
	Target      Target // to whom or what; may be all empty
	Status      Status
	ServiceType ServiceType
}

// Person is a member as the log names one. At least one of Name and Email is
// set in a stored event; ID often is not.
type Person struct {
	ID    string
	Name  string
	Email string
}

// Target is what a task was done on: a member, contact, tag, team or group. The
// audit download gives Name and Email only; a task without a target leaves all
// empty.
type Target struct {
	Type  string
	Name  string
	Email string
}

// Lengths that an event's fields may have; longer ones are rejected at the door.
const (
	MaxFieldBytes = 1024 // every field, in bytes of UTF-8
	MaxNameRunes  = 512  // user and target names, in characters
)

// RetentionDays is how long an event is kept unless configured otherwise.
// Source: guide "Audit > Contacts": logs are stored for up to 180 days.
const RetentionDays = 180

// MaxAhead is how far an event's time may lie in the future: clocks of sources
// drift, but a year typed wrongly must not open a day that nobody looks at.
const MaxAhead = 24 * time.Hour
