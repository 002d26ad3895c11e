package explorer

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"whodid/audit"
	"whodid/audit/query"
)

// Sources are what pulls events by itself. Safe for concurrent use.
type Sources interface {
	// Status tells how each source stands, always in the same order.
	Status() []Source
	// Run pulls a source now, in the background; Pause lets it rest until Resume, also
	// over a restart. Errors: *audit.Error of kind NotFound, or Conflict where the
	// source's state does not allow it.
	Run(id string) error
	Pause(id string) error
	Resume(id string) error
}

// Source is how something stands that events come from.
type Source struct {
	ID, Kind    string
	Domain      int    // of a group company; 0 is none in particular
	Folder      string // that is watched; "" is none
	State       string // waiting, running, paused; of what others send listening
	Window      query.Period
	LastSuccess time.Time // when all there was had been stored; the zero time is never
	LastError   *SourceError
	// Rows counts rows by what became of them: accepted, duplicate, or a rejection's code.
	Rows          map[string]int
	Covered, Gaps []query.Period // oldest first, apart
	Days          []SourceDay    // of the source's zone, oldest first
	Next          time.Time      // the zero time is at once
	Forgets       time.Time      // when the source begins to forget what was not pulled yet; the zero time is never
	CallsToday    int
}

// SourceError is the last thing that went wrong, perhaps overcome since.
type SourceError struct {
	At            time.Time
	Code, Message string
	Window        query.Period // that was asked for; the zero period is none
}

// SourceDay is how much of a day was pulled, from 0 to 1.
type SourceDay struct {
	Day     audit.Day
	Covered float64
}

// noSources is where nothing is pulled.
type noSources struct{}

func (noSources) Status() []Source    { return nil }
func (noSources) Run(string) error    { return errNoSource }
func (noSources) Pause(string) error  { return errNoSource }
func (noSources) Resume(string) error { return errNoSource }

var errNoSource = &audit.Error{Kind: audit.NotFound, Code: "not_found", Message: "There is no such source."}

// getSources answers how each source stands: what is pulled, then what was sent since
// the start.
func (x *Explorer) getSources(c *gin.Context) error {
	now := x.opts.Now()
	out := sourcesAnswer{Now: audit.FormatTime(now), Sources: []wireSource{}}
	for _, s := range append(x.opts.Sources.Status(), x.pushed.status()...) {
		out.Sources = append(out.Sources, sourceOnWire(s, now))
	}
	x.answer(c, http.StatusOK, out)
	return nil
}

// runSource pulls a source now, in the background.
func (x *Explorer) runSource(c *gin.Context) error {
	return x.changeSource(c, http.StatusAccepted, x.opts.Sources.Run)
}

// pauseSource lets a source rest.
func (x *Explorer) pauseSource(c *gin.Context) error {
	return x.changeSource(c, http.StatusOK, x.opts.Sources.Pause)
}

// resumeSource ends a source's rest.
func (x *Explorer) resumeSource(c *gin.Context) error {
	return x.changeSource(c, http.StatusOK, x.opts.Sources.Resume)
}

// changeSource answers how the source stands after the change.
func (x *Explorer) changeSource(c *gin.Context, status int, change func(id string) error) error {
	id := c.Param("id")
	if isPushed(id) {
		return errPushed
	}
	if err := change(id); err != nil {
		return err
	}
	for _, s := range x.opts.Sources.Status() {
		if s.ID == id {
			x.answer(c, status, sourceOnWire(s, x.opts.Now()))
			return nil
		}
	}
	return errNoSource
}
