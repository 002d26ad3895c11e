package auth

import "slices"

// Role is what kind of account a principal has.
type Role string

// The roles. Only RoleAdmin is given out in this version; the routes already say
// what they need.
const (
	RoleIngest  Role = "ingest"  // stores events, reads nothing
	RoleViewer  Role = "viewer"  // searches and tails
	RoleAuditor Role = "auditor" // a viewer who may take files away
	RoleAdmin   Role = "admin"   // everything
)

// Roles lists every role, the one that may least first.
var Roles = []Role{RoleIngest, RoleViewer, RoleAuditor, RoleAdmin}

// Permission is what a route needs.
type Permission uint8

// The permissions. A route without one is open to strangers.
const (
	Anyone   Permission = iota // no log-in needed
	LoggedIn                   // any role
	Ingest                     // store events
	Search                     // see events: search, one event, stats
	Tail                       // see events as they come
	Download                   // take events away as a file
	Backup                     // take everything away, whatever is asked
	Sources                    // see and steer what is pulled
)

var permissions = map[Role][]Permission{
	RoleIngest:  {LoggedIn, Ingest},
	RoleViewer:  {LoggedIn, Search, Tail},
	RoleAuditor: {LoggedIn, Search, Tail, Download},
	RoleAdmin:   {LoggedIn, Ingest, Search, Tail, Download, Backup, Sources},
}

// May tells whether the role allows p. An unknown role allows Anyone only.
func (r Role) May(p Permission) bool {
	return p == Anyone || slices.Contains(permissions[r], p)
}

// Principal is who is asking.
type Principal struct {
	Name string
	Role Role
	// ByCookie tells that the browser sent the log-in by itself, so that another
	// site could have caused the request: see SameOrigin.
	ByCookie bool
}
