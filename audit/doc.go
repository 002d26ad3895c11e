// Package audit holds the words of whodid: an event and its parts, the tasks,
// statuses and service types with their codes and labels, the UTC day, and the
// kinds of error.
//
// Every room imports it; it imports the standard library only and no room. It
// never does I/O, never logs and holds no state.
package audit
