package main

import (
	"fmt"
	"path/filepath"

	"github.com/rs/zerolog"

	"whodid/audit/query"
	"whodid/config"
	"whodid/explorer"
	"whodid/indexer"
	"whodid/indexer/source/naverworks"
)

// newCollector makes the collector of the Audit API of NAVER WORKS, nil where none
// is set up.
func newCollector(cfg config.Config, to *indexer.Indexer, log zerolog.Logger) (*naverworks.Collector, error) {
	n := cfg.NaverWorks
	if !n.On() {
		return nil, nil
	}
	c, err := naverworks.New(naverworks.Options{
		Account: naverworks.Account{ClientID: n.ClientID, ClientSecret: n.ClientSecret, ServiceAccount: n.ServiceAccount, PrivateKey: n.PrivateKey},
		Taker:   to, File: filepath.Join(cfg.DataDir, "naverworks.json"), Zone: cfg.TimeZone, Schedule: n.Schedule,
		Domains: n.Domains, Overlap: n.Overlap, Days: cfg.RetentionDays,
		APIURL: n.APIURL, AuthURL: n.AuthURL, Hosts: n.Hosts, Logger: log,
	})
	if err != nil {
		return nil, fmt.Errorf("naverworks: %w", err)
	}
	return c, nil
}

// collectorSources shows the explorer the collector's sources.
type collectorSources struct{ *naverworks.Collector }

// Status tells how each source stands.
func (p collectorSources) Status() []explorer.Source {
	var all []explorer.Source
	for _, s := range p.Collector.Status() {
		source := explorer.Source{
			ID: s.ID, Kind: "naverworks", Domain: s.Domain, State: string(s.State), Window: query.Period(s.Window), LastSuccess: s.LastSuccess,
			Rows: s.Rows, Covered: periods(s.Covered), Gaps: periods(s.Gaps), Next: s.Next, Forgets: s.Forgets, CallsToday: s.CallsToday,
		}
		if e := s.LastError; e != nil {
			source.LastError = &explorer.SourceError{At: e.At, Code: e.Code, Message: e.Message, Window: query.Period(e.Window)}
		}
		for _, d := range s.Days {
			source.Days = append(source.Days, explorer.SourceDay(d))
		}
		all = append(all, source)
	}
	return all
}

func periods(spans []naverworks.Span) (list []query.Period) {
	for _, s := range spans {
		list = append(list, query.Period(s))
	}
	return list
}
