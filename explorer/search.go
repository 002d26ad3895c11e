package explorer

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// search answers one explorer screen.
func (x *Explorer) search(c *gin.Context) error {
	p, err := paramsOf(c.Request)
	if err != nil {
		return err
	}
	start := x.opts.Now()
	a, err := x.screenAsked(p, start)
	if err != nil {
		return err
	}
	ctx, cancel := x.context(c)
	defer cancel()
	seq := x.opts.Tails.LastSeq() // before the search, which then has all up to it
	page, err := x.opts.Searcher.Search(ctx, a.search)
	if err != nil {
		return err
	}
	next := ""
	if page.Next != nil {
		next = x.cursorText(p, a, *page.Next)
	}
	s := screen{a.search, a.question, page, next, seq, max(0, x.opts.Now().Sub(start))}
	b := make([]byte, 0, 4<<10+400*len(page.Events)+80*len(page.Histogram.Buckets))
	writeJSON(c, http.StatusOK, s.appendJSON(b))
	return nil
}

// stats says what is stored, by day and in all.
func (x *Explorer) stats(c *gin.Context) error {
	ctx, cancel := x.context(c)
	defer cancel()
	s, err := x.opts.Statser.Stats(ctx)
	if err != nil {
		return err
	}
	out := statsAnswer{Days: make([]wireDay, len(s.Days)), LastSeq: s.LastSeq, RetentionDays: x.opts.RetentionDays}
	out.Totals.Days = len(s.Days)
	for i, d := range s.Days {
		out.Days[i] = wireDay{d.Day, d.Events, d.Bytes, d.State, d.Err}
		out.Totals.Events += d.Events
		out.Totals.Bytes += d.Bytes
	}
	if next := x.opts.NextRetention(); !next.IsZero() {
		text := next.UTC().Format(time.RFC3339)
		out.NextRetention = &text
	}
	x.answer(c, http.StatusOK, out)
	return nil
}
