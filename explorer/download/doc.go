// Package download makes the files of Log Download: somebody requests the matches of
// a search as a file, a worker writes it in the background, and it can be fetched
// until it expires.
//
// A file is of one moment: events that are stored after the request are not in it. It
// is whole or it is not there: one with fewer rows than its search matched is failed,
// never ready. Each ready file has a receipt that says what it is and its SHA-256.
//
// Every job is a folder of its own in Options.Dir; the file of its state is replaced as
// a whole. What was queued or running when the server stopped is written from the
// beginning at the next start, of the same moment.
//
// It is a room inside explorer, which asks it for the calls under /api/v1/exports and
// reads the questions; cmd opens it. It imports audit, and wholefile for its files.
package download
