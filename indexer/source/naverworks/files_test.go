package naverworks

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
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
				r.opts.Days = 20 // one window
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

// How a source stands, at each step of its first pull.
func TestStatus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, halfAYear()...)
		r.service.faults[2] = answers(500, "INTERNAL_SERVER_ERROR")
		for i := range maxTries - 1 { // the second window is not whole in the first run
			r.service.faults[i+3] = sends("trailer", trailer)
		}
		begin := time.Now().UTC()
		r.start()
		synctest.Wait()
		st := r.Status()[0]
		if st.State != Running || st.CallsToday != 1 || len(st.Gaps) != 0 || !st.LastSuccess.IsZero() {
			t.Errorf("at first %+v", st)
		}
		st = r.until("over", ended)[0]
		if len(st.Gaps) != 1 || st.Gaps[0].From != begin.AddDate(0, 0, -180).Add(longestWindow) || st.Gaps[0].To.Sub(st.Gaps[0].From) != longestWindow {
			t.Errorf("gaps %v", st.Gaps)
		}
		if st.Forgets != st.Gaps[0].From.AddDate(0, 0, RememberedDays) {
			t.Errorf("forgets at %s", st.Forgets)
		}
		if st.State != Waiting || !st.LastSuccess.IsZero() || st.LastError.Code != codeIncomplete || st.CallsToday != 11 || st.Rows["duplicate"] == 0 {
			t.Errorf("after the first run %+v", st)
		}
		whole, part, none := 0, 0, 0
		for _, d := range st.Days {
			switch {
			case d.Covered == 1:
				whole++
			case d.Covered > 0:
				part++
			default:
				none++
			}
		}
		if whole+part+none != 181 || none != 30 || part != 3 || st.Days[0].Day != "1999-07-05" || st.Days[180].Day != "2000-01-01" {
			t.Errorf("%d days whole, %d in part, %d not; from %s to %s", whole, part, none, st.Days[0].Day, st.Days[len(st.Days)-1].Day)
		}
		st = r.until("whole", succeeded)[0]
		if len(st.Gaps) != 0 || len(st.Covered) != 1 {
			t.Errorf("in the end %v, %v", st.Covered, st.Gaps)
		}
	})
}
