package explorer

import (
	"whodid/audit"
	"whodid/explorer/download/schedule"
)

type schedulesAnswer struct {
	Schedules []wireSchedule `json:"schedules"`
}

// wireSchedule is a schedule: its plan, the members of a request among it, and what became of it.
type wireSchedule struct {
	ID      string `json:"id"`
	Owner   string `json:"owner"`
	Created string `json:"created"`
	schedule.Plan
	Next  *string      `json:"next_run"` // null where it is paused
	Last  *wireLastRun `json:"last_run"`
	Error *wireTrouble `json:"last_error"`
}

type wireLastRun struct {
	At       string `json:"at"`
	Download string `json:"download"`
	State    string `json:"state"`
	Rows     int    `json:"rows"`
}

type wireTrouble struct {
	At      string `json:"at"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func scheduleOnWire(s schedule.Schedule) wireSchedule {
	w := wireSchedule{ID: s.ID, Owner: s.Owner, Created: audit.FormatTime(s.Created), Plan: s.Plan, Next: timeOnWire(s.Next)}
	if w.Filters == nil {
		w.Filters = map[string][]string{}
	}
	if s.Last != nil {
		w.Last = &wireLastRun{audit.FormatTime(s.Last.At), s.Last.Download, string(s.Last.State), s.Last.Rows}
	}
	if s.Trouble != nil {
		w.Error = &wireTrouble{audit.FormatTime(s.Trouble.At), s.Trouble.Code, s.Trouble.Message}
	}
	return w
}
