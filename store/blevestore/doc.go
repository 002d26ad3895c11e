// Package blevestore keeps events in daily Bleve indexes on one machine's disk
// and answers exactly what query.Match says.
//
// A UTC day is a folder, days/2026-11-22, and nothing spans days:
//
//	day.json   the format and what the day consists of; replaced as a whole
//	N.log      what came since the day was last sealed, in checked, compressed
//	           blocks in the order of seq; synced before a write is answered
//	N.part     sealed events in the order of time as columns, with their checksums,
//	           the sums of every hour, and the parties: the different users and
//	           targets, each kept once, with the list of their events
//	N.words    a Bleve segment of the words of the part's parties; derived, and made
//	           anew where it can't be read
//
// The way of an event: Append writes it to its day's log and adds it to the day's
// tail, which is in memory (append.go, day.go, log.go, tail.go). When the day has
// been quiet for a while, or tails have grown large, the sealer makes the tails, and
// parts before them, one part in the background (sealer.go, seal.go, part_build.go).
//
// The way of a question: labels are decided for each combination of task, status and
// service type, its cell, once a question; what is left asks of parties and times
// (plan.go, leaf.go). A party that matches is found in the words, verified once, and
// brings its list of events (part_words.go, eval.go). Hits are counted by cell, the
// events of whole cells from the sums of the hours, and what sealed parts answered is
// remembered (count.go, tally.go). Users and targets are counted by party, and summed
// over the days by who they are (suggest.go, identity.go). Rows are read from the newest day on until the page is
// full (rows.go).
//
// cmd opens a store; indexer writes to it and explorer reads from it through
// interfaces of their own. It imports audit and audit/query only. It never
// decides what is kept: whoever calls Drop does.
package blevestore
