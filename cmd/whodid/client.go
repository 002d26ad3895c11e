package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// clientEnv are the variables of the commands that talk to a server; serve knows
// them so as not to wonder.
var clientEnv = []string{"WHODID_SERVER", "WHODID_TOKEN"}

// defaultServer is where serve listens unless told otherwise.
const defaultServer = "http://127.0.0.1:8080"

// clientFlags say which server a command talks to, and as whom.
type clientFlags struct {
	Server string `env:"WHODID_SERVER" placeholder:"http://127.0.0.1:8080" group:"Server:" help:"Address of the server."`
	Token  string `env:"WHODID_TOKEN" group:"Server:" placeholder:"TOKEN" help:"Bearer token. Prefer the variable: a flag shows in the list of processes."`
}

// client speaks to a server.
type client struct {
	base  *url.URL
	token string
	http  *http.Client
}

func (f clientFlags) client() (*client, error) {
	server := cmp.Or(f.Server, defaultServer)
	if !strings.Contains(server, "://") {
		server = "http://" + server
	}
	base, err := url.Parse(server)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, wrongUsage("--server: %q is no address such as %s", f.Server, defaultServer)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DialContext = (&net.Dialer{Timeout: 10 * time.Second}).DialContext
	return &client{base, f.Token, &http.Client{Transport: transport}}, nil
}

// url gives the address of a call under the server's own path.
func (c *client) url(path string, params url.Values) string {
	u := c.base.JoinPath(path)
	u.RawQuery = params.Encode()
	return u.String()
}

// apiError is a refusal of the server.
type apiError struct {
	status  int
	code    string
	message string
}

func (e *apiError) Error() string { return e.message }

// do sends a request and gives the answer where its status is 200, or one of
// also, and it is of the media type that is wanted (any where that is empty): another program's page, or a
// proxy's, must not be taken for rows. Any other status is an *apiError with the
// server's sentence.
func (c *client) do(ctx context.Context, method, address, want string, header http.Header, body io.Reader, also ...int) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return nil, err
	}
	for k, v := range header {
		req.Header[k] = v
	}
	req.Header.Set("Accept", want)
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	res, err := c.http.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("no server answers at %s: %w", c.base, errors.Unwrap(err))
	}
	if res.StatusCode != http.StatusOK && !slices.Contains(also, res.StatusCode) {
		defer res.Body.Close()
		return nil, c.refusal(res)
	}
	if got, _, err := mime.ParseMediaType(res.Header.Get("Content-Type")); want != "" && (err != nil || got != want) {
		_ = res.Body.Close() // nobody reads it
		return nil, fmt.Errorf("%s answers with %q instead of %s; is it whodid?", c.base, res.Header.Get("Content-Type"), want)
	}
	return res, nil
}

func (c *client) refusal(res *http.Response) error {
	var answer struct {
		Error struct{ Code, Message string }
	}
	text, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err != nil || json.NewDecoder(bytes.NewReader(text)).Decode(&answer) != nil || answer.Error.Message == "" {
		return &apiError{res.StatusCode, "", fmt.Sprintf("%s answers %s; is it whodid?", c.base, res.Status)}
	}
	message := answer.Error.Message
	if res.StatusCode == http.StatusUnauthorized && c.token == "" {
		message = "The server wants a log-in. Give --token or set WHODID_TOKEN."
	}
	return &apiError{res.StatusCode, answer.Error.Code, message}
}
