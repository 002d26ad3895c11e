package explorer

import (
	"context"
	"math"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/sync/singleflight"

	"whodid/audit"
	"whodid/audit/query"
)

const (
	freshFor = 5 * time.Second // an answer is given again
	// seenWithin is how long ago a service type's last event may be for it to be told.
	seenWithin = 7 * 24 * time.Hour
	// maxFreshTypes bounds the searches: whoever sends events can name any number of
	// service types. Those with the most events are told.
	maxFreshTypes = 50
	// weeksBack and usualEvents say when silence is unusual: each of so many past
	// weeks had at least so many events in the same stretch of the clock.
	weeksBack   = 4
	usualEvents = 5
	// minSilence is what senders that collect events before they send them may take.
	minSilence = 5 * time.Minute
)

// getFreshness answers how new the newest events are, and which service types have
// gone quiet.
func (x *Explorer) getFreshness(c *gin.Context) error {
	f, err := x.fresh.get(c.Request.Context())
	if err != nil {
		return err
	}
	f.Now = audit.FormatTime(x.opts.Now())
	x.answer(c, http.StatusOK, f)
	return nil
}

// freshness finds out what getFreshness answers, once for all who ask within some
// seconds. Safe for concurrent use.
type freshness struct {
	searcher Searcher
	zone     *time.Location // whose clock a week is by
	timeout  time.Duration
	now      func() time.Time
	flight   singleflight.Group

	mu    sync.Mutex
	last  freshAnswer // guarded by mu
	asked time.Time   // guarded by mu: when last was found out; zero is never
}

func (f *freshness) get(ctx context.Context) (freshAnswer, error) {
	f.mu.Lock()
	last, age := f.last, f.now().Sub(f.asked)
	f.mu.Unlock()
	if age >= 0 && age < freshFor {
		return last, nil
	}
	// Others wait for it, too, whether or not this client does.
	v, err, _ := f.flight.Do("", func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), f.timeout)
		defer cancel()
		now := f.now()
		found, err := f.find(ctx, now)
		if err == nil {
			f.mu.Lock()
			f.last, f.asked = found, now
			f.mu.Unlock()
		}
		return found, err
	})
	if err != nil {
		return freshAnswer{}, err
	}
	return v.(freshAnswer), nil
}

func (f *freshness) find(ctx context.Context, now time.Time) (freshAnswer, error) {
	out := freshAnswer{Types: []freshType{}, Missing: []audit.Day{}}
	newest, missing, err := f.end(ctx, query.Search{})
	if err != nil {
		return out, err
	}
	out.Missing = notNil(missing)
	if newest == nil {
		return out, nil
	}
	latest := audit.FormatTime(*newest)
	out.Latest = &latest
	oldest, _, err := f.end(ctx, query.Search{Order: query.Oldest})
	if err != nil {
		return out, err
	}
	lately := query.Search{Period: query.Period{From: ceilMS(now.Add(-seenWithin).UTC())}, Want: query.WantFacets}
	page, err := f.searcher.Search(ctx, lately)
	if err != nil {
		return out, err
	}
	for _, v := range page.Facets.ServiceType {
		if v.Value == "" {
			continue
		}
		if len(out.Types) == maxFreshTypes {
			break
		}
		lately.Filters.ServiceType = []audit.ServiceType{audit.ServiceType(v.Value)}
		last, hiding, err := f.end(ctx, lately)
		if err != nil {
			return out, err
		}
		if last == nil { // its day went meanwhile
			continue
		}
		t := freshType{Value: v.Value, Latest: audit.FormatTime(*last), PerHour: perHour(v.Count)}
		if len(hiding) == 0 && oldest != nil { // else it may not be silent at all
			if t.Quiet, err = f.quiet(ctx, lately.Filters, *last, now, *oldest); err != nil {
				return out, err
			}
		}
		out.Types = append(out.Types, t)
	}
	return out, nil
}

// end gives the time of the first event of a search, or nil, and the days that can't
// be read and could have one before it.
func (f *freshness) end(ctx context.Context, s query.Search) (*time.Time, []audit.Day, error) {
	s.Want, s.Limit = query.WantEvents, 1
	page, err := f.searcher.Search(ctx, s)
	if err != nil || len(page.Events) == 0 {
		return nil, page.Missing, err
	}
	return &page.Events[0].Time, hiding(page.Missing, s.Order, page.Events[0]), nil
}

// quiet tells whether silence since last is unusual for what the filters select. The
// log begins at oldest.
func (f *freshness) quiet(ctx context.Context, only query.Filters, last, now, oldest time.Time) (bool, error) {
	if now.Sub(last) < minSilence {
		return false, nil
	}
	weeks := 0
	for k := 1; k <= weeksBack; k++ {
		back := func(t time.Time) time.Time { return t.In(f.zone).AddDate(0, 0, -7*k).UTC() }
		silence := query.Period{From: back(last.Add(time.Millisecond)), To: ceilMS(back(now))}
		// Clocks that were put forward meanwhile skipped an hour in which nobody was silent.
		if from := silence.To.Add(-now.Sub(last)); from.After(silence.From) {
			silence.From = ceilMS(from)
		}
		if silence.From.Before(oldest) {
			break
		}
		page, err := f.searcher.Search(ctx, query.Search{Period: silence, Filters: only, Want: query.WantTotal})
		if err != nil || page.Total < usualEvents {
			return false, err
		}
		weeks++
	}
	return weeks > 0, nil
}

// perHour is the rate of so many events within seenWithin, to two places.
func perHour(events int) float64 {
	return math.Round(100*float64(events)/seenWithin.Hours()) / 100
}

// freshAnswer is what getFreshness answers.
type freshAnswer struct {
	Now     string      `json:"now"`
	Latest  *string     `json:"latest"` // null where there is no event
	Types   []freshType `json:"service_types"`
	Missing []audit.Day `json:"missing_days"` // that can't be read and could have newer ones than the latest
}

type freshType struct {
	Value   string  `json:"value"`
	Latest  string  `json:"latest"`
	PerHour float64 `json:"per_hour"`
	Quiet   bool    `json:"quiet"`
}
