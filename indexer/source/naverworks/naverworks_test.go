package naverworks

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
	"whodid/store/memstore"
)

// halfAYear is a log of 180 days until now: in each hour or so an event, three equal
// ones in one second twice a day, and rows on each second around where windows meet.
func halfAYear() (log []row) {
	now := time.Now().UTC().Truncate(time.Second)
	first := now.AddDate(0, 0, -180)
	for at, i := first.Add(time.Second), 0; at.Before(now); at, i = at.Add(57*time.Minute+13*time.Second), i+1 {
		r := row{at: at, user: fmt.Sprint("kim", i%7)}
		log = append(log, r)
		if i%12 == 0 {
			log = append(log, r, r)
		}
	}
	for seam := first.Add(longestWindow); seam.Before(now); seam = seam.Add(longestWindow) {
		for second := -2; second <= 2; second++ {
			r := row{at: seam.Add(time.Duration(second) * time.Second), user: "seam"}
			log = append(log, r, r)
		}
	}
	slices.SortStableFunc(log, func(a, b row) int { return a.at.Compare(b.at) })
	return log
}

func want(log []row) (events []string) {
	for _, r := range log {
		events = append(events, r.event())
	}
	slices.Sort(events)
	return events
}

func got(events []audit.Event) (out []string) {
	for _, e := range events {
		out = append(out, e.Time.Format(time.RFC3339)+" "+e.User.Name)
	}
	slices.Sort(out)
	return out
}

// The whole way: half a year in six windows, every fault once. In the end each event
// is there exactly once, and no call was hurried or beside another.
func TestHalfAYearWithEveryFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { halfAYearWithEveryFault(t, new(memstore.Store)) })
}

func halfAYearWithEveryFault(t *testing.T, to store) []row {
	t.Helper()
	r := newRigOver(t, to, halfAYear()...)
	for i, f := range []fault{
		answers(401, "UNAUTHORIZED"), // as if the token had been taken back
		{},
		answers(429, "TOO_MANY_REQUESTS", "Retry-After", "900"),
		answers(429, "TOO_MANY_REQUESTS"),
		cutOff(),
		{},
		answers(500, "INTERNAL_SERVER_ERROR"),
		answers(503, "", "Retry-After", "30"),
		sends("trailer", trailer),
		sends("reordered", reordered),
		stalls(),
		endless(),
		sends("empty", func(string) string { return "" }),
		{},
		sends("a page", func(string) string { return "<html><body>Please log in</body></html>" }),
		sends("half a row", halfARow),
		drips(),
		redirects(""),
		{},
	} {
		r.service.faults[i+1] = f
	}
	log := r.service.log
	began := time.Now()
	r.start()
	status := r.until("everything", succeeded)[0]

	if diff := cmp.Diff(want(log), got(r.stored())); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
	calls := r.service.asked()
	var good []Span
	for _, c := range calls {
		if last := len(good) - 1; last < 0 || c.window != good[last] {
			good = append(good, c.window)
		}
	}
	if len(good) != 6 || len(calls) != 19 || !slices.IsSortedFunc(good, func(a, b Span) int { return a.From.Compare(b.From) }) {
		t.Errorf("%d windows in %d calls; want 6, oldest first, in 19", len(good), len(calls))
	}
	if quiet := calls[3].began.Sub(calls[2].ended); quiet < 15*time.Minute {
		t.Errorf("after Retry-After: 900 the next call came in %v", quiet)
	}
	covered := []Span{{began.UTC().AddDate(0, 0, -180), began.UTC()}}
	if diff := cmp.Diff(covered, status.Covered); diff != "" {
		t.Errorf("covered (-want +got):\n%s", diff)
	}
	if status.LastError == nil || status.LastError.Code != codeRedirect || status.Rows["accepted"] != len(log) || len(status.Gaps) != 0 {
		t.Errorf("rows %v, gaps %v, error %+v", status.Rows, status.Gaps, status.LastError)
	}
	if strings.Contains(r.file(), secret) || strings.Contains(r.file(), "token-") || strings.Contains(r.file(), "signature") {
		t.Errorf("a secret is in the file:\n%s", r.file())
	}
	r.Close()
	return log
}

// The schedule brings what came since, rows that came late, and nothing twice.
func TestSchedule(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, halfAYear()...).start()
		first := r.until("everything", succeeded)[0]
		if first.Next.Sub(first.LastSuccess) > time.Hour || first.Next.Minute() != 17 {
			t.Errorf("after %s comes %s", first.LastSuccess, first.Next)
		}
		calls := len(r.service.asked())

		now := time.Now().UTC().Truncate(time.Second)
		late, fresh := row{at: now.Add(-40 * time.Hour), user: "late"}, row{at: now.Add(time.Second), user: "fresh"}
		<-time.After(2 * time.Second)
		r.service.mu.Lock()
		r.service.log = append(r.service.log, late, late, fresh)
		log := slices.Clone(r.service.log)
		r.service.mu.Unlock()
		r.until("pulled again", func(s []Status) bool { return s[0].LastSuccess.After(first.LastSuccess) })
		if diff := cmp.Diff(want(log), got(r.stored())); diff != "" {
			t.Errorf("stored (-want +got):\n%s", diff)
		}
		if more := r.service.asked()[calls:]; len(more) != 1 || more[0].window.From != endOf(first.Covered).Add(-48*time.Hour) {
			t.Errorf("asked for %+v", more)
		}
	})
}

// A stop in the middle of a download loses and doubles nothing: after the start it
// goes on where what was whole ends, and keeps its distance to the last call of before.
func TestRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, halfAYear()...)
		r.service.faults[3] = drips()
		r.start()
		r.until("in the third window", func([]Status) bool { return len(r.service.asked()) == 3 })
		r.Close()
		covered := r.Status()[0].Covered
		r.start()
		r.until("everything", succeeded)
		if diff := cmp.Diff(want(r.service.log), got(r.stored())); diff != "" {
			t.Errorf("stored (-want +got):\n%s", diff)
		}
		if calls := r.service.asked(); len(calls) != 7 || calls[3].window.From != endOf(covered).Add(-48*time.Hour) {
			t.Errorf("covered %v, then asked for %v", covered, calls[3].window)
		}
	})
}

// A token is renewed before it is over, never for each call, and a 401 gets one more.
func TestTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, halfAYear()...)
		r.service.life = 3 * time.Minute // half of it is used
		r.start()
		r.until("everything", succeeded)
		for _, c := range r.service.asked() {
			if c.status == http.StatusUnauthorized {
				t.Error("a token was used that was over")
			}
		}
		if r.service.tokens != 3 {
			t.Errorf("%d tokens for six calls, one a minute", r.service.tokens)
		}
	})
}

func TestRefusedLogIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		for i := range 9 {
			r.service.faults[i+1] = answers(401, "UNAUTHORIZED")
		}
		r.start()
		st := r.until("given up", ended)[0]
		if calls := r.service.asked(); len(calls) != 2 || r.service.tokens != 2 {
			t.Errorf("%d calls, %d tokens; want one new token, once", len(calls), r.service.tokens)
		}
		if want := "The request for the log was answered with 401: UNAUTHORIZED of the tests. The log-in was not accepted."; st.LastError.Message != want || !st.LastSuccess.IsZero() {
			t.Errorf("status %+v", st.LastError)
		}
	})
}

func TestWrongSecret(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.opts.Account.ClientSecret = "wrong"
		r.start()
		st := r.until("given up", ended)[0]
		want := "The request for a token was answered with 401: invalid_client no such client. The log-in was not accepted. Are client id, client secret, service account and private key those of one app?"
		if st.LastError.Message != want || len(r.service.asked()) != 0 || st.CallsToday != 0 {
			t.Errorf("status %+v", st.LastError)
		}
	})
}

// Several domains are pulled one after the other, each with its own progress; one
// that is paused waits.
func TestDomains(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := halfAYear()[3:] // the first is forgotten before the second domain's turn
		for i := range log {
			log[i].domain = 7 + i%2
			log[i].user += fmt.Sprint("-", log[i].domain)
		}
		r := newRig(t, log...)
		r.opts.Domains = []int{7, 8}
		r.start()
		if err := r.Pause("naverworks-8"); err != nil {
			t.Fatal(err)
		}
		st := r.until("the first", func(s []Status) bool { return !s[0].LastSuccess.IsZero() })
		if st[0].ID != "naverworks-7" || st[1].State != Paused || st[1].Covered != nil {
			t.Errorf("%+v", st)
		}
		if err := r.Run("naverworks-8"); audit.KindOf(err) != audit.Conflict {
			t.Errorf("running what is paused gives %v", err)
		}
		r.Close()
		r.start()
		if st := r.Status(); st[1].State != Paused || st[0].Covered == nil {
			t.Errorf("after a restart: %+v", st)
		}
		if err := r.Resume("naverworks-8"); err != nil {
			t.Fatal(err)
		}
		r.until("both", succeeded)
		if diff := cmp.Diff(want(log), got(r.stored())); diff != "" {
			t.Errorf("stored (-want +got):\n%s", diff)
		}
		if err := r.Run("naverworks"); audit.KindOf(err) != audit.NotFound {
			t.Errorf("a domain that is none gives %v", err)
		}
		calls := len(r.service.asked())
		if err := r.Run("naverworks-7"); err != nil {
			t.Fatal(err)
		}
		r.until("asked", func([]Status) bool { return len(r.service.asked()) > calls })
	})
}

// With another account, or zone, the same window has other rows: all is pulled anew.
// A file that is damaged does not stop the start; one of a later version does.
func TestCheckpoints(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, halfAYear()...)
		r.start()
		r.until("everything", succeeded)
		r.Close()
		whole := r.file()
		r.opts.Zone = time.UTC
		if c, err := New(r.opts); err != nil || c.Status()[0].Covered != nil {
			t.Errorf("in another zone: %v, %v", c.Status()[0].Covered, err)
		}
		r.opts.Zone = seoul
		if c, err := New(r.opts); err != nil || c.Status()[0].Covered == nil {
			t.Errorf("as it was: %v", err)
		}
		r.write(whole[:len(whole)/2])
		if c, err := New(r.opts); err != nil || c.Status()[0].Covered != nil {
			t.Errorf("damaged: %v", err)
		}
		r.write(`{"version":2}`)
		if _, err := New(r.opts); err == nil || !strings.Contains(err.Error(), "later version (2)") {
			t.Errorf("of a later version: %v", err)
		}
	})
}
