// Package views keeps what people saved: searches under names, shared with others
// or not, with each person's own stars and default.
//
// It is a room inside explorer, which asks it for the calls under /api/v1/views;
// cmd opens it. It imports audit, and wholefile for its file. It never looks at
// events, and an address means nothing to it: only the page reads what stands in it.
package views
