package source

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

const (
	header  = "Date,User,Task,Target\n"
	goodRow = "2026-11-22 18:12:33,김민준 (minjun.kim@acme.example),Edit group,Seoul Sales\n"
)

// zipped is an archive whose first file has the name.
func zipped(t *testing.T, name string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.WriteString(w, header+goodRow)
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func utf16Text(order binary.AppendByteOrder, text string) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

// What is no file of events is refused as a whole, with a sentence that says what it
// is and what to do.
func TestFilesThatAreNoText(t *testing.T) {
	for _, tt := range []struct {
		name, text, code, says string
	}{
		{"nothing", "", "invalid_body", "The file is empty"},
		{"blank lines", "\n\r\n \n", "invalid_body", "The file is empty"},
		{"a ZIP", zipped(t, "log.csv"), "not_text", "a ZIP archive; the first file in it is log.csv. Unpack it"},
		{"an empty ZIP", "PK\x05\x06" + strings.Repeat("\x00", 18), "not_text", "a ZIP archive. Unpack it"},
		{"the beginning of a ZIP", "PK\x03\x04", "not_text", "a ZIP archive. Unpack it"},
		{"an XLSX", zipped(t, "[Content_Types].xml"), "not_text", "a spreadsheet or document (XLSX, ODS or the like). Save it as CSV"},
		{"another XLSX", zipped(t, "xl/workbook.xml"), "not_text", "Save it as CSV"},
		{"an ODS", zipped(t, "mimetype"), "not_text", "Save it as CSV"},
		{"an XLS", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600), "not_text", "an old Excel"},
		{"a PDF", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "not_text", "This is a PDF"},
		{"a 7z", "7z\xBC\xAF\x27\x1C\x00\x04", "not_text", "7z"},
		{"a RAR", "Rar!\x1A\x07\x01\x00", "not_text", "RAR"},
		{"bzip2", "BZh91AY&SY", "not_text", "bzip2"},
		{"xz", "\xFD7zXZ\x00\x00", "not_text", "xz"},
		{"a web page", "<!doctype html><title>Log in</title>", "not_text", "a web page"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "not_text", "no text"},
		{"a program", "\x7fELF\x02\x01\x01\x00\x00\x00", "not_text", "no text"},
		{"zeros", strings.Repeat("\x00", 10_000), "not_text", "no text"},
		{"noise", "\x01\x02\x03\x04\n\x05\x06\x07\x0e\x0f", "not_text", "no text"},
		{"UTF-16 without its mark", utf16Text(binary.LittleEndian, header+goodRow), "not_text", "Say that its encoding is utf-16le"},
		{"UTF-16 the other way round", utf16Text(binary.BigEndian, header+goodRow), "not_text", "Say that its encoding is utf-16be"},
		{"packed, and no text", string(packed(t, "gzip", "%PDF-1.7\n")), "not_text", "This is a PDF"},
		{"packed twice", string(packed(t, "gzip", zipped(t, "log.csv"))), "not_text", "a ZIP archive"},
		{"another service", "Date,User,IP Address\n", "wrong_service", "the audit log of Login"},
		{"prose", "Dear colleagues,\nplease find the log attached.\n", "invalid_body", "neither a column with the time"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, _, err := OpenFile(strings.NewReader(tt.text), Options{})
			if err == nil {
				_, err = r.Next()
			}
			var known *audit.Error
			if !errors.As(err, &known) || known.Kind != audit.Invalid || known.Code != tt.code || !strings.Contains(known.Message, tt.says) {
				t.Errorf("%v, want %s: %s", err, tt.code, tt.says)
			}
		})
	}
}

// What is wrong with a row costs the row; what is before and behind it is read.
func TestRowsThatCostThemselves(t *testing.T) {
	megabyte := strings.Repeat("x", MaxRowBytes)
	for _, tt := range []struct {
		name, text string
		rows       int
		rejected   string // line and code of each
		says       string
	}{
		{"a header only", header, 0, "", ""},
		{"half a character at the end", header + goodRow + goodRow[:len("2026-11-22 18:12:33,김민")-1], 1, "3 invalid_utf8", "no UTF-8"},
		{"half a character, and none before it", header + "2026-11-22 18:12:33,Kim,Edit group,Seoul\n" + goodRow[:len("2026-11-22 18:12:33,김민")-1], 1, "3 invalid_utf8", "no UTF-8"},
		{"a cell of 1 MB", header + goodRow + "2026-11-22 18:12:33," + megabyte + ",Edit group,\n" + goodRow, 2, "3 field_too_long", "longer than"},
		{"a cell of 1 MB in quotes", header + goodRow + `2026-11-22 18:12:33,"` + megabyte + `",Edit group,` + "\n" + goodRow, 2, "3 field_too_long", "longer than"},
		{"a cell of 1 MB at the end", header + goodRow + "2026-11-22 18:12:33," + megabyte, 1, "3 field_too_long", "longer than"},
		{"NUL in a cell", header + goodRow + "2026-11-22 18:12:33,Kim\x00,Edit group,\n" + goodRow, 2, "3 invalid_row", "NUL"},
		{"a block of NULs, as after a crash", header + goodRow + strings.Repeat("\x00", 500) + "\n" + strings.Repeat(goodRow, 100), 101, "3 invalid_row", "NUL"},
		{"a zone that nobody knows", header + goodRow + "2026-11-22 18:12:33 XYZ,Kim,Edit group,\n" + goodRow, 2, "3 invalid_time", "can't be read"},
		{"a day that is none", header + "2026-02-30 10:00:00,Kim,Edit group,\n" + goodRow, 1, "2 invalid_time", "can't be read"},
		{"1970 and 2099", header + "1970-01-01 00:00:00,Kim,Edit group,\n2099-12-31 23:59:59,Kim,Edit group,\n" + goodRow, 3, "", ""}, // the indexer's to refuse
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, _, err := OpenFile(strings.NewReader(tt.text), Options{})
			if err != nil {
				t.Fatal(err)
			}
			rows := 0
			var rejected []string
			for {
				row, err := r.Next()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				if row.Err == nil {
					rows++
					continue
				}
				rejected = append(rejected, strings.TrimSpace(strings.Join([]string{string(rune('0' + row.Err.Line)), row.Err.Code}, " ")))
				if !strings.Contains(row.Err.Message, tt.says) {
					t.Errorf("%q does not say %q", row.Err.Message, tt.says)
				}
			}
			if rows != tt.rows || strings.Join(rejected, ", ") != tt.rejected {
				t.Errorf("%d rows, want %d; rejected %v, want %s", rows, tt.rows, rejected, tt.rejected)
			}
		})
	}
}

// An own export gives back what was stored, NULs and all.
func TestOwnExportWithNUL(t *testing.T) {
	text := "Date,User,Service Type,Task,Target,Status,Date (UTC),Event ID,User ID,Target Type\r\n" +
		"2026-11-22 18:12:33,Ki\x00m,PC Web,Edit group,,Success,2026-11-22T09:12:33.123Z,01M818EN33A6PYEVCH5WDBSNAF,,\r\n"
	rows, err := readAll(NewCSV(strings.NewReader(text), Options{}))
	if err != nil || len(rows) != 1 || rows[0].Err != nil || rows[0].Event.User.Name != "Ki\x00m" {
		t.Errorf("%+v, %v", rows, err)
	}
}

// A file in UTF-16 without its mark is read where somebody says so.
func TestUTF16ThatIsTold(t *testing.T) {
	for name, order := range map[string]binary.AppendByteOrder{"utf-16le": binary.LittleEndian, "utf-16be": binary.BigEndian} {
		r, _, err := OpenFile(strings.NewReader(utf16Text(order, header+goodRow)), Options{Encoding: name})
		if err != nil {
			t.Fatal(err)
		}
		if rows, err := readAll(r); err != nil || len(rows) != 1 || rows[0].Event.User.Name != "김민준" {
			t.Errorf("%s: %+v, %v", name, rows, err)
		}
	}
}

// What the source of a file says goes before what can be made of its bytes.
func TestOpenFileThatBreaksOff(t *testing.T) {
	away := &audit.Error{Kind: audit.Unavailable, Code: "away", Message: "The disk is away."}
	for _, begin := range []string{"", "\x1f\x8b", header} {
		r, _, err := OpenFile(io.MultiReader(strings.NewReader(begin), failing{away}), Options{})
		if err == nil {
			_, err = r.Next()
		}
		if !errors.Is(err, away) {
			t.Errorf("%q: %v", begin, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// told answers each header with the same.
func told(columns map[string]string) func([]string) (*Told, error) {
	return func([]string) (*Told, error) { return &Told{Columns: columns}, nil }
}

func TestToldColumns(t *testing.T) {
	const text = "When;Who;Mail;What;Whom;Nr;Status\n2026-11-22 10:00;Kim;kim@acme.example;Edit group;Seoul (s@acme.example);7;Success\n"
	columns := map[string]string{"When": "time", "Who": "user.name", "Mail": "user.email", "What": "task", "Whom": "target", "Nr": "id"}
	var asked []string
	r := NewCSV(strings.NewReader(text), Options{Columns: func(header []string) (*Told, error) {
		asked = header
		return &Told{Columns: columns, Zone: time.FixedZone("", 3600)}, nil
	}})
	rows, err := readAll(r)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%v, %v", rows, err)
	}
	want := Row{Line: 2, ID: "7", Event: audit.Event{
		Time: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), User: audit.Person{Name: "Kim", Email: "kim@acme.example"}, Task: audit.TaskEditGroup,
		Target: audit.Target{Name: "Seoul", Email: "s@acme.example"}, Status: audit.Success, // a name that is left out means what it says
	}}
	if diff := cmp.Diff(want, rows[0]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"When", "Who", "Mail", "What", "Whom", "Nr", "Status"}, asked); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Columns that the file does not have: Service Type."}, r.Summary().Notes); diff != "" {
		t.Error(diff)
	}

	// What is told goes before what a name says; "" is a column that is not read.
	r = NewCSV(strings.NewReader("Date,User,Stamp\n1,Kim,2026-11-22 10:00\n"), Options{Columns: told(map[string]string{"Stamp": "time", "Date": ""})})
	if rows, err := readAll(r); err != nil || rows[0].Err != nil || rows[0].Event.Time.Hour() != 10 {
		t.Errorf("%+v, %v", rows, err)
	}
	// The log of another service is read where somebody says what it means.
	r = NewCSV(strings.NewReader("Date,User,IP Address\n2026-11-22 10:00,Kim,::1\n"), Options{Columns: told(map[string]string{"IP Address": "target"})})
	if rows, err := readAll(r); err != nil || rows[0].Event.Target.Name != "::1" {
		t.Errorf("%+v, %v", rows, err)
	}
}

// An encoding that is told with the columns holds where the header left it open.
func TestToldEncoding(t *testing.T) {
	name, err := cp949.codec.NewEncoder().String("뷁") // rare enough not to be guessed
	if err != nil {
		t.Fatal(err)
	}
	for encoding, want := range map[string]string{"cp949": "뷁", "utf-16": "", "": ""} {
		r := NewCSV(strings.NewReader("When,Who\n2026-11-22 10:00,"+name+"\n"), Options{Columns: func([]string) (*Told, error) {
			return &Told{Columns: map[string]string{"When": "time", "Who": "user"}, Encoding: encoding}, nil
		}})
		rows, err := readAll(r)
		if err != nil || len(rows) != 1 || (want != "") != (rows[0].Err == nil && rows[0].Event.User.Name == want) {
			t.Errorf("%q: %+v, %v", encoding, rows, err)
		}
	}
	r := NewCSV(strings.NewReader("When,Who\n"), Options{Columns: func([]string) (*Told, error) {
		return &Told{Columns: map[string]string{"When": "time", "Who": "user"}, Encoding: "latin"}, nil
	}})
	if _, err := r.Next(); audit.KindOf(err) != audit.Invalid {
		t.Errorf("an encoding that is none: %v", err)
	}
}

// What is asked shows the first rows, none of them longer than a screen.
func TestUnknownColumns(t *testing.T) {
	text := "\ufeffWhen\tUser ID\tWhat\tStatus\n" + strings.Repeat("1\t2\n\n"+strings.Repeat("y", 5000)+"\t\"a\nb\"\t\t5\n", 4)
	_, err := NewCSV(strings.NewReader(text), Options{}).Next()
	var unknown *audit.UnknownColumns
	if !errors.As(err, &unknown) {
		t.Fatal(err)
	}
	long := excerpt(strings.Repeat("y", 5000))
	want := [][]string{{"1", "2", "", ""}, {long, "a\nb", "", "5"}, {"1", "2", "", ""}, {long, "a\nb", "", "5"}, {"1", "2", "", ""}}
	if diff := cmp.Diff(want, unknown.Sample); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"Status": "status"}, unknown.Guess); diff != "" {
		t.Error(diff)
	}
	if unknown.Header[0] != "When" || audit.KindOf(err) != audit.Invalid {
		t.Errorf("%q, %v", unknown.Header, err)
	}
	for name, text := range map[string]string{"one column": "When\n1\n", "too many": strings.Repeat("x,", audit.MaxMapColumns+1) + "\n"} {
		if _, err := NewCSV(strings.NewReader(text), Options{}).Next(); errors.As(err, &unknown) || audit.KindOf(err) != audit.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
