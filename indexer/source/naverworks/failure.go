package naverworks

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Codes of what goes wrong.
const (
	codeToken       = "token"          // no token was given
	codeRefused     = "refused"        // the API or the download refuses
	codeTooMany     = "too_many_calls" // 429
	codeUnreachable = "unreachable"    // no connection, or none that lasts
	codeServer      = "server_error"   // 5xx
	codeRedirect    = "redirect"       // to where we don't go
	codeIncomplete  = "incomplete"     // the file is
	codeTooLarge    = "too_large"      // the file is larger than allowed
	codeWindow      = "refused_window" // 400
	codeUnreadable  = "unreadable"     // what came is no audit log of Contacts
	codeStore       = "store"          // what came could not be stored
)

// failure is why a window was not pulled.
type failure struct {
	code    string
	message string // a sentence for people; holds no secret
	err     error  // the cause, for the log; may be nil
	final   bool   // asking again in a moment is of no use
	once    bool   // asking for this window again in this run is of no use
	login   bool   // the token was not accepted
	// wait is how long the source asks to wait before the next call; 0 is not at all.
	wait time.Duration
}

// Error gives the sentence and the cause.
func (f *failure) Error() string {
	if f.err != nil {
		return f.message + " " + f.err.Error()
	}
	return f.message
}

// Unwrap gives the cause.
func (f *failure) Unwrap() error { return f.err }

// maxSaid bounds what is kept of a stranger's words, in bytes.
const maxSaid = 300

// answered makes the failure of an answer with a status that is no success. code
// and text are what the answer itself says. [official] errors are
// {"code","description"}; which one belongs to which mistake is not documented.
func answered(res *http.Response, what, code, text string) *failure {
	f := &failure{code: codeRefused, final: true}
	switch {
	case res.StatusCode == http.StatusTooManyRequests:
		f.code, f.final = codeTooMany, false
		f.wait = retryAfter(res.Header.Get("Retry-After"), quietAfter429)
	case res.StatusCode >= 500:
		f.code, f.final = codeServer, false
		f.wait = retryAfter(res.Header.Get("Retry-After"), 0)
	case res.StatusCode == http.StatusRequestTimeout:
		f.final = false
	case res.StatusCode == http.StatusUnauthorized:
		f.login = true
	}
	f.message = fmt.Sprintf("%s was answered with %d", what, res.StatusCode)
	if said := sayable(strings.TrimSpace(code + " " + text)); said != "" {
		f.message += ": " + said
	}
	f.message += "."
	switch res.StatusCode {
	case http.StatusUnauthorized:
		f.message += " The log-in was not accepted."
	case http.StatusForbidden: // [official] who may open Admin > Audit of the domain may call
		f.message += " Does the app have the scope audit.read, and may the service account see the audit of this domain?"
	}
	return f
}

// quietAfter429 is how long to wait where a 429 does not say. [official] the limit
// is one a minute; [seen] it is reset within one.
const quietAfter429 = time.Minute

// maxRetryAfter bounds what a source can ask us to wait: more is a mistake.
const maxRetryAfter = 24 * time.Hour

// retryAfter reads the header, seconds or a date.
func retryAfter(header string, otherwise time.Duration) time.Duration {
	header = strings.TrimSpace(header)
	if n, err := strconv.Atoi(header); err == nil && n >= 0 {
		return min(time.Duration(min(n, int(maxRetryAfter/time.Second)))*time.Second, maxRetryAfter)
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(0, min(time.Until(at), maxRetryAfter))
	}
	return otherwise
}

// unreachable makes the failure of a call that had no answer. The address is left
// away but for its host: a download's holds what lets anybody fetch it.
func unreachable(to *url.URL, err error) error {
	var withAddress *url.Error
	if errors.As(err, &withAddress) {
		err = withAddress.Err
	}
	f := &failure{code: codeUnreachable, message: "There was no answer from " + to.Host + ".", err: err}
	var (
		name    *net.DNSError
		cert    *tls.CertificateVerificationError
		timeout net.Error
	)
	switch {
	case errors.As(err, &name):
		f.message = "The address of " + to.Host + " could not be found."
	case errors.As(err, &cert):
		f.message = "The certificate of " + to.Host + " is not trusted here."
	case errors.As(err, &timeout) && timeout.Timeout():
		f.message = to.Host + " did not answer in time."
	}
	return f
}

// sayable makes a stranger's words fit for a line of a log and a screen.
func sayable(s string) string {
	s = strings.ToValidUTF8(s[:min(len(s), maxSaid)], "")
	return strings.TrimRight(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }), " "), ".")
}

// maxSmall bounds answers that are no files.
const maxSmall = 64 << 10

func readSmall(r io.Reader) ([]byte, error) { return io.ReadAll(io.LimitReader(r, maxSmall)) }
