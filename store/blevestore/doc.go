// Package blevestore keeps events in daily Bleve indexes on one machine's disk
// and answers exactly what query.Match says.
//
// A UTC day is a folder, days/2026-11-22, and nothing spans days:
//
//	format      the version of everything in the folder
//	events.log  the day's events in the order they were stored, in checked,
//	            compressed blocks: the truth, synced before a write is answered
//	index/      a Bleve (scorch) index of the words of users and targets, derived
//	            from the log; what a crash leaves out of it is indexed again on
//	            the next open, and an index that can't be read is made anew
//
// An event's place in the log, its ordinal, is its _id in the index: short ids
// cost the least. Times, ids and the combination of task, status and service type are
// columns in memory, by ordinal. A screen is computed from bitmaps of the index and
// these columns; events are read from the log only for the rows of the page and
// where a question must be verified with query.Match.
//
// cmd opens a store; indexer writes to it and explorer reads from it through
// interfaces of their own. It imports audit and audit/query only. It never
// decides what is kept: whoever calls Drop does.
package blevestore
