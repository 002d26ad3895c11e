package query

import (
	"cmp"
	"slices"
	"strings"

	"whodid/audit"
)

// MaxSuggestions bounds what one Suggest gives.
const MaxSuggestions = 100

// Suggest asks for the values of one field that match a beginning, and how many
// events of a search have each.
type Suggest struct {
	// Search says which events are counted: those of tree, period, filters and range of
	// seq, the selection and the exclusion in the field itself left out. The rest of it plays no part.
	Search Search
	Field  Field  // FieldUser, FieldTarget, FieldTask, FieldStatus or FieldServiceType
	Prefix string // see Beginning; "" is all values
	Limit  int    // values, 1 to MaxSuggestions
}

// Suggestions answers a Suggest.
type Suggestions struct {
	Values  []Suggestion // largest first, ties by value
	More    bool         // there are further ones
	Missing []audit.Day  // days of the period that could not be read, oldest first; counts are then lower bounds
}

// Suggestion is a value and how many events have it. Of users and targets it is
// the e-mail as it is written most often, or the name where there is no e-mail;
// those that a filter takes for the same are one.
type Suggestion struct {
	Value       string
	Name, Email string // of users and targets, as written most often; ties by text
	Count       int
}

// Beginning is what a value has to match that a prefix is typed of: each word of
// it is the beginning of a word of the name or the e-mail, or of the code or a
// label, or, in Han, Hangul and Kana, an inner part. nil where there is no word.
func (s Suggest) Beginning() Node {
	var words []Node
	for _, t := range Tokens(Fold(s.Prefix)) {
		p := Part{Text: t}
		if !IsCJK(t) {
			p = Part{Text: t + "*", Pattern: true}
		}
		words = append(words, Words{s.Field, []Part{p}})
	}
	if len(words) == 0 {
		return nil
	}
	return newAnd(words)
}

// Facet is the field's place in MatchWithout.
func (s Suggest) Facet() Facet {
	switch s.Field {
	case FieldUser:
		return FacetUser
	case FieldTarget:
		return FacetTarget
	case FieldTask:
		return FacetTask
	case FieldStatus:
		return FacetStatus
	case FieldServiceType:
		return FacetServiceType
	}
	return FacetNone
}

// IsParty tells of the fields whose values have names and e-mails, and are many.
func (f Field) IsParty() bool { return f == FieldUser || f == FieldTarget }

// Of answers for a field of few values, whose facet is counted.
func (s Suggest) Of(facets Facets) Suggestions {
	var counts []FacetCount
	event := func(string) *audit.Event { return nil }
	switch s.Field {
	case FieldTask:
		counts, event = facets.Task, func(v string) *audit.Event { return &audit.Event{Task: audit.Task(v)} }
	case FieldStatus:
		counts, event = facets.Status, func(v string) *audit.Event { return &audit.Event{Status: audit.Status(v)} }
	case FieldServiceType:
		counts, event = facets.ServiceType, func(v string) *audit.Event { return &audit.Event{ServiceType: audit.ServiceType(v)} }
	}
	beginning := s.Beginning()
	var list []Suggestion
	for _, c := range counts {
		if Match(beginning, NewDoc(event(c.Value))) {
			list = append(list, Suggestion{Value: c.Value, Count: c.Count})
		}
	}
	return s.First(list)
}

// First answers with the first of all values that match.
func (s Suggest) First(list []Suggestion) Suggestions {
	slices.SortFunc(list, CompareSuggestions)
	more := len(list) > s.Limit
	return Suggestions{Values: list[:min(len(list), s.Limit)], More: more}
}

// CompareSuggestions orders suggestions: largest first, ties by value.
func CompareSuggestions(a, b Suggestion) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
}

// Spellings are the ways in which the events of one user or target write it. The
// zero value is none.
type Spellings struct {
	names, emails map[string]int
	count         int
}

// Add counts n events with a name and an e-mail.
func (s *Spellings) Add(name, email string, n int) {
	if s.names == nil {
		s.names, s.emails = make(map[string]int), make(map[string]int)
	}
	s.count += n
	s.names[name] += n
	s.emails[email] += n
}

// Suggestion is the user or target as it is written most often.
func (s *Spellings) Suggestion() Suggestion {
	out := Suggestion{Name: most(s.names), Email: most(s.emails), Count: s.count}
	out.Value = cmp.Or(out.Email, out.Name)
	return out
}

// most gives the text with the highest count, ties by text. One of which folding
// leaves nothing is none.
func most(counts map[string]int) (text string) {
	for t, n := range counts {
		if Fold(t) == "" {
			continue
		}
		if text == "" || n > counts[text] || n == counts[text] && t < text {
			text = t
		}
	}
	return text
}
