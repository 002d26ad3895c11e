package views

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"whodid/audit"
)

var errNoName = invalid("name", "A view needs a name.")

func invalid(field, message string) *audit.Error {
	return &audit.Error{Kind: audit.Invalid, Code: "invalid_view", Field: field, Message: message}
}

// ownersPart tells whether the edit has more than marks.
func (e Edit) ownersPart() bool { return e.Name != nil || e.Address != nil || e.Shared != nil }

// apply edits what belongs to the view. Its errors are of kind Invalid.
func (e Edit) apply(s *saved, now time.Time) error {
	if e.Name != nil {
		name, err := checkName(*e.Name)
		if err != nil {
			return err
		}
		s.Name = name
	}
	if e.Address != nil {
		if err := checkAddress(*e.Address); err != nil {
			return err
		}
		s.Address = *e.Address
	}
	if e.Shared != nil {
		s.Shared = *e.Shared
	}
	if e.ownersPart() {
		s.Updated = now
	}
	return nil
}

// checkName gives the name without the spaces around it.
func checkName(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch n := utf8.RuneCountInString(name); {
	case !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }):
		return "", errNoName
	case n > MaxNameRunes:
		return "", invalid("name", fmt.Sprintf("The name has %d characters; %d are the most.", n, MaxNameRunes))
	case strings.ContainsFunc(name, breaks):
		return "", invalid("name", "The name has a line break or another character that can't be seen.")
	}
	return name, nil
}

func checkAddress(address string) error {
	switch {
	case len(address) > MaxAddressBytes:
		return invalid("address", fmt.Sprintf("The address has %d bytes; %d are the most.", len(address), MaxAddressBytes))
	case address != "" && address[0] != '?':
		return invalid("address", `The address is what follows the page's path: it begins with "?", or is empty.`)
	case strings.ContainsFunc(address, breaks):
		return invalid("address", "The address has a line break or another character that can't be seen.")
	}
	return nil
}

// breaks tells of control characters, and of the line and paragraph separators, which
// Unicode has beside them.
func breaks(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) }
