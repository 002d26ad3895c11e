package naverworks

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

// Whatever comes as a file: what is good of it is stored, and what is wrong is told
// in a sentence.
func TestFiles(t *testing.T) {
	const good = "1999-12-30 10:00:00,kim (kim@acme.example),PC Web,View group,Seoul,Success\r\n"
	const header = "\ufeff" + usualHeader
	tests := []struct {
		name   string
		file   string
		stored int
		want   string // beginning of the last error; "" is: the window was pulled
	}{
		{"header only", header, 0, ""},
		{"header only, without a line's end", strings.TrimSpace(usualHeader), 0, ""},
		{"one row", header + good, 1, ""},
		{"one row, without a line's end", header + strings.TrimSpace(good), 1, ""},
		{"nothing", "", 0, "The file is empty"},
		{"a ZIP", "PK\x03\x04\x14\x00\x00\x00\x08\x00" + strings.Repeat("\x00\xff\x80", 900), 0, "The header line has neither"},
		{"NUL bytes", header + good + strings.Repeat("\x00", 5000) + "\r\n" + good, 2, ""},
		{"an error in place of a file", `{"code":"INTERNAL_SERVER_ERROR","description":"x"}`, 0, "The header line has neither"},
		{"the end mark only", "downloadLogs error\r\nRead timed out\r\n", 0, "The header line has neither"},
		{"the end mark behind the header", header + "downloadLogs error\r\n", 0, "The source could not finish the file"},
		{"the end mark behind a row", header + good + "downloadLogs error", 1, "The source could not finish the file"},
		{"the end mark in a row", header + good + strings.Replace(good, "Success", "SucdownloadLogs error", 1), 1, "The source could not finish the file"},
		{"a name that is the end mark", header + strings.Replace(good, "Seoul", "downloadLogs error", 1), 1, ""},
		{"a cell of a megabyte", header + strings.Replace(good, "Seoul", strings.Repeat("x", 1<<20), 1) + good, 1, ""},
		{"half a character at the end", header + good + strings.TrimSuffix(good, "Success\r\n") + "\xea\xb9", 1, "The file ends in the middle of a row."},
		{"years out of mind", header + strings.Replace(good, "1999", "1970", 1) + strings.Replace(good, "1999", "2099", 1) + good, 1, ""},
		{"only rows that are too old", header + strings.Replace(good, "1999", "1970", 1), 0, ""},
		{"dates that nobody reads", header + strings.Repeat(strings.Replace(good, "1999-12-30 10:00:00", "30.12.99 10h", 1), 3), 0, "None of the file's 3 rows could be taken. The first: "},
		{"another audit log", "Date,Sender,Recipient,Message\r\n1999-12-30 10:00:00,a,b,c\r\n", 0, "This looks like the audit log of Message"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t)
				r.opts.Days = 1 // one window, too short to be cut
				for i := range maxTries {
					r.service.faults[i+1] = sends(tt.name, func(string) string { return tt.file })
				}
				r.start()
				st := r.until("over", ended)[0]
				if n := len(r.stored()); n != tt.stored {
					t.Errorf("%d rows are stored, want %d", n, tt.stored)
				}
				if pulled := st.Covered != nil; pulled != (tt.want == "") || pulled == st.LastSuccess.IsZero() {
					t.Errorf("covered %v, error %+v", st.Covered, st.LastError)
				}
				if tt.want != "" && (st.LastError == nil || !strings.HasPrefix(st.LastError.Message, tt.want)) {
					t.Errorf("error %+v, want %q", st.LastError, tt.want)
				}
				r.service.asked()
			})
		})
	}
}

// A day that the source can't deliver costs the windows around it some calls, and no
// other day: the status names it until it is there.
func TestDayThatDoesNotCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bad := row{at: time.Date(1999, 9, 17, 3, 0, 0, 0, time.UTC), user: "poison"}
		r := newRig(t, append(halfAYear(), bad)...)
		for i := range 60 {
			r.service.faults[i+1] = fault{file: func(w http.ResponseWriter, _ *http.Request, csv string) bool {
				if !strings.Contains(csv, "poison") {
					return false
				}
				fmt.Fprint(w, strings.Replace(csv, bad.csv(), "downloadLogs error\r\nRead timed out\r\n", 1))
				return true
			}}
		}
		begin := time.Now().UTC()
		r.start()
		synctest.Wait()
		st := r.Status()[0]
		if st.State != Running || st.CallsToday != 1 || len(st.Gaps) != 0 || !st.LastSuccess.IsZero() || st.Forgets != begin.Add(longestWindow) {
			t.Errorf("after the first window %+v", st)
		}
		st = r.until("over", ended)[0]
		if len(st.Gaps) != 1 || st.Gaps[0].From.After(bad.at) || !st.Gaps[0].To.After(bad.at) || st.Gaps[0].To.Sub(st.Gaps[0].From) > shortestCut {
			t.Fatalf("gaps %v", st.Gaps)
		}
		if st.Forgets != st.Gaps[0].From.AddDate(0, 0, RememberedDays) {
			t.Errorf("forgets at %s", st.Forgets)
		}
		if st.State != Waiting || !st.LastSuccess.IsZero() || st.LastError.Code != codeIncomplete || st.LastError.Window != st.Gaps[0] || st.Rows["duplicate"] == 0 {
			t.Errorf("after the first run %+v", st)
		}
		for _, d := range st.Days {
			want := 1.0
			if d.Day >= audit.Day(st.Gaps[0].From.In(seoul).Format(time.DateOnly)) && d.Day <= audit.Day(st.Gaps[0].To.In(seoul).Format(time.DateOnly)) || d.Day == st.Days[len(st.Days)-1].Day {
				if d.Covered == want {
					t.Errorf("%s is called whole", d.Day)
				}
			} else if d.Covered != want {
				t.Errorf("%s is covered by %v", d.Day, d.Covered)
			}
		}
		if len(st.Days) != 181 || st.Days[0].Day != "1999-07-05" || st.Days[180].Day != "2000-01-01" {
			t.Errorf("days from %s to %s", st.Days[0].Day, st.Days[len(st.Days)-1].Day)
		}
		st = r.until("whole", succeeded)[0]
		if diff := cmp.Diff(want(r.service.log), got(r.stored())); diff != "" {
			t.Errorf("stored (-want +got):\n%s", diff)
		}
		if len(st.Gaps) != 0 || len(st.Covered) != 1 {
			t.Errorf("in the end %v, %v", st.Covered, st.Gaps)
		}
	})
}

// What was stored and not yet noted when a process was killed is pulled again, and
// each event is there once.
func TestFileOlderThanTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, halfAYear()...)
		r.start()
		r.until("two windows", func([]Status) bool { return len(r.service.asked()) >= 3 })
		before := r.file()
		r.until("everything", succeeded)
		r.Close()
		r.write(before)
		r.start()
		r.until("everything again", succeeded)
		if diff := cmp.Diff(want(r.service.log), got(r.stored())); diff != "" {
			t.Errorf("stored (-want +got):\n%s", diff)
		}
		r.service.asked()
	})
}

// With a clock that is days ahead nothing is called pulled that had not happened yet
// by the source's clock.
func TestClockThatIsAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, halfAYear()...)
		there := time.Now().Add(-5 * 24 * time.Hour).UTC()
		for i := range 10 {
			r.service.faults[i+1] = fault{api: func(w http.ResponseWriter, _ *http.Request) bool {
				w.Header().Set("Date", there.Format(http.TimeFormat))
				return false
			}}
		}
		r.start()
		st := r.until("over", ended)[0]
		if end := endOf(st.Covered); !end.Equal(there) {
			t.Errorf("covered until %s; there it was %s", end, there)
		}
	})
}

// The sentence says which of the usual reasons it is, and no address of a file.
func TestUnreachable(t *testing.T) {
	at, err := url.Parse("https://" + fileHost + "/files/1?signature=of-the-file")
	if err != nil {
		t.Fatal(err)
	}
	for want, cause := range map[string]error{
		"There was no answer from download.worksmobile.com.":               io.ErrUnexpectedEOF,
		"The address of download.worksmobile.com could not be found.":      &net.DNSError{Err: "no such host"},
		"The certificate of download.worksmobile.com is not trusted here.": &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}},
		"download.worksmobile.com did not answer in time.":                 context.DeadlineExceeded,
	} {
		err := unreachable(at, &url.Error{Op: "Get", URL: at.String(), Err: cause})
		if f := failed(err); f.message != want || strings.Contains(err.Error(), "signature") {
			t.Errorf("%v: %q", cause, err)
		}
	}
}
