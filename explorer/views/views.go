package views

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/audit/query"
)

// Limits of what may be saved. Beyond them it is refused, not cut.
const (
	MaxNameRunes    = 120
	MaxAddressBytes = 8 << 10
	MaxViews        = 500 // of one person
)

// Options say where views are kept. The zero value keeps them in memory.
type Options struct {
	File   string           // mode 0600, replaced as a whole with each change; "" is none
	Now    func() time.Time // nil is time.Now
	Logger zerolog.Logger   // of a file that was put aside
}

// View is a search that somebody saved, as one person sees it.
type View struct {
	ID      string
	Name    string
	Address string // of the page: what follows its path, "?q=…", or ""
	Shared  bool   // everybody sees it
	Owner   string
	Mine    bool // the person is its owner
	Starred bool // by the person
	Default bool // the person's; at most one view is
	Created time.Time
	Updated time.Time // of name, address or shared
}

// Person is who asks. People are told apart by their names.
type Person struct {
	Name  string
	Admin bool // may change and delete what others own
}

// Edit is a change; nil leaves a part as it is. Starred and Default are marks of
// the person who asks, the rest belongs to the view.
type Edit struct {
	Name, Address            *string
	Shared, Starred, Default *bool
}

// Views is everybody's. Safe for concurrent use. A change is on disk when its
// method returns; one that can't be written is not made.
type Views struct {
	opts Options

	mu    sync.Mutex
	state state // guarded by mu; replaced, never written to
}

// Open reads opts.File, where there is one. One that is damaged is put aside under a
// name that the log tells, and there are no views then. Errors: it can't be read or
// put aside, or a later whodid has written it.
func Open(opts Options) (*Views, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	st, err := readState(opts.File, opts.Logger)
	return &Views{opts: opts, state: st}, err
}

var (
	errNoView    = &audit.Error{Kind: audit.NotFound, Code: "not_found", Field: "id", Message: "There is no such view. Its owner may have deleted it, or shares it no longer."}
	errNotOwner  = &audit.Error{Kind: audit.Forbidden, Code: "not_owner", Message: "Only the owner of a view or an administrator can change or delete it. Save one of your own instead."}
	errExists    = &audit.Error{Kind: audit.Conflict, Code: "view_exists", Field: "name", Message: "There is a view of this name already. Choose another name, or change that view."}
	errTooMany   = &audit.Error{Kind: audit.Conflict, Code: "too_many_views", Message: fmt.Sprintf("You have %d views, and there can't be more. Delete some first.", MaxViews)}
	errNotStored = audit.Error{Kind: audit.Unavailable, Code: "not_stored", Message: "The server can't write to its disk, so nothing was changed. Try again once there is room."}
)

// List gives the person's own views and those that others share, by name.
func (v *Views) List(who Person) []View {
	v.mu.Lock()
	st := v.state
	v.mu.Unlock()
	var out []View
	for _, s := range st.Views {
		if s.Shared || s.Owner == who.Name {
			out = append(out, st.seen(s, who))
		}
	}
	slices.SortFunc(out, func(a, b View) int {
		return cmp.Or(strings.Compare(query.Fold(a.Name), query.Fold(b.Name)), strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return out
}

// Create saves a view of the person's. Errors: *audit.Error of kind Invalid for a
// name or address that can't be, Conflict for a name that another of the person's
// views has, whatever its letter case, or one view too many; Unavailable.
func (v *Views) Create(who Person, e Edit) (View, error) {
	if e.Name == nil {
		return View{}, errNoName
	}
	now := v.opts.Now().UTC()
	s := saved{ID: rand.Text(), Owner: who.Name, Created: now}
	return v.change(who, func(st *state) (saved, error) {
		if st.count(who.Name) >= MaxViews {
			return s, errTooMany
		}
		st.Views = append(st.Views, s)
		return s, nil
	}, e, now)
}

// Change edits a view. Errors: as in Create; NotFound for a view that is not there,
// or private to somebody else; Forbidden for another's where the edit has more than
// marks.
func (v *Views) Change(who Person, id string, e Edit) (View, error) {
	return v.change(who, func(st *state) (saved, error) {
		s, err := st.find(who, id)
		if err == nil && e.ownersPart() && !who.mayChange(s) {
			err = errNotOwner
		}
		return s, err
	}, e, v.opts.Now().UTC())
}

// Delete takes a view away, with everybody's marks on it. Errors: as in Change.
func (v *Views) Delete(who Person, id string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	st := v.state.clone()
	s, err := st.find(who, id)
	if err != nil {
		return err
	}
	if !who.mayChange(s) {
		return errNotOwner
	}
	st.remove(id)
	return v.put(st)
}

// change edits the view that choose gives, in a copy of the state, and keeps that.
func (v *Views) change(who Person, choose func(*state) (saved, error), e Edit, now time.Time) (View, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	st := v.state.clone()
	s, err := choose(&st)
	if err != nil {
		return View{}, err
	}
	if err := e.apply(&s, now); err != nil {
		return View{}, err
	}
	if e.Name != nil && st.taken(s) {
		return View{}, errExists
	}
	st.replace(s)
	st.mark(who.Name, s.ID, e)
	if err := v.put(st); err != nil {
		return View{}, err
	}
	return st.seen(s, who), nil
}

// put makes st the state, on disk first. v.mu is held.
func (v *Views) put(st state) error {
	if err := st.write(v.opts.File); err != nil {
		failed := errNotStored
		failed.Err = err
		return &failed
	}
	v.state = st
	return nil
}

// mayChange tells whether the person may edit or delete a view.
func (p Person) mayChange(s saved) bool { return p.Admin || s.Owner == p.Name }
