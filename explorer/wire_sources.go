package explorer

import (
	"math"
	"time"

	"whodid/audit"
	"whodid/audit/query"
)

type sourcesAnswer struct {
	Now     string       `json:"now"`
	Sources []wireSource `json:"sources"`
}

type wireSource struct {
	ID            string           `json:"id"`
	Kind          string           `json:"kind"`
	Domain        *int             `json:"domain"`
	Folder        string           `json:"folder,omitempty"`
	State         string           `json:"state"`
	Window        *wirePeriod      `json:"window"`
	LastSuccess   *string          `json:"last_success"`
	LastError     *wireSourceError `json:"last_error"`
	Rows          map[string]int   `json:"rows"`
	Covered       []wirePeriod     `json:"covered"`
	Gaps          []wirePeriod     `json:"gaps"`
	Days          []wireSourceDay  `json:"days"`
	NextRun       *string          `json:"next_run"`
	ForgetsAt     *string          `json:"forgets_at"`
	ForgetsInDays *int             `json:"forgets_in_days"`
	CallsToday    int              `json:"calls_today"`
}

type wirePeriod struct {
	From string `json:"from"` // inclusive
	To   string `json:"to"`   // exclusive
}

type wireSourceError struct {
	At      string      `json:"at"`
	Code    string      `json:"code"`
	Message string      `json:"message"`
	Window  *wirePeriod `json:"window"`
}

type wireSourceDay struct {
	Day     audit.Day `json:"day"`
	Covered float64   `json:"covered"`
}

func sourceOnWire(s Source, now time.Time) wireSource {
	w := wireSource{
		ID: s.ID, Kind: s.Kind, Folder: s.Folder, State: s.State, LastSuccess: timeOnWire(s.LastSuccess), Rows: s.Rows,
		Covered: periodsOnWire(s.Covered), Gaps: periodsOnWire(s.Gaps), Days: make([]wireSourceDay, len(s.Days)), CallsToday: s.CallsToday,
		Window: windowOnWire(s.Window), ForgetsAt: timeOnWire(s.Forgets),
	}
	if !s.Forgets.IsZero() {
		days := max(0, int(math.Floor(s.Forgets.Sub(now).Hours()/24)))
		w.ForgetsInDays = &days
	}
	if s.Domain != 0 {
		w.Domain = &s.Domain
	}
	if e := s.LastError; e != nil {
		w.LastError = &wireSourceError{audit.FormatTime(e.At), e.Code, e.Message, windowOnWire(e.Window)}
	}
	if s.State == "waiting" { // one that runs will say when it has run; one that is paused does not
		next := s.Next
		if next.Before(now) {
			next = now
		}
		w.NextRun = timeOnWire(next)
	}
	if w.Rows == nil {
		w.Rows = map[string]int{}
	}
	for i, d := range s.Days {
		w.Days[i] = wireSourceDay{d.Day, math.Floor(d.Covered*1000) / 1000} // 1 is whole and nothing else
	}
	return w
}

// windowOnWire gives null for the zero period.
func windowOnWire(p query.Period) *wirePeriod {
	if p == (query.Period{}) {
		return nil
	}
	window := periodOnWire(p)
	return &window
}

func periodOnWire(p query.Period) wirePeriod {
	return wirePeriod{audit.FormatTime(p.From), audit.FormatTime(p.To)}
}

func periodsOnWire(list []query.Period) []wirePeriod {
	out := make([]wirePeriod, len(list))
	for i, p := range list {
		out[i] = periodOnWire(p)
	}
	return out
}

// timeOnWire gives null for the zero time.
func timeOnWire(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := audit.FormatTime(t)
	return &text
}
