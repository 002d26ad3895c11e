package query

import (
	"slices"
	"strings"
	"unicode/utf8"

	"whodid/audit"
)

// This and the read_ files read plain words that say more than that they occur:
// whole labels of tasks, words of result, and periods. All are conditions on
// their own, with or without other words; quotes keep them words.

// results are the words of result. "success" is not among them: it is a word of
// team names, and as one it finds the label too.
var results = map[string]audit.Status{
	"failed": audit.Failure, "failure": audit.Failure, "failures": audit.Failure, "unsuccessful": audit.Failure,
	"succeeded": audit.Success, "successful": audit.Success, "successfully": audit.Success,
	"실패": audit.Failure, "실패한": audit.Failure, "실패했다": audit.Failure,
	"성공": audit.Success, "성공한": audit.Success, "성공했다": audit.Success,
	"失敗": audit.Failure, "失敗した": audit.Failure,
	"成功": audit.Success, "成功した": audit.Success,
}

// condition takes the longest run of plain words from the next one on that is a
// condition, if there is one.
func (p *parser) condition() (operand, bool) {
	if p.terms > MaxTerms { // refused whatever comes; no need to look closely
		return operand{}, false
	}
	start := p.peek()
	if code, size := p.labelAt(taskLabels); size > 0 {
		return p.read(start, size, Value{FieldTask, code}, Chip{Field: "task", Op: "is", Value: code}), true
	}
	word, _ := p.plainAt(p.at)
	if status, ok := results[word]; ok {
		return p.read(start, 1, Value{FieldStatus, string(status)}, Chip{Field: "status", Op: "is", Value: string(status)}), true
	}
	if period, size := p.periodAt(p.at); size > 0 {
		return p.read(start, size, within(period), Chip{Field: "time", Op: "during", Value: p.span(period)}), true
	}
	return operand{}, false
}

// read takes size tokens as one condition, and remembers to say so.
func (p *parser) read(start token, size int, node Node, chip Chip) operand {
	p.at += size
	p.terms++
	chip.Text = p.text(start)
	if !slices.Contains(p.special, chip.Text) {
		p.special = append(p.special, chip.Text)
	}
	return operand{node, chip}
}

// plainAt gives token i folded if it is a plain word: not quoted, no operator,
// no pattern. A comma, stop or question mark after it is not part of it.
func (p *parser) plainAt(i int) (word string, ok bool) {
	if i >= len(p.tokens) || p.tokens[i].kind != tokenWord || isOperator(p.tokens[i].text) {
		return "", false
	}
	word = strings.TrimRight(Fold(apostrophes.Replace(p.tokens[i].text)), stops)
	return word, word != "" && !strings.Contains(word, "*")
}

const stops = ",;.!?、。"

// stopsAt tells whether a comma, stop or question mark follows token i: what comes
// then is not of the same condition.
func (p *parser) stopsAt(i int) bool {
	t := p.tokens[i]
	return t.kind == tokenWord && strings.TrimRight(Fold(t.text), stops) != Fold(t.text)
}

// apostrophes makes one of the marks that keyboards and labels have for it. It
// goes before Fold, to which some of them are accents.
var apostrophes = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "′", "'", "`", "'", "´", "'", "＇", "'")

// beginsCondition tells whether a folded word could be the first of a condition:
// printed without quotes it might be read as one.
func beginsCondition(word string) bool {
	if _, ok := results[word]; ok || beginsPeriod(word) {
		return true
	}
	for key := range taskLabels {
		rest, ok := strings.CutPrefix(key, word)
		if !ok {
			continue
		}
		next, _ := utf8.DecodeRuneInString(rest)
		last, _ := utf8.DecodeLastRuneInString(word)
		if rest == "" || next == ' ' || next == '(' || classOf(last) == cjkRune && classOf(next) == cjkRune {
			return true
		}
	}
	return false
}
