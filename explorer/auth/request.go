package auth

import (
	"encoding/base64"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"whodid/audit"
)

// CookieName is the cookie that carries a session.
const CookieName = "whodid_session"

var (
	errOrigin    = &audit.Error{Kind: audit.Forbidden, Code: "wrong_origin", Message: "This request came from a page of another site and was refused."}
	errForbidden = &audit.Error{Kind: audit.Forbidden, Code: "forbidden", Message: "Your role does not allow this. Ask an administrator."}
)

// Authenticate gives who sent r: by bearer token where the header Authorization
// has one, else by the session cookie. Another scheme there is somebody else's,
// such as the password of a proxy in front. Errors: *audit.Error of kind
// Unauthorized, Overloaded for a wrong token after too many others, or Forbidden
// where another site made a browser send a request that changes something.
func (a *Auth) Authenticate(r *http.Request) (Principal, error) {
	if scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " "); strings.EqualFold(scheme, "Bearer") {
		return a.byToken(strings.TrimSpace(token), RemoteIP(r))
	}
	cookie, err := r.Cookie(CookieName)
	if err != nil {
		return Principal{}, errSession
	}
	p, err := a.bySession(cookie.Value)
	if err != nil {
		return Principal{}, err
	}
	if changes(r.Method) && !SameOrigin(r) {
		return Principal{}, errOrigin
	}
	return p, nil
}

// Authorize is Authenticate for a route that needs p.
func (a *Auth) Authorize(r *http.Request, p Permission) (Principal, error) {
	if p == Anyone {
		return Principal{}, nil
	}
	who, err := a.Authenticate(r)
	if err != nil {
		return Principal{}, err
	}
	if !who.Role.May(p) {
		return who, errForbidden
	}
	return who, nil
}

// AuthorizeShipper is Authorize for calls of log shippers. Beside a bearer token it
// takes what those can be given: a user and a password (the token, whatever the
// user is), or an API key (the base64 of "id:token", whatever the id is, or the
// token as it stands).
func (a *Auth) AuthorizeShipper(r *http.Request, p Permission) (Principal, error) {
	token, ok := shipperToken(r)
	if !ok {
		return a.Authorize(r, p)
	}
	who, err := a.byToken(token, RemoteIP(r))
	if err != nil {
		return Principal{}, err
	}
	if !who.Role.May(p) {
		return who, errForbidden
	}
	return who, nil
}

func shipperToken(r *http.Request) (token string, ok bool) {
	if _, password, ok := r.BasicAuth(); ok {
		return password, true
	}
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "ApiKey") {
		return "", false
	}
	key = strings.TrimSpace(key)
	if pair, err := base64.StdEncoding.DecodeString(key); err == nil {
		if _, token, ok := strings.Cut(string(pair), ":"); ok {
			return token, true
		}
	}
	return key, true
}

// CheckOrigin refuses a request that a page of another site sent. A request
// without the header Origin passes unless a cookie vouches for it: only programs
// leave the header away, and those have no cookies.
func CheckOrigin(r *http.Request, byCookie bool) error {
	if SameOrigin(r) || !byCookie && r.Header.Get("Origin") == "" {
		return nil
	}
	return errOrigin
}

// SameOrigin tells whether the header Origin names the host that r was sent to.
// The scheme is not compared: behind a proxy that ends TLS it is not known.
func SameOrigin(r *http.Request) bool {
	u, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host)
}

func changes(method string) bool {
	return method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions
}

// RemoteIP is the address of the socket's other end, without port. Headers of
// proxies are not believed: anyone can send them.
func RemoteIP(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// SetCookie gives the browser the session of a log-in.
func SetCookie(w http.ResponseWriter, r *http.Request, s Session) {
	http.SetCookie(w, cookie(r, s.Value, int(s.MaxAge/time.Second)))
}

// ClearCookie takes the session from the browser.
func ClearCookie(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, cookie(r, "", -1))
}

func cookie(r *http.Request, value string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name: CookieName, Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, SameSite: http.SameSiteStrictMode,
		// A false X-Forwarded-Proto harms only whoever sends it.
		Secure: r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https"),
	}
}
