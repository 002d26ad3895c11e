package download

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"whodid/audit"
)

// oddEvents have in their names, addresses and ids what spreadsheets like to take for something else.
func oddEvents() (events []audit.Event) {
	for i, name := range []string{
		"=1+2", "=HYPERLINK(\"http://x.example\")", "+82 10", "-5", "@SUM(A1)", "'quoted", "''", "007", "1e5", "0x10", "1/2", "50%", "₩100", "12345678901234567890", "2026-11-22", "11/22", "12:30", "TRUE", "#N/A",
		`"Sales", 12`, "a\nb", "semi;colon", " space ", "김민준", "山田 太郎", "ｋｉｍ", "שלום עולם", "👩‍👩‍👧", "_x0041_", "<b>&amp;</b>", strings.Repeat("長", 300),
	} {
		at := time.Date(2026, 11, 22, 15, 0, 59, 999e6, time.UTC).Add(-time.Duration(i) * 31 * time.Hour)
		e := audit.Event{ID: audit.EventID(fmt.Sprintf("01KAJ3T5Q1W8Z0R7M2C9%06d", i)), Time: at, User: audit.Person{ID: name, Name: name}, Task: "edit_group", Target: audit.Target{Type: name, Name: name, Email: "=a@acme.example"}, Status: "failure", ServiceType: "pc_web"}
		events = append(events, e)
	}
	return events
}

// written gives a file of the odd events.
func written(t *testing.T, form Form) (data []byte) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		events := oddEvents()
		d := start(t, Options{Scanner: &log{events: events}})
		defer d.Close()
		r := request(kim, len(events))
		r.Form = form
		j := add(t, d, r)
		wantState(t, j, Ready, "")
		data = content(t, d, j)
	})
	return data
}

// A real spreadsheet program shows each cell as it was exported, and takes none for a formula.
func TestLibreOfficeOpensTheFiles(t *testing.T) {
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Skip("LibreOffice is not installed (Debian: apt-get install libreoffice-calc); nothing else can say how it reads a file")
	}
	t.Parallel()
	dir := t.TempDir()
	var books, lines []string
	form := Form{Compression: None, Split: Whole, Zone: "Asia/Seoul", Safe: true}
	for _, form.Language = range audit.Languages {
		form.Format = XLSX
		books = append(books, saved(t, dir, string(form.Language)+".xlsx", written(t, form)))
		form.Format = CSV
		lines = append(lines, saved(t, dir, "text-"+string(form.Language)+".csv", written(t, form)))
	}
	asBooks := convert(t, books)
	// As the import dialog proposes it for a file with a byte order mark: comma, quotes, UTF-8. Without the dialog LibreOffice
	// does not look for the mark.
	proposed := convert(t, lines, "--infilter=CSV:44,34,76,1")
	// With "Text" for each column, which the dialog offers.
	asText := convert(t, lines, "--infilter=CSV:44,34,76,1,1/2/2/2/3/2/4/2/5/2/6/2/7/2/8/2/9/2/10/2")
	for i, lang := range audit.Languages {
		t.Run("xlsx "+string(lang), func(t *testing.T) { wantBook(t, lang, asBooks[i]) })
		t.Run("csv "+string(lang), func(t *testing.T) {
			wantCSV(t, lines[i], proposed[i], "007", "1e5", "1/2", "50%", "12345678901234567890", "11/22", "12:30", "TRUE")
		})
		t.Run("csv as text "+string(lang), func(t *testing.T) { wantCSV(t, lines[i], asText[i]) })
	}
}

func saved(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// convert has LibreOffice open files, and gives the cells of the first sheet of each. Its processes end with it.
func convert(t *testing.T, files []string, args ...string) (opened [][][]cell) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	out := t.TempDir()
	args = append(args, "-env:UserInstallation=file://"+t.TempDir(), "--headless", "--norestore", "--convert-to", "fods", "--outdir", out)
	cmd := exec.CommandContext(ctx, "soffice", append(args, files...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for _, file := range files {
		name := filepath.Base(file)
		text, err := os.ReadFile(filepath.Join(out, strings.TrimSuffix(name, filepath.Ext(name))+".fods"))
		if err != nil {
			t.Fatal(err)
		}
		opened = append(opened, cells(t, text))
	}
	return opened
}

// cell is one as LibreOffice has it.
type cell struct {
	kind    string // string, float, date, …
	text    string // as it is shown
	formula string
}

// cells reads the first sheet of a flat OpenDocument file.
func cells(t *testing.T, text []byte) (rows [][]cell) {
	t.Helper()
	type paragraph struct {
		Inner string `xml:",innerxml"`
	}
	type tableCell struct {
		Kind     string      `xml:"value-type,attr"`
		Formula  string      `xml:"formula,attr"`
		Repeated int         `xml:"number-columns-repeated,attr"`
		Lines    []paragraph `xml:"p"`
	}
	var doc struct {
		Rows []struct {
			Cells []tableCell `xml:"table-cell"`
		} `xml:"body>spreadsheet>table>table-row"`
		Header []struct { // the rows of a filter's header may stand apart
			Cells []tableCell `xml:"table-cell"`
		} `xml:"body>spreadsheet>table>table-header-rows>table-row"`
	}
	if err := xml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	for _, r := range append(doc.Header, doc.Rows...) {
		var row []cell
		for _, c := range r.Cells {
			var shown []string
			for _, p := range c.Lines {
				shown = append(shown, plainText(t, p.Inner))
			}
			for range max(1, min(c.Repeated, 10)) {
				row = append(row, cell{c.Kind, strings.Join(shown, "\n"), c.Formula})
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// plainText reads a paragraph, in which white space stands as elements.
func plainText(t *testing.T, inner string) string {
	t.Helper()
	var b strings.Builder
	for d := xml.NewDecoder(strings.NewReader("<p xmlns:text='t'>" + inner + "</p>")); ; {
		token, err := d.Token()
		if err == io.EOF {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.CharData:
			b.Write(token)
		case xml.StartElement:
			n := 1
			for _, a := range token.Attr {
				if a.Name.Local == "c" {
					n, _ = strconv.Atoi(a.Value)
				}
			}
			switch token.Name.Local {
			case "s":
				b.WriteString(strings.Repeat(" ", n))
			case "tab":
				b.WriteByte('\t')
			}
		}
	}
}

func wantBook(t *testing.T, lang audit.Language, rows [][]cell) {
	events := oddEvents()
	if len(rows) < len(events)+1 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, name := range audit.ExportHeader(lang) {
		if rows[0][i].text != name {
			t.Errorf("the header says %q, want %q", rows[0][i].text, name)
		}
	}
	for i, e := range events {
		row := rows[i+1]
		at := e.Time.Add(9 * time.Hour) // in Seoul
		if row[0].kind != "date" || row[0].text != at.Format("2006-01-02 15:04:05.000") {
			t.Errorf("row %d: the date is %+v, want %s", i+1, row[0], at)
		}
		for col, want := range []string{
			audit.CSVPerson(e.User.Name, e.User.Email), e.ServiceType.Label(lang), e.Task.Label(lang), audit.CSVPerson(e.Target.Name, e.Target.Email), e.Status.Label(lang), audit.FormatTime(e.Time), string(e.ID), e.User.ID, e.Target.Type,
		} {
			if got := row[col+1]; got != (cell{kind: "string", text: want}) {
				t.Errorf("row %d, column %d is %+v, want the text %q", i+1, col+2, got, want)
			}
		}
	}
}

// wantCSV holds what was opened against the cells of the file, guards included. What LibreOffice takes
// for a number or a date and shows otherwise than it was written stands in otherwise.
func wantCSV(t *testing.T, file string, rows [][]cell, otherwise ...string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < len(want) {
		t.Fatalf("%d rows, want %d", len(rows), len(want))
	}
	for i := range want {
		for col, text := range want[i] {
			got := cell{kind: "string"} // what is empty at the end is left away
			if col < len(rows[i]) && rows[i][col].kind != "" {
				got = rows[i][col]
			}
			if got.formula != "" || got.text != text && (got.kind == "string" || !slices.Contains(otherwise, text)) {
				t.Errorf("row %d, column %d is %.300v, want the text %.200q", i, col+1, got, text)
			}
		}
	}
}
