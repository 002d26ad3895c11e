package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/rs/zerolog"
	"golang.org/x/term"

	"whodid/audit"
	"whodid/config"
	"whodid/explorer"
	"whodid/explorer/auth"
	"whodid/explorer/download"
	"whodid/explorer/download/schedule"
	"whodid/explorer/tail"
	"whodid/explorer/turns"
	"whodid/explorer/views"
	"whodid/frontend"
	"whodid/indexer"
	watched "whodid/indexer/source/folder"
	"whodid/indexer/source/naverworks"
	"whodid/store/blevestore"
)

// shutdownGrace is how long requests that run may take to finish once the server
// is told to stop.
const shutdownGrace = 15 * time.Second

// farewellGrace is how long live tails may take to be told after that.
const farewellGrace = 3 * time.Second

type serveCmd struct{ config.Flags }

// Run serves until it is told to stop.
func (c *serveCmd) Run(e *env) error {
	s, err := open(e, c.Config, auth.Options{File: filepath.Join(c.Config.DataDir, "auth.json")})
	if err != nil {
		return err
	}
	defer s.close()
	if !s.auth.Claimed() {
		if err := s.printLink("Open this link once to log in as the first administrator"); err != nil {
			return err
		}
	}
	return s.serve(e.ctx)
}

// server is the rooms, wired.
type server struct {
	log       zerolog.Logger
	console   bool // the log is read by people
	stderr    io.Writer
	store     *blevestore.Store
	indexer   *indexer.Indexer
	retention *indexer.Retention
	collector *naverworks.Collector // nil is none
	folder    *watched.Folder       // likewise
	tails     *tail.Hub
	auth      *auth.Auth
	downloads *download.Downloads
	schedules *schedule.Schedules
	explorer  *explorer.Explorer
	listener  net.Listener
}

// open wires the rooms along the way of an event: store, indexer with its
// listener the tail hub, explorer. What it opened is closed by close.
func open(e *env, cfg config.Config, log auth.Options) (_ *server, err error) {
	s := &server{stderr: e.stderr, console: cfg.LogFormat == config.LogConsole || cfg.LogFormat == config.LogAuto && isTerminal(e.stderr)}
	s.log = newLogger(e.stderr, s.console)
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	for _, name := range config.UnknownEnv(os.Environ(), clientEnv...) {
		s.log.Warn().Str("variable", name).Msg("environment variable is none of whodid's settings")
	}
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))

	started := time.Now()
	s.store, err = blevestore.Open(blevestore.Options{Dir: cfg.DataDir, SealAfter: cfg.SealAfter, Note: func(day audit.Day, sentence string) {
		s.log.Warn().Str("day", string(day)).Str("note", sentence).Msg("store")
	}})
	if err != nil {
		return nil, err
	}
	s.log.Info().Str("data_dir", cfg.DataDir).Uint64("last_seq", s.store.LastSeq()).Dur("took", time.Since(started)).Msg("store open")

	s.tails = tail.New(s.store, tail.Options{Logger: s.log, Observer: explorer.TailObserver(metrics)})
	s.indexer = indexer.New(indexer.Options{
		Store: s.store, Listener: s.tails, RetentionDays: cfg.RetentionDays, TempDir: cfg.DataDir, Observer: observe(metrics),
	})
	s.retention = indexer.NewRetention(indexer.RetentionOptions{
		Store: s.store, Days: cfg.RetentionDays, Report: logRetention(s.log), Written: s.store.Written(),
	})
	if err := s.retention.Start(); err != nil {
		return nil, err
	}

	if s.collector, err = newCollector(cfg, s.indexer, s.log); err != nil {
		return nil, err
	}

	files, err := openImports(cfg, s.indexer, s.log)
	if err != nil {
		return nil, err
	}
	if s.folder, err = newFolder(cfg, files.Imports, s.log); err != nil {
		return nil, err
	}

	log.BootstrapToken, log.Logger = cfg.BootstrapToken, s.log
	if s.auth, err = auth.Open(log); err != nil {
		return nil, err
	}
	saved, err := views.Open(views.Options{File: filepath.Join(cfg.DataDir, "views.json"), Logger: s.log})
	if err != nil {
		return nil, err
	}
	shared := turns.New(0)
	s.downloads, err = download.Open(download.Options{
		Dir: filepath.Join(cfg.DataDir, "downloads"), Scanner: s.store, Turns: shared, Logger: s.log,
		Keep: time.Duration(cfg.DownloadsKeepDays) * 24 * time.Hour, MaxBytes: cfg.DownloadsMaxBytes,
	})
	if err != nil {
		return nil, err
	}
	s.schedules, err = schedule.Open(schedule.Options{File: filepath.Join(cfg.DataDir, "schedules.json"), Downloads: s.downloads, Logger: s.log})
	if err != nil {
		return nil, err
	}
	gin.SetMode(gin.ReleaseMode)
	var sources allSources
	if s.collector != nil {
		sources = append(sources, collectorSources{s.collector})
	}
	if s.folder != nil {
		sources = append(sources, folderSource{s.folder})
	}
	metrics.MustRegister(sourceMetrics{sources})
	s.explorer, err = explorer.New(explorer.Options{
		Searcher: s.store, Scanner: s.store, Statser: s.store, Ingester: s.indexer, Tails: s.tails, Auth: s.auth, Views: saved, Downloads: s.downloads, Schedules: s.schedules, Imports: files, Sources: sources, Page: frontend.Files(),
		Zone: cfg.TimeZone, RetentionDays: cfg.RetentionDays, NextRetention: s.retention.Next, Version: version, Metrics: metrics, Logger: s.log, Turns: shared,
	})
	if err != nil {
		return nil, err
	}
	if s.listener, err = net.Listen("tcp", cfg.Listen); err != nil {
		var op *net.OpError
		if errors.As(err, &op) {
			err = op.Err // the rest of it says the address again
		}
		return nil, fmt.Errorf("listen on %s: %w", cfg.Listen, err)
	}
	return s, nil
}

// serve answers requests until ctx ends, then finishes what runs.
func (s *server) serve(ctx context.Context) error {
	http := s.explorer.Server()
	failed := make(chan error, 1)
	go func() { failed <- http.Serve(s.listener) }()
	s.log.Info().Str("addr", s.listener.Addr().String()).Str("version", version).Msg("listening")
	if s.collector != nil {
		s.collector.Start()
	}
	if s.folder != nil {
		s.folder.Start()
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.log.Info().Msg("stopping")
	grace, cancel := context.WithTimeout(context.Background(), shutdownGrace)
	defer cancel()
	s.explorer.StopReady()
	s.schedules.Close() // what is due stays so
	s.downloads.Close() // they go on at the next start
	if s.collector != nil {
		s.collector.Close() // likewise
	}
	if s.folder != nil {
		s.folder.Close() // likewise
	}
	err := http.Shutdown(grace) // requests that run, commits among them
	s.indexer.Close()
	// Tails have time of their own: a long export may have used up the other.
	farewell, cancelFarewell := context.WithTimeout(context.Background(), farewellGrace)
	defer cancelFarewell()
	err = errors.Join(err, s.explorer.Shutdown(farewell), http.Close())
	s.log.Info().Err(err).Msg("stopped")
	return nil
}

// close gives back what open took, in the opposite order.
func (s *server) close() {
	if s.listener != nil {
		_ = s.listener.Close() // the HTTP server has closed it already
	}
	if s.schedules != nil {
		s.schedules.Close()
	}
	if s.downloads != nil {
		s.downloads.Close()
	}
	if s.collector != nil {
		s.collector.Close()
	}
	if s.folder != nil {
		s.folder.Close()
	}
	if s.indexer != nil {
		s.indexer.Close()
	}
	if s.retention != nil {
		s.retention.Close()
	}
	if s.store != nil {
		if err := s.store.Close(); err != nil {
			s.log.Error().Err(err).Msg("close store")
		}
	}
}

// printLink shows a one-time link: set apart where people read the log, as a
// line of it where programs do.
func (s *server) printLink(what string) error {
	code, err := s.auth.NewLink()
	if err != nil {
		return err
	}
	link := fmt.Sprintf("http://%s/login?code=%s", browsable(s.listener.Addr()), code)
	if !s.console {
		s.log.Info().Str("link", link).Msg(what)
		return nil
	}
	_, err = fmt.Fprintf(s.stderr, "\n%s:\n\n  %s\n\n", what, link)
	return err
}

// browsable is an address that a browser on this machine can open.
func browsable(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("localhost", port)
	}
	return addr.String()
}

func newLogger(w io.Writer, console bool) zerolog.Logger {
	if console {
		w = zerolog.ConsoleWriter{Out: w, TimeFormat: time.DateTime}
	}
	return zerolog.New(w).With().Timestamp().Logger()
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

func logRetention(log zerolog.Logger) func(indexer.RetentionRun) {
	return func(run indexer.RetentionRun) {
		event := log.Info()
		if run.Err != nil && !errors.Is(run.Err, context.Canceled) {
			event = log.Error().Err(run.Err)
		}
		var days []string
		for _, d := range run.Dropped {
			days = append(days, string(d))
		}
		if len(run.Held) > 0 {
			log.Warn().Time("clock", time.Now()).Int("days", len(run.Held)).Msg("days are kept although their time is over by the clock: nothing was written for long, and no event of the last week vouches for the clock; is it right?")
		}
		event.Str("first_kept", string(run.FirstKept)).Str("dropped", strings.Join(days, " ")).Msg("retention")
	}
}
