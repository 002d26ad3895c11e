package query

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"whodid/audit"
)

// Question is a parsed question.
type Question struct {
	Tree   Node   // nil matches everything
	Period Period // what before:, after: and on: narrow the whole question to; the tree says it too
	Chips  []Chip
	Notes  []Note // what was left out or read otherwise than typed
}

// Chip is one condition of the question as it was understood. Taking Text out
// of the question takes the condition away.
type Chip struct {
	Field string // "any", a field of the language, "time" or "group"
	Op    string // matches, is, before, after, on, during, any_of or all_of; not_ before it negates
	Value string // what is looked for; a code for known tasks, statuses and service types; of during, FROM/TO in RFC 3339, TO empty where open
	Text  string // as typed
}

// Options are what a question's dates depend on.
type Options struct {
	Zone *time.Location // of dates; nil is UTC
	Now  time.Time      // what today and now mean
}

// Parse reads a question. It never fails on syntax: what can't be read as an
// expression is searched as plain words, and Notes says so. The only errors are
// *audit.Error of kind Invalid for more than MaxQuestionBytes or MaxTerms.
func Parse(q string, opts Options) (Question, error) {
	if len(q) > MaxQuestionBytes {
		return Question{}, audit.NewInvalid("q", fmt.Sprintf("The question is longer than %d bytes. Ask with fewer words.", MaxQuestionBytes))
	}
	q = strings.ToValidUTF8(q, "\ufffd")
	p := &parser{src: q, opts: opts}
	result, err := p.parse()
	if problem := (*syntaxError)(nil); errors.As(err, &problem) {
		p = &parser{src: q, opts: opts}
		result = p.plainWords()
		result.Notes = append([]Note{problem.note}, result.Notes...)
	}
	if p.terms > MaxTerms {
		return Question{}, audit.NewInvalid("q", fmt.Sprintf("The question has more than %d terms. Ask with fewer words.", MaxTerms))
	}
	return result, nil
}

type parser struct {
	src     string
	opts    Options
	tokens  []token
	at      int
	terms   int
	depth   int
	notes   []Note
	special []string // the plain words that were read as conditions, as typed
}

// operand is a parsed piece with the chip that shows it. A nil node is a piece
// without words, which is ignored.
type operand struct {
	node Node
	chip Chip
}

func (p *parser) parse() (Question, error) {
	tokens, open := lex(p.src)
	if open {
		return Question{}, malformed(NoteOpenQuote, "", "A quote is not closed.")
	}
	p.tokens = tokens
	if p.peek().kind == tokenEnd {
		return Question{}, nil
	}
	operands, err := p.or(FieldAny)
	if err != nil {
		return Question{}, err
	}
	if p.peek().kind == tokenClose {
		return Question{}, malformed(NoteClosedBracket, "", "A bracket is closed that was not opened.")
	}
	return p.question(operands), nil
}

// question makes a whole of the top level's operands.
func (p *parser) question(operands []operand) Question {
	q := Question{Notes: p.notes}
	if len(p.special) > 0 {
		q.Notes = append(q.Notes, readAs(p.special))
	}
	var nodes []Node
	for _, o := range operands {
		if o.node != nil {
			nodes = append(nodes, o.node)
			q.Chips = append(q.Chips, o.chip)
		}
	}
	if len(nodes) == 0 {
		return q
	}
	q.Tree = newAnd(nodes)
	conjuncts, ok := q.Tree.(And)
	if !ok {
		conjuncts = And{q.Tree}
	}
	for _, n := range conjuncts {
		if t, ok := n.(Time); ok {
			q.Period = q.Period.Intersect(t.Period)
		}
	}
	return q
}

// plainWords reads the question as nothing but words, each of which must match.
func (p *parser) plainWords() Question {
	var operands []operand
	for _, text := range strings.FieldsFunc(p.src, func(r rune) bool { return ascii(r) == '"' || ascii(r) == '(' || ascii(r) == ')' || unicode.IsSpace(r) }) {
		parts := cutParts(Fold(text), false)
		if len(parts) == 0 {
			continue
		}
		p.terms++
		operands = append(operands, operand{Words{FieldAny, parts}, Chip{"any", "matches", Fold(text), text}})
	}
	return p.question(operands)
}
