package naverworks

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// assertionLife is how long a signed assertion may be used. [seen] public clients
// take from a minute to an hour; a short one would be over at once where clocks differ.
const assertionLife = 30 * time.Minute

// assumedLife is how long a token is taken to live where the answer does not say.
// [official] it is 1 or 24 hours, a setting of the app.
const assumedLife = time.Hour

// refreshAhead is how long before its end a token is not used any more, so that it
// outlives the call that begins with it; of short ones half their life.
const refreshAhead = 5 * time.Minute

// token is an access token.
type token struct {
	text string
	good time.Time // until when it is used
}

// authorization gives the value of the header Authorization, with a new token where
// the last one is over.
func (c *client) authorization(ctx context.Context) (string, error) {
	if c.token.text == "" || !time.Now().Before(c.token.good) {
		t, err := c.newToken(ctx)
		if err != nil {
			return "", err
		}
		c.token = t
	}
	return "Bearer " + c.token.text, nil
}

// newToken exchanges a signed assertion for a token. [official] RS256; iss is the
// client id, sub the service account; iat and exp are numbers; an aud is not needed.
func (c *client) newToken(ctx context.Context) (token, error) {
	now := time.Now()
	assertion, err := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{
		"iss": c.account.ClientID, "sub": c.account.ServiceAccount,
		"iat": now.Unix(), "exp": now.Add(assertionLife).Unix(),
	}).SignedString(c.account.PrivateKey)
	if err != nil {
		return token{}, &failure{code: codeToken, final: true, message: "The request for a token could not be signed with the private key.", err: err}
	}
	form := url.Values{
		"assertion": {assertion}, "grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"},
		"client_id": {c.account.ClientID}, "client_secret": {c.account.ClientSecret}, "scope": {"audit.read"},
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.authURL.String(), strings.NewReader(form.Encode()))
	if err != nil {
		return token{}, unreachable(c.authURL, err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := c.http.Do(req)
	if err != nil {
		return token{}, unreachable(c.authURL, err)
	}
	defer res.Body.Close()
	body, err := readSmall(res.Body)
	if err != nil {
		return token{}, unreachable(c.authURL, err)
	}
	if res.StatusCode != http.StatusOK {
		return token{}, refusedToken(res, body)
	}
	var answer struct {
		AccessToken string  `json:"access_token"`
		ExpiresIn   seconds `json:"expires_in"`
	}
	if err := json.Unmarshal(body, &answer); err != nil || answer.AccessToken == "" {
		return token{}, &failure{code: codeToken, message: "The answer to the request for a token has none. Is the address right?"}
	}
	life := time.Duration(answer.ExpiresIn) * time.Second
	if life <= 0 {
		life = assumedLife
	}
	return token{answer.AccessToken, now.Add(life - min(refreshAhead, life/2))}, nil
}

// seconds is a number that comes as a number or as a string. [seen] expires_in does
// both. What is neither is 0.
type seconds int64

// UnmarshalJSON never fails: the token is good, however long.
func (s *seconds) UnmarshalJSON(b []byte) error {
	n, err := strconv.ParseFloat(strings.Trim(string(b), `" `), 64)
	if err != nil || n < 0 || n > float64(maxLife/time.Second) {
		n = 0
	}
	*s = seconds(n)
	return nil
}

// maxLife is longer than any token lives.
const maxLife = 90 * 24 * time.Hour

// refusedToken makes the error of an answer that gives no token.
func refusedToken(res *http.Response, body []byte) error {
	var said struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
		Code        string `json:"code"`
		Detail      string `json:"description"`
	}
	_ = json.Unmarshal(body, &said)
	f := answered(res, "The request for a token", said.Error+said.Code, said.Description+said.Detail)
	f.code, f.login = codeToken, false
	switch said.Error { // [seen]
	case "invalid_client":
		f.message += " Are client id, client secret, service account and private key those of one app?"
	case "invalid_scope":
		f.message += " Tick the scope audit.read for the app in the Developer Console."
	}
	if res.StatusCode >= 300 && res.StatusCode < 400 {
		f.message = fmt.Sprintf("The request for a token was sent elsewhere (%d), and a client secret is not sent on. Is the address right?", res.StatusCode)
	}
	return f
}
