// Package tail is the live tail: a hub that gets every committed event once,
// matches each distinct question once, and hands what matches to the bounded
// queues of WebSocket clients.
//
// It is a room inside explorer: the indexer feeds it through cmd (Committed),
// explorer opens a Tail for each request and runs it on its connection. It
// imports audit and audit/query only. It never slows a commit, never lets one
// reader slow another, and never loses an event silently: what a slow reader
// misses it is told as an exact gap, what a reconnecting one missed comes from
// the Log.
package tail
