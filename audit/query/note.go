package query

import (
	"fmt"
	"strings"
)

// NoteCode is what a Note says, for those who say it in words of their own.
type NoteCode string

// The codes. All but the first two also say that the whole question was searched
// as plain words.
const (
	NoteReadAs         NoteCode = "read_as"         // Text was read as conditions; in quotes it would be words
	NoteLeftOut        NoteCode = "left_out"        // Text has no letter or digit
	NoteOpenQuote      NoteCode = "open_quote"      // a quote is not closed
	NoteOpenBracket    NoteCode = "open_bracket"    // a bracket is not closed
	NoteClosedBracket  NoteCode = "closed_bracket"  // a bracket is closed that was not opened
	NoteTooDeep        NoteCode = "too_deep"        // brackets are nested too deeply
	NoteMissingEnd     NoteCode = "missing_end"     // an operator stands last
	NoteMissingBracket NoteCode = "missing_bracket" // nothing stands before a closing bracket
	NoteMissingSide    NoteCode = "missing_side"    // the operator Text has nothing on one side
	NoteNoValue        NoteCode = "no_value"        // the field Text has no value
	NoteNoDate         NoteCode = "no_date"         // the field Text has no date
	NoteNotADate       NoteCode = "not_a_date"      // Text stands where a date should
)

// Note is what a person should know of how the question was read.
type Note struct {
	Code    NoteCode
	Text    string // the words concerned, as typed; of several, separated by ", "; "" where there are none
	Message string // the same in a sentence of English
}

// syntaxError is why a question is no expression.
type syntaxError struct{ note Note }

func (e *syntaxError) Error() string { return e.note.Message }

func malformed(code NoteCode, text, message string) *syntaxError {
	return &syntaxError{Note{code, text, message + " Searched as plain words."}}
}

func leftOut(typed string) Note {
	return Note{NoteLeftOut, typed, fmt.Sprintf("“%s” has no letters or digits and was left out.", typed)}
}

// readAs says which words were read as conditions, at least one.
func readAs(texts []string) Note {
	quoted := make([]string, len(texts))
	for i, t := range texts {
		quoted[i] = "“" + t + "”"
	}
	last, what := len(quoted)-1, "a condition"
	list := quoted[last]
	if last > 0 {
		what, list = "conditions", strings.Join(quoted[:last], ", ")+" and "+list
	}
	return Note{NoteReadAs, strings.Join(texts, ", "),
		fmt.Sprintf("Read %s as %s; put words in quotes to look for them as they are.", list, what)}
}
