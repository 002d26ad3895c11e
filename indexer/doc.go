// Package indexer is the write side: it takes rows from the sources, checks
// them, gives them ids, groups them by day and commits them to a store.
//
// explorer's POST and the import command call it; it may call audit, the sources
// below it, and whatever its callers hand in as its Store. It never searches,
// never speaks HTTP, and never answers before what it answers for is on disk.
package indexer
