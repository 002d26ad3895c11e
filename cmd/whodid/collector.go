package main

import (
	"fmt"
	"path/filepath"

	"github.com/rs/zerolog"

	"whodid/config"
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
