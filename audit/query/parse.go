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
	Notes  []string // sentences on what was ignored or read otherwise than typed
}

// Chip is one condition of the question as it was understood. Taking Text out
// of the question takes the condition away.
type Chip struct {
	Field string // "any", a field of the language, "time" or "group"
	Op    string // matches, is, before, after, on, or any_of; not_ before it negates
	Value string // what is looked for; a code for known tasks, statuses and service types
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
		result.Notes = append([]string{problem.note + " Searched as plain words."}, result.Notes...)
	}
	if p.terms > MaxTerms {
		return Question{}, audit.NewInvalid("q", fmt.Sprintf("The question has more than %d terms. Ask with fewer words.", MaxTerms))
	}
	return result, nil
}

// syntaxError is why a question is no expression.
type syntaxError struct{ note string }

func (e *syntaxError) Error() string { return e.note }

type parser struct {
	src    string
	opts   Options
	tokens []token
	at     int
	terms  int
	depth  int
	notes  []string
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
		return Question{}, &syntaxError{"A quote is not closed."}
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
		return Question{}, &syntaxError{"A bracket is closed that was not opened."}
	}
	return p.question(operands), nil
}

// question makes a whole of the top level's operands.
func (p *parser) question(operands []operand) Question {
	q := Question{Notes: p.notes}
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

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) take() token {
	t := p.tokens[p.at]
	if t.kind != tokenEnd {
		p.at++
	}
	return t
}

// keyword tells whether the next token is this unquoted word.
func (p *parser) keyword(word string) bool {
	t := p.peek()
	return t.kind == tokenWord && strings.ToLower(strings.Map(ascii, t.text)) == word
}

// or reads operands up to a closing bracket or the end. Without an "or" they are
// the operands themselves, all of which must match; with one they are a single
// operand.
func (p *parser) or(field Field) ([]operand, error) {
	from := p.peek().from
	var branches []Node
	var all []operand
	alternatives := 0
	for {
		operands, err := p.and(field)
		if err != nil {
			return nil, err
		}
		all = operands
		if node := conjunction(operands); node != nil {
			branches = append(branches, node)
		}
		alternatives++
		if !p.keyword("or") {
			break
		}
		p.take()
	}
	if alternatives == 1 {
		return all, nil
	}
	if len(branches) == 0 {
		return nil, nil
	}
	text := strings.TrimSpace(p.src[from:p.peek().from])
	return []operand{{newOr(branches), Chip{"group", "any_of", text, text}}}, nil
}

func conjunction(operands []operand) Node {
	var nodes []Node
	for _, o := range operands {
		if o.node != nil {
			nodes = append(nodes, o.node)
		}
	}
	if len(nodes) == 0 {
		return nil
	}
	return newAnd(nodes)
}

func (p *parser) and(field Field) ([]operand, error) {
	var out []operand
	for {
		o, err := p.unary(field)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
		if p.keyword("and") {
			p.take()
			continue
		}
		if k := p.peek().kind; k == tokenEnd || k == tokenClose || p.keyword("or") {
			return out, nil
		}
	}
}

// maxDepth bounds brackets and negations within each other.
const maxDepth = 200

func (p *parser) unary(field Field) (operand, error) {
	if p.depth++; p.depth > maxDepth {
		return operand{}, &syntaxError{"Brackets are nested too deeply."}
	}
	defer func() { p.depth-- }()
	start := p.peek()
	if start.kind != tokenMinus && !p.keyword("not") {
		return p.primary(field)
	}
	p.take()
	o, err := p.unary(field)
	if err != nil || o.node == nil {
		return operand{}, err
	}
	o.node = newNot(o.node)
	if op, negated := strings.CutPrefix(o.chip.Op, "not_"); negated {
		o.chip.Op = op
	} else {
		o.chip.Op = "not_" + o.chip.Op
	}
	o.chip.Text = p.text(start)
	return o, nil
}

// text is what was typed from start up to the token before the next.
func (p *parser) text(start token) string {
	return p.src[start.from:p.tokens[p.at-1].to]
}

func (p *parser) primary(field Field) (operand, error) {
	t := p.peek()
	switch t.kind {
	case tokenEnd:
		return operand{}, &syntaxError{"Something is missing at the end."}
	case tokenClose:
		return operand{}, &syntaxError{"Something is missing before a closing bracket."}
	case tokenOpen:
		return p.group(field, t)
	case tokenField:
		return p.field(t)
	case tokenQuoted:
		p.take()
		return p.value(field, t.text, true, t), nil
	}
	switch {
	case p.keyword("and"), p.keyword("or"):
		return operand{}, &syntaxError{fmt.Sprintf("“%s” needs words on both sides.", t.text)}
	case p.keyword("by") && p.byHasOperand():
		p.take()
		return p.fieldValue(FieldUser, t)
	}
	p.take()
	return p.value(field, t.text, false, t), nil
}

// byHasOperand tells whether "by" is followed by what it can take: a word, a
// phrase or a bracket. Last, or before an operator, it is a plain word.
func (p *parser) byHasOperand() bool {
	switch next := p.tokens[p.at+1]; next.kind {
	case tokenQuoted, tokenOpen:
		return true
	case tokenWord:
		return !isOperator(next.text)
	}
	return false
}

func (p *parser) group(field Field, start token) (operand, error) {
	p.take()
	operands, err := p.or(field)
	if err != nil {
		return operand{}, err
	}
	if p.peek().kind != tokenClose {
		return operand{}, &syntaxError{"A bracket is not closed."}
	}
	p.take()
	node := conjunction(operands)
	if node == nil {
		return operand{}, nil
	}
	if len(operands) == 1 {
		chip := operands[0].chip
		chip.Text = p.text(start)
		return operand{node, chip}, nil
	}
	text := p.text(start)
	return operand{node, Chip{"group", "all_of", strings.TrimSpace(text[1 : len(text)-1]), text}}, nil
}

// field reads a field's value, after its colon.
func (p *parser) field(t token) (operand, error) {
	p.take()
	switch t.text {
	case "before", "after", "on":
		return p.time(t)
	case "via":
		return p.fieldValue(FieldServiceType, t)
	}
	return p.fieldValue(Field(t.text), t)
}

func (p *parser) fieldValue(field Field, start token) (operand, error) {
	t := p.peek()
	switch {
	case t.kind == tokenOpen:
		o, err := p.group(field, t)
		o.chip.Text = p.text(start)
		return o, err
	case t.kind == tokenQuoted:
		p.take()
		return p.value(field, t.text, true, start), nil
	case t.kind == tokenWord && (start.glued || start.kind != tokenField || !isOperator(t.text)):
		p.take()
		return p.value(field, t.text, false, start), nil
	case t.kind == tokenMinus && start.glued: // user:-kim: the minus is part of the word
		p.take()
		return p.fieldValue(field, start)
	}
	return operand{}, &syntaxError{fmt.Sprintf("“%s:” has no value.", start.text)}
}

func (p *parser) time(start token) (operand, error) {
	t := p.peek()
	if t.kind != tokenWord && t.kind != tokenQuoted {
		return operand{}, &syntaxError{fmt.Sprintf("“%s:” has no date.", start.text)}
	}
	p.take()
	from, to, ok := ParseInstant(Fold(t.text), p.opts.Zone, p.opts.Now)
	if !ok {
		return operand{}, &syntaxError{fmt.Sprintf("“%s” is no date; write it like 2026-11-22.", t.text)}
	}
	p.terms++
	chip := Chip{"time", start.text, t.text, p.text(start)}
	before := Time{Period{To: ceilMS(from)}}
	switch start.text {
	case "before":
		return operand{before, chip}, nil
	case "after":
		if from.Equal(to) { // an instant: what comes after it; a day: what comes after its end
			to = to.Truncate(time.Millisecond).Add(time.Millisecond)
		}
		return operand{Time{Period{From: to}}, chip}, nil
	}
	if from.Equal(to) {
		from = from.Truncate(time.Millisecond)
		to = from.Add(time.Millisecond)
	}
	return operand{And{Time{Period{From: from}}, Time{Period{To: to}}}, chip}, nil
}

// value makes a node of a word or phrase looked for in field.
func (p *parser) value(field Field, typed string, quoted bool, start token) operand {
	folded := Fold(typed)
	chip := Chip{Field: string(field), Op: "is", Value: folded, Text: p.text(start)}
	if field == FieldAny {
		chip.Field = "any"
	}
	p.terms++
	switch field {
	case FieldID:
		id := strings.ToUpper(strings.TrimSpace(folded))
		chip.Value = id
		return operand{ID{audit.EventID(id)}, chip}
	case FieldTask, FieldStatus, FieldServiceType:
		if quoted && folded == "" { // the events that have none
			return operand{Value{Field: field}, chip}
		}
		for _, text := range []string{folded, strings.Join(Tokens(folded), " ")} {
			if code, known := knownCode(field, text); known && (quoted || !strings.Contains(folded, "*")) {
				chip.Value = code
				return operand{Value{field, code}, chip}
			}
		}
	case FieldUser, FieldTarget:
		local, host, ok := strings.Cut(folded, "@")
		if ok && local != "" && host != "" && (quoted || !strings.Contains(folded, "*")) {
			return operand{Address{field, folded}, chip}
		}
	}
	parts := cutParts(folded, !quoted)
	if len(parts) == 0 {
		p.terms--
		p.notes = append(p.notes, fmt.Sprintf("“%s” has no letters or digits and was left out.", typed))
		return operand{}
	}
	chip.Op = "matches"
	if field == FieldAny && len(parts) == 1 && parts[0].Text == "*" {
		return operand{Everything{}, chip}
	}
	return operand{Words{field, parts}, chip}
}

func knownCode(field Field, s string) (string, bool) {
	switch field {
	case FieldTask:
		t, known := audit.ParseTask(s)
		return string(t), known
	case FieldStatus:
		t, known := audit.ParseStatus(s)
		return string(t), known
	default:
		t, known := audit.ParseServiceType(s)
		return string(t), known
	}
}

// cutParts cuts a folded word or phrase into the words that must stand side by
// side: a@b.c is a, b, c. With patterns a star belongs to the words it touches:
// kim.min* is kim, min*; between two kinds of letters it belongs to both.
func cutParts(folded string, patterns bool) []Part {
	var parts []Part
	var word strings.Builder
	kind, starred := separator, false
	flush := func() {
		if text := word.String(); text != "" {
			parts = append(parts, Part{text, strings.Contains(text, "*")})
		}
		word.Reset()
		kind, starred = separator, false
	}
	for _, r := range folded {
		if patterns && r == '*' {
			if !starred {
				word.WriteByte('*')
			}
			starred = true
			continue
		}
		k := classOf(r)
		if k == separator {
			flush()
			continue
		}
		if kind != separator && k != kind {
			touching := starred
			flush()
			if touching {
				word.WriteByte('*')
			}
		}
		word.WriteRune(r)
		kind, starred = k, false
	}
	flush()
	return parts
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
