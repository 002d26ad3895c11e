package query

import (
	"slices"

	"whodid/audit"
)

// Filters are selections and exclusions beside the question: any of the values
// selected in one field, none of those excluded, and that in all fields. An empty
// list selects everything and excludes nothing.
type Filters struct {
	Task, NotTask               []audit.Task
	Status, NotStatus           []audit.Status
	ServiceType, NotServiceType []audit.ServiceType
	User, NotUser               []string // exact e-mail, or exact name where the event has no e-mail; compared folded
	Target, NotTarget           []string // likewise
}

// TakesTask tells whether events of a task pass.
func (f *Filters) TakesTask(t audit.Task) bool { return takes(f.Task, f.NotTask, t) }

// TakesStatus is TakesTask for a status.
func (f *Filters) TakesStatus(s audit.Status) bool { return takes(f.Status, f.NotStatus, s) }

// TakesServiceType is TakesTask for a service type.
func (f *Filters) TakesServiceType(v audit.ServiceType) bool {
	return takes(f.ServiceType, f.NotServiceType, v)
}

func takes[T comparable](selected, excluded []T, v T) bool {
	return (len(selected) == 0 || slices.Contains(selected, v)) && !slices.Contains(excluded, v)
}

// takesKey is takes for the key of a user or target.
func takesKey(selected, excluded []string, key string) bool {
	is := func(x string) bool { return Fold(x) == key }
	return (len(selected) == 0 || slices.ContainsFunc(selected, is)) && !slices.ContainsFunc(excluded, is)
}
