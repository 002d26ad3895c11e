package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"whodid/audit"
)

// MinTokenLength is the fewest characters of a bootstrap token.
const MinTokenLength = 16

// Options say how log-ins behave. The zero value keeps them in memory and
// accepts no bearer token.
type Options struct {
	File           string        // keeps sessions over a restart, mode 0600, see Auth; "" keeps them in memory
	BootstrapToken string        // a bearer token with the role admin; "" is none
	IdleAfter      time.Duration // a session unused for that long ends; 0 is 24 h
	Lifetime       time.Duration // a session ends at that age, used or not; 0 is 14 days
	LinkLifetime   time.Duration // of a one-time link; 0 is 24 h
	Now            func() time.Time
	Logger         zerolog.Logger // of failures that no answer carries
}

// touchEvery is how stale a session's last use may be before it is written
// down again: each write costs an fsync.
const touchEvery = 10 * time.Minute

// retryEvery is how often a file that could not be written is tried again, as
// sessions are used.
const retryEvery = time.Minute

// maxSessions bounds the file; beyond it the session unused the longest ends.
const maxSessions = 1000

// Auth knows who may come in. Safe for concurrent use.
//
// Where Options.File can't be written, on a full disk, everything goes on from
// memory and the log says so: whoever comes to make room must get in. The file is
// tried again with the next change, and every minute while sessions are used. A
// restart before that forgets what was not written: such sessions and links are
// gone, a session logged out is back, a used link works again until it is too old.
type Auth struct {
	opts     Options
	token    [sha256.Size]byte // of opts.BootstrapToken
	attempts *attempts

	mu      sync.Mutex
	state   state     // guarded by mu, like the file it is written to
	unsaved bool      // guarded by mu: the file lacks something of state
	tried   time.Time // guarded by mu: when the file was last written, or should have been
}

// Session is a log-in just made. Value goes into the cookie and nowhere else.
type Session struct {
	Value     string
	Principal Principal
	MaxAge    time.Duration
}

// Open reads opts.File, where there is one. Errors: a token shorter than
// MinTokenLength, a file that can't be read as what Auth writes.
func Open(opts Options) (*Auth, error) {
	if opts.BootstrapToken != "" && len(opts.BootstrapToken) < MinTokenLength {
		return nil, fmt.Errorf("the bootstrap token is shorter than %d characters", MinTokenLength)
	}
	if opts.IdleAfter == 0 {
		opts.IdleAfter = 24 * time.Hour
	}
	if opts.Lifetime == 0 {
		opts.Lifetime = 14 * 24 * time.Hour
	}
	if opts.LinkLifetime == 0 {
		opts.LinkLifetime = 24 * time.Hour
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	st, err := readState(opts.File)
	if err != nil {
		return nil, err
	}
	return &Auth{opts: opts, token: sha256.Sum256([]byte(opts.BootstrapToken)), attempts: newAttempts(opts.Now), state: st}, nil
}

// Claimed tells whether anybody ever logged in to the page.
func (a *Auth) Claimed() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return !a.state.Claimed.IsZero()
}

// NewLink makes a one-time code for GET /login?code=…, which logs in an
// administrator. It works once, until Options.LinkLifetime has passed; earlier
// codes keep working. A file that can't be written is no error: see Auth. There
// is none in this version.
func (a *Auth) NewLink() (code string, err error) {
	code = secret()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.change(func(st *state) {
		st.Links = append(st.Links, link{Hash: sum(code), Expires: a.opts.Now().Add(a.opts.LinkLifetime).UTC()})
	})
	return code, nil
}

var (
	errCode    = &audit.Error{Kind: audit.Unauthorized, Code: "invalid_code", Message: "This link was used before or is too old. Log in with a token, or restart whodid for a new link if nobody has logged in yet."}
	errToken   = &audit.Error{Kind: audit.Unauthorized, Code: "invalid_token", Message: "This token is not known. Check that it was copied whole."}
	errSession = &audit.Error{Kind: audit.Unauthorized, Code: "unauthorized", Message: "Log in first: open the page with the link that whodid printed, or send a token as \"Authorization: Bearer TOKEN\"."}
)

// LogInByCode uses up the one-time code. Errors: *audit.Error of kind
// Unauthorized for a used, old or wrong code, Overloaded for a wrong one after
// too many others from this remote address; a right one always works.
func (a *Auth) LogInByCode(code, remote string) (Session, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	hash, now := sum(code), a.opts.Now()
	for i, l := range a.state.Links {
		if subtle.ConstantTimeCompare([]byte(l.Hash), []byte(hash)) == 1 && now.Before(l.Expires) {
			return a.newSession(func(st *state) { st.Links = slices.Delete(st.Links, i, i+1) }), nil
		}
	}
	return Session{}, a.attempts.refuse(remote, code, errCode)
}

// LogInByToken makes a session for a bearer token. Errors as in LogInByCode.
func (a *Auth) LogInByToken(token, remote string) (Session, error) {
	if _, err := a.byToken(token, remote); err != nil {
		return Session{}, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.newSession(func(*state) {}), nil
}

// newSession adds an administrator's session in one change with also. a.mu is
// held.
func (a *Auth) newSession(also func(*state)) Session {
	value, now := secret(), a.opts.Now().UTC()
	s := session{Hash: sum(value), Name: "admin", Role: RoleAdmin, Created: now, Used: now}
	a.change(func(st *state) {
		also(st)
		if st.Claimed.IsZero() {
			st.Claimed = now
		}
		st.Sessions = append(st.Sessions, s)
	})
	return Session{Value: value, Principal: s.principal(), MaxAge: a.opts.Lifetime}
}

// LogOut ends the session with this cookie value; one that is unknown has ended
// already.
func (a *Auth) LogOut(value string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if i := a.state.find(sum(value)); i >= 0 {
		a.change(func(st *state) { st.Sessions = slices.Delete(st.Sessions, i, i+1) })
	}
}

// bySession gives the principal of a cookie value and notes its use.
func (a *Auth) bySession(value string) (Principal, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.opts.Now()
	i := a.state.find(sum(value))
	if i < 0 || a.ended(a.state.Sessions[i], now) {
		return Principal{}, errSession
	}
	s := a.state.Sessions[i]
	switch {
	case now.Sub(s.Used) > touchEvery:
		a.change(func(st *state) { st.Sessions[i].Used = now.UTC() })
	case a.unsaved && now.Sub(a.tried) > retryEvery:
		a.save(now)
	}
	return s.principal(), nil
}

func (a *Auth) byToken(token, remote string) (Principal, error) {
	got := sha256.Sum256([]byte(token))
	if subtle.ConstantTimeCompare(got[:], a.token[:]) != 1 || a.opts.BootstrapToken == "" {
		return Principal{}, a.attempts.refuse(remote, token, errToken)
	}
	return Principal{Name: "admin", Role: RoleAdmin}, nil
}

func (a *Auth) ended(s session, now time.Time) bool {
	return now.Sub(s.Used) > a.opts.IdleAfter || now.Sub(s.Created) > a.opts.Lifetime
}

// change edits the state, drops what has ended and writes the file. a.mu is held.
func (a *Auth) change(edit func(*state)) {
	now := a.opts.Now()
	edit(&a.state)
	a.state.prune(func(s session) bool { return a.ended(s, now) }, now)
	a.save(now)
}

// save writes the file, or says in the log that it can't. a.mu is held.
func (a *Auth) save(now time.Time) {
	err := a.state.write(a.opts.File)
	a.tried, a.unsaved = now, err != nil
	if err != nil {
		a.opts.Logger.Error().Err(err).Msg("log-ins are kept in memory only, until their file can be written again")
	}
}

// secret gives 256 random bits in 43 characters that need no escaping in a URL.
func secret() string {
	var b [32]byte
	rand.Read(b[:]) // never fails, see its documentation
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func sum(secret string) string {
	s := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(s[:])
}
