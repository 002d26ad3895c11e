package source

import (
	"fmt"
	"strings"
	"time"

	"whodid/audit"
)

// documents turns the documents of log shippers into rows. Names that NDJSON
// has, the API's and those of the audit download, are read as there; what they
// leave open is taken from the fields of the Elastic Common Schema, of OpenTelemetry
// and of naverworks.*, nested or with dots in their keys. All other fields are the shipper's
// own (message, host, agent …) and mean nothing here.
type documents struct {
	objects
	found [foreignCount][]byte // values of the present document, as they stand in it
}

// foreign is a field of a document that is none of the API's.
type foreign uint8

const (
	ecsTime foreign = iota
	ecsID
	ecsAction
	ecsOutcome
	ecsFullName
	ecsTargetName
	ecsTargetFullName
	ecsTargetEmail
	ecsTargetID
	ecsGroupName
	ecsGroupID
	nwTask
	nwStatus
	nwServiceType
	nwTarget
	otelName
	otelID
	foreignCount
)

// foreignNames are the paths of the fields. user.name, user.email and user.id
// are the API's own. ECS has no home for the service type.
var foreignNames = [foreignCount]string{
	ecsTime: "@timestamp", ecsID: "event.id", ecsAction: "event.action", ecsOutcome: "event.outcome",
	ecsFullName:   "user.full_name",
	ecsTargetName: "user.target.name", ecsTargetFullName: "user.target.full_name", ecsTargetEmail: "user.target.email", ecsTargetID: "user.target.id",
	ecsGroupName: "group.name", ecsGroupID: "group.id",
	nwTask: "naverworks.task", nwStatus: "naverworks.status", nwServiceType: "naverworks.service_type", nwTarget: "naverworks.target",
	otelName: "event.name", otelID: "log.record.uid",
}

// foreignPaths has every path of foreignNames, and with a value below 0 every
// path that leads to one.
var foreignPaths = pathsOf(foreignNames[:])

const leadsOn = -1

func pathsOf(names []string) map[string]int {
	paths := make(map[string]int)
	for i, name := range names {
		paths[name] = i
		for at, c := range name {
			if c == '.' {
				paths[name[:at]] = leadsOn
			}
		}
	}
	return paths
}

func newDocuments(o Options) documents {
	d := documents{objects: newObjects(o)}
	// Names of ECS that, with a dot in the key, would pass for other names of ours: the kind
	// of the program that logs for service_type, an id for the Event ID of own exports.
	d.known = map[string]column{"service.type": colNone, "event.id": colNone}
	return d
}

// document makes the row of one document, whose id the client sent beside it, or
// "" where it sent none. The text is not kept.
func (d *documents) document(line int, text []byte, id string) Row {
	var f fields
	if wrong, ok := d.gather(line, text, &f); !ok {
		return wrong
	}
	d.found = [foreignCount][]byte{}
	d.walk("", text)
	if wrong, ok := d.fill(line, &f); !ok {
		return wrong
	}
	row := f.row(line, d.zone)
	if row.Err == nil && id != "" {
		row.ID = id
	}
	return row
}

// walk files the fields of an object that stands at a path.
func (d *documents) walk(path string, object []byte) {
	eachMember(object, func(key, value []byte) {
		name, _ := unquote(key)
		if path != "" {
			name = path + "." + name
		}
		at, ok := foreignPaths[name]
		switch {
		case !ok || value[0] == 'n':
		case at != leadsOn:
			d.found[at] = value
		case value[0] == '{':
			d.walk(name, value)
		}
	})
}

// fill gives f what it lacks.
func (d *documents) fill(line int, f *fields) (wrong Row, ok bool) {
	var text [foreignCount]string
	for i, value := range d.found {
		if len(value) == 0 || foreign(i) == ecsTime {
			continue
		}
		if text[i], wrong, ok = d.text(line, foreign(i)); !ok {
			return wrong, false
		}
	}
	if f.text[colTime] == "" && f.at.IsZero() && !(f.own && f.text[colTimeUTC] != "") {
		if wrong, ok = d.fillTime(line, f); !ok {
			return wrong, false
		}
	}
	set := func(col column, values ...string) {
		for _, v := range values {
			if f.text[col] == "" {
				f.text[col] = v
			}
		}
	}
	set(colID, text[ecsID], text[otelID])
	set(colTask, text[nwTask], taskOfAction(text[ecsAction]), taskOfAction(text[otelName]))
	set(colStatus, text[nwStatus], text[ecsOutcome])
	set(colServiceType, text[nwServiceType])
	if f.text[colUser] == "" {
		set(colUserName, text[ecsFullName])
	}
	if f.text[colTarget] != "" || f.text[colTargetName] != "" || f.text[colTargetEmail] != "" {
		return Row{}, true
	}
	// A target is taken whole from one place: two halves would be nobody.
	switch {
	case text[nwTarget] != "":
		set(colTarget, text[nwTarget])
	case text[ecsTargetName] != "" || text[ecsTargetFullName] != "" || text[ecsTargetEmail] != "":
		set(colTargetName, text[ecsTargetName], text[ecsTargetFullName])
		set(colTargetEmail, text[ecsTargetEmail])
		set(colTargetType, targetMember)
	case text[ecsTargetID] != "":
		set(colTargetName, text[ecsTargetID])
		set(colTargetType, targetMember)
	case text[ecsGroupName] != "" || text[ecsGroupID] != "":
		set(colTargetName, text[ecsGroupName], text[ecsGroupID])
		set(colTargetType, targetGroup)
	}
	return Row{}, true
}

// Types of targets that ECS fields stand for.
const (
	targetMember = "member"
	targetGroup  = "group"
)

// text gives a field's text.
func (d *documents) text(line int, field foreign) (text string, wrong Row, ok bool) {
	value, name := d.found[field], foreignNames[field]
	switch c := value[0]; {
	case c == '"':
		if text, ok = unquote(value); !ok {
			return "", reject(line, audit.CodeInvalidUTF8, name, string(value),
				fmt.Sprintf("The field %q has half of a surrogate pair, which is no character.", name)), false
		}
		return strings.TrimSpace(text), Row{}, true
	case (c == '-' || c >= '0' && c <= '9') && (field == ecsID || field == otelID || field == ecsTargetID || field == ecsGroupID):
		return string(value), Row{}, true
	}
	return "", reject(line, audit.CodeInvalidField, name, string(value), fmt.Sprintf("The field %q must be a string.", name)), false
}

// fillTime reads @timestamp. One without an offset is UTC, as in Elasticsearch,
// wherever the server is.
func (d *documents) fillTime(line int, f *fields) (wrong Row, ok bool) {
	value := d.found[ecsTime]
	if len(value) == 0 {
		return Row{}, true // f.row says what is missing
	}
	switch c := value[0]; {
	case c == '"':
		text, _ := unquote(value)
		f.at, ok = parseTime(text, time.UTC)
		wrong = rejectTime(line, text)
	case c == '-' || c >= '0' && c <= '9':
		f.at, ok = parseEpoch(string(value))
		wrong = rejectTime(line, string(value))
	default:
		wrong = reject(line, audit.CodeInvalidTime, "time", string(value), "@timestamp must be a string such as 2026-11-22T09:12:33.123Z, or a number of seconds or milliseconds since 1970.")
	}
	return wrong, ok
}

// taskOfAction reads an event.action, which ECS likes to write edit-group.
func taskOfAction(action string) string {
	if task, known := audit.ParseTask(strings.ReplaceAll(action, "-", "_")); known {
		return string(task)
	}
	return action
}
