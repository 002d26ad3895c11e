package query

import (
	"strings"
	"time"

	"whodid/audit"
)

// Node is a question as a tree. Trees are compared with reflect.DeepEqual or
// cmp; they are never changed after Parse.
//
// String prints a question that parses to the same tree.
type Node interface {
	String() string
	match(d *Doc) bool
}

// Field is where words are looked for.
type Field string

// The fields of the question language.
const (
	FieldAny         Field = "" // user, target, and the labels of the other three
	FieldUser        Field = "user"
	FieldTarget      Field = "target"
	FieldTask        Field = "task"
	FieldStatus      Field = "status"
	FieldServiceType Field = "service_type"
	FieldID          Field = "id"
)

// And matches what all of its at least two nodes match.
type And []Node

// Or matches what any of its at least two nodes matches.
type Or []Node

// Not matches what its node does not.
type Not struct{ Node Node }

// Words match where their parts stand side by side, in order, in one text of
// the field: in the user's name, or its e-mail, or one label.
type Words struct {
	Field Field
	Parts []Part // at least one
}

// Part is one word of Words.
type Part struct {
	Text    string // folded; a run as Tokens cuts it
	Pattern bool   // Text holds stars, each of which stands for any characters of the word
}

// Address matches the exact e-mail address of user or target, compared folded.
type Address struct {
	Field Field // FieldUser or FieldTarget
	Email string
}

// Value matches events whose task, status or service type is exactly a code; ""
// is: they have none.
type Value struct {
	Field Field
	Code  string
}

// ID matches the one event with this id.
type ID struct{ ID audit.EventID }

// Time matches events of a period that is open at one end.
type Time struct{ Period Period }

// Everything matches every event: a question of no words.
type Everything struct{}

func (n And) String() string { return join(n, " ") }
func (n Or) String() string  { return join(n, " or ") }

func join(nodes []Node, sep string) string {
	parts := make([]string, len(nodes))
	for i, n := range nodes {
		parts[i] = onePiece(n)
	}
	return strings.Join(parts, sep)
}

// onePiece prints n so that it stays together beside an operator.
func onePiece(n Node) string {
	switch n := n.(type) {
	case And, Or:
		return "(" + n.String() + ")"
	}
	return n.String()
}

func (n Not) String() string { return "-" + onePiece(n.Node) }

func (n Words) String() string {
	if len(n.Parts) == 1 && !n.Parts[0].Pattern {
		text := n.Parts[0].Text
		if n.Field == FieldAny && !isOperator(text) && !beginsCondition(text) {
			return text
		}
		return prefix(n.Field) + `"` + text + `"`
	}
	texts := make([]string, len(n.Parts))
	pattern := false
	for i, p := range n.Parts {
		texts[i] = p.Text
		pattern = pattern || p.Pattern
	}
	if pattern { // stars mean themselves inside quotes
		return prefix(n.Field) + strings.Join(texts, ".")
	}
	return prefix(n.Field) + `"` + strings.Join(texts, " ") + `"`
}

func prefix(f Field) string {
	if f == FieldAny {
		return ""
	}
	return string(f) + ":"
}

func (n Address) String() string { return prefix(n.Field) + `"` + n.Email + `"` }
func (n Value) String() string {
	if n.Code == "" {
		return prefix(n.Field) + `""`
	}
	return prefix(n.Field) + n.Code
}

func (n ID) String() string       { return `id:"` + string(n.ID) + `"` }
func (Everything) String() string { return "*" }

func (n Time) String() string {
	if n.Period.From.IsZero() {
		return "before:" + audit.FormatTime(n.Period.To)
	}
	// after: excludes the instant it names, From includes it.
	return "after:" + audit.FormatTime(n.Period.From.Add(-time.Millisecond))
}

// within is that an event lies in the period, of whose bounds one may be open.
func within(p Period) Node {
	var bounds []Node
	if !p.From.IsZero() {
		bounds = append(bounds, Time{Period{From: p.From}})
	}
	if !p.To.IsZero() {
		bounds = append(bounds, Time{Period{To: p.To}})
	}
	return newAnd(bounds)
}

// newAnd joins nodes with and: nested ands become one, one node stays itself.
func newAnd(nodes []Node) Node {
	var flat And
	for _, n := range nodes {
		if a, ok := n.(And); ok {
			flat = append(flat, a...)
		} else {
			flat = append(flat, n)
		}
	}
	if len(flat) == 1 {
		return flat[0]
	}
	return flat
}

// newOr is newAnd for or.
func newOr(nodes []Node) Node {
	var flat Or
	for _, n := range nodes {
		if o, ok := n.(Or); ok {
			flat = append(flat, o...)
		} else {
			flat = append(flat, n)
		}
	}
	if len(flat) == 1 {
		return flat[0]
	}
	return flat
}

// newNot negates n; two negations are none.
func newNot(n Node) Node {
	if inner, ok := n.(Not); ok {
		return inner.Node
	}
	return Not{n}
}
