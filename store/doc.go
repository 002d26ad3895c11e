// Package store is the room of the day indexes; its code is in the packages
// below it. Each of them gives what indexer and explorer ask of a store:
//
//   - blevestore, the embedded default: one Bleve index a UTC day;
//   - memstore, the oracle of the tests, on query.Match;
//   - storetest, the contract that every store is held to.
//
// A store imports audit and audit/query, never indexer or explorer.
package store
