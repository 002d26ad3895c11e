package schedule

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"whodid/explorer/download"
)

// Period says of which time a file of a schedule is.
type Period string

// Of which time a file is.
const (
	Previous  Period = "previous"   // the calendar week or month before the run
	SinceLast Period = "since_last" // whatever was stored since the last ready file, at first everything
	Asked     Period = "asked"      // as the search has it, at the run
)

// Plan is what whoever makes a schedule says of it.
type Plan struct {
	Name string `json:"name"`
	When
	Period Period `json:"period"`
	View   string `json:"view"` // the saved view that it was made from, or ""; only the page looks at it
	Paused bool   `json:"paused"`
	download.Ask
}

// Schedule is a plan and what became of it. Its JSON is what is kept on disk.
type Schedule struct {
	ID      string    `json:"id"`
	Owner   string    `json:"owner"`
	Created time.Time `json:"created"`
	Plan
	// Handled is up to when the times of the schedule need nothing any more.
	Handled time.Time `json:"handled"`
	Last    *Run      `json:"last_run,omitempty"`
	Trouble *Trouble  `json:"last_error,omitempty"`
	// Reached is up to where the last ready file that counts for SinceLast reaches.
	Reached download.Since `json:"reached,omitzero"`

	Next time.Time `json:"-"` // run; zero where it is paused
}

// Run is the last time that a schedule requested a download.
type Run struct {
	At       time.Time      `json:"at"`
	Download string         `json:"download"` // its id
	State    download.State `json:"state"`
	Rows     int            `json:"rows"` // written
}

// Trouble is what went wrong last; a file that becomes ready is the end of it.
type Trouble struct {
	At      time.Time `json:"at"`
	Code    string    `json:"code"`
	Message string    `json:"message"`
}

// MaxNameRunes bounds the name of a schedule.
const MaxNameRunes = 120

// check tells what of a plan can't be, as an *audit.Error of kind Invalid with the field. What the search and the form
// have is for others to check.
func (p *Plan) check() error {
	p.Name = strings.TrimSpace(p.Name)
	switch n := utf8.RuneCountInString(p.Name); {
	case n == 0:
		return invalid("name", "A schedule needs a name.")
	case n > MaxNameRunes:
		return invalid("name", fmt.Sprintf("The name has %d characters; %d are the most.", n, MaxNameRunes))
	case strings.ContainsFunc(p.Name, func(r rune) bool { return !unicode.IsGraphic(r) }):
		return invalid("name", "The name has a line break or another character that can't be seen.")
	}
	if _, err := p.in(p.TZ); err != nil {
		return err
	}
	switch p.Period {
	case Asked:
		return nil
	case Previous, SinceLast:
	default:
		return invalid("period", fmt.Sprintf("%q is no period of a schedule. Use previous, since_last or asked.", p.Period))
	}
	for name, value := range map[string]string{"from": p.From, "to": p.To} {
		if value != "" {
			return invalid(name, fmt.Sprintf("A schedule of the period %s finds its times itself: leave %q away, or use the period asked.", p.Period, name))
		}
	}
	return nil
}

// Asks gives what a run at a time asks for. p has been checked.
func (p *Plan) asks(at time.Time) download.Ask {
	ask := p.Ask
	if p.Period != Previous {
		return ask
	}
	if t, err := p.in(p.TZ); err == nil {
		ask.From, ask.To = t.before(at)
	}
	return ask
}

// due gives the latest time of the schedule that nothing was done about yet; ok is false where there is none.
func (s *Schedule) due(now time.Time) (due time.Time, ok bool) {
	t, err := s.in(s.TZ)
	if err != nil || s.Paused {
		return due, false
	}
	due = t.last(now)
	return due, due.After(s.Handled)
}

// seen is the schedule with its next time.
func (s Schedule) seen(now time.Time) Schedule {
	if t, err := s.in(s.TZ); err == nil && !s.Paused {
		s.Next = t.next(s.Handled)
		if s.Next.Before(now) {
			s.Next = now
		}
	}
	return s
}

// ran notes how a download of the schedule stands.
func (s *Schedule) ran(j download.Job) {
	s.Last = &Run{j.Created, j.ID, j.State, j.RowsWritten}
	if j.Schedule.Due.After(s.Handled) {
		s.Handled = j.Schedule.Due
	}
	switch {
	case j.State == download.Ready:
		s.Trouble = nil
	case j.Problem != nil:
		s.Trouble = &Trouble{j.Finished, j.Problem.Code, j.Problem.Message}
	}
}

// reach notes up to where a ready file reaches.
func (s *Schedule) reach(j download.Job) {
	if next := j.Next(); j.State == download.Ready && j.Schedule.Increments && (s.Reached.ID == "" || next.After > s.Reached.After) {
		s.Reached = next
	}
}
