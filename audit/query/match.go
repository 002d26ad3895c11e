package query

import (
	"cmp"
	"slices"
	"strings"

	"whodid/audit"
)

// Doc is an event cut into words, ready to be matched with many questions. Safe
// for concurrent reading.
type Doc struct {
	Event *audit.Event
	// Folded: name, then e-mail.
	user, target [2]string
	userWords    [2][]string
	targetWords  [2][]string
}

// NewDoc cuts e into words. The Doc shares e, which must not change after.
func NewDoc(e *audit.Event) *Doc {
	d := &Doc{Event: e}
	d.user = [2]string{Fold(e.User.Name), Fold(e.User.Email)}
	d.target = [2]string{Fold(e.Target.Name), Fold(e.Target.Email)}
	for i := range 2 {
		d.userWords[i] = Tokens(d.user[i])
		d.targetWords[i] = Tokens(d.target[i])
	}
	return d
}

// UserKey is what a user filter compares: the folded e-mail, or the folded name
// where there is no e-mail.
func (d *Doc) UserKey() string { return key(d.user) }

// TargetKey is UserKey for the target.
func (d *Doc) TargetKey() string { return key(d.target) }

func key(folded [2]string) string { return cmp.Or(folded[1], folded[0]) }

// KeyOf is the key of a user or target with this name and e-mail, see UserKey; ""
// where there is neither.
func KeyOf(name, email string) string { return cmp.Or(Fold(email), Fold(name)) }

// UserWords are the words of the user's name, then of the user's e-mail.
func (d *Doc) UserWords() [2][]string { return d.userWords }

// TargetWords is UserWords for the target.
func (d *Doc) TargetWords() [2][]string { return d.targetWords }

// Match is what a question means: whether tree matches the event. A nil tree
// matches everything.
func Match(tree Node, d *Doc) bool { return tree == nil || tree.match(d) }

func (n And) match(d *Doc) bool {
	for _, x := range n {
		if !x.match(d) {
			return false
		}
	}
	return true
}

func (n Or) match(d *Doc) bool {
	for _, x := range n {
		if x.match(d) {
			return true
		}
	}
	return false
}

func (n Not) match(d *Doc) bool    { return !n.Node.match(d) }
func (Everything) match(*Doc) bool { return true }
func (n ID) match(d *Doc) bool     { return d.Event.ID == n.ID }
func (n Time) match(d *Doc) bool   { return n.Period.Contains(d.Event.Time) }
func (n Address) match(d *Doc) bool {
	if n.Field == FieldUser {
		return d.user[1] == n.Email
	}
	return d.target[1] == n.Email
}

func (n Value) match(d *Doc) bool {
	switch n.Field {
	case FieldTask:
		return string(d.Event.Task) == n.Code
	case FieldStatus:
		return string(d.Event.Status) == n.Code
	default:
		return string(d.Event.ServiceType) == n.Code
	}
}

func (n Words) match(d *Doc) bool {
	any := n.Field == FieldAny
	return (any || n.Field == FieldUser) && (n.in(d.userWords[0]) || n.in(d.userWords[1])) ||
		(any || n.Field == FieldTarget) && (n.in(d.targetWords[0]) || n.in(d.targetWords[1])) ||
		n.MatchTask(d.Event.Task) || n.MatchStatus(d.Event.Status) || n.MatchServiceType(d.Event.ServiceType)
}

// MatchTask tells whether the words stand in the task's code or one of its
// labels, and may be looked for there. A store asks it once for each value
// instead of once for each event.
func (n Words) MatchTask(t audit.Task) bool {
	return (n.Field == FieldAny || n.Field == FieldTask) && n.inLabels(string(t), t.Labels())
}

// MatchStatus is MatchTask for a status.
func (n Words) MatchStatus(s audit.Status) bool {
	return (n.Field == FieldAny || n.Field == FieldStatus) && n.inLabels(string(s), s.Labels())
}

// MatchServiceType is MatchTask for a service type.
func (n Words) MatchServiceType(v audit.ServiceType) bool {
	return (n.Field == FieldAny || n.Field == FieldServiceType) && n.inLabels(string(v), v.Labels())
}

func (n Words) inLabels(code string, labels []string) bool {
	if n.in(labelWords(code)) {
		return true
	}
	return slices.ContainsFunc(labels, func(l string) bool { return n.in(labelWords(l)) })
}

// shippedWords holds the words of the codes and labels that we ship: they are
// looked at for every event.
var shippedWords = cutShipped()

func cutShipped() map[string][]string {
	words := make(map[string][]string)
	add := func(code string, labels []string) {
		for _, text := range append(labels[:len(labels):len(labels)], code) {
			words[text] = Tokens(Fold(text))
		}
	}
	for _, t := range audit.Tasks() {
		add(string(t), t.Labels())
	}
	for _, s := range audit.Statuses() {
		add(string(s), s.Labels())
	}
	for _, v := range audit.ServiceTypes() {
		add(string(v), v.Labels())
	}
	return words
}

func labelWords(text string) []string {
	if words, ok := shippedWords[text]; ok {
		return words
	}
	return Tokens(Fold(text))
}

// in tells whether the parts stand side by side somewhere in words. Characters
// of Han, Hangul and Kana have no word boundary that a reader knows of: there
// one part matches inside a word, the first of several at a word's end and the
// last at a word's beginning.
func (n Words) in(words []string) bool {
	last := len(n.Parts) - 1
	for at := 0; at+last < len(words); at++ {
		ok := true
		for i, p := range n.Parts {
			if !p.matches(words[at+i], i == 0, i == last) {
				ok = false
				break
			}
		}
		if ok {
			return true
		}
	}
	return false
}

func (p Part) matches(word string, first, last bool) bool {
	switch {
	case p.Pattern:
		return matchPattern(p.Text, word)
	case !IsCJK(p.Text):
		return word == p.Text
	case first && last:
		return strings.Contains(word, p.Text)
	case first:
		return strings.HasSuffix(word, p.Text)
	case last:
		return strings.HasPrefix(word, p.Text)
	}
	return word == p.Text
}

// Prefix is what every word begins with that a pattern part describes.
func (p Part) Prefix() string {
	before, _, _ := strings.Cut(p.Text, "*")
	return before
}
