package explorer

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"whodid/audit"
	"whodid/audit/query"
)

// Limits of the neighbours asked for on each side.
const (
	defaultNeighbours = 10
	maxNeighbours     = 100
)

const defaultScope = "user"

// scopes are what an event and its neighbours have in common. A scope narrows a
// search to such events; false is that no event can be one, e itself perhaps
// excepted.
var scopes = map[string]func(f *query.Filters, e audit.Event) bool{
	"all": func(*query.Filters, audit.Event) bool { return true },
	"service_type": func(f *query.Filters, e audit.Event) bool {
		return e.ServiceType != "" && narrow(&f.ServiceType, e.ServiceType, func(v audit.ServiceType) audit.ServiceType { return v })
	},
	"user": func(f *query.Filters, e audit.Event) bool {
		key := query.NewDoc(&e).UserKey()
		return key != "" && narrow(&f.User, key, query.Fold)
	},
	"target": func(f *query.Filters, e audit.Event) bool {
		key := query.NewDoc(&e).TargetKey()
		return key != "" && narrow(&f.Target, key, query.Fold)
	},
}

// narrow makes a filter select only, which it must have selected before.
func narrow[T comparable](filter *[]T, only T, fold func(T) T) bool {
	if len(*filter) > 0 && !slices.ContainsFunc(*filter, func(v T) bool { return fold(v) == only }) {
		return false
	}
	*filter = []T{only}
	return true
}

// getContext answers an event and its neighbours in the order of time and id,
// nearest first.
func (x *Explorer) getContext(c *gin.Context) error {
	p, err := paramsOf(c.Request)
	if err != nil {
		return err
	}
	start := x.opts.Now()
	a, err := x.matching(p, start)
	if err != nil {
		return err
	}
	within, err := enum(p, "scope", scopes[defaultScope], scopes)
	if err != nil {
		return err
	}
	scope, _ := p.one("scope") // enum has seen that it stands once
	before, err := p.within("before", defaultNeighbours, 0, maxNeighbours)
	if err != nil {
		return err
	}
	after, err := p.within("after", defaultNeighbours, 0, maxNeighbours)
	if err != nil {
		return err
	}
	ctx, cancel := x.context(c)
	defer cancel()
	e, err := x.eventOf(ctx, c)
	if err != nil {
		return err
	}
	n := neighbourhood{event: e, scope: cmp.Or(scope, defaultScope)}
	if within(&a.search.Filters, e) {
		if n.before, err = x.neighbours(ctx, a.search, e, query.Newest, before); err != nil {
			return err
		}
		if n.after, err = x.neighbours(ctx, a.search, e, query.Oldest, after); err != nil {
			return err
		}
	}
	n.took = max(0, x.opts.Now().Sub(start))
	writeJSON(c, http.StatusOK, n.appendJSON(nil))
	return nil
}

// side is the neighbours of an event on one side, nearest first.
type side struct {
	events  []audit.Event
	more    bool
	missing []audit.Day // that can't be read and could have some of them
}

// neighbours gives up to most matches before e, or after it where order is
// Oldest.
func (x *Explorer) neighbours(ctx context.Context, s query.Search, e audit.Event, order query.Order, most int) (side, error) {
	// The cursor alone is the place; the period spares the days on the other side.
	half := query.Period{To: e.Time.Add(time.Millisecond)}
	if order == query.Oldest {
		half = query.Period{From: e.Time}
	}
	s.Period = s.Period.Intersect(half)
	if s.Period.Empty() {
		return side{}, nil
	}
	s.Order, s.Cursor, s.Want = order, &query.Cursor{ID: e.ID, Order: order}, query.WantEvents
	s.Limit = max(1, most) // one tells whether there are any
	page, err := x.opts.Searcher.Search(ctx, s)
	if err != nil {
		return side{}, err
	}
	out := side{page.Events, page.Next != nil, page.Missing}
	if most == 0 {
		out.events, out.more = nil, len(page.Events) > 0
	}
	if out.more { // what lies beyond the last one found changes nothing
		out.missing = hiding(page.Missing, order, page.Events[len(page.Events)-1])
	}
	return out, nil
}

// hiding are those of the days that lie between the event and the last neighbour
// found: events of theirs would have come instead.
func hiding(days []audit.Day, order query.Order, last audit.Event) []audit.Day {
	end := audit.DayOf(last.Time)
	return slices.DeleteFunc(slices.Clone(days), func(d audit.Day) bool {
		return order == query.Newest && d < end || order == query.Oldest && d > end
	})
}
