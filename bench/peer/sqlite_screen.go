package peer

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"golang.org/x/sync/errgroup"

	"whodid/audit"
	"whodid/audit/query"
)

// Screen asks in the way that is quicker, on two connections side by side.
//
// Where words are looked for, finding the matches is the work: the rows are one
// question, and another counts every combination of values and bucket at once,
// from which total, facets and histogram are added up. A facet in which something
// is selected costs a third.
//
// Where no words are, the indexes hold each facet in order: it is counted by
// itself, and so is each bucket, which costs next to nothing in process.
func (s *sqlite) Screen(ctx context.Context, q query.Search) (Screen, error) {
	var out Screen
	first, last, err := s.days(ctx)
	if err != nil || first == "" {
		return out, err
	}
	if out.Histogram, err = layout(q, first, last); err != nil {
		return out, err
	}
	clause, args, err := where(q)
	if err != nil {
		return out, err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		if out.Rows, err = s.page(ctx, q, clause, args); err == nil && q.Tree == nil {
			out.Total, err = s.buckets(ctx, clause, args, out.Histogram)
		}
		return err
	})
	group.Go(func() (err error) {
		if q.Tree != nil {
			out.Total, err = s.count(ctx, q, clause, args, &out)
			return err
		}
		for f := range facetColumn {
			counts, err := s.facet(ctx, without(q, f), f)
			if err != nil {
				return err
			}
			setFacet(&out.Facets, f, counts)
		}
		return nil
	})
	return out, group.Wait()
}

func (s *sqlite) page(ctx context.Context, q query.Search, clause string, args []any) (n int, err error) {
	if at := older(q); !at.IsZero() {
		clause, args = "("+clause+") AND time < ?", append(args[:len(args):len(args)], at.UnixMilli())
	}
	rows, err := s.rows.QueryContext(ctx, "SELECT "+eventColumns+" FROM events WHERE "+clause+order(q)+fmt.Sprintf(" LIMIT %d", q.Limit), args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for ; rows.Next(); n++ {
		if _, err := eventOf(rows); err != nil {
			return n, err
		}
	}
	return n, rows.Err()
}

// buckets counts each bucket by itself. All of them together are the total: they
// cover the period.
func (s *sqlite) buckets(ctx context.Context, clause string, args []any, h query.Histogram) (total int, err error) {
	one, err := s.rows.PrepareContext(ctx, "SELECT count(*), coalesce(sum(status = 'failure'), 0) FROM events WHERE "+clause+" AND time >= ? AND time < ?")
	if err != nil {
		return 0, err
	}
	defer one.Close()
	for i := range h.Buckets {
		b := &h.Buckets[i]
		end := int64(math.MaxInt64)
		if i < len(h.Buckets)-1 {
			end = h.Buckets[i+1].Start.UnixMilli()
		}
		if err := one.QueryRowContext(ctx, append(args[:len(args):len(args)], b.Start.UnixMilli(), end)...).Scan(&b.Count, &b.Failures); err != nil {
			return 0, err
		}
		total += b.Count
	}
	return total, nil
}

// count counts all combinations at once and puts facets and buckets into out.
func (s *sqlite) count(ctx context.Context, q query.Search, clause string, args []any, out *Screen) (total int, err error) {
	expr, width, offset := bucket(out.Histogram)
	rows, err := s.counts.QueryContext(ctx, "SELECT task, status, service_type, "+expr+", count(*) FROM events WHERE "+clause+" GROUP BY 1, 2, 3, 4", args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	facets := map[query.Facet]map[string]int{query.FacetTask: {}, query.FacetStatus: {}, query.FacetServiceType: {}}
	for rows.Next() {
		var task, status, via string
		var slot int64
		var n int
		if err := rows.Scan(&task, &status, &via, &slot, &n); err != nil {
			return 0, err
		}
		total += n
		facets[query.FacetTask][task] += n
		facets[query.FacetStatus][status] += n
		facets[query.FacetServiceType][via] += n
		at := time.UnixMilli(slot * width.Milliseconds()).Add(-offset)
		if i := out.Histogram.Index(at); i >= 0 {
			out.Histogram.Buckets[i].Count += n
			if status == string(audit.Failure) {
				out.Histogram.Buckets[i].Failures += n
			}
		}
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	for _, f := range selections(q) {
		if facets[f], err = s.facet(ctx, without(q, f), f); err != nil {
			return 0, err
		}
	}
	for f, counts := range facets {
		setFacet(&out.Facets, f, counts)
	}
	return total, nil
}

var facetColumn = map[query.Facet]string{query.FacetTask: "task", query.FacetStatus: "status", query.FacetServiceType: "service_type"}

func (s *sqlite) facet(ctx context.Context, q query.Search, f query.Facet) (map[string]int, error) {
	clause, args, err := where(q)
	if err != nil {
		return nil, err
	}
	rows, err := s.counts.QueryContext(ctx, "SELECT "+facetColumn[f]+", count(*) FROM events WHERE "+clause+" GROUP BY 1", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[string]int{}
	for rows.Next() {
		var value string
		var n int
		if err := rows.Scan(&value, &n); err != nil {
			return nil, err
		}
		counts[value] = n
	}
	return counts, rows.Err()
}

// Export writes every event as CSV with encoding/csv, newest first.
func (s *sqlite) Export(ctx context.Context, w io.Writer) (n int, err error) {
	rows, err := s.rows.QueryContext(ctx, "SELECT "+eventColumns+" FROM events"+order(query.Search{}))
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	out := csv.NewWriter(w)
	for ; rows.Next(); n++ {
		e, err := eventOf(rows)
		if err != nil {
			return n, err
		}
		if err := out.Write([]string{
			audit.FormatTime(e.Time), e.User.Name + " (" + e.User.Email + ")", e.ServiceType.Label(audit.English), e.Task.Label(audit.English),
			e.Target.Name + " (" + e.Target.Email + ")", e.Status.Label(audit.English), string(e.ID), e.User.ID, e.Target.Type,
		}); err != nil {
			return n, err
		}
	}
	out.Flush()
	return n, errors.Join(rows.Err(), out.Error())
}
