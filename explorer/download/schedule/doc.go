// Package schedule requests downloads by the calendar: each week or each month, of the
// week or month before, or of what was stored since the last file.
//
// What is in one file of the latter kind is in no other, and nothing is left out between
// two: a file reaches up to a number of the store, and the next begins behind that of the
// last one that became ready. When a download becomes ready, its schedule keeps the number
// before anybody can see the file; what a crash comes between is made up for at the next
// start from the downloads that are there.
//
// It is a room inside explorer/download, whose jobs it watches; explorer asks it for the
// calls under /api/v1/schedules and makes its requests, cmd opens it. It imports audit,
// download, and wholefile for its file.
package schedule
