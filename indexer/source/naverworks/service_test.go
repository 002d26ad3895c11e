package naverworks

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	apiHost  = "www.worksapis.com"
	authHost = "auth.worksmobile.com"
	fileHost = "download.worksmobile.com" // of another domain than the API's
	secret   = "client-secret-of-the-tests"
)

// row is one row of the log. Equal ones are two events.
type row struct {
	at     time.Time
	user   string
	domain int
}

func (r row) csv() string {
	return r.at.In(seoul).Format(time.DateTime) + "," + r.user + " (" + r.user + "@acme.example),PC Web,View group,Seoul Sales,Success\r\n"
}

// event is how it should be stored, with what a test compares.
func (r row) event() string { return r.at.UTC().Format(time.RFC3339) + " " + r.user }

// call is a call of the API, with its download.
type call struct {
	began, ended time.Time
	window       Span
	domain       int
	status       int
}

// fault is what goes wrong with a call. Each function answers, or tells by false
// that what it is asked for goes well.
type fault struct {
	name string
	api  func(w http.ResponseWriter, r *http.Request) bool
	file func(w http.ResponseWriter, r *http.Request, csv string) bool
}

// service behaves as the Audit API is documented and was seen to.
type service struct {
	t   *testing.T
	net *internet

	mu     sync.Mutex
	log    []row
	faults map[int]fault // by the number of the call, from 1
	calls  []*call
	under  int    // calls under way
	most   int    // of them at once
	token  string // that is good
	tokens int
	life   time.Duration // of tokens
	header string
}

const usualHeader = "Date,User,Service Type,Task,Target,Status\r\n"

func newService(t *testing.T, log []row) *service {
	s := &service{t: t, net: newInternet(t, apiHost, authHost, fileHost, "evil.example", "notworksmobile.com"), log: log, faults: map[int]fault{}, life: time.Hour, header: usualHeader}
	s.net.serve(apiHost+":443", http.HandlerFunc(s.api))
	s.net.serve(authHost+":443", http.HandlerFunc(s.auth))
	s.net.serve(fileHost+":443", http.HandlerFunc(s.file))
	return s
}

func fail(w http.ResponseWriter, status int, code, description string) bool {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"code":%q,"description":%q}`, code, description)
	return true
}

// auth gives tokens for assertions that are signed and have numbers for times.
func (s *service) auth(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	claims := jwt.MapClaims{}
	_, err := jwt.ParseWithClaims(r.PostFormValue("assertion"), claims, func(*jwt.Token) (any, error) { return &signingKey().PublicKey, nil },
		jwt.WithValidMethods([]string{"RS256"}), jwt.WithIssuer("client"), jwt.WithSubject("pull.serviceaccount@acme.example"), jwt.WithExpirationRequired(), jwt.WithIssuedAt())
	var times struct{ Iat, Exp int64 } // strings would not do
	if parts := strings.Split(r.PostFormValue("assertion"), "."); err == nil {
		var payload []byte
		if payload, err = base64.RawURLEncoding.DecodeString(parts[1]); err == nil {
			err = json.Unmarshal(payload, &times)
		}
	}
	switch {
	case r.Method != http.MethodPost || r.PostFormValue("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer":
		s.t.Errorf("token asked for by %s %v", r.Method, r.PostForm)
	case err != nil || times.Iat != time.Now().Unix() || times.Exp <= times.Iat:
		s.t.Errorf("assertion: %v, %+v", err, times)
	case r.PostFormValue("client_id") != "client" || r.PostFormValue("client_secret") != secret || r.PostFormValue("scope") != "audit.read":
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"error":"invalid_client","error_description":"no such client"}`)
		return
	}
	s.tokens++
	s.token = fmt.Sprintf("token-%d", s.tokens)
	life := strconv.Itoa(int(s.life.Seconds()))
	if s.tokens%2 == 1 { // it comes as a string, too
		life = `"` + life + `"`
	}
	fmt.Fprintf(w, `{"access_token":%q,"refresh_token":"r","token_type":"Bearer","expires_in":%s,"scope":"audit.read"}`, s.token, life)
	token := s.token
	time.AfterFunc(s.life, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.token == token {
			s.token = ""
		}
	})
}

func (s *service) good(r *http.Request) bool {
	return s.token != "" && r.Header.Get("Authorization") == "Bearer "+s.token
}

// api answers with where the file is.
func (s *service) api(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	q := r.URL.Query()
	from, err := time.Parse(time.RFC3339, q.Get("startTime"))
	to, err2 := time.Parse(time.RFC3339, q.Get("endTime"))
	if err != nil || err2 != nil || !strings.Contains(r.URL.RawQuery, "%2B09%3A00") || q.Get("service") != "contact" || q.Get("language") != "en_US" {
		s.t.Errorf("asked for %s", r.URL.RawQuery)
	}
	if to.Sub(from) >= 31*24*time.Hour || !from.Before(to) {
		s.t.Errorf("a window from %s to %s", from, to)
	}
	c := &call{began: time.Now(), window: Span{from.UTC(), to.UTC()}}
	c.domain, _ = strconv.Atoi(q.Get("domainId"))
	s.calls = append(s.calls, c)
	number := len(s.calls)
	f := s.faults[number]
	s.under++
	s.most = max(s.most, s.under)
	good := s.good(r)
	s.mu.Unlock()
	seen := &watched{ResponseWriter: w}
	switch {
	case f.api != nil && f.api(seen, r):
	case !good:
		fail(seen, http.StatusUnauthorized, "UNAUTHORIZED", "Authentication failed.")
	default:
		seen.Header().Set("Location", fmt.Sprintf("https://%s/files/%d?signature=of-the-file", fileHost, number))
		seen.WriteHeader(http.StatusFound)
	}
	s.mu.Lock()
	c.status = seen.status
	s.mu.Unlock()
	if seen.status != http.StatusFound || f.api != nil {
		s.end(c)
	}
}

func (s *service) end(c *call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.ended.IsZero() {
		s.under--
	}
	c.ended = time.Now()
}

// file answers with the rows of a window, its end included, newest first.
func (s *service) file(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	number, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/files/"))
	c := s.calls[number-1]
	f := s.faults[number]
	good := s.good(r)
	csv := s.csv(c)
	s.mu.Unlock()
	defer s.end(c)
	switch {
	case !good:
		fail(w, http.StatusUnauthorized, "UNAUTHORIZED", "Authentication failed.")
	case f.file != nil && f.file(w, r, csv):
	default:
		w.Header().Set("Content-Type", "text/csv")
		fmt.Fprint(w, csv)
	}
}

func (s *service) csv(c *call) string {
	var b strings.Builder
	b.WriteString("\ufeff" + s.header)
	for i := len(s.log) - 1; i >= 0; i-- {
		if e := s.log[i]; e.domain == c.domain && !e.at.Before(c.window.From) && !e.at.After(c.window.To) {
			b.WriteString(e.csv())
		}
	}
	return b.String()
}

// asked gives the calls so far, and checks that they kept their distance.
func (s *service) asked() []call {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	var calls []call
	for i, c := range s.calls {
		calls = append(calls, *c)
		if i == 0 {
			continue
		}
		if quiet := c.began.Sub(s.calls[i-1].ended); quiet < time.Minute {
			s.t.Errorf("call %d began %v after the one before it ended", i+1, quiet)
		}
	}
	if s.most > 1 {
		s.t.Errorf("%d calls were under way at once", s.most)
	}
	return calls
}

// watched remembers the status.
type watched struct {
	http.ResponseWriter
	status int
}

func (w *watched) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController flush.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }
