package blevestore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/oklog/ulid/v2"

	"whodid/audit"
	"whodid/audit/query"
)

// Event gives the event with this id. Errors: *audit.Error of kind NotFound, or
// Unavailable where the day that the id names can't be read.
func (s *Store) Event(_ context.Context, id audit.EventID) (audit.Event, error) {
	notFound := &audit.Error{Kind: audit.NotFound, Code: "not_found", Field: "id", Message: fmt.Sprintf("No event has the id %s.", id)}
	at, ok := query.IDTime(id)
	if !ok {
		return audit.Event{}, notFound
	}
	name := audit.DayOf(at)
	days, release, err := s.acquire(func(d audit.Day) bool { return d == name })
	if err != nil {
		return audit.Event{}, err
	}
	defer release()
	if len(days) == 0 {
		return audit.Event{}, notFound
	}
	v, err := days[0].view()
	if err != nil {
		return audit.Event{}, unreadable(name, err)
	}
	defer v.release()
	e, err := safely(func() (*audit.Event, error) { return v.find(id, s.cells.list()) })
	if err != nil {
		s.broken(&dayError{name, err})
		return audit.Event{}, unreadable(name, err)
	}
	if e == nil {
		return audit.Event{}, notFound
	}
	return *e, nil
}

// find gives the view's event with this id; nil where there is none.
func (v *view) find(id audit.EventID, cells []values) (*audit.Event, error) {
	for _, s := range v.sources() {
		i, ok, err := s.find(placeOf(id, v.startMS))
		if err != nil {
			return nil, err
		}
		if ok {
			e, err := s.event(i, cells)
			return &e, err
		}
	}
	return nil, nil
}

func unreadable(day audit.Day, err error) error {
	return &audit.Error{Kind: audit.Unavailable, Code: "day_unavailable", Message: fmt.Sprintf("The day %s can't be read.", day), Err: err}
}

// After gives at most limit events stored after seq, in the order of seq, up to
// LastSeq as it was at the call. A day that can't be read and holds, as far as is
// known, something after seq is an *audit.Error of kind Unavailable.
func (s *Store) After(ctx context.Context, seq uint64, limit int) ([]audit.Event, error) {
	last := s.LastSeq()
	if seq >= last || limit <= 0 {
		return nil, nil
	}
	days, release, err := s.acquire(func(audit.Day) bool { return true })
	if err != nil {
		return nil, err
	}
	defer release()
	var sources []*viewSource
	for _, d := range days {
		if d.lastSeq() <= seq {
			continue
		}
		v, err := d.view()
		if err != nil {
			return nil, unreadable(d.day, err)
		}
		defer v.release()
		sources = append(sources, v.sources()...)
	}
	slices.SortFunc(sources, func(a, b *viewSource) int {
		x, _ := a.seqs()
		y, _ := b.seqs()
		return cmp.Compare(x, y)
	})
	found := &firstSeqs{after: seq, last: last, limit: limit}
	for _, v := range sources {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if _, err := safely(func() (struct{}, error) { return struct{}{}, found.look(v) }); err != nil {
			s.broken(&dayError{v.view.day, err})
			return nil, unreadable(v.view.day, err)
		}
	}
	found.cut()
	out := make([]audit.Event, len(found.list))
	cells := s.cells.list()
	for i, r := range found.list {
		if out[i], err = safely(func() (audit.Event, error) { return r.source.event(r.i, cells) }); err != nil {
			s.broken(&dayError{r.source.view.day, err})
			return nil, unreadable(r.source.view.day, err)
		}
	}
	return out, nil
}

// firstSeqs collects the events with the lowest numbers after one, up to last.
type firstSeqs struct {
	after, last uint64
	limit       int
	list        []numbered
}

type numbered struct {
	seq    uint64
	i      uint32
	source *viewSource
}

// look looks at a source, whose lowest number is no lower than that of those
// before.
func (f *firstSeqs) look(s *viewSource) error {
	lowest, highest := s.seqs()
	if lowest > f.last || highest <= f.after {
		return nil
	}
	if err := s.load(sectionSeq); err != nil {
		return err
	}
	from := uint32(0)
	if s.tail != nil {
		from = s.tail.afterSeq(f.after)
	}
	for i := from; i < s.events(); i++ {
		if n := s.seq(i); n > f.after && n <= f.last {
			f.list = append(f.list, numbered{n, i, s})
			if len(f.list) >= 2*f.limit+1024 {
				f.cut()
			}
		}
	}
	return nil
}

// cut leaves the first limit; what comes behind them is not looked at any more.
func (f *firstSeqs) cut() {
	slices.SortFunc(f.list, func(a, b numbered) int { return cmp.Compare(a.seq, b.seq) })
	if len(f.list) >= f.limit {
		f.list = f.list[:f.limit]
		f.last = min(f.last, f.list[f.limit-1].seq)
	}
}

// Scan yields every match in the order asked for, as of the call: what is stored
// later is not in it. It stops with yield's error. missing names the days that
// can't be read; nothing of them is yielded. A day that turns out to be damaged
// on the way is an *audit.Error of kind Unavailable: rows may have been yielded
// then, and the scan is not whole.
func (s *Store) Scan(ctx context.Context, q query.Search, yield func(audit.Event) error) (missing []audit.Day, err error) {
	x, err := s.snapshot(&q)
	if err != nil {
		return nil, err
	}
	defer x.release()
	for _, e := range x.missing {
		missing = append(missing, e.day)
		s.broken(e)
	}
	if q.Order == query.Newest {
		slices.Reverse(x.views)
	}
	t := newTimeline(&q, &query.Histogram{})
	for _, v := range x.views {
		p := &pager{q: &q, x: x, t: &t, max: math.MaxInt}
		if p.passed(v) {
			continue
		}
		if err = p.safeView(ctx, v); err == nil {
			err = p.yield(ctx, v, yield)
		}
		if e := (*dayError)(nil); errors.As(err, &e) {
			s.broken(e)
			return missing, unreadable(e.day, e.err)
		}
		if err != nil {
			return missing, err
		}
	}
	return missing, nil
}

// scanChunk is how many rows are read before they are handed on.
const scanChunk = 512

// yield gives the rows of one day. Its parties are read once each.
func (p *pager) yield(ctx context.Context, v *view, yield func(audit.Event) error) error {
	known := make(map[*viewSource]*knownParties)
	buf := make([]audit.Event, 0, scanChunk)
	for rows := range slices.Chunk(p.rows, scanChunk) {
		if err := ctx.Err(); err != nil {
			return err
		}
		events, err := safely(func() ([]audit.Event, error) { return p.read(rows, known, buf) })
		if err != nil {
			return &dayError{v.day, err}
		}
		for i := range events {
			if err := yield(events[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// knownParties are the parties of a source that were read so far.
type knownParties struct {
	source *viewSource
	list   []party
	read   []bool
}

func (k *knownParties) party(n uint32) (*party, error) {
	if !k.read[n] {
		var err error
		if k.list[n], err = k.source.party(n); err != nil {
			return nil, err
		}
		k.read[n] = true
	}
	return &k.list[n], nil
}

// read appends the events of rows to out. Their ids share one string.
func (p *pager) read(rows []row, known map[*viewSource]*knownParties, out []audit.Event) ([]audit.Event, error) {
	const size = ulid.EncodedSize
	text := make([]byte, size*len(rows))
	for i, r := range rows {
		k := known[r.source]
		if k == nil {
			if err := r.source.load(eventSections...); err != nil {
				return nil, err
			}
			k = &knownParties{r.source, make([]party, r.source.partyCount()), make([]bool, r.source.partyCount())}
			known[r.source] = k
		}
		e, id, err := assemble(r.source, r.i, r.source.view.startMS, p.x.cells, k.party)
		if err != nil {
			return nil, err
		}
		if err := id.MarshalTextTo(text[size*i : size*(i+1)]); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	ids := string(text)
	for i := range out {
		out[i].ID = audit.EventID(ids[size*i : size*(i+1)])
	}
	return out, nil
}
