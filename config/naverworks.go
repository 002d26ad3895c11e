package config

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// NaverWorks is what the collector of the Audit API of NAVER WORKS works with.
type NaverWorks struct {
	ClientID       string // "" is: nothing is pulled, and the other three are empty too
	ClientSecret   string
	ServiceAccount string
	PrivateKey     *rsa.PrivateKey

	Domains         []int         // none is the app's own
	Schedule        string        // cron, five fields
	Overlap         time.Duration // from 0 to MaxOverlap
	APIURL, AuthURL string        // "" is the service's own
	Hosts           []string      // lower case; those below them count, too
}

// On tells whether there is something to pull.
func (n NaverWorks) On() bool { return n.ClientID != "" }

// MaxOverlap bounds what is pulled again each time: a window of the API is no longer.
const MaxOverlap = 30 * 24 * time.Hour

// naverWorksFlags are the settings of the collector as kong reads them.
type naverWorksFlags struct {
	ClientID       string `name:"naverworks-client-id" env:"WHODID_NAVERWORKS_CLIENT_ID" group:"NAVER WORKS, to pull its log from the Audit API:" placeholder:"ID" help:"Client ID of the app in the Developer Console. Without it nothing is pulled."`
	ClientSecret   string `name:"naverworks-client-secret" env:"WHODID_NAVERWORKS_CLIENT_SECRET" group:"NAVER WORKS, to pull its log from the Audit API:" placeholder:"SECRET" help:"Client secret of the app. Prefer the variable or the file: a flag shows in the list of processes."`
	ServiceAccount string `name:"naverworks-service-account" env:"WHODID_NAVERWORKS_SERVICE_ACCOUNT" group:"NAVER WORKS, to pull its log from the Audit API:" placeholder:"ACCOUNT" help:"Service account of the app, xxxx.serviceaccount@domain."`
	PrivateKey     string `name:"naverworks-private-key" env:"WHODID_NAVERWORKS_PRIVATE_KEY" group:"NAVER WORKS, to pull its log from the Audit API:" placeholder:"FILE" help:"PEM file of the service account's private key."`
	Domains        string `name:"naverworks-domains" env:"WHODID_NAVERWORKS_DOMAINS" group:"NAVER WORKS, to pull its log from the Audit API:" placeholder:"ID,ID" help:"Domains of a group company, by their numbers. Without them the app's own is pulled."`
	Schedule       string `name:"naverworks-schedule" env:"WHODID_NAVERWORKS_SCHEDULE" group:"NAVER WORKS, to pull its log from the Audit API:" default:"17 * * * *" help:"When to pull what came since, as five fields of cron in --time-zone."`
	Overlap        string `name:"naverworks-overlap" env:"WHODID_NAVERWORKS_OVERLAP" group:"NAVER WORKS, to pull its log from the Audit API:" default:"48h" help:"How much is pulled again each time, for rows that reach the log late; nothing is stored twice."`
	APIURL         string `name:"naverworks-api-url" env:"WHODID_NAVERWORKS_API_URL" group:"NAVER WORKS, to pull its log from the Audit API:" placeholder:"URL" help:"Address of the log download, where it is another than NAVER WORKS' own."`
	AuthURL        string `name:"naverworks-auth-url" env:"WHODID_NAVERWORKS_AUTH_URL" group:"NAVER WORKS, to pull its log from the Audit API:" placeholder:"URL" help:"Address that gives tokens, where it is another than NAVER WORKS' own."`
	Hosts          string `name:"naverworks-hosts" env:"WHODID_NAVERWORKS_HOSTS" group:"NAVER WORKS, to pull its log from the Audit API:" default:"worksapis.com,worksmobile.com" help:"The only hosts, with those below them, that are sent the token."`
}

// accountKeys make an account, together.
var accountKeys = []string{"naverworks-client-id", "naverworks-client-secret", "naverworks-service-account", "naverworks-private-key"}

// checkNaverWorks makes sure that an account is whole, and its secrets sent to hosts
// of the list only.
func checkNaverWorks(n NaverWorks) error {
	for _, given := range [][2]string{{"naverworks-api-url", n.APIURL}, {"naverworks-auth-url", n.AuthURL}} {
		key, address := given[0], given[1]
		if u, err := url.Parse(address); address != "" && (err != nil || !below(strings.ToLower(u.Hostname()), n.Hosts)) {
			return &Error{Key: key, Line: fmt.Sprintf("%s: %q is not accepted; one of the hosts of naverworks-hosts, %s, or below them is", key, address, strings.Join(n.Hosts, ","))}
		}
	}
	set := []bool{n.ClientID != "", n.ClientSecret != "", n.ServiceAccount != "", n.PrivateKey != nil}
	given, missing := slices.Index(set, true), slices.Index(set, false)
	if given < 0 || missing < 0 {
		return nil
	}
	key := accountKeys[missing]
	return &Error{Key: key, Line: fmt.Sprintf("%s: not set, but %s is; all of %s or none are accepted", key, accountKeys[given], strings.Join(accountKeys, ", "))}
}

// below tells whether a host is one of a list or below one.
func below(host string, list []string) bool {
	return slices.ContainsFunc(list, func(h string) bool { return host == h || net.ParseIP(h) == nil && strings.HasSuffix(host, "."+h) })
}

// setWord checks a value that is one word, and puts it where field says.
func setWord(field func(*Config) *string) func(*Config, string) string {
	return func(c *Config, value string) string {
		if value == "" || strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
			return "is not accepted; a value without spaces is"
		}
		*field(c) = value
		return ""
	}
}

func setPrivateKey(c *Config, value string) string {
	const accepted = "a PEM file with an RSA private key is accepted"
	data, err := readSmall(value)
	if err != nil {
		return fmt.Sprintf("can't be read (%s); %s", reason(err), accepted)
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return "is no PEM file; " + accepted
	}
	var key any
	if key, err = x509.ParsePKCS8PrivateKey(block.Bytes); err != nil {
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	}
	private, ok := key.(*rsa.PrivateKey)
	if err != nil || !ok {
		return "holds no RSA private key; " + accepted
	}
	c.NaverWorks.PrivateKey = private
	return ""
}

func setDomains(c *Config, value string) string {
	var domains []int
	for text := range strings.SplitSeq(value, ",") {
		n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 32)
		if err != nil || n < 1 || slices.Contains(domains, int(n)) {
			return "is not accepted; numbers of different domains are, such as 10000001,10000002"
		}
		domains = append(domains, int(n))
	}
	c.NaverWorks.Domains = domains
	return ""
}

func setSchedule(c *Config, value string) string {
	schedule, err := cron.ParseStandard(value)
	if err != nil || schedule.Next(time.Now()).IsZero() {
		return `is not accepted; five fields of cron are, such as "17 * * * *" or "0 6 * * 1-5"`
	}
	c.NaverWorks.Schedule = value
	return ""
}

func setOverlap(c *Config, value string) string {
	d, err := time.ParseDuration(value)
	if err != nil || d < 0 || d > MaxOverlap {
		return fmt.Sprintf("is not accepted; a duration from 0s to %dh is, such as 48h", int(MaxOverlap.Hours()))
	}
	c.NaverWorks.Overlap = d
	return ""
}

// setURL checks an address that secrets are sent to. Without https only this very
// machine is one.
func setURL(field func(*Config) *string) func(*Config, string) string {
	return func(c *Config, value string) string {
		u, err := url.Parse(value)
		if err != nil || u.Hostname() == "" || u.User != nil || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
			return "is not accepted; an address that begins with https:// is"
		}
		*field(c) = value
		return ""
	}
}

func loopback(host string) bool { return host == "localhost" || net.ParseIP(host).IsLoopback() }

func setHosts(c *Config, value string) string {
	var hosts []string
	for host := range strings.SplitSeq(strings.ToLower(value), ",") {
		host = strings.TrimSpace(host)
		if u, err := url.Parse("https://" + host); err != nil || u.Host != host || host == "" || u.Port() != "" || strings.HasPrefix(host, ".") || strings.Contains(host, "*") {
			return "is not accepted; names of hosts are, such as worksapis.com,worksmobile.com"
		}
		hosts = append(hosts, host)
	}
	c.NaverWorks.Hosts = hosts
	return ""
}
