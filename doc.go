// Package whodid has no code: it holds the map of the rooms and the test that
// keeps their walls (rooms_test.go). Nobody imports it.
//
// The way of one event:
//
//	indexer/source   a foreign row becomes an Event
//	indexer          check, id, day, commit
//	store            day indexes, one folder per UTC day
//	explorer         parameters become a Search, its Page becomes JSON
//	frontend         the page
//
// Every arrow points to audit, the words, and audit/query, the question. The
// write side, the read side and the stores never import each other; an interface
// stands with who calls it, and cmd/whodid joins them.
package whodid
