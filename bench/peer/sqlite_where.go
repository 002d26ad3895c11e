package peer

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"whodid/audit/query"
)

// condition is a part of a question: either an expression of FTS5 or one of SQL
// with its arguments.
type condition struct {
	fts  string
	sql  string
	args []any
}

// asSQL is the condition as SQL, whichever it was.
func (c condition) asSQL() condition {
	if c.fts == "" {
		return c
	}
	return condition{sql: "n IN (SELECT rowid FROM words WHERE words MATCH ?)", args: []any{c.fts}}
}

// where gives the WHERE clause of a search, its page left aside.
func where(s query.Search) (string, []any, error) {
	parts := []condition{}
	if s.Tree != nil {
		c, err := translate(s.Tree)
		if err != nil {
			return "", nil, err
		}
		parts = append(parts, c.asSQL())
	}
	parts = append(parts, period(s.Period)...)
	parts = append(parts, oneOf("task", "IN", s.Filters.Task)...)
	parts = append(parts, oneOf("task", "NOT IN", s.Filters.NotTask)...)
	parts = append(parts, oneOf("status", "IN", s.Filters.Status)...)
	parts = append(parts, oneOf("status", "NOT IN", s.Filters.NotStatus)...)
	parts = append(parts, oneOf("service_type", "IN", s.Filters.ServiceType)...)
	parts = append(parts, oneOf("service_type", "NOT IN", s.Filters.NotServiceType)...)
	if partyFilters(&s.Filters) || !s.Seqs.Open() {
		return "", nil, fmt.Errorf("filters of user, target and seq: %w", ErrUntranslatable)
	}
	all := join(" AND ", parts)
	if all.sql == "" {
		return "1", nil, nil
	}
	return all.sql, all.args, nil
}

func period(p query.Period) (out []condition) {
	if !p.From.IsZero() {
		out = append(out, condition{sql: "time >= ?", args: []any{p.From.UnixMilli()}})
	}
	if !p.To.IsZero() {
		out = append(out, condition{sql: "time < ?", args: []any{p.To.UnixMilli()}})
	}
	return out
}

func oneOf[T ~string](column, in string, values []T) []condition {
	if len(values) == 0 {
		return nil
	}
	c := condition{sql: column + " " + in + " (?" + strings.Repeat(",?", len(values)-1) + ")"}
	for _, v := range values {
		c.args = append(c.args, string(v))
	}
	return []condition{c}
}

func join(with string, parts []condition) (out condition) {
	texts := make([]string, len(parts))
	for i, c := range parts {
		texts[i] = c.sql
		out.args = append(out.args, c.args...)
	}
	out.sql = strings.Join(texts, with)
	return out
}

// translate gives a tree as FTS5 where it asks for words only, so that one MATCH
// answers it, and as SQL otherwise.
func translate(n query.Node) (condition, error) {
	switch n := n.(type) {
	case query.Everything:
		return condition{sql: "1"}, nil
	case query.And:
		return conjunction(n)
	case query.Or:
		return disjunction(n)
	case query.Not:
		c, err := translate(n.Node)
		c = c.asSQL()
		c.sql = "NOT (" + c.sql + ")"
		return c, err
	case query.Words:
		return words(n)
	case query.Address:
		return condition{sql: string(n.Field) + "_email = ?", args: []any{n.Email}}, nil
	case query.Value:
		return condition{sql: string(n.Field) + " = ?", args: []any{n.Code}}, nil
	case query.Time:
		return join(" AND ", period(n.Period)), nil
	}
	return condition{}, fmt.Errorf("%s: %w", n, ErrUntranslatable)
}

func conjunction(nodes query.And) (condition, error) {
	var fts, not []string
	var sql []condition
	for _, n := range nodes {
		inner, negated := n, false
		if x, ok := n.(query.Not); ok {
			inner, negated = x.Node, true
		}
		c, err := translate(inner)
		switch {
		case err != nil:
			return condition{}, err
		case c.fts != "" && negated:
			not = append(not, c.fts)
		case c.fts != "":
			fts = append(fts, c.fts)
		case negated:
			sql = append(sql, condition{sql: "NOT (" + c.sql + ")", args: c.args})
		default:
			sql = append(sql, condition{sql: "(" + c.sql + ")", args: c.args})
		}
	}
	if len(fts) == 0 { // FTS5 knows "a NOT b" but no "NOT b"
		for _, expr := range not {
			c := condition{fts: expr}.asSQL()
			sql = append(sql, condition{sql: "NOT (" + c.sql + ")", args: c.args})
		}
		return join(" AND ", sql), nil
	}
	expr := "(" + strings.Join(fts, " AND ") + ")"
	if len(not) > 0 {
		expr = "(" + expr + " NOT (" + strings.Join(not, " OR ") + "))"
	}
	if len(sql) == 0 {
		return condition{fts: expr}, nil
	}
	return join(" AND ", append([]condition{condition{fts: expr}.asSQL()}, sql...)), nil
}

func disjunction(nodes query.Or) (condition, error) {
	parts := make([]condition, len(nodes))
	for i, n := range nodes {
		var err error
		if parts[i], err = translate(n); err != nil {
			return condition{}, err
		}
	}
	if !slices.ContainsFunc(parts, func(c condition) bool { return c.fts == "" }) {
		texts := make([]string, len(parts))
		for i, c := range parts {
			texts[i] = c.fts
		}
		return condition{fts: "(" + strings.Join(texts, " OR ") + ")"}, nil
	}
	for i, c := range parts {
		parts[i] = c.asSQL()
	}
	c := join(" OR ", parts)
	c.sql = "(" + c.sql + ")"
	return c, nil
}

// columns are where FTS5 looks for the words of a field.
var columns = map[query.Field]string{
	query.FieldAny: "", query.FieldUser: "{user_name user_email} : ", query.FieldTarget: "{target_name target_email} : ",
	query.FieldTask: "{task} : ", query.FieldStatus: "{status} : ", query.FieldServiceType: "{service_type} : ",
}

// words gives a phrase of FTS5. It knows whole words and beginnings of words; the
// inner parts of Chinese, Japanese and Korean words that whodid finds would need
// a column of grams beside it.
func words(n query.Words) (condition, error) {
	texts := make([]string, len(n.Parts))
	star := ""
	for i, p := range n.Parts {
		texts[i] = p.Text
		if !p.Pattern {
			continue
		}
		texts[i] = strings.TrimSuffix(p.Text, "*")
		if i < len(n.Parts)-1 || strings.Contains(texts[i], "*") || texts[i] == "" {
			return condition{}, fmt.Errorf("pattern %s: %w", p.Text, ErrUntranslatable)
		}
		star = "*"
	}
	return condition{fts: columns[n.Field] + `"` + strings.ReplaceAll(strings.Join(texts, " "), `"`, `""`) + `"` + star}, nil
}

// bucket is the SQL that numbers the buckets of a histogram, and their width. A
// bucket wider than a day is counted in days. Days are those of the offset that
// the zone has at the end of the histogram.
func bucket(h query.Histogram) (expr string, width, offset time.Duration) {
	width = 24 * time.Hour
	if n := len(h.Buckets); n > 0 {
		if d, err := time.ParseDuration(string(h.Interval)); err == nil {
			width = d
		}
		_, seconds := h.Buckets[n-1].Start.Zone()
		offset = time.Duration(seconds) * time.Second
	}
	return fmt.Sprintf("(time + %d) / %d", offset.Milliseconds(), width.Milliseconds()), width, offset
}
