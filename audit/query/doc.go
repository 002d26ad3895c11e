// Package query is a question: its language (parse, tree, print), what it means
// on one event (Match), and the words of a screen: Search, Page, facets,
// buckets, cursor.
//
// Match is the one definition of what a question means. Live tail filters with
// it, memstore searches with it, every other store is compared with it and
// verifies with it what its index finds only nearly. Normalising and cutting of
// text (Fold, Tokens) exist here and nowhere else.
//
// Indexer, explorer and the stores call it; it imports audit and
// golang.org/x/text only. It never does I/O and holds no state; everything in
// it is safe for concurrent use unless said otherwise.
package query
