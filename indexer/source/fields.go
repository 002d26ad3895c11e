package source

import (
	"fmt"
	"time"

	"whodid/audit"
)

// fields are the values of one row, by column, before they become an event.
type fields struct {
	text [columnCount]string
	at   time.Time // the time, where it came as a number
	own  bool      // of an own export: Date (UTC) and Event ID count, cells are guarded
}

// row makes the event. Values that nobody knows are kept as they came.
func (f *fields) row(line int, zone *time.Location) Row {
	if f.own {
		for i, s := range f.text {
			f.text[i] = audit.UnguardCell(s)
		}
	}
	row := Row{Line: line, ID: f.text[colID]}
	when := f.text[colTime]
	if f.own {
		row.ID = f.text[colEventID]
		if f.text[colTimeUTC] != "" {
			when, zone = f.text[colTimeUTC], time.UTC
		}
	}
	if len(row.ID) > audit.MaxFieldBytes {
		return reject(line, audit.CodeFieldTooLong, "id", row.ID, fmt.Sprintf("The id has %d bytes; at most %d are taken.", len(row.ID), audit.MaxFieldBytes))
	}

	e := &row.Event
	switch {
	case !f.at.IsZero():
		e.Time = f.at
	case when == "":
		return reject(line, audit.CodeInvalidTime, "time", "", "The row has no time.")
	default:
		var ok bool
		if e.Time, ok = parseTime(when, zone); !ok {
			return rejectTime(line, when)
		}
	}
	e.User.Name, e.User.Email = f.person(colUser, colUserName, colUserEmail)
	e.User.ID = f.text[colUserID]
	e.Target.Name, e.Target.Email = f.person(colTarget, colTargetName, colTargetEmail)
	e.Target.Type = f.text[colTargetType]
	e.Task, _ = audit.ParseTask(f.text[colTask])
	e.Status, _ = audit.ParseStatus(f.text[colStatus])
	e.ServiceType, _ = audit.ParseServiceType(f.text[colServiceType])
	return row
}

// person gives the parts of a cell, or those that have a value of their own.
func (f *fields) person(both, ownName, ownEmail column) (name, email string) {
	name, email = audit.SplitPerson(f.text[both])
	if s := f.text[ownName]; s != "" {
		name = s
	}
	if s := f.text[ownEmail]; s != "" {
		email = s
	}
	return name, email
}

func rejectTime(line int, value string) Row {
	return reject(line, audit.CodeInvalidTime, "time", value,
		fmt.Sprintf("The time %q can't be read; write it like 2026-11-22 18:12:33 or 2026-11-22T09:12:33.123Z.", excerpt(value)))
}
