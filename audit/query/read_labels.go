package query

import (
	"strings"
	"unicode/utf8"

	"whodid/audit"
)

// labels are codes by the labels' words, as labelKey joins them.
type labels map[string]string

var (
	taskLabels        = newTaskLabels()
	serviceTypeLabels = newServiceTypeLabels()
	longestLabel      = max(taskLabels.longest(), serviceTypeLabels.longest())
)

// newTaskLabels holds the tasks' labels in every shipped language and the words
// of their codes. Every one of them is two words or more in a language that has
// words; one word would be too little to tell a task from a name.
func newTaskLabels() labels {
	l := make(labels)
	for _, t := range audit.Tasks() {
		l.add(string(t), strings.ReplaceAll(string(t), "_", " "))
		for _, text := range t.Labels() {
			l.add(string(t), text)
		}
	}
	return l
}

func newServiceTypeLabels() labels {
	l := make(labels)
	for _, v := range audit.ServiceTypes() {
		for _, text := range v.Labels() {
			l.add(string(v), text)
		}
	}
	return l
}

// add knows code by text; by text without what stands in brackets at its end; in
// English also by the plural of what is done to, and without its apostrophe.
func (l labels) add(code, text string) {
	key := labelKey(text)
	short, _, _ := strings.Cut(key, "(")
	l[key], l[short] = code, code
	for _, noun := range []string{" contact", " group", " tag", " team", " member"} {
		if strings.HasSuffix(short, noun) {
			l[short+"s"] = code
		}
	}
	if bare := strings.ReplaceAll(short, "'", ""); bare != short {
		l[bare] = code
	}
}

func (l labels) longest() (bytes int) {
	for key := range l {
		bytes = max(bytes, len(key))
	}
	return bytes
}

// labelKey is the key of a label's text: its tokens joined.
func labelKey(text string) (key string) {
	p := parser{}
	p.tokens, _ = lex(text)
	for i := range p.tokens {
		if next, ok := p.joinLabel(key, i); ok {
			key = next
		}
	}
	return key
}

// joinLabel gives key with token i after it. Between letters of Han, Hangul and
// Kana a space says nothing; brackets take none.
func (p *parser) joinLabel(key string, i int) (string, bool) {
	switch p.tokens[i].kind {
	case tokenOpen:
		return key + "(", key != ""
	case tokenClose:
		return key + ")", key != ""
	}
	word, ok := p.plainAt(i)
	if !ok {
		return "", false
	}
	last, _ := utf8.DecodeLastRuneInString(key)
	first, _ := utf8.DecodeRuneInString(word)
	if key == "" || last == '(' || classOf(last) == cjkRune && classOf(first) == cjkRune {
		return key + word, true
	}
	return key + " " + word, true
}

// labelAt gives the code of the longest label that stands from the next token
// on, and its tokens; 0 if there is none.
func (p *parser) labelAt(known labels) (code string, size int) {
	key := ""
	for i := p.at; i < len(p.tokens); i++ {
		next, ok := p.joinLabel(key, i)
		if !ok || len(next) > longestLabel {
			break
		}
		key = next
		if c, ok := known[key]; ok {
			code, size = c, i+1-p.at
		}
		if p.stopsAt(i) {
			break
		}
	}
	return code, size
}

// serviceType reads what follows "via": a whole label of several words, else
// what via: takes.
func (p *parser) serviceType(start token) (operand, error) {
	code, size := p.labelAt(serviceTypeLabels)
	if size == 0 {
		return p.fieldValue(FieldServiceType, start)
	}
	p.at += size
	p.terms++
	return operand{Value{FieldServiceType, code}, Chip{"service_type", "is", code, p.text(start)}}, nil
}
