package views

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"time"

	"github.com/rs/zerolog"

	"whodid/audit/query"
	"whodid/wholefile"
)

// state is everybody's views, in the form of the file.
type state struct {
	Version int              `json:"version"`
	Views   []saved          `json:"views"` // in the order in which they were saved
	Marks   map[string]marks `json:"marks"` // by person
}

type saved struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Address string    `json:"address"`
	Shared  bool      `json:"shared"`
	Owner   string    `json:"owner"`
	Created time.Time `json:"created"`
	Updated time.Time `json:"updated"`
}

// marks are one person's, by ids of views.
type marks struct {
	Starred []string `json:"starred,omitempty"`
	Default string   `json:"default,omitempty"`
}

const stateVersion = 1

// readState reads the file; none, or no name, is an empty state.
func readState(file string, log zerolog.Logger) (state, error) {
	empty := state{Version: stateVersion, Marks: map[string]marks{}}
	if file == "" {
		return empty, nil
	}
	var st state
	damage, err := wholefile.ReadJSON(file, stateVersion, &st, st.check)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return empty, nil
	case err != nil:
		return empty, fmt.Errorf("read views: %w", err)
	case damage != nil:
		log.Warn().Err(damage.Err).Str("file", file).Str("kept_as", damage.KeptAs).Msg("the file of saved views is damaged; it was put aside, and there are no views until it is mended and put back")
		return empty, nil
	}
	return st, nil
}

// check tells of what can be read and can't be: views that no call could name or
// change.
func (st *state) check() error {
	known := make(map[string]bool, len(st.Views))
	for i, s := range st.Views {
		switch {
		case s.ID == "" || s.Owner == "" || s.Name == "":
			return fmt.Errorf("view %d lacks its id, name or owner", i+1)
		case known[s.ID]:
			return fmt.Errorf("the view %s is there twice", s.ID)
		}
		known[s.ID] = true
	}
	if st.Version != stateVersion {
		return fmt.Errorf("version %d is none", st.Version)
	}
	if st.Marks == nil {
		st.Marks = map[string]marks{}
	}
	return nil
}

func (st state) write(file string) error {
	if file == "" {
		return nil
	}
	if err := wholefile.WriteJSON(file, st); err != nil {
		return fmt.Errorf("write views to %s: %w", file, err)
	}
	return nil
}

// clone is a copy that may be changed by the methods below.
func (st state) clone() state {
	st.Views, st.Marks = slices.Clone(st.Views), maps.Clone(st.Marks)
	return st
}

// seen is a view as a person sees it.
func (st state) seen(s saved, who Person) View {
	m := st.Marks[who.Name]
	return View{
		ID: s.ID, Name: s.Name, Address: s.Address, Shared: s.Shared, Owner: s.Owner, Mine: s.Owner == who.Name,
		Starred: slices.Contains(m.Starred, s.ID), Default: m.Default == s.ID, Created: s.Created, Updated: s.Updated,
	}
}

func (st state) index(id string) int {
	return slices.IndexFunc(st.Views, func(s saved) bool { return s.ID == id })
}

// find gives a view that is the person's, shared, or an administrator's to change.
func (st state) find(who Person, id string) (saved, error) {
	i := st.index(id)
	if i < 0 || !st.Views[i].Shared && !who.mayChange(st.Views[i]) {
		return saved{}, errNoView
	}
	return st.Views[i], nil
}

func (st state) count(owner string) (n int) {
	for _, s := range st.Views {
		if s.Owner == owner {
			n++
		}
	}
	return n
}

// taken tells whether another view of the same owner has the name. Names that are
// told apart by case, width or accents alone are one name.
func (st state) taken(s saved) bool {
	name := query.Fold(s.Name)
	return slices.ContainsFunc(st.Views, func(o saved) bool {
		return o.Owner == s.Owner && o.ID != s.ID && query.Fold(o.Name) == name
	})
}

func (st state) replace(s saved) { st.Views[st.index(s.ID)] = s }

func (st *state) remove(id string) {
	st.Views = slices.DeleteFunc(st.Views, func(s saved) bool { return s.ID == id })
	no := false
	for person := range st.Marks {
		st.mark(person, id, Edit{Starred: &no, Default: &no})
	}
}

// mark sets the marks that the edit has.
func (st state) mark(person, id string, e Edit) {
	m := st.Marks[person]
	if e.Starred != nil {
		m.Starred = slices.DeleteFunc(slices.Clone(m.Starred), func(o string) bool { return o == id })
		if *e.Starred {
			m.Starred = append(m.Starred, id)
		}
	}
	if e.Default != nil {
		switch {
		case *e.Default:
			m.Default = id
		case m.Default == id:
			m.Default = ""
		}
	}
	if len(m.Starred) == 0 && m.Default == "" {
		delete(st.Marks, person)
		return
	}
	st.Marks[person] = m
}
