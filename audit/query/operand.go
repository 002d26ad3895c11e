package query

import (
	"fmt"
	"strings"
	"time"

	"whodid/audit"
)

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
	return operand{}, malformed(NoteNoValue, start.text, fmt.Sprintf("“%s:” has no value.", start.text))
}

func (p *parser) time(start token) (operand, error) {
	t := p.peek()
	if t.kind != tokenWord && t.kind != tokenQuoted {
		return operand{}, malformed(NoteNoDate, start.text, fmt.Sprintf("“%s:” has no date.", start.text))
	}
	p.take()
	from, to, ok := ParseInstant(Fold(t.text), p.opts.Zone, p.opts.Now)
	if !ok {
		return operand{}, malformed(NoteNotADate, t.text, fmt.Sprintf("“%s” is no date; write it like 2026-11-22.", t.text))
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
	return operand{within(Period{from, to}), chip}, nil
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
		p.notes = append(p.notes, leftOut(typed))
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
