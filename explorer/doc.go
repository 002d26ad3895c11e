// Package explorer is the read side and the front door: the HTTP API, the live
// tail's WebSocket, log-in, metrics, and the files of the web page. One handler
// a file; wire.go has the API's JSON, errors.go the one switch from kinds of
// error to HTTP statuses, routes.go every route with what it needs.
//
// cmd builds it and drives its shutdown. It calls what the interfaces in
// rooms.go name, its own sub-rooms auth, tail and views, and imports audit and
// audit/query besides. It never imports the indexer, a store or the frontend,
// never decides what a question means, and never answers an event to a stranger.
package explorer
