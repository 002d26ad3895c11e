package blevestore

import (
	"encoding/binary"
	"slices"
	"time"

	"whodid/audit/query"
)

// timeline is the period of a search and the starts of its histogram's buckets.
type timeline struct {
	from, to int64   // ms; to is exclusive
	starts   []int64 // ms; none where no histogram is asked for
}

const farMS = int64(1) << 60 // of an open end

func newTimeline(q *query.Search, h *query.Histogram) timeline {
	t := timeline{from: -farMS, to: farMS, starts: make([]int64, len(h.Buckets))}
	if !q.Period.From.IsZero() {
		t.from = ceilMS(q.Period.From)
	}
	if !q.Period.To.IsZero() {
		t.to = ceilMS(q.Period.To)
	}
	for i, b := range h.Buckets {
		t.starts[i] = b.Start.UnixMilli()
	}
	return t
}

// ceilMS is the first whole millisecond at or after t.
func ceilMS(t time.Time) int64 {
	ms := t.UnixMilli()
	if time.UnixMilli(ms).Before(t) {
		ms++
	}
	return ms
}

// bucket is the one that a time lies in; -1 where there is none.
func (t *timeline) bucket(ms int64) int32 {
	i, found := slices.BinarySearch(t.starts, ms)
	if !found {
		i--
	}
	return int32(i)
}

// dayline is what a timeline says of one day, in ms into the day.
type dayline struct {
	from, to uint32 // to is exclusive
	whole    bool   // nothing of the day is left out
	first    int32  // the bucket that the day begins in, -1 for none
	starts   []uint32
}

// day gives what the timeline says of the day that begins at startMS.
func (t *timeline) day(startMS int64) dayline {
	clamp := func(ms int64) uint32 { return uint32(min(max(ms-startMS, 0), dayMS)) }
	d := dayline{from: clamp(t.from), to: clamp(t.to), first: -1}
	d.whole = d.from == 0 && d.to == dayMS
	if len(t.starts) > 0 {
		d.first = t.bucket(startMS)
		for _, start := range t.starts[d.first+1:] {
			if start >= startMS+dayMS {
				break
			}
			d.starts = append(d.starts, clamp(start))
		}
	}
	return d
}

func (d *dayline) contains(ms uint32) bool { return ms >= d.from && ms < d.to }

// bucket is the one that a time lies in.
func (d *dayline) bucket(ms uint32) int32 {
	i, found := slices.BinarySearch(d.starts, ms)
	if found {
		i++
	}
	return d.first + int32(i)
}

// spans is a part cut at the period and at the buckets' starts: span i goes from
// event cuts[i] to cuts[i+1] and lies in bucket first+i.
type spans struct {
	first int32
	cuts  []uint32
}

func (s *spans) lo() uint32 { return s.cuts[0] }
func (s *spans) hi() uint32 { return s.cuts[len(s.cuts)-1] }

// cut gives the spans of a part of a day that begins at startMS.
func (t *timeline) cut(p *part, startMS int64) spans {
	position := func(ms int64) uint32 {
		switch {
		case ms <= startMS+int64(p.firstMS):
			return 0
		case ms > startMS+int64(p.lastMS):
			return p.n
		}
		return p.positionMS(ms - startMS)
	}
	lo, hi := position(t.from), position(t.to)
	s := spans{first: -1, cuts: []uint32{lo}}
	if lo < hi && len(t.starts) > 0 {
		s.first = t.bucket(startMS + int64(p.ms(lo)))
		for _, start := range t.starts[s.first+1:] {
			at := position(start)
			if at >= hi {
				break
			}
			s.cuts = append(s.cuts, at)
		}
	}
	s.cuts = append(s.cuts, max(lo, hi))
	return s
}

// key names the spans of a part of n events.
func (s *spans) key(n uint32) string {
	if len(s.cuts) == 2 && s.lo() == 0 && s.hi() == n {
		return ""
	}
	b := make([]byte, 0, 4*len(s.cuts))
	for _, c := range s.cuts {
		b = binary.LittleEndian.AppendUint32(b, c)
	}
	return string(b)
}

// maxRememberedSpans bounds what is remembered of a question: cutting a day finer
// is for looking closely at a few days.
const maxRememberedSpans = 24
