package query

import (
	"fmt"
	"strings"
)

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
		return operand{}, malformed(NoteTooDeep, "", "Brackets are nested too deeply.")
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
		return operand{}, malformed(NoteMissingEnd, "", "Something is missing at the end.")
	case tokenClose:
		return operand{}, malformed(NoteMissingBracket, "", "Something is missing before a closing bracket.")
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
		return operand{}, malformed(NoteMissingSide, t.text, fmt.Sprintf("“%s” needs words on both sides.", t.text))
	case p.keyword("by") && p.operatorHasOperand():
		p.take()
		return p.fieldValue(FieldUser, t)
	}
	if field == FieldAny { // a field's own value is never more than words
		if p.keyword("via") && p.operatorHasOperand() {
			p.take()
			return p.serviceType(t)
		}
		if o, ok := p.condition(); ok {
			return o, nil
		}
	}
	p.take()
	return p.value(field, t.text, false, t), nil
}

// operatorHasOperand tells whether "by" or "via" is followed by what it can take:
// a word, a phrase or a bracket. Last, or before an operator, it is a plain word.
func (p *parser) operatorHasOperand() bool {
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
		return operand{}, malformed(NoteOpenBracket, "", "A bracket is not closed.")
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
