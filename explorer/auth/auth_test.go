package auth

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"whodid/audit"
)

const token = "a token for tests only"

// clock is a time that tests move.
type clock struct{ at time.Time }

func newClock() *clock                { return &clock{time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)} }
func (c *clock) now() time.Time       { return c.at }
func (c *clock) pass(d time.Duration) { c.at = c.at.Add(d) }
func (c *clock) options(file string) Options {
	return Options{File: file, BootstrapToken: token, Now: c.now}
}
func open(t *testing.T, opts Options) *Auth {
	t.Helper()
	a, err := Open(opts)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func get(header ...string) *http.Request {
	r := httptest.NewRequest("GET", "http://127.0.0.1:8080/api/v1/search", nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

func withCookie(value string) *http.Request { return get("Cookie", CookieName+"="+value) }

func logIn(t *testing.T, a *Auth) Session {
	t.Helper()
	s, err := a.LogInByToken(token, "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func use(t *testing.T, a *Auth, s Session) {
	t.Helper()
	if _, err := a.Authenticate(withCookie(s.Value)); err != nil {
		t.Fatal(err)
	}
}

func TestCodeWorksOnce(t *testing.T) {
	c := newClock()
	a := open(t, c.options(""))
	if a.Claimed() {
		t.Error("claimed before anybody logged in")
	}
	code, err := a.NewLink()
	if err != nil {
		t.Fatal(err)
	}
	s, err := a.LogInByCode(code, "192.0.2.1")
	if err != nil || s.Principal.Role != RoleAdmin || !a.Claimed() {
		t.Fatalf("session %+v, %v, claimed %v", s.Principal, err, a.Claimed())
	}
	if _, err := a.LogInByCode(code, "192.0.2.1"); audit.KindOf(err) != audit.Unauthorized {
		t.Errorf("the code again: %v", err)
	}
	if who, err := a.Authenticate(withCookie(s.Value)); err != nil || who.Name != "admin" || !who.ByCookie {
		t.Errorf("session: %+v, %v", who, err)
	}
}

func TestCodeGetsOld(t *testing.T) {
	c := newClock()
	a := open(t, c.options(""))
	code, _ := a.NewLink()
	c.pass(24 * time.Hour)
	if _, err := a.LogInByCode(code, "192.0.2.1"); audit.KindOf(err) != audit.Unauthorized {
		t.Errorf("after 24 h: %v", err)
	}
}

func TestSessionEnds(t *testing.T) {
	c := newClock()
	a := open(t, c.options(""))
	idle, busy := logIn(t, a), logIn(t, a)
	for range 14 * 24 { // used every hour for two weeks
		use(t, a, busy)
		c.pass(time.Hour)
	}
	if _, err := a.Authenticate(withCookie(idle.Value)); audit.KindOf(err) != audit.Unauthorized {
		t.Errorf("unused: %v", err)
	}
	c.pass(time.Second)
	if _, err := a.Authenticate(withCookie(busy.Value)); audit.KindOf(err) != audit.Unauthorized {
		t.Errorf("used, but too old: %v", err)
	}
}

func TestLogOut(t *testing.T) {
	a := open(t, newClock().options(""))
	one, other := logIn(t, a), logIn(t, a)
	for range 2 {
		a.LogOut(one.Value)
	}
	if _, err := a.Authenticate(withCookie(one.Value)); err == nil {
		t.Error("still logged in")
	}
	if _, err := a.Authenticate(withCookie(other.Value)); err != nil {
		t.Errorf("the other session: %v", err)
	}
}

func TestRestartKeepsLogIns(t *testing.T) {
	c := newClock()
	file := filepath.Join(t.TempDir(), "auth.json")
	a := open(t, c.options(file))
	code, err := a.NewLink()
	if err != nil {
		t.Fatal(err)
	}
	s := logIn(t, a)
	a = open(t, c.options(file))
	if _, err := a.Authenticate(withCookie(s.Value)); err != nil {
		t.Errorf("session: %v", err)
	}
	if _, err := a.LogInByCode(code, "192.0.2.1"); err != nil {
		t.Errorf("code: %v", err)
	}
	if a = open(t, c.options(file)); !a.Claimed() {
		t.Error("not claimed")
	}
	if _, err := a.LogInByCode(code, "192.0.2.1"); err == nil {
		t.Error("the code works a second time after a restart")
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("file mode %v, %v", info.Mode(), err)
	}
	data, _ := os.ReadFile(file)
	for _, secret := range []string{code, s.Value, token} {
		if strings.Contains(string(data), secret) {
			t.Error("the file has a secret in readable form")
		}
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".auth*")); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
}

// The use of a session is written down now and then, so that a restart does not
// end it early, but not at every request.
func TestUseIsWrittenDown(t *testing.T) {
	c := newClock()
	file := filepath.Join(t.TempDir(), "auth.json")
	a := open(t, c.options(file))
	s := logIn(t, a)
	before, _ := os.ReadFile(file)
	c.pass(touchEvery)
	use(t, a, s)
	if after, _ := os.ReadFile(file); string(after) != string(before) {
		t.Error("written after a few minutes")
	}
	c.pass(20 * time.Hour)
	use(t, a, s)
	c.pass(20 * time.Hour)
	if _, err := open(t, c.options(file)).Authenticate(withCookie(s.Value)); err != nil {
		t.Errorf("used 20 h ago, and now after a restart: %v", err)
	}
}

// A full disk: the file can't be written. A server that nobody had claimed did not
// start, and nobody could log in or out to look what is wrong.
func TestDiskThatIsFull(t *testing.T) {
	c := newClock()
	dir := filepath.Join(t.TempDir(), "data") // not there: no file can be made in it
	file := filepath.Join(dir, "auth.json")
	var log bytes.Buffer
	opts := c.options(file)
	opts.Logger = zerolog.New(&log)
	a := open(t, opts)
	code, err := a.NewLink()
	if err != nil {
		t.Fatal(err)
	}
	first, err := a.LogInByCode(code, "192.0.2.1")
	if err != nil || !a.Claimed() {
		t.Fatalf("by the link: %v, claimed %v", err, a.Claimed())
	}
	if _, err := a.LogInByCode(code, "192.0.2.1"); err == nil {
		t.Error("the link works twice")
	}
	second := logIn(t, a)
	use(t, a, first)
	a.LogOut(first.Value)
	if _, err := a.Authenticate(withCookie(first.Value)); audit.KindOf(err) != audit.Unauthorized {
		t.Errorf("after the log-out: %v", err)
	}
	if n := strings.Count(log.String(), "write log-ins to "+file); n != 4 { // link, two log-ins, log-out
		t.Errorf("%d failures in the log: %s", n, log.String())
	}
	if strings.Contains(log.String(), code) || strings.Contains(log.String(), first.Value) {
		t.Errorf("secrets in the log: %s", log.String())
	}

	// Once there is room the file gets all of it, as soon as a session is used.
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	c.pass(retryEvery + time.Second)
	use(t, a, second)
	a = open(t, opts)
	use(t, a, second)
	if _, err := a.Authenticate(withCookie(first.Value)); err == nil || !a.Claimed() {
		t.Errorf("after a restart: the one logged out %v, claimed %v", err, a.Claimed())
	}
}

// A disk that stays full must not cost a try, and a line in the log, at each use.
func TestFullDiskIsTriedNowAndThen(t *testing.T) {
	c := newClock()
	var log bytes.Buffer
	opts := c.options(filepath.Join(t.TempDir(), "gone", "auth.json"))
	opts.Logger = zerolog.New(&log)
	a := open(t, opts)
	s := logIn(t, a)
	for range 600 {
		use(t, a, s)
		c.pass(time.Second)
	}
	if n := strings.Count(log.String(), "\n"); n < 5 || n > 12 {
		t.Errorf("%d lines in ten minutes", n)
	}
}

func TestOpenRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "auth.json")
	for _, content := range []string{"", "{", `{"version":2}`} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(Options{File: file}); err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("%q: %v", content, err)
		}
	}
	if _, err := Open(Options{BootstrapToken: "fifteen letters"}); err == nil {
		t.Error("a token of 15 characters was taken")
	}
}

func TestBearer(t *testing.T) {
	a := open(t, newClock().options(""))
	for header, want := range map[string]bool{
		"Bearer " + token: true, "bearer " + token: true, "Bearer  " + token: true,
		token: false, "Bearer": false, "Bearer ": false, "Bearer x": false, "Basic " + token: false, "Bearer " + token + "x": false,
	} {
		if _, err := a.Authenticate(get("Authorization", header)); (err == nil) != want {
			t.Errorf("%q: %v", header, err)
		}
	}
	none := open(t, Options{})
	for _, header := range []string{"Bearer ", "Bearer", "Bearer " + token} {
		if _, err := none.Authenticate(get("Authorization", header)); audit.KindOf(err) != audit.Unauthorized {
			t.Errorf("without a bootstrap token, %q: %v", header, err)
		}
	}
	// A token that is sent is meant: a session must not stand in for a wrong one.
	s := logIn(t, a)
	if _, err := a.Authenticate(get("Authorization", "Bearer x", "Cookie", CookieName+"="+s.Value)); err == nil {
		t.Error("a wrong token passed by the cookie")
	}
}

// A proxy in front asks for a password of its own: with its Authorization: Basic
// on every request, the session cookie was not looked at and all was 401.
func TestOtherSchemesLeaveTheCookieAlone(t *testing.T) {
	a := open(t, newClock().options(""))
	s := logIn(t, a)
	for _, header := range []string{"Basic YWRtaW46YWRtaW4=", "Negotiate x", "Bearerx y", token, " "} {
		who, err := a.Authenticate(get("Authorization", header, "Cookie", CookieName+"="+s.Value))
		if err != nil || !who.ByCookie {
			t.Errorf("%q: %+v, %v", header, who, err)
		}
		if _, err := a.Authenticate(get("Authorization", header)); audit.KindOf(err) != audit.Unauthorized {
			t.Errorf("%q without a cookie: %v", header, err)
		}
	}
}

// Behind a proxy everybody has one address: 21 wrong tokens from it used to lock
// out the right token, and the one-time link, of everybody else.
func TestWrongLogInsLockNobodyOut(t *testing.T) {
	c := newClock()
	a := open(t, c.options(""))
	code, err := a.NewLink()
	if err != nil {
		t.Fatal(err)
	}
	guess := func(remote string, i int) audit.Kind {
		_, err := a.LogInByToken(fmt.Sprint("wrong", i), remote)
		return audit.KindOf(err)
	}
	for i := range wrongBurst {
		if k := guess("192.0.2.7", i); k != audit.Unauthorized {
			t.Fatalf("attempt %d: %v", i, k)
		}
	}
	if k := guess("192.0.2.7", 98); k != audit.Overloaded {
		t.Errorf("one more: %v", k)
	}
	if _, err := a.LogInByCode("wrong", "192.0.2.7"); audit.KindOf(err) != audit.Overloaded {
		t.Errorf("a wrong code: %v", err)
	}
	if k := guess("192.0.2.8", 98); k != audit.Unauthorized {
		t.Errorf("another address: %v", k)
	}
	if _, err := a.LogInByToken(token, "192.0.2.7"); err != nil {
		t.Errorf("the right token: %v", err)
	}
	r := get("Authorization", "Bearer "+token)
	r.RemoteAddr = "192.0.2.7:1234"
	if _, err := a.Authenticate(r); err != nil {
		t.Errorf("the right token of a program: %v", err)
	}
	if _, err := a.LogInByCode(code, "192.0.2.7"); err != nil {
		t.Errorf("the one-time link: %v", err)
	}
	c.pass(wrongEvery)
	if k := guess("192.0.2.7", 99); k != audit.Unauthorized {
		t.Errorf("a while later: %v", k)
	}
}

// A log shipper with an old token, every second, beside the person at the same
// machine.
func TestSameWrongTokenIsNoGuess(t *testing.T) {
	a := open(t, newClock().options(""))
	for range 10 * wrongBurst {
		if _, err := a.LogInByToken("the token of last year", "127.0.0.1"); audit.KindOf(err) != audit.Unauthorized {
			t.Fatal(err)
		}
	}
	if _, err := a.LogInByToken("a guess", "127.0.0.1"); audit.KindOf(err) != audit.Unauthorized {
		t.Errorf("the first other one: %v", err)
	}
}

// One IPv6 network counts once, and the memory is bounded.
func TestAddresses(t *testing.T) {
	c := newClock()
	at := newAttempts(c.now)
	refused := func(remote, secret string) bool { return at.refuse(remote, secret, errToken) == errAttempts }
	for i := range wrongBurst {
		refused(fmt.Sprintf("2001:db8::%x", i), fmt.Sprint(i))
	}
	if !refused("2001:db8::ffff", "x") {
		t.Error("another address of the network may go on")
	}
	if refused("2001:db8:0:1::1", "x") {
		t.Error("another network is refused")
	}
	for i := range 2 * maxAddresses {
		refused(fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255), "x")
	}
	if len(at.byIP) > maxAddresses {
		t.Errorf("%d addresses are remembered", len(at.byIP))
	}
	if !refused("2001:db8::1", "x") {
		t.Error("many others made it forget one that used up its attempts")
	}
	refused("@", "x") // a Unix socket has no address
}

func TestSessionsAreBounded(t *testing.T) {
	c := newClock()
	a := open(t, c.options(""))
	first := logIn(t, a)
	for range maxSessions {
		c.pass(time.Second)
		logIn(t, a)
	}
	if n := len(a.state.Sessions); n != maxSessions {
		t.Errorf("%d sessions", n)
	}
	if _, err := a.Authenticate(withCookie(first.Value)); err == nil {
		t.Error("the one unused the longest is still there")
	}
}

func TestOrigin(t *testing.T) {
	a := open(t, newClock().options(""))
	s := logIn(t, a)
	for _, tt := range []struct {
		name, method, origin string
		want                 bool
	}{
		{"read", "GET", "", true},
		{"read from elsewhere", "GET", "https://evil.example", true}, // the browser keeps the answer from it
		{"change", "POST", "http://127.0.0.1:8080", true},
		{"change behind TLS", "POST", "https://127.0.0.1:8080", true},
		{"no origin", "POST", "", false},
		{"null", "DELETE", "null", false},
		{"elsewhere", "POST", "https://evil.example", false},
		{"other port", "PUT", "http://127.0.0.1:8081", false},
		{"looks alike", "POST", "http://127.0.0.1:8080.evil.example", false},
		{"credentials", "POST", "http://127.0.0.1:8080@evil.example", false},
	} {
		r := withCookie(s.Value)
		r.Method = tt.method
		if tt.origin != "" {
			r.Header.Set("Origin", tt.origin)
		}
		_, err := a.Authenticate(r)
		if (err == nil) != tt.want || err != nil && audit.KindOf(err) != audit.Forbidden {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestRoles(t *testing.T) {
	want := map[Role][]bool{ // LoggedIn, Ingest, Search, Tail, Download, Backup
		RoleIngest:  {true, true, false, false, false, false},
		RoleViewer:  {true, false, true, true, false, false},
		RoleAuditor: {true, false, true, true, true, false},
		RoleAdmin:   {true, true, true, true, true, true},
		"stranger":  {false, false, false, false, false, false},
	}
	for role, may := range want {
		for i, p := range []Permission{LoggedIn, Ingest, Search, Tail, Download, Backup} {
			if role.May(p) != may[i] {
				t.Errorf("role %s, permission %d: %v", role, p, role.May(p))
			}
		}
		if !role.May(Anyone) {
			t.Errorf("role %s may less than a stranger", role)
		}
	}
	if len(want) != len(Roles)+1 {
		t.Error("a role is not in this table")
	}
}

func TestForbidden(t *testing.T) {
	a := open(t, newClock().options(""))
	s := logIn(t, a)
	a.state.Sessions[0].Role = RoleViewer
	if _, err := a.Authorize(withCookie(s.Value), Search); err != nil {
		t.Error(err)
	}
	if _, err := a.Authorize(withCookie(s.Value), Download); audit.KindOf(err) != audit.Forbidden {
		t.Errorf("download as a viewer: %v", err)
	}
	if _, err := a.Authorize(get(), Anyone); err != nil {
		t.Errorf("a stranger at an open door: %v", err)
	}
}
