package config

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alecthomas/kong"
)

// Error is a setting that can't be taken.
type Error struct {
	Key  string // as it came in: "--listen", "WHODID_LISTEN", the file's "listen"; file and line where no key is at fault
	Line string // one line that names the key, the value and what is accepted
}

// Error gives the line.
func (e *Error) Error() string { return e.Line }

// text is a setting's value before it is checked, with where it came from.
type text struct {
	key   string // the Key of an Error
	where string // how the line begins: the key, after file and line where there is a file
	value string
	given bool // false: nobody set it, value is the default
}

// source finds the text that counts: flag, environment, file, default.
func source(flag *kong.Flag, given map[string]string, fromFile map[string]text) text {
	if value, ok := given[flag.Name]; ok {
		key := "--" + flag.Name
		return text{key, key, value, true}
	}
	for _, key := range flag.Envs {
		if value := os.Getenv(key); value != "" {
			return text{key, key, value, true}
		}
	}
	if t, ok := fromFile[flag.Name]; ok {
		return t
	}
	key := "--" + flag.Name
	return text{key, key, flag.Default, false}
}

// setting is the check of one key. set gives what is wrong with the value, or "".
type setting struct {
	key    string
	secret bool // its value is never shown
	set    func(c *Config, value string) (wrong string)
}

// apply checks t and puts it into c. A default that is empty means none.
func (s *setting) apply(c *Config, t text) error {
	if !t.given && t.value == "" {
		return nil
	}
	wrong := s.set(c, t.value)
	if wrong == "" {
		return nil
	}
	shown := strconv.Quote(t.value)
	if s.secret {
		shown = "the value"
	}
	return &Error{Key: t.key, Line: fmt.Sprintf("%s: %s %s", t.where, shown, wrong)}
}

// settings lists every key that a file may hold, in the order of the help.
var settings = []setting{
	{key: "listen", set: setListen},
	{key: "data-dir", set: setDataDir},
	{key: "retention-days", set: setRetentionDays},
	{key: "seal-after", set: setSealAfter},
	{key: "time-zone", set: setTimeZone},
	{key: "store", set: setStore},
	{key: "bootstrap-token", secret: true, set: setBootstrapToken},
	{key: "log-format", set: setLogFormat},
	{key: "downloads-keep-days", set: setDownloadsKeepDays},
	{key: "downloads-max-bytes", set: setDownloadsMaxBytes},
	{key: "watch-dir", set: setWatchDir},
	{key: "watch-every", set: setWatchEvery},
	{key: "naverworks-client-id", set: setWord(func(c *Config) *string { return &c.NaverWorks.ClientID })},
	{key: "naverworks-client-secret", secret: true, set: setWord(func(c *Config) *string { return &c.NaverWorks.ClientSecret })},
	{key: "naverworks-service-account", set: setWord(func(c *Config) *string { return &c.NaverWorks.ServiceAccount })},
	{key: "naverworks-private-key", set: setPrivateKey},
	{key: "naverworks-domains", set: setDomains},
	{key: "naverworks-schedule", set: setSchedule},
	{key: "naverworks-overlap", set: setOverlap},
	{key: "naverworks-api-url", set: setURL(func(c *Config) *string { return &c.NaverWorks.APIURL })},
	{key: "naverworks-auth-url", set: setURL(func(c *Config) *string { return &c.NaverWorks.AuthURL })},
	{key: "naverworks-hosts", set: setHosts},
}

// settingOf gives the setting of a key, or nil.
func settingOf(key string) *setting {
	for i := range settings {
		if settings[i].key == key {
			return &settings[i]
		}
	}
	return nil
}

func setListen(c *Config, value string) string {
	const wrong = "is not accepted; host:port is, such as 127.0.0.1:8080 or :0"
	host, port, err := net.SplitHostPort(value)
	if err != nil || strings.ContainsAny(host, " \t\r\n/") {
		return wrong
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return wrong
	}
	c.Listen = value
	return ""
}

func setDataDir(c *Config, value string) string {
	if strings.TrimSpace(value) == "" || strings.ContainsRune(value, 0) {
		return "is not accepted; the path of a folder is"
	}
	if info, err := os.Stat(value); err == nil && !info.IsDir() {
		return "is a file; the path of a folder is accepted"
	}
	c.DataDir = value
	return ""
}

func setRetentionDays(c *Config, value string) string {
	days, err := strconv.Atoi(value)
	if err != nil || days < 1 || days > MaxRetentionDays {
		return fmt.Sprintf("is not accepted; a whole number of days from 1 to %d is", MaxRetentionDays)
	}
	c.RetentionDays = days
	return ""
}

func setSealAfter(c *Config, value string) string {
	d, err := time.ParseDuration(value)
	if err != nil || d < MinSealAfter {
		return fmt.Sprintf("is not accepted; a duration from %s on is, such as 30s or 5m", MinSealAfter)
	}
	c.SealAfter = d
	return ""
}

func setTimeZone(c *Config, value string) string {
	const wrong = "is not a time zone; an IANA name is accepted, such as Asia/Seoul or UTC"
	// LoadLocation takes "" and "Local" too: they would mean another zone on
	// every machine, and could not stand in a link.
	if value == "" || strings.EqualFold(value, "local") {
		return wrong
	}
	zone, err := time.LoadLocation(value)
	if err != nil {
		return wrong
	}
	c.TimeZone = zone
	return ""
}

func setStore(c *Config, value string) string {
	switch value {
	case string(StoreBleve):
		c.Store = StoreBleve
		return ""
	case "opensearch":
		return "is not in this version; bleve is accepted"
	}
	return "is not accepted; bleve is"
}

func setBootstrapToken(c *Config, value string) string {
	const accepted = "at least 16 letters, digits and signs without spaces are"
	if n := utf8.RuneCountInString(value); n < MinTokenLength {
		return fmt.Sprintf("of %d characters is not accepted; %s", n, accepted)
	}
	// It travels in an HTTP header: visible ASCII only.
	for _, r := range value {
		if r <= ' ' || r > '~' {
			return "holds a character that is not accepted; " + accepted
		}
	}
	c.BootstrapToken = value
	return ""
}

func setLogFormat(c *Config, value string) string {
	switch format := LogFormat(value); format {
	case LogAuto, LogConsole, LogJSON:
		c.LogFormat = format
		return ""
	}
	return "is not accepted; auto, console or json is"
}
