package download

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"whodid/audit"
)

// book writes the rows of a file as an Excel workbook, a sheet after the other. excelize
// keeps what a sheet has in a file beside the job's until it is whole, and would keep all
// of them, and the packed workbook in memory. So each sheet is made in a workbook of its
// own, and only its part is packed into ours; the parts that a workbook has once are those
// of one that has all the sheets, without rows. See docs/adr/0007-a-workbook-sheet-by-sheet.md.
type book struct {
	w      *writer
	spills string // the folder of what a sheet has while it is written
	header []string
	rows   []int // of the sheets that are packed

	file    *excelize.File // of the sheet that is being written
	sheet   *excelize.StreamWriter
	looks   looks
	inSheet int   // rows
	spilled int64 // bytes, when last looked at
	cells   [10]any
	err     error // the first one; nothing is written behind it
}

// sheetBytes is about how many bytes a sheet may have before it is packed: with 4 GiB, which only very long names get to,
// Excel takes the file for damaged.
const sheetBytes = 3 << 30

// rowsALook is after how many rows it is looked at how much they take on disk.
const rowsALook = 4096

// columnWidths are about those of what stands in the columns, in characters.
var columnWidths = [10]float64{24, 40, 28, 26, 40, 10, 26, 30, 14, 14}

const lastColumn = "J"

// looks are the styles of a workbook: the same in all, as each makes them in this order.
type looks struct{ head, date, text int }

func (w *writer) newBook() (*book, error) {
	b := &book{w: w, spills: filepath.Join(filepath.Dir(w.disk.Name()), spillFolder), header: audit.ExportHeader(w.form.Language)}
	w.zip = newArchive(onDisk{w})
	if err := errors.Join(os.RemoveAll(b.spills), os.Mkdir(b.spills, 0o700)); err != nil { // of a run that was killed, too
		return nil, err
	}
	return b, b.begin()
}

// sheetName is Contacts, Contacts 2 and so on.
func sheetName(n int) string {
	if n == 1 {
		return "Contacts"
	}
	return fmt.Sprintf("Contacts %d", n)
}

// newFile makes a workbook of the first sheet.
func (b *book) newFile() (*excelize.File, looks, error) {
	f := excelize.NewFile(excelize.Options{TmpDir: b.spills})
	var l looks
	date := "yyyy-mm-dd hh:mm:ss.000" // whole seconds would be rounded, and a second that never was be shown
	made := []struct {
		to    *int
		style excelize.Style
	}{
		{&l.head, excelize.Style{Font: &excelize.Font{Bold: true}}},
		{&l.date, excelize.Style{CustomNumFmt: &date}},
		{&l.text, excelize.Style{NumFmt: 49}}, // text, so that a cell stays one when somebody edits it
	}
	for _, m := range made {
		var err error
		if *m.to, err = f.NewStyle(&m.style); err != nil {
			return f, l, err
		}
	}
	return f, l, f.SetSheetName("Sheet1", sheetName(1))
}

// begin begins the next sheet.
func (b *book) begin() (err error) {
	name := sheetName(len(b.rows) + 1)
	if b.file, b.looks, err = b.newFile(); err != nil {
		return err
	}
	if len(b.rows) > 0 { // beside the first: that one is selected, and were all, what is typed into one would be typed into all
		if _, err := b.file.NewSheet(name); err != nil {
			return err
		}
	}
	// The template says that A1 is all there is, and some programs believe it.
	if err := b.file.SetSheetDimension(name, ""); err != nil {
		return err
	}
	if b.sheet, err = b.file.NewStreamWriter(name); err != nil {
		return err
	}
	b.inSheet, b.spilled = 0, 0
	for i, width := range columnWidths {
		if err := b.sheet.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := b.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, name := range b.header {
		b.cells[i] = excelize.Cell{StyleID: b.looks.head, Value: name}
	}
	return b.sheet.SetRow("A1", b.cells[:])
}

// add writes a row; b.err says how that went.
func (b *book) add(e audit.Event) {
	if b.err != nil {
		return
	}
	lang := b.w.form.Language
	b.cells[0] = excelize.Cell{StyleID: b.looks.date, Value: e.Time.In(b.w.zone)}
	for i, text := range [...]string{
		audit.CSVPerson(e.User.Name, e.User.Email), e.ServiceType.Label(lang), e.Task.Label(lang), audit.CSVPerson(e.Target.Name, e.Target.Email), e.Status.Label(lang),
		audit.FormatTime(e.Time), string(e.ID), e.User.ID, e.Target.Type,
	} {
		if text == "" {
			b.cells[i+1] = nil
			continue
		}
		if strings.ContainsFunc(text, notXML) {
			text = strings.Map(asXML, text)
			b.w.made.Replaced++
		}
		b.cells[i+1] = excelize.Cell{StyleID: b.looks.text, Value: text}
	}
	b.inSheet++
	if b.err = b.sheet.SetRow("A"+strconv.Itoa(b.inSheet+1), b.cells[:]); b.err == nil && b.inSheet%rowsALook == 0 {
		b.err = b.look()
	}
}

// notXML tells of characters that can't stand in XML 1.0, not even as references.
// Source: https://www.w3.org/TR/xml/#charsets
func notXML(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

func asXML(r rune) rune {
	if notXML(r) {
		return utf8.RuneError
	}
	return r
}

// quietly is how many rows excelize may keep in memory: it writes them to the disk each 16 MiB, but where it can't make its
// file there it goes on without one.
const quietly = 100_000

// look sees what the sheet takes on disk, as long as it does.
func (b *book) look() error {
	entries, err := os.ReadDir(b.spills)
	if err != nil {
		return err
	}
	bytes := int64(0)
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			return err
		}
		bytes += info.Size()
	}
	if bytes == 0 && b.inSheet >= quietly {
		return errors.New("what a sheet has can't be written to disk")
	}
	if err := b.w.d.room(bytes - b.spilled); err != nil {
		return err
	}
	b.w.t.bytes.Add(bytes - b.spilled)
	b.spilled = bytes
	return nil
}

// cut packs the sheet that is full, and begins the next one.
func (b *book) cut() error {
	if b.err != nil || b.inSheet < b.w.d.sheetRows && b.spilled < sheetBytes {
		return b.err
	}
	if err := b.pack(); err != nil {
		return err
	}
	return b.begin()
}

// filter gives the header its buttons; rows are those below it.
func filter(f *excelize.File, sheet string, rows int) error {
	return f.AutoFilter(sheet, "A1:"+lastColumn+strconv.Itoa(rows+1), nil)
}

// pack puts the sheet that is being written into the archive, and takes away what it had on disk.
func (b *book) pack() error {
	if err := filter(b.file, b.sheet.Sheet, b.inSheet); err != nil {
		return err
	}
	if err := b.sheet.Flush(); err != nil {
		return err
	}
	b.rows = append(b.rows, b.inSheet)
	own, as := sheetPart(min(len(b.rows), 2)), sheetPart(len(b.rows))
	err := b.write(b.file, func(name string) string {
		if name == own {
			return as
		}
		return ""
	})
	err = errors.Join(err, b.file.Close())
	b.file = nil
	b.w.t.bytes.Add(-b.spilled)
	b.spilled = 0
	return err
}

// sheetPart is the name of a sheet in the archive; the first is 1.
func sheetPart(n int) string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", n) }

// end packs the last sheet and what the workbook has once.
func (b *book) end() error {
	if b.err != nil {
		return b.err
	}
	if err := b.w.turn.Work(b.w.ctx); err != nil {
		return err
	}
	defer b.w.turn.Rest()
	if err := b.pack(); err != nil {
		return err
	}
	f, _, err := b.newFile()
	if err != nil {
		return err
	}
	defer f.Close()
	for i, rows := range b.rows {
		name := sheetName(i + 1)
		if i > 0 {
			if _, err := f.NewSheet(name); err != nil {
				return err
			}
		}
		if err := filter(f, name, rows); err != nil {
			return err
		}
	}
	asked := b.w.created.UTC().Format(time.RFC3339) // else it would be by the library's author, of 2006
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "whodid", LastModifiedBy: "whodid", Created: asked, Modified: asked}); err != nil {
		return err
	}
	b.w.made.Parts = len(b.rows)
	return b.write(f, func(name string) string {
		if strings.HasPrefix(name, "xl/worksheets/") {
			return "" // is there
		}
		return name
	})
}

// close takes away what is left on disk.
func (b *book) close() error {
	var err error
	if b.file != nil {
		err = b.file.Close()
	}
	return errors.Join(err, os.RemoveAll(b.spills))
}
