package naverworks

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Account is what an app of the Developer Console signs in with.
type Account struct {
	ClientID       string
	ClientSecret   string
	ServiceAccount string // xxxx.serviceaccount@domain
	PrivateKey     *rsa.PrivateKey
}

// The addresses of the service. [official]
const (
	DefaultAPIURL  = "https://www.worksapis.com/v1.0/audits/logs/download"
	DefaultAuthURL = "https://auth.worksmobile.com/oauth2/v2.0/token"
)

// DefaultHosts are those whose sub-domains, and they, may be sent the token.
// [inferred] from the addresses that the documentation and users show.
var DefaultHosts = []string{"worksapis.com", "worksmobile.com"}

// maxHops is how many redirects lead to a file. [seen] one does.
const maxHops = 5

// client speaks with the Audit API. It is not safe for concurrent use: the API
// wants one request at a time.
type client struct {
	account         Account
	apiURL, authURL *url.URL
	hosts           []string
	http            *http.Client
	token           token
}

// newClient checks the addresses.
func newClient(o Options) (*client, error) {
	c := &client{account: o.Account, hosts: o.Hosts, http: &http.Client{
		Transport: o.Transport,
		// By hand: net/http would drop Authorization on the way to another host, which
		// the download wants to see [seen], and would follow to anywhere.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	var err error
	if c.apiURL, err = c.address(o.APIURL); err == nil {
		c.authURL, err = c.address(o.AuthURL)
	}
	return c, err
}

func (c *client) address(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%q is no address", text)
	}
	if why := c.distrust(u); why != "" {
		return nil, fmt.Errorf("%q is not asked: %s", text, why)
	}
	return u, nil
}

// distrust says why the token may not be sent to an address; "" is: it may. Only
// to hosts of the list, and only over https; without it to this machine alone, and
// only where the list names it, as tests do.
func (c *client) distrust(u *url.URL) string {
	host := strings.ToLower(u.Hostname())
	listed := slices.ContainsFunc(c.hosts, func(h string) bool {
		return host == h || strings.HasSuffix(host, "."+h) && net.ParseIP(h) == nil
	})
	switch {
	case host == "" || u.User != nil:
		return "it is not the address of a host alone"
	case !listed:
		return "the host is none of " + strings.Join(c.hosts, ", ") + " or below them"
	case u.Scheme == "https":
		return ""
	case u.Scheme == "http" && (host == "localhost" || net.ParseIP(host).IsLoopback()):
		return ""
	}
	return "it is not https"
}

// timeForm is how the API takes times; url.Values writes the + of the offset as %2B,
// as it must be. [official]
const timeForm = "2006-01-02T15:04:05-07:00"

// open asks for the log of a window and gives its file, to be closed, and by the
// source's clock the time at which it was asked, the zero time where it does not say.
// Errors are a *failure. [official] The answer is a redirect to the file, and the address is
// good for a while only, so that it is fetched at once and kept nowhere.
//
// It is not documented whether endTime itself is in the file. As a span ends before
// its To, the next window begins with it, and equal rows have equal ids, both will do.
func (c *client) open(ctx context.Context, authorization string, domain int, w Span, zone *time.Location) (res *http.Response, asked time.Time, err error) {
	at := *c.apiURL
	query := at.Query()
	query.Set("service", "contact")
	query.Set("startTime", w.From.In(zone).Format(timeForm))
	query.Set("endTime", w.To.In(zone).Format(timeForm))
	query.Set("language", "en_US") // the one whose header and values are known for all columns [seen]
	if domain != 0 {
		query.Set("domainId", fmt.Sprint(domain))
	}
	at.RawQuery = query.Encode()
	next := &at
	for hop := range maxHops + 1 {
		if res, err = c.get(ctx, next, authorization); err != nil {
			return nil, asked, err
		}
		if hop == 0 {
			asked, _ = http.ParseTime(res.Header.Get("Date"))
		}
		switch {
		case res.StatusCode == http.StatusOK:
			return res, asked, nil
		case res.StatusCode < 300 || res.StatusCode >= 400:
			defer res.Body.Close()
			if res.StatusCode == http.StatusUnauthorized {
				c.token = token{} // another one, for whoever asks next
			}
			return nil, asked, refusal(res)
		}
		res.Body.Close()
		if next, err = c.target(next, res.Header.Get("Location")); err != nil {
			return nil, asked, err
		}
	}
	return nil, asked, &failure{code: codeRedirect, message: fmt.Sprintf("The source redirects more than %d times.", maxHops)}
}

// target gives where a redirect leads, if the token may go there.
func (c *client) target(from *url.URL, location string) (*url.URL, error) {
	to, err := from.Parse(location)
	if err != nil || location == "" {
		return nil, &failure{code: codeRedirect, message: "The source redirects, but does not say where to."}
	}
	if why := c.distrust(to); why != "" {
		return nil, &failure{code: codeRedirect, final: true,
			message: fmt.Sprintf("The source redirects to %s://%s, where the token is not sent: %s.", sayable(to.Scheme), sayable(to.Host), why)}
	}
	return to, nil
}

func (c *client) get(ctx context.Context, at *url.URL, authorization string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, unreachable(at, err)
	}
	req.Header.Set("Authorization", authorization)
	res, err := c.http.Do(req)
	if err != nil {
		return nil, unreachable(at, err)
	}
	return res, nil
}

func refusal(res *http.Response) error {
	body, _ := readSmall(res.Body)
	var said struct{ Code, Description string }
	_ = json.Unmarshal(body, &said)
	f := answered(res, "The request for the log", said.Code, said.Description)
	switch {
	case res.StatusCode == http.StatusBadRequest:
		f.code, f.final = codeWindow, false
	case res.StatusCode == http.StatusNotFound, res.StatusCode < 300:
		// How a window without a single row is answered is not documented, least of all
		// one of before the domain was there: the others are asked for all the same.
		f.once, f.final = true, false
	}
	return f
}
