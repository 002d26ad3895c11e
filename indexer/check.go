package indexer

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"whodid/audit"
)

// door knows which events are taken at now. Logs are kept for keepDays days: the
// day that long ago is taken, the one before it is not. Up to audit.MaxAhead in the
// future is taken. Safe for concurrent use.
type door struct {
	now      time.Time
	keepDays int
	first    audit.Day
	from, to time.Time // both taken
}

func newDoor(now time.Time, keepDays int) *door {
	d := &door{now: now, keepDays: keepDays, first: audit.FirstKeptDay(now, keepDays), to: now.Add(audit.MaxAhead)}
	d.from = d.first.Start()
	// An id begins with the milliseconds since 1970, so there is none for a time
	// before that, however long logs are kept.
	if d.from.Unix() < 0 {
		d.from = time.Unix(0, 0)
	}
	return d
}

// check gives the reason why an event is not taken, nil where it is. Line is left
// to the caller. Of several reasons the first counts: time, user, length, UTF-8.
func (d *door) check(e *audit.Event) *audit.RowError {
	if e.Time.IsZero() {
		return &audit.RowError{Code: audit.CodeInvalidTime, Field: "time", Message: "The row has no time."}
	}
	if e.Time.Before(d.from) {
		return &audit.RowError{
			Code: audit.CodeTimeTooOld, Field: "time", Value: audit.FormatTime(e.Time),
			Message: fmt.Sprintf("Logs are kept for %d days; this event is from %s, before %s.", d.keepDays, audit.DayOf(e.Time), d.first),
		}
	}
	if e.Time.After(d.to) {
		return &audit.RowError{
			Code: audit.CodeTimeInFuture, Field: "time", Value: audit.FormatTime(e.Time),
			Message: fmt.Sprintf("The event's time, %s, is more than %d hours ahead of now, %s. Is its time zone right?",
				audit.FormatTime(e.Time), int(audit.MaxAhead.Hours()), audit.FormatTime(d.now)),
		}
	}
	if strings.TrimSpace(e.User.Name) == "" && strings.TrimSpace(e.User.Email) == "" {
		return &audit.RowError{Code: audit.CodeMissingUser, Field: "user", Message: "The event names no user; give a name or an e-mail address."}
	}
	texts := [...]struct {
		field, value string
		name         bool
	}{
		{"user.id", e.User.ID, false},
		{"user.name", e.User.Name, true},
		{"user.email", e.User.Email, false},
		{"task", string(e.Task), false},
		{"target.type", e.Target.Type, false},
		{"target.name", e.Target.Name, true},
		{"target.email", e.Target.Email, false},
		{"status", string(e.Status), false},
		{"service_type", string(e.ServiceType), false},
	}
	for _, t := range texts {
		if t.name && len(t.value) > audit.MaxNameRunes { // no text has fewer bytes than characters
			if runes := utf8.RuneCountInString(t.value); runes > audit.MaxNameRunes {
				return tooLong(t.field, t.value, fmt.Sprintf("%s has %d characters; at most %d are taken.", t.field, runes, audit.MaxNameRunes))
			}
		}
		if len(t.value) > audit.MaxFieldBytes {
			return tooLong(t.field, t.value, fmt.Sprintf("%s has %d bytes of UTF-8; at most %d are taken.", t.field, len(t.value), audit.MaxFieldBytes))
		}
	}
	for _, t := range texts {
		if !utf8.ValidString(t.value) {
			return &audit.RowError{
				Code: audit.CodeInvalidUTF8, Field: t.field, Value: strings.ToValidUTF8(t.value, "\ufffd"),
				Message: t.field + " has bytes that are no UTF-8.",
			}
		}
	}
	return nil
}

// tooLong shows the beginning of the value: enough to find it in the file.
func tooLong(field, value, message string) *audit.RowError {
	const shownBytes = 100
	shown := strings.ToValidUTF8(value[:shownBytes], "") + "…"
	return &audit.RowError{Code: audit.CodeFieldTooLong, Field: field, Value: shown, Message: message}
}
