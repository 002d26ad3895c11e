package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"

	"whodid/audit"
)

const csvHeader = "Date,User,Service Type,Task,Target,Status\n"

// readAll gives the rows up to the end or an error.
func readAll(r Reader) (rows []Row, err error) {
	for {
		row, err := r.Next()
		if ended(err) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
}

// codes gives the code of each row, "" for a good one.
func codes(rows []Row) []string {
	var out []string
	for _, row := range rows {
		if row.Err == nil {
			out = append(out, "")
		} else {
			out = append(out, row.Err.Code)
		}
	}
	return out
}

func TestCSVTold(t *testing.T) {
	const text = "일시,사용자\n2026-11-22 18:12:33,김민준\n"
	cp949, err := korean.EUCKR.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	sjis, err := japanese.ShiftJIS.NewEncoder().String("日時,メンバー\n2026-11-22 18:12:33,山田\n")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, told, file, want string }{
		{"UTF-8", "UTF-8", text, "김민준"},
		{"CP949", "cp949", cp949, "김민준"},
		{"its older name", "EUC-KR", cp949, "김민준"},
		{"Shift_JIS", "Shift_JIS", sjis, "山田"},
		{"its Windows name", "CP932", sjis, "山田"},
		{"UTF-16 without a mark", "utf-16le", "D\x00a\x00t\x00e\x00,\x00u\x00s\x00e\x00r\x00\n\x002\x000\x002\x006\x00-\x001\x00-\x001\x00 \x001\x00:\x000\x000\x00,\x00\x40\xae", "김"},
		{"a mark is surer than what was told", "shift_jis", "\ufeff" + text, "김민준"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := NewCSV(strings.NewReader(tt.file), Options{Encoding: tt.told})
			rows, err := readAll(r)
			if err != nil || len(rows) != 1 || rows[0].Event.User.Name != tt.want {
				t.Errorf("%+v, %v; want one row of %s", rows, err, tt.want)
			}
			for _, note := range r.Summary().Notes {
				if strings.Contains(note, "encoding") {
					t.Errorf("a told encoding is noted as guessed: %s", note)
				}
			}
		})
	}
	_, err = readAll(NewCSV(strings.NewReader(text), Options{Encoding: "ebcdic"}))
	var known *audit.Error
	if !errors.As(err, &known) || known.Kind != audit.Invalid || known.Field != "encoding" {
		t.Errorf("an unknown encoding gives %v", err)
	}
}

// A file was all ASCII for hundreds of rows before the first name in Korean; the
// guess has to wait for it.
func TestCSVCharsetShowsLate(t *testing.T) {
	plain := strings.Repeat("2026-11-22 18:12:33,Kim (kim@acme.example),PC Web,Edit group,Seoul,Success\n", 3000)
	korean, err := korean.EUCKR.NewEncoder().String("2026-11-22 18:12:33,이서연 (lee@acme.example),PC Web,Edit group,서울,성공\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, last := range map[string]string{"CP949": korean, "UTF-8": "2026-11-22 18:12:33,이서연 (lee@acme.example),PC Web,Edit group,서울,성공\n"} {
		r := NewCSV(strings.NewReader(csvHeader+plain+last), Options{})
		rows, err := readAll(r)
		if err != nil || len(rows) != 3001 || rows[3000].Event.User.Name != "이서연" {
			t.Errorf("%s: %d rows, %v, the last %+v", name, len(rows), err, rows[len(rows)-1])
		}
		if guessed := len(r.Summary().Notes) > 0; guessed != (name == "CP949") {
			t.Errorf("%s: notes %q", name, r.Summary().Notes)
		}
	}
}

// One row in Latin 1 among others that are ASCII: no Korean, no Japanese.
func TestCSVLatinIsNotGuessed(t *testing.T) {
	for _, name := range []string{"Jos\xe9", "M\xfcller", "Garc\xeda", "Bj\xf8rn \xc5s", "\x93Bob\x94"} {
		r := NewCSV(strings.NewReader(csvHeader+"2026-11-22 18:12:33,"+name+" (x@acme.example),,,,\n2026-11-22 18:12:33,Kim,,,,\n"), Options{})
		rows, err := readAll(r)
		if diff := cmp.Diff([]string{audit.CodeInvalidUTF8, ""}, codes(rows)); diff != "" || err != nil {
			t.Errorf("%q: %v %s %q", name, err, diff, r.Summary().Notes)
		}
	}
}

// A record that is too long is skipped without being held, and so is a quote that
// stays open for longer than a record may be.
func TestCSVTooLong(t *testing.T) {
	good := "2026-11-22 18:12:33,Kim,,,,\n"
	long := strings.Repeat("x", MaxRowBytes+1) + "\n"
	open := "2026-11-22 18:12:33,\"Kim,,,,\n"
	rest := slices.Repeat([]string{""}, MaxRowBytes/len(good)+10)
	rows, err := readAll(NewCSV(strings.NewReader(csvHeader+long+good+open+strings.Repeat(good, len(rest))+long+good), Options{}))
	if err != nil {
		t.Fatal(err)
	}
	want := append([]string{audit.CodeFieldTooLong, "", audit.CodeInvalidRow}, rest...)
	want = append(want, audit.CodeFieldTooLong, "")
	if diff := cmp.Diff(want, codes(rows)); diff != "" {
		t.Error(diff)
	}
	for i, row := range rows {
		if row.Line != i+2 {
			t.Fatalf("row %d is said to stand in line %d", i, row.Line)
		}
	}
}

// Every line opens a quote and closes that of the line before: searching on from
// each of them to the end took hours.
func TestCSVHostileQuotesAreLinear(t *testing.T) {
	const lines = 1 << 16
	rows, err := readAll(NewCSV(strings.NewReader(csvHeader+strings.Repeat("a\",\"\"\"\n", lines)), Options{}))
	if err != nil || len(rows) == 0 || len(rows) > lines {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

// A quote that is opened in one row and closed in a later one would swallow the
// rows between. The number of cells gives it away.
func TestCSVQuoteClosedRowsLater(t *testing.T) {
	file := csvHeader +
		"2026-11-22 18:12:01,\"Kim,PC Web,Edit group,Seoul,Success\n" +
		"2026-11-22 18:12:02,Lee,PC Web,Edit group,Seoul,Success\n" +
		"2026-11-22 18:12:03,Park,PC Web,Edit group,Seoul\",Success\n" +
		"2026-11-22 18:12:04,Choi,PC Web,Edit group,\"Seoul\nSales\",Success\n"
	rows, err := readAll(NewCSV(strings.NewReader(file), Options{}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{audit.CodeInvalidRow, "", "", ""}, codes(rows)); diff != "" {
		t.Error(diff)
	}
}

func TestCSVEndMarkBeforeMoreRows(t *testing.T) {
	file := csvHeader + "2026-11-22 18:12:01,Kim,,,,\ndownloadLogs error\nRead timed out\n\nat line 3\n2026-11-22 18:12:02,Lee,,,,\n"
	r := NewCSV(strings.NewReader(file), Options{})
	rows, err := readAll(r)
	if diff := cmp.Diff([]string{"", ""}, codes(rows)); diff != "" || err != nil {
		t.Error(err, diff)
	}
	want := Summary{Notes: []string{"The source could not finish this file: rows are missing at its end (downloadLogs error). It says: Read timed out at line 3"}, Incomplete: true}
	if diff := cmp.Diff(want, r.Summary()); diff != "" {
		t.Error(diff)
	}
}

func TestOtherServices(t *testing.T) {
	tests := []struct{ header, want string }{
		{"Date,User,Description,Service Type,IP Address", "Login"},
		{"説明,メンバー,日時,IPアドレス,ログイン方法,サービスタイプ", "Login"},
		{"일시,구성원,설명,IP 주소,로그인 방법", "Login"},
		{"Event Target,Status,Task,User,Date,IP Address,Service Type,Service", "Admin"},
		{"Date,Sender,Recipient,Message", "Message"},
		{"日時,送信者,受信者,チャンネルID,イベント", "Message"},
		{"Date,User,Service Type,Task,Subject,Board Name,Status", "Board"},
		{"Date,User,Service Type,Task,Subject,Board Name,Team/Group,Status", "Note"},
		{"Date,User,Service Type,Task,Subject,Calendar ID,Status", "Calendar"},
		{"Date,User,Service Type,Task,Original,Updates,Status", "Drive"},
		{"Date,User,Service Type,Task,Form Title,Status", "Form"},
		{"Date,Shared by,participant,Service Type,Task,Shared with", "Share screen"},
		{"Received Time,Reception Results,Sent server IP,Subject,Sender,Recipient,Mail Size(Bytes)", "Mail"},
		{"Sent Time,Subject,Sender,Recipient,Status,Attachment,Mail Size(Bytes)", "Mail"},
		{"Call,User,Date,Session ID", "Call"},
		{"File name,Service,User,Date,Service Type", "Files"},
		{"Date,User,Service Type,Task,Target,Status,Description", ""},
		{"Date,User,Service Type,Task,Target,Status,Service,File name", ""},
		{"Date,User,Service Type,Task,Target,Status,IP Address", "Login"},
		{"Date,User,Task,Description", ""},
	}
	for _, tt := range tests {
		_, err := readAll(NewCSV(strings.NewReader(tt.header+"\n"), Options{}))
		var known *audit.Error
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%s is refused: %v", tt.header, err)
		case tt.want == "":
		case !errors.As(err, &known) || known.Code != codeWrongService || known.Kind != audit.Invalid:
			t.Errorf("%s gives %v", tt.header, err)
		case !strings.HasPrefix(known.Message, "This looks like the audit log of "+tt.want+", not of Contacts"):
			t.Errorf("%s: %s, want %s", tt.header, known.Message, tt.want)
		}
	}
}

// Input that breaks off is an error, not a short file; what a broken last line
// would have said is not made up.
func TestInputBreaksOff(t *testing.T) {
	cause := errors.New("connection reset")
	tooLarge := &audit.Error{Kind: audit.TooLarge, Message: "too large"}
	for format, text := range map[Format]string{
		CSV:    csvHeader + "2026-11-22 18:12:33,Kim,,,,\n2026-11-22 18:12:33,Lee,,,,",
		NDJSON: `{"time":1795338753,"user":"Kim"}` + "\n" + `{"time":1795338753,"user":"Lee"}`,
		JSON:   `[{"time":1795338753,"user":"Kim"}, {"time":1795338753,"user":"Lee"`,
	} {
		for _, tt := range []struct {
			err  error
			kind audit.Kind
		}{{cause, audit.Invalid}, {tooLarge, audit.TooLarge}, {io.ErrUnexpectedEOF, audit.Invalid}, {fmt.Errorf("proxy: %w", io.EOF), audit.Invalid}} {
			r := Open(format, io.MultiReader(strings.NewReader(text), iotest.ErrReader(tt.err)), Options{})
			rows, err := readAll(r)
			if len(rows) != 1 || audit.KindOf(err) != tt.kind || errors.Is(err, io.EOF) || !strings.Contains(err.Error(), tt.err.Error()) {
				t.Errorf("%s, %v: %d rows, then %v", format, tt.err, len(rows), err)
			}
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	seeds(f, "*.csv", "*.txt")
	f.Add([]byte(csvHeader + strings.Repeat("a\",\"\"\"\n", 20)))
	f.Add([]byte(csvHeader + "\"\"\"\r\r\n\"a\"\"\",\"\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		rows, err := readAll(NewCSV(bytes.NewReader(file), Options{}))
		lines, last := countLines(file), 0
		for _, row := range rows {
			if row.Line <= last || row.Line > lines {
				t.Fatalf("line %d after %d of %d", row.Line, last, lines)
			}
			last = row.Line
		}
		// However the input arrives, the rows are the same.
		slow, slowErr := readAll(NewCSV(iotest.OneByteReader(bytes.NewReader(file)), Options{}))
		if diff := cmp.Diff(rows, slow); diff != "" || (err == nil) != (slowErr == nil) {
			t.Fatalf("%v, byte by byte %v: %s", err, slowErr, diff)
		}
	})
}
