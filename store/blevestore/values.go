package blevestore

import (
	"fmt"
	"strings"
	"sync"

	"github.com/oklog/ulid/v2"

	"whodid/audit"
	"whodid/audit/query"
)

// dayMS is the length of a UTC day in milliseconds.
const dayMS = 24 * 60 * 60 * 1000

// values are the facet values that an event has.
type values struct {
	task   audit.Task
	status audit.Status
	via    audit.ServiceType
}

func valuesOf(e *audit.Event) values { return values{e.Task, e.Status, e.ServiceType} }

// taken tells for each facet whether the filters take x's value.
func (x values) taken(f *query.Filters) (task, status, via bool) {
	return f.TakesTask(x.task), f.TakesStatus(x.status), f.TakesServiceType(x.via)
}

// cells numbers the combinations of task, status and service type that occur in
// a store: some two hundred of them where all values are known. The numbers live
// in memory only; parts have numbers of their own.
type cells struct {
	mu     sync.RWMutex
	number map[values]uint32
	all    []values
}

func newCells() *cells { return &cells{number: make(map[values]uint32)} }

// of gives the number of a combination.
func (c *cells) of(v values) uint32 {
	c.mu.RLock()
	n, ok := c.number[v]
	c.mu.RUnlock()
	if ok {
		return n
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if n, ok := c.number[v]; ok {
		return n
	}
	// The texts may be cut from a larger one, which must not stay for their sake.
	v = values{audit.Task(strings.Clone(string(v.task))), audit.Status(strings.Clone(string(v.status))), audit.ServiceType(strings.Clone(string(v.via)))}
	n = uint32(len(c.all))
	c.number[v] = n
	c.all = append(c.all, v)
	return n
}

// list gives all combinations so far, by number.
func (c *cells) list() []values {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.all
}

// party is one side of an event, whole: who did it, or to whom it was done. The
// events of a day have far fewer different ones than there are events, so that
// their texts are kept, indexed and looked at once each.
type party struct {
	target      bool
	tag         string // the user's id; the target's type
	name, email string
}

func userOf(e *audit.Event) party { return party{false, e.User.ID, e.User.Name, e.User.Email} }
func targetOf(e *audit.Event) party {
	return party{true, e.Target.Type, e.Target.Name, e.Target.Email}
}

// put writes the party into its side of an event.
func (p *party) put(e *audit.Event) {
	if p.target {
		e.Target = audit.Target{Type: p.tag, Name: p.name, Email: p.email}
	} else {
		e.User = audit.Person{ID: p.tag, Name: p.name, Email: p.email}
	}
}

// doc is an event that has nothing but the party, cut into words.
func (p *party) doc() *query.Doc {
	var e audit.Event
	p.put(&e)
	return query.NewDoc(&e)
}

// words are the words of the name, then of the e-mail.
func (p *party) words(d *query.Doc) [2][]string {
	if p.target {
		return d.TargetWords()
	}
	return d.UserWords()
}

// idTail is an id without its time: 80 bits.
type idTail [10]byte

func compareTail(a, b idTail) int { return strings.Compare(string(a[:]), string(b[:])) }

// tailOf takes the last 80 bits out of an id that has the form of one.
func tailOf(id audit.EventID) (t idTail) {
	u, err := ulid.ParseStrict(string(id))
	if err != nil {
		panic("bug: not an event id: " + string(id))
	}
	return idTail(u[6:])
}

// ulidOf puts an id together again.
func ulidOf(ms int64, tail idTail) (u ulid.ULID) {
	if err := u.SetTime(uint64(ms)); err != nil {
		panic(fmt.Sprintf("bug: no id has the time %d ms", ms))
	}
	copy(u[6:], tail[:])
	return u
}

func eventID(ms int64, tail idTail) audit.EventID { return audit.EventID(ulidOf(ms, tail).String()) }

// validID tells whether an event carries an id of its own time.
func validID(e audit.Event) bool {
	t, ok := query.IDTime(e.ID)
	return ok && t.Equal(e.Time)
}

// place is where an event stands in its day: by time, then by id. No two events
// of a day have the same one.
type place struct {
	ms   uint32 // into the day
	tail idTail
}

func (a place) compare(b place) int {
	if a.ms != b.ms {
		if a.ms < b.ms {
			return -1
		}
		return 1
	}
	return compareTail(a.tail, b.tail)
}

func placeOf(id audit.EventID, startMS int64) place {
	at, _ := query.IDTime(id)
	return place{uint32(at.UnixMilli() - startMS), tailOf(id)}
}
