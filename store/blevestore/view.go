package blevestore

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"whodid/audit"
	"whodid/audit/query"
)

// view is a day as one search sees it: everything that was stored before, and
// nothing that comes later.
type view struct {
	release  func()
	day      audit.Day
	startMS  int64  // of the day
	events   uint32 // how many there are; columns and blocks may have more that are not searchable yet
	cols     columns
	blocks   []block
	log      *eventLog
	segments []*segment
	cells    []values // the store's, at least those of cols
}

// verify gives those of the candidates where words really stand in the texts of
// user or target.
func (v *view) verify(ctx context.Context, g *segment, candidates *roaring.Bitmap, words query.Words) (*roaring.Bitmap, error) {
	type candidate struct{ ordinal, doc uint32 }
	list := make([]candidate, 0, candidates.GetCardinality())
	for it := candidates.Iterator(); it.HasNext(); {
		doc := it.Next()
		list = append(list, candidate{g.ordinals[doc], doc})
	}
	slices.SortFunc(list, func(a, b candidate) int { return cmp.Compare(a.ordinal, b.ordinal) })
	result := roaring.New()
	var places []int
	for len(list) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b := v.blocks[blockOf(v.blocks, list[0].ordinal)]
		places = places[:0]
		for _, c := range list {
			if c.ordinal-b.first >= uint32(b.header.events) {
				break
			}
			places = append(places, int(c.ordinal-b.first))
		}
		next := 0
		err := v.log.texts(b, places, func(e *audit.Event) {
			if query.Match(words, query.NewDoc(e)) {
				result.Add(list[next].doc)
			}
			next++
		})
		if err != nil {
			return nil, err
		}
		list = list[len(places):]
	}
	return result, nil
}

func (v *view) time(ordinal uint32) time.Time {
	return time.UnixMilli(v.startMS + int64(v.cols.ms[ordinal])).UTC()
}

func (v *view) id(ordinal uint32) audit.EventID {
	return eventID(v.startMS+int64(v.cols.ms[ordinal]), v.cols.tail[ordinal])
}

// event reads one event.
func (v *view) event(ordinal uint32) (audit.Event, error) {
	b := v.blocks[blockOf(v.blocks, ordinal)]
	events, err := v.log.read(b)
	if err != nil {
		return audit.Event{}, err
	}
	return events[ordinal-b.first], nil
}

func compareTail(a, b idTail) int { return strings.Compare(string(a[:]), string(b[:])) }
