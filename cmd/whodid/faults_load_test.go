package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"whodid/audit"
)

// load is what writers and searchers do to one server until it is killed.
type load struct {
	t         *testing.T
	model     *model
	addr      string
	retention int         // days that the server keeps
	dying     atomic.Bool // set before the kill: from then on, no answer is no fault
	full      bool        // 503 is an answer to be expected
	stop      chan struct{}
	running   sync.WaitGroup

	mu         sync.Mutex // guards what follows
	unanswered []batch    // a client that had no answer sends again, later
}

// batch is the rows of a request.
type batch struct{ rows []batchRow }

type batchRow struct {
	number  int
	ms      int64
	invalid bool // and so refused
	userNot bool // because it names no user
}

// begin starts the load; unanswered is what earlier loads had no answer for.
func begin(t *testing.T, m *model, addr string, retention int, random *rand.Rand, unanswered []batch, full bool) *load {
	l := &load{t: t, model: m, addr: addr, retention: retention, full: full, stop: make(chan struct{}), unanswered: unanswered}
	writers := 1 + random.IntN(4)
	for range writers {
		own := rand.New(rand.NewPCG(random.Uint64(), 0))
		l.running.Go(func() { l.untilStopped(own, l.write) })
	}
	for range 1 + random.IntN(2) {
		own := rand.New(rand.NewPCG(random.Uint64(), 1))
		l.running.Go(func() { l.untilStopped(own, l.search) })
	}
	return l
}

func (l *load) untilStopped(random *rand.Rand, act func(*rand.Rand)) {
	for {
		select {
		case <-l.stop:
			return
		default:
			act(random)
		}
	}
}

// end waits for the clients and gives what they had no answer for.
func (l *load) end() []batch {
	close(l.stop)
	l.running.Wait()
	return l.unanswered
}

// write sends a batch that is new, or one that nobody answered, or two equal ones
// at once.
func (l *load) write(random *rand.Rand) {
	if old, ok := l.takeUnanswered(random); ok {
		l.send(old, false)
		return
	}
	b := l.batch(random)
	twins := 8
	if l.full {
		twins = 2 // where one is refused, so must the other be
	}
	if random.IntN(twins) > 0 {
		if l.send(b, true) && random.IntN(4) == 0 {
			l.send(b, false)
		}
		return
	}
	var twin sync.WaitGroup
	twin.Go(func() { l.send(b, false) })
	l.send(b, false)
	twin.Wait()
}

func (l *load) takeUnanswered(random *rand.Rand) (b batch, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.unanswered) == 0 || random.IntN(2) == 0 {
		return batch{}, false
	}
	i := random.IntN(len(l.unanswered))
	b = l.unanswered[i]
	l.unanswered = slices.Delete(l.unanswered, i, i+1)
	return b, true
}

// batch makes rows up: small ones mostly; of today mostly, some late, some ahead,
// few that have to be refused.
func (l *load) batch(random *rand.Rand) batch {
	size := min(1+int(random.ExpFloat64()*float64([]int{2, 50, 700}[random.IntN(3)])), 3000)
	now := time.Now()
	var b batch
	for range size {
		row := batchRow{}
		at := l.moment(random, now)
		if random.IntN(400) == 0 && size > 1 {
			row.invalid = true
			switch random.IntN(3) {
			case 0:
				at = now.AddDate(-11, 0, 0) // longer ago than any retention
			case 1:
				at = now.AddDate(0, 0, 3)
			default:
				row.userNot = true
			}
		}
		fate := unknown
		if row.invalid {
			fate = refused
		}
		row.ms = at.UnixMilli()
		row.number = l.model.invent(at, fate)
		b.rows = append(b.rows, row)
		// The server tells rows apart that are equal and bring no id.
		if !row.invalid && row.number%4 != 0 && random.IntN(50) == 0 {
			b.rows = append(b.rows, row)
		}
	}
	return b
}

// moment is a time that is surely taken, also where midnight comes meanwhile.
func (l *load) moment(random *rand.Rand, now time.Time) time.Time {
	today := audit.DayOf(now).Start()
	of := func(start time.Time, length time.Duration) time.Time {
		return start.Add(time.Duration(random.Int64N(int64(length/time.Millisecond)+1)) * time.Millisecond)
	}
	switch random.IntN(16) {
	case 0:
		return of(now, 22*time.Hour)
	case 1, 2, 3, 4, 5:
		return of(today.AddDate(0, 0, -random.IntN(l.retention-1)), 24*time.Hour-time.Millisecond)
	case 6, 7, 8:
		return of(now.Add(-time.Second), time.Second)
	default:
		return of(today, now.Sub(today))
	}
}

func (l *load) body(b batch) string {
	var body []byte
	for _, row := range b.rows {
		if !row.userNot {
			body = l.model.appendLine(body, row.number, row.ms)
			continue
		}
		e, _ := l.model.event(row.number, row.ms)
		e.ID, e.User.Name, e.User.Email = "", "", ""
		body = append(e.AppendJSON(body), '\n')
	}
	return string(body)
}

// tooOld tells whether the server must refuse the row for its age.
func (l *load) tooOld(row batchRow, now time.Time) bool {
	return audit.DayOf(time.UnixMilli(row.ms)) < audit.FirstKeptDay(now, l.retention)
}

// send posts a batch and notes what the answer says; ok is whether there was one.
// Of a fresh one nothing can be stored yet.
func (l *load) send(b batch, fresh bool) (ok bool) {
	before := time.Now()
	for _, row := range b.rows {
		if !row.invalid && !l.tooOld(row, before) {
			l.model.attempt(row.number)
		}
	}
	s, r, err := postEvents(l.addr, l.body(b))
	switch {
	case err == nil && r.judged():
	case err == nil && r.status == http.StatusTooManyRequests, l.dying.Load(),
		err == nil && r.status == http.StatusServiceUnavailable && l.full:
		l.mu.Lock()
		l.unanswered = append(l.unanswered, b)
		l.mu.Unlock()
		if err == nil && r.sentence() == "" {
			l.t.Errorf("status %d without a sentence: %.300s", r.status, r.body)
		}
		return false
	default:
		l.t.Errorf("POST of %d rows: status %d, %v: %.500s", len(b.rows), r.status, err, r.body)
		return false
	}
	refusedLines, taken := map[int]bool{}, map[int]bool{}
	for _, rejected := range s.Rejected {
		refusedLines[rejected.Line] = true
	}
	for i, row := range b.rows {
		must := row.invalid || l.tooOld(row, before) && l.tooOld(row, time.Now())
		may := row.invalid || l.tooOld(row, before) || l.tooOld(row, time.Now())
		if is := refusedLines[i+1]; must && !is || is && !may {
			l.t.Errorf("line %d of %d, time %v, retention %d: refused is %v", i+1, len(b.rows), time.UnixMilli(row.ms).UTC(), l.retention, is)
		}
		if !refusedLines[i+1] {
			l.model.settle(row.number)
			taken[row.number] = true
		}
	}
	if n := s.Accepted + s.Duplicates + len(s.Rejected); n != len(b.rows) {
		l.t.Errorf("%d rows sent, %d accounted for: %.300s", len(b.rows), n, r.body)
	}
	if fresh && s.Accepted != len(taken) {
		l.t.Errorf("%d of %d new events were accepted", s.Accepted, len(taken))
	}
	return true
}

// search asks for a screen while others write: what was answered before is in
// it, and nothing that was not sent.
func (l *load) search(random *rand.Rand) {
	var err error
	if random.IntN(4) == 0 {
		err = l.scroll(random)
	} else {
		err = l.count(random)
	}
	if err != nil && !l.dying.Load() {
		l.t.Errorf("search: %v", err)
	}
}

// days is a period of days that are surely kept.
func (l *load) days(random *rand.Rand) (first, last audit.Day) {
	today := audit.DayOf(time.Now())
	first = today.Add(-random.IntN(l.retention - 1))
	if random.IntN(2) == 0 {
		return first, today.Add(2)
	}
	return first, first.Add(random.IntN(3))
}

func (l *load) count(random *rand.Rand) error {
	first, last := l.days(random)
	least, _ := l.model.between(first, last)
	asked := dayPeriod(first, last)
	asked.Set("limit", fmt.Sprint(random.IntN(60)))
	tag := ""
	if random.IntN(2) == 0 {
		least, tag = 0, fmt.Sprintf("tag%d", random.IntN(tags))
		asked.Set("q", tag)
	}
	s, err := look(l.addr, asked)
	if err != nil {
		return err
	}
	_, most := l.model.between(first, last)
	if n := s.Total.Value; n < least || n > most || s.Total.Relation != "exact" || len(s.MissingDays) > 0 {
		return fmt.Errorf("%s to %s, %q: %s %d, missing %v; between %d and %d must be there", first, last, tag, s.Total.Relation, n, s.MissingDays, least, most)
	}
	return s.sums()
}

// errSeen ends a scroll that has seen enough.
var errSeen = errors.New("enough seen")

// scroll reads a few pages; the order must hold while events arrive.
func (l *load) scroll(random *rand.Rand) error {
	left := random.IntN(1000)
	missing, err := pages(l.addr, url.Values{}, 1+random.IntN(300), func(audit.Event) error {
		if left--; left < 0 {
			return errSeen
		}
		return nil
	})
	if err == nil && len(missing) > 0 {
		err = fmt.Errorf("days are missing: %v", missing)
	}
	if errors.Is(err, errSeen) {
		return nil
	}
	return err
}
