// Package auth says who is asking and what they may do: the bearer token of
// automation, the sessions of the web page, the one-time link of the first
// start, and the roles with what each may do.
//
// It is a room inside explorer: explorer asks it before every handler, cmd opens
// it and prints its link. It imports audit, and wholefile for its file. It never
// answers a request itself, and never logs or stores a code, token or cookie in readable form:
// what it keeps are SHA-256 sums of random 256-bit values.
package auth
