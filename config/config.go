package config

import (
	"time"

	"github.com/alecthomas/kong"
)

// Config is the checked settings of a server. Every field holds a usable value.
type Config struct {
	Listen            string         // host:port; port 0 lets the system choose
	DataDir           string         // the data folder; it may not exist yet
	RetentionDays     int            // days an event is kept, 1 to MaxRetentionDays
	SealAfter         time.Duration  // how long a day must be quiet before it is sealed, at least MinSealAfter
	TimeZone          *time.Location // of files whose times have no offset, and of screens until the user picks another
	Store             Store
	BootstrapToken    string // a bearer token with the role admin; "" is none
	LogFormat         LogFormat
	DownloadsKeepDays int           // days a requested download can be fetched, 1 to MaxRetentionDays
	DownloadsMaxBytes int64         // of all requested downloads together, at least MinDownloadsMaxBytes
	WatchDir          string        // the folder that is watched for files; "" is none
	WatchEvery        time.Duration // between looks, at least MinWatchEvery
	NaverWorks        NaverWorks
}

// MaxRetentionDays bounds the retention: more than ten years of daily folders is
// a slip of the keyboard, and far more would overflow dates.
const MaxRetentionDays = 3650

// MinSealAfter bounds how soon a quiet day is sealed: sooner would be work for
// each event that comes alone.
const MinSealAfter = 10 * time.Millisecond

// MinWatchEvery bounds how often the watched folder is looked at.
const MinWatchEvery = 50 * time.Millisecond

// MinTokenLength is the least number of characters a bootstrap token has.
const MinTokenLength = 16

// Store is the kind of store the events are kept in.
type Store string

// StoreBleve is the embedded store, the only one of this version.
const StoreBleve Store = "bleve"

// LogFormat is the form of the log on standard error.
type LogFormat string

// The log formats. LogAuto is console on a terminal and JSON elsewhere.
const (
	LogAuto    LogFormat = "auto"
	LogConsole LogFormat = "console"
	LogJSON    LogFormat = "json"
)

// Flags are the settings as kong reads them, for a command to embed:
//
//	type serveCmd struct{ config.Flags }
//
// A setting is taken from its flag, else from its environment variable, else
// from the file that --config names, else it is the default. An empty variable
// counts as not set: that is how compose files pass on what nobody gave. The
// file's keys are the flags' names.
//
// When parsing is done, Config holds the values. The text fields are kong's way
// to know flags, variables and help; nothing else should read them.
type Flags struct {
	Config Config `kong:"-"`

	ConfigFile        string `name:"config" env:"WHODID_CONFIG" group:"Settings:" placeholder:"FILE" help:"YAML file with settings; its keys are the names of the flags."`
	Listen            string `name:"listen" env:"WHODID_LISTEN" group:"Settings:" default:"127.0.0.1:8080" help:"Address to listen on, as host:port. Port 0 picks a free one."`
	DataDir           string `name:"data-dir" env:"WHODID_DATA_DIR" group:"Settings:" default:"${data_dir=./data}" help:"Folder that holds the events."`
	RetentionDays     string `name:"retention-days" env:"WHODID_RETENTION_DAYS" group:"Settings:" default:"180" help:"Days an event is kept, 1 to 3650."`
	SealAfter         string `name:"seal-after" env:"WHODID_SEAL_AFTER" group:"Settings:" default:"1m" help:"How long a day must be quiet before its files are made small and quick to search, such as 30s or 5m."`
	TimeZone          string `name:"time-zone" env:"WHODID_TIME_ZONE" group:"Settings:" default:"Asia/Seoul" help:"IANA zone of files whose times have no offset, and of screens until the user picks another."`
	Store             string `name:"store" env:"WHODID_STORE" group:"Settings:" default:"bleve" help:"Where events are kept: bleve."`
	BootstrapToken    string `name:"bootstrap-token" env:"WHODID_BOOTSTRAP_TOKEN" group:"Settings:" placeholder:"TOKEN" help:"Bearer token with the role admin, at least 16 characters, for automation and the first log-in. Prefer the variable or the file: a flag shows in the list of processes."`
	LogFormat         string `name:"log-format" env:"WHODID_LOG_FORMAT" group:"Settings:" default:"auto" help:"Form of the log: auto (console on a terminal, json elsewhere), console or json."`
	DownloadsKeepDays string `name:"downloads-keep-days" env:"WHODID_DOWNLOADS_KEEP_DAYS" group:"Settings:" default:"7" help:"Days a requested download can be fetched, 1 to 3650."`
	DownloadsMaxBytes string `name:"downloads-max-bytes" env:"WHODID_DOWNLOADS_MAX_BYTES" group:"Settings:" default:"20GiB" help:"What all requested downloads together may take on disk, such as 500MiB or 20GiB."`
	WatchDir          string `name:"watch-dir" env:"WHODID_WATCH_DIR" group:"Settings:" placeholder:"DIR" help:"Folder whose files are imported when they are whole, and then moved to done or failed in it."`
	WatchEvery        string `name:"watch-every" env:"WHODID_WATCH_EVERY" group:"Settings:" default:"10s" help:"How often the folder of --watch-dir is looked at; a file is whole when it rests from one look to the next."`

	NaverWorks naverWorksFlags `embed:""`
}

// AfterApply is kong's call when the command line has been read: it finds where
// each setting comes from, checks it and fills f.Config. An error is an *Error.
func (f *Flags) AfterApply(kctx *kong.Context) error {
	given := givenFlags(kctx)
	fromFile, err := readFile(f.ConfigFile, given)
	if err != nil {
		return err
	}
	for _, flag := range kctx.Flags() {
		s := settingOf(flag.Name)
		if s == nil {
			continue
		}
		if err := s.apply(&f.Config, source(flag, given, fromFile)); err != nil {
			return err
		}
	}
	if err := checkWatch(f.Config); err != nil {
		return err
	}
	return checkNaverWorks(f.Config.NaverWorks)
}

// givenFlags gives the text of the flags that stand on the command line.
func givenFlags(kctx *kong.Context) map[string]string {
	given := map[string]string{}
	for _, p := range kctx.Path {
		if p.Flag == nil || p.Resolved {
			continue
		}
		if text, ok := kctx.FlagValue(p.Flag).(string); ok {
			given[p.Flag.Name] = text
		}
	}
	return given
}
