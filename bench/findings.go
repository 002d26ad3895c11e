package main

import "fmt"

// writeFindings writes what a table of figures can't hold.
func writeFindings(p printer, r *result) {
	mib := func(b int64) string { return number(float64(b) / (1 << 20)) }
	p("\n## What came with them\n")
	if r.Sealing.Open > 0 {
		p("- **%d days were still open** when the wait of %.0f s for sealing was over: disk and screens are those of days that are not sealed.", r.Sealing.Open, r.Sealing.Seconds)
	} else {
		p("- All days were sealed %.0f s after the last event.", r.Sealing.Seconds)
	}
	p("- The log is %s B/event as NDJSON; the data folder %s MiB.", number(float64(r.LogBytes)/float64(r.Events)), mib(r.Bytes))
	p("- Ingest: %d POSTs were refused as too many and sent again; peak memory %s MiB.", r.Ingest.Refused, mib(r.Ingest.Memory.RSS))
	p("- One event: p50 / p95 / p99 %s / %s / %s ms of %d.", number(r.One.P50), number(r.One.P95), number(r.One.P99), r.One.N)
	lost := "none lost"
	if r.Tails.Lost > 0 {
		lost = fmt.Sprintf("**%d lost**", r.Tails.Lost)
	}
	p("- Live tails: %d saw %d events each, %s, %d seen twice, %d gaps; p50 / p95 / p99 / max %s / %s / %s / %s ms.", r.Tails.Tails, r.Tails.Events, lost, r.Tails.Twice, r.Tails.Gaps,
		number(r.Tails.Spread.P50), number(r.Tails.Spread.P95), number(r.Tails.Spread.P99), number(r.Tails.Spread.Max))
	p("- Export: %s rows, %s MiB, in %.1f s; memory %s MiB before, %s at most (RssAnon %s before, %s at most).", thousands(int64(r.Export.Events)), mib(r.Export.Bytes), r.Export.Seconds,
		mib(r.Export.Before.RSS), mib(r.Export.Peak.RSS), mib(r.Export.Before.Anon), mib(r.Export.Peak.Anon))
	p("- Open files after the screens: %d.", r.OpenFiles)
	p("- Start to ready, slowest of %d: %s ms after a stop, %s ms after SIGKILL; every event that was answered was there again.", r.Starts.AfterStop.N, number(r.Starts.AfterStop.Max), number(r.Starts.AfterKill.Max))
	p("- Dropping %s (%s events): the folder was %s MiB smaller at once.", r.Drop.Day, thousands(int64(r.Drop.Events)), mib(r.Drop.Freed))
	for _, x := range peersOf(r) {
		p("- %s: settling after ingest took %.1f s more; dropping its oldest day gave back %s MiB.", x.name, x.of.Settling, mib(x.of.Drop.Freed))
	}
	writeDifferences(p, r)
}

// namedRival is a peer that was measured.
type namedRival struct {
	name string
	of   *rival
	why  string // where its totals differ from whodid's
}

func peersOf(r *result) (out []namedRival) {
	for _, x := range []namedRival{
		{"SQLite", r.SQLite, "FTS5 finds whole words and their beginnings; inner parts of Chinese, Japanese and Korean words would need a column of grams of its own"},
		{"Textbook Bleve", r.Textbook, "its standard analyzer makes one word of kim.minsu and of acme.example, drops some short words, and finds no inner parts of Chinese, Japanese and Korean words"},
	} {
		if x.of != nil {
			out = append(out, x)
		}
	}
	return out
}

// writeDifferences compares the peers' totals with whodid's where both hold the
// same events.
func writeDifferences(p printer, r *result) {
	for _, x := range peersOf(r) {
		if x.of.Events != r.Events {
			p("- %s holds %s events, an even choice from the log: its totals can't be compared.", x.name, thousands(int64(x.of.Events)))
			continue
		}
		differs := 0
		for _, s := range r.Screens {
			got := x.of.screenOf(s.Key)
			switch {
			case got.Key == "":
			case got.Problem != "":
				p("- %s can't answer %s: %s.", x.name, s.Key, got.Problem)
				differs++
			case got.Total != s.Hits:
				p("- %s counts %s for %s, whodid %s: %s.", x.name, thousands(int64(got.Total)), s.Key, thousands(int64(s.Hits)), x.why)
				differs++
			}
		}
		if differs == 0 {
			p("- %s counts what whodid counts, in every screen.", x.name)
		}
	}
}

func writeMethod(p printer, r *result) {
	p("\n## How it was measured\n")
	p("- whodid is asked over HTTP on the loopback, not compressed, the whole answer read; the peers by calls in their own process, which spares them HTTP and JSON.")
	p("- Warm is the same question again and again. First time is another question of the same shape in each run, of words, addresses, values, days or places nobody asked for before, so that no remembered answer helps; all on days that were opened before.")
	p("- Ingest: POSTs of %s events from a file made beforehand; the first nine tenths over %d connections, the last over one. The peers store the same batches over one connection, decoded outside of the time, and don't look for duplicates.", thousands(chunkLines), connections)
	p("- One event: each answer is waited for; one in twenty is looked up at once. Tails: POSTs of %d events every %v, whatever the answers take; from the start of the POST to the frame at the client, which runs on the same cores.", tailPerStep, tailStep)
	p("- Start to ready: from the start of the process until /readyz says yes; after SIGKILL it follows at once on the answer to a POST of %s events. The peers': opening their files and answering a first count, in process.", thousands(chunkLines))
	p("- Dropping: the server is started with a retention by which just the oldest day falls due; from the opened store to the log line of the run that names the day, listing all days included. SQLite deletes in one transaction and keeps the size of its file; textbook Bleve removes a folder.")
	p("- SQLite: one table with the indexes that facets and times need, FTS5 with external content over names, addresses and labels, prefixes of 2 and 3 letters, WAL with a sync each commit, 256 MiB of cache a connection, mapped; where words are looked for, rows beside one grouped count that gives total, facets and histogram; elsewhere each facet from its index. Memory mapped counts as resident.")
	p("- Textbook Bleve: counts failures of buckets nowhere; its histogram is of date ranges.")
	p("- The peers page by time where whodid pages by time and id.")
	if r.Verified {
		p("- The oracle is the meaning of a question on one event, applied to all of them: total, facets, histogram and rows are compared.")
	} else {
		p("- So many events are not held in memory: the oracle was not asked at this size.")
	}
}
