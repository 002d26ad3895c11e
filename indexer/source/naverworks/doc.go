// Package naverworks pulls the audit log Contacts from the Audit API of NAVER
// WORKS: a window of time after the other, oldest first, then on a schedule.
//
// cmd starts it and hands in the Taker that stores what comes; it may call audit,
// the sources beside it and libraries. It keeps one small file, how far each domain
// was pulled, which is written when the rows are stored and never before. It never
// has two requests under way, never sends its token to a host that is not on its
// list, and never calls a window done that came incomplete.
//
// What the API does is known from three kinds of sources, and comments say which:
// [official] is NAVER WORKS' own documentation, [seen] what others report of
// production, [inferred] is our reading of both.
package naverworks
