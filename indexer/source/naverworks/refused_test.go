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
)

// The token goes to no host but those of the list, and nowhere in the clear.
func TestRedirectsThatAreRefused(t *testing.T) {
	tests := []struct{ location, want string }{
		{"https://evil.example/files/1", "https://evil.example, where the token is not sent: the host is none of worksapis.com, worksmobile.com or below them."},
		{"https://notworksmobile.com/files/1", "https://notworksmobile.com, where the token is not sent: the host is none of worksapis.com, worksmobile.com or below them."},
		{"//evil.example/files/1", "https://evil.example, where"},
		{"http://" + fileHost + "/files/1", "http://download.worksmobile.com, where the token is not sent: it is not https."},
		{"http://127.0.0.1/files/1", "http://127.0.0.1, where the token is not sent: the host is none of"},
		{"https://" + fileHost + "@evil.example/", "where the token is not sent: it is not the address of a host alone."},
		{"file:///etc/passwd", "where the token is not sent"},
	}
	for _, tt := range tests {
		t.Run(tt.location, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t)
				stolen := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("was asked: %v", r.Header) })
				for _, address := range []string{"evil.example:443", "notworksmobile.com:443", "127.0.0.1:80", fileHost + ":80"} {
					r.service.net.serve(address, stolen)
				}
				r.service.faults[1] = redirects(tt.location)
				r.start()
				st := r.until("given up", ended)[0]
				if st.LastError.Code != codeRedirect || !strings.Contains(st.LastError.Message, tt.want) || len(r.service.asked()) != 1 {
					t.Errorf("%+v", st.LastError)
				}
			})
		})
	}
}

func TestRedirectsWithoutEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		hops := 0
		r.service.faults[1] = redirects("https://" + fileHost + "/loop")
		r.service.net.serve(fileHost+":443", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			hops++
			w.Header().Set("Location", "/loop")
			w.WriteHeader(http.StatusTemporaryRedirect)
		}))
		r.start()
		st := r.until("a failure", func(s []Status) bool { return s[0].LastError != nil })[0]
		if hops != maxHops || st.LastError.Message != "The source redirects more than 5 times." {
			t.Errorf("%d hops, %+v", hops, st.LastError)
		}
	})
}

// The header of another audit log stores nothing, and asking again would not help.
func TestWrongService(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.service.faults[1] = sends("login", func(string) string {
			return "説明,メンバー,日時,IPアドレス,ログイン方法,サービスタイプ\r\nx,Kim (kim@acme.example),1999-12-01 10:00:00,10.0.0.1,x,x\r\n"
		})
		r.start()
		st := r.until("given up", ended)[0]
		if want := "This looks like the audit log of Login, not of Contacts"; !strings.HasPrefix(st.LastError.Message, want) || st.Covered != nil || len(r.stored()) != 0 || len(r.service.asked()) != 1 {
			t.Errorf("%+v, %v", st.LastError, st.Covered)
		}
	})
}

// A window whose file is too large is asked for in halves.
func TestFileThatIsTooLarge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, halfAYear()...)
		r.maxFile = 40 << 10 // half a window's
		r.start()
		r.until("everything", succeeded)
		if diff := cmp.Diff(want(r.service.log), got(r.stored())); diff != "" {
			t.Errorf("stored (-want +got):\n%s", diff)
		}
		if n := len(r.service.asked()); n <= 12 || n > 40 {
			t.Errorf("%d calls", n)
		}
	})
}

// Where the oldest window begins before what the source remembers and is refused for
// that, all but its first hour comes all the same.
func TestRefusedWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, halfAYear()...)
		first := time.Now().UTC().AddDate(0, 0, -180).Add(time.Minute)
		for i := range 40 {
			r.service.faults[i+1] = fault{api: func(w http.ResponseWriter, q *http.Request) bool {
				from, _ := time.Parse(time.RFC3339, q.URL.Query().Get("startTime"))
				return from.Before(first) && fail(w, http.StatusBadRequest, "OUT_OF_RANGE", "startTime")
			}}
		}
		r.start()
		st := r.until("the run is over", ended)[0]
		if len(st.Gaps) != 1 || st.Gaps[0].To.Sub(st.Gaps[0].From) > shortestWindow {
			t.Errorf("gaps %v", st.Gaps)
		}
		if n, all := len(r.stored()), len(r.service.log); n < all-4 {
			t.Errorf("%d of %d are stored", n, all)
		}
		r.until("everything there still is", succeeded)
	})
}

// A refusal that cutting does not help is not asked about for long.
func TestRefusedDomain(t *testing.T) {
	for status, most := range map[int]int{400: 3 * maxRefusals, 404: 6, 204: 6, 403: 1} {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t)
			for i := range 99 {
				r.service.faults[i+1] = answers(status, "")
			}
			r.start()
			st := r.until("given up", ended)[0]
			if n := len(r.service.asked()); n > most || st.Covered != nil || !strings.HasPrefix(st.LastError.Message, fmt.Sprintf("The request for the log was answered with %d", status)) {
				t.Errorf("%d: %d calls, covered %v, %+v", status, n, st.Covered, st.LastError)
			}
		})
	}
}

// Windows of before the domain was there may be refused; those behind them are pulled.
func TestYoungDomain(t *testing.T) {
	for _, status := range []int{400, 404} {
		synctest.Test(t, func(t *testing.T) {
			born := time.Now().UTC().AddDate(0, 0, -40)
			r := newRig(t, slices.DeleteFunc(halfAYear(), func(r row) bool { return r.at.Before(born) })...)
			for i := range 99 {
				r.service.faults[i+1] = fault{api: func(w http.ResponseWriter, q *http.Request) bool {
					to, _ := time.Parse(time.RFC3339, q.URL.Query().Get("endTime"))
					return to.Before(born) && fail(w, status, "", "")
				}}
			}
			r.start()
			r.until("over", ended)
			if diff := cmp.Diff(want(r.service.log), got(r.stored())); diff != "" {
				t.Errorf("stored (-want +got):\n%s", diff)
			}
		})
	}
}

// What can't be stored is not called pulled.
func TestStoreThatRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, halfAYear()...)
		taker := r.opts.Taker
		full := &fakeTaker{taker: taker}
		r.opts.Taker = full
		full.refuse.Store(2)
		r.start()
		r.until("everything", succeeded)
		if diff := cmp.Diff(want(r.service.log), got(r.stored())); diff != "" {
			t.Errorf("stored (-want +got):\n%s", diff)
		}
		if n := len(r.service.asked()); n != 8 {
			t.Errorf("%d calls for six windows of which two were refused", n)
		}
	})
}

func TestWrongOptions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tests := []struct {
			name string
			set  func(*Options)
			want string
		}{
			{"api in the clear", func(o *Options) { o.APIURL = "http://www.worksapis.com/x" }, "it is not https"},
			{"auth elsewhere", func(o *Options) { o.AuthURL = "https://evil.example/token" }, "the host is none of"},
			{"no address", func(o *Options) { o.APIURL = "://" }, "is no address"},
			{"loopback that nobody named", func(o *Options) { o.APIURL = "http://127.0.0.1:1/x" }, "the host is none of"},
			{"in the clear to elsewhere", func(o *Options) { o.APIURL, o.Hosts = "http://10.0.0.1/x", []string{"10.0.0.1"} }, "it is not https"},
			{"schedule", func(o *Options) { o.Schedule = "often" }, `"often" is no schedule`},
		}
		for _, tt := range tests {
			o := newRig(t).opts
			tt.set(&o)
			if _, err := New(o); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		o := newRig(t).opts
		o.APIURL, o.AuthURL, o.Hosts = "http://127.0.0.1:1/x", "http://localhost:2/y", []string{"127.0.0.1", "localhost"}
		if _, err := New(o); err != nil {
			t.Errorf("loopback that was named: %v", err)
		}
	})
}
