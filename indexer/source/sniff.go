package source

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"

	"whodid/audit"
)

const codeNotText = "not_text"

// kinds are files of other programs, by what they begin with.
var kinds = []struct{ magic, sentence string }{
	{"%PDF-", "This is a PDF. Download the log as CSV instead."},
	{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "This is a file of an old Excel (XLS). Save it as CSV and send that."},
	{"7z\xBC\xAF\x27\x1C", "This is a 7z archive. Unpack it and send the file in it."},
	{"Rar!\x1A\x07", "This is a RAR archive. Unpack it and send the file in it."},
	{"BZh", "This is packed with bzip2. Unpack it, or pack it with gzip or zstd, and send that."},
	{"\xFD7zXZ\x00", "This is packed with xz. Unpack it, or pack it with gzip or zstd, and send that."},
	{"<!DOCTYPE", "This is a web page. Perhaps the download needed a log-in; get the log as CSV and send that."},
	{"<html", "This is a web page. Perhaps the download needed a log-in; get the log as CSV and send that."},
}

// binaryHead is how much of a file is looked at to tell text from other things.
const binaryHead = 8 << 10

// checkText gives the error for a file that can't be a CSV in the encoding, "" for
// any, and leaves it unread.
func checkText(in *bufio.Reader, encoding string) error {
	head, _ := in.Peek(binaryHead)
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		return notText(zipSentence(head))
	}
	for _, k := range kinds {
		if len(head) >= len(k.magic) && strings.EqualFold(string(head[:len(k.magic)]), k.magic) {
			return notText(k.sentence)
		}
	}
	if told, _, err := toldCharset(encoding); err != nil || told == &utf16LE || told == &utf16BE {
		return nil // the reader has the word
	}
	if bytes.HasPrefix(head, []byte{0xFF, 0xFE}) || bytes.HasPrefix(head, []byte{0xFE, 0xFF}) {
		return nil
	}
	if name := bareUTF16(head); name != "" {
		return notText(fmt.Sprintf("This looks like UTF-16 without the mark that says so. Say that its encoding is %s.", name))
	}
	if looksBinary(head) {
		return notText("This file is no text. Expected is a CSV that begins with Date, User, Service Type, Task, Target, Status, or NDJSON or JSON, also packed with gzip or zstd.")
	}
	return nil
}

func notText(sentence string) error {
	return &audit.Error{Kind: audit.Invalid, Code: codeNotText, Message: sentence}
}

// zipSentence tells what a ZIP is by the name of the first file in it.
func zipSentence(head []byte) string {
	const nameLength, names = 26, 30 // in the local header
	name := ""
	if len(head) > names {
		end := min(len(head), names+int(binary.LittleEndian.Uint16(head[nameLength:])))
		name = string(head[names:end])
	}
	for _, office := range []string{"[Content_Types].xml", "_rels/", "docProps/", "xl/", "mimetype"} {
		if strings.HasPrefix(name, office) {
			return "This is a spreadsheet or document (XLSX, ODS or the like). Save it as CSV and send that."
		}
	}
	if name == "" {
		return "This is a ZIP archive. Unpack it and send the files in it."
	}
	return fmt.Sprintf("This is a ZIP archive; the first file in it is %s. Unpack it and send the files in it.", excerpt(name))
}

// bareUTF16 names the UTF-16 that a text without a byte order mark has: ASCII, as in
// every header, has a NUL in each unit then.
func bareUTF16(head []byte) string {
	var even, odd int
	for i, b := range head {
		if b == 0 && i%2 == 0 {
			even++
		} else if b == 0 {
			odd++
		}
	}
	units := len(head) / 2
	switch {
	case units < 8 || head[0] == 0 && head[1] == 0:
	case odd*3 > units && even*20 < units:
		return "utf-16le"
	case even*3 > units && odd*20 < units:
		return "utf-16be"
	}
	return ""
}

// looksBinary tells of what no text has: NULs in the first line, or many control
// characters. A few rows that were damaged cost only themselves.
func looksBinary(head []byte) bool {
	if bytes.IndexByte(firstLine(head), 0) >= 0 {
		return true
	}
	const tenth = 10
	control := 0
	for _, b := range head {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' {
			control++
		}
	}
	return control*tenth > len(head)
}
