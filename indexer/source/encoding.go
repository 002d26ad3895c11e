package source

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"whodid/audit"
)

// charset is an encoding that files come in besides UTF-8.
type charset struct {
	name  string // for people
	codec encoding.Encoding
	// lossy: what can't be decoded comes out as U+FFFD, which the charset itself
	// can't say. (UTF-16 can.)
	lossy bool
	// weigh says how much text looks like the charset's language; see plausible.
	weigh func(text []byte) int
}

var (
	cp949    = charset{"CP949 (Korean)", korean.EUCKR, true, weighKorean} // x/text's EUC-KR is the WHATWG's, which is CP949
	shiftJIS = charset{"Shift_JIS (Japanese)", japanese.ShiftJIS, true, weighJapanese}
	utf16LE  = charset{"UTF-16", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), false, nil}
	utf16BE  = charset{"UTF-16", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), false, nil}
)

// toldCharset gives the charset that Options.Encoding names. nil is UTF-8; guess
// is true where nothing was named.
func toldCharset(name string) (c *charset, guess bool, err error) {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "":
		return nil, true, nil
	case "utf-8", "utf8", "utf-8-sig", "us-ascii", "ascii":
		return nil, false, nil
	case "cp949", "ms949", "uhc", "windows-949", "euc-kr", "euckr", "ks_c_5601-1987":
		return &cp949, false, nil
	case "shift_jis", "shift-jis", "sjis", "cp932", "ms932", "windows-31j":
		return &shiftJIS, false, nil
	case "utf-16", "utf16", "utf-16le", "utf16le":
		return &utf16LE, false, nil
	case "utf-16be", "utf16be":
		return &utf16BE, false, nil
	}
	return nil, false, &audit.Error{
		Kind: audit.Invalid, Code: codeInvalidBody, Field: "encoding",
		Message: fmt.Sprintf("The encoding %q is not read here; utf-8, utf-16, cp949 and shift_jis are.", excerpt(name)),
	}
}

// sampleBytes is how much of a file its encoding is guessed from, beginning
// with the first line that is not ASCII.
const sampleBytes = 64 << 10

// textReader gives a file's text as UTF-8. Bytes that are no UTF-8 in a file that
// otherwise is come through as they are: they cost their row, not the file.
type textReader struct {
	raw     *bufio.Reader
	text    io.Reader // nil while all was ASCII, which is the same in every charset
	charset *charset  // nil is UTF-8
	guess   bool
	guessed bool // charset was guessed
	begun   bool
}

func newTextReader(r io.Reader, told *charset, guess bool) *textReader {
	return &textReader{raw: bufio.NewReaderSize(r, sampleBytes), charset: told, guess: guess}
}

func (t *textReader) Read(p []byte) (int, error) {
	if !t.begun {
		t.begin()
	}
	if t.text == nil {
		if n, err := t.readASCII(p); n > 0 || err != nil {
			return n, err
		}
	}
	return t.text.Read(p)
}

// begin looks for a byte order mark, which is surer than what anybody was told.
func (t *textReader) begin() {
	t.begun = true
	mark, _ := t.raw.Peek(len(utf8BOM))
	size := 0
	switch {
	case bytes.Equal(mark, utf8BOM):
		t.charset, t.guess, size = nil, false, 3
	case bytes.HasPrefix(mark, []byte{0xFF, 0xFE}):
		t.charset, t.guess, size = &utf16LE, false, 2
	case bytes.HasPrefix(mark, []byte{0xFE, 0xFF}):
		t.charset, t.guess, size = &utf16BE, false, 2
	}
	_, _ = t.raw.Discard(size)
	if !t.guess {
		t.decide(t.charset)
	}
}

// tell says which charset a file has of which all that was read so far is ASCII, and
// so no UTF-16; one that has shown itself stays.
func (t *textReader) tell(c *charset) {
	if t.text == nil && (c == nil || c.lossy) {
		t.guess = false
		t.decide(c)
	}
}

func (t *textReader) decide(c *charset) {
	t.charset, t.text = c, t.raw
	if c != nil {
		t.text = transform.NewReader(t.raw, c.codec.NewDecoder())
	}
}

// readASCII gives lines that are ASCII. Where the next one is not, it gives none
// and decides on the charset, with a whole sample before its eyes.
func (t *textReader) readASCII(p []byte) (int, error) {
	sample, err := t.raw.Peek(sampleBytes)
	ascii := bytes.IndexFunc(sample, func(r rune) bool { return r >= utf8.RuneSelf })
	switch {
	case ascii < 0 && len(sample) == 0:
		return 0, err
	case ascii < 0:
		ascii = len(sample)
	default:
		ascii = bytes.LastIndexAny(sample[:ascii], "\r\n") + 1
	}
	if ascii == 0 {
		c := guessCharset(sample, err != nil)
		t.guessed = c != nil
		t.decide(c)
		return 0, nil
	}
	n := copy(p, sample[:ascii])
	_, _ = t.raw.Discard(n)
	return n, nil
}

// guessCharset gives the charset of a sample that is not ASCII, nil for UTF-8.
// whole says that the sample goes to the end of the file.
func guessCharset(sample []byte, whole bool) *charset {
	if end := bytes.LastIndexAny(sample, "\r\n"); !whole && end > 0 {
		sample = sample[:end]
	}
	valid := 0
	var others [][]byte
	for line := range bytes.FieldsFuncSeq(sample, func(r rune) bool { return r == '\r' || r == '\n' }) {
		switch {
		case bytes.IndexFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) < 0:
		case utf8.Valid(line):
			valid++
		default:
			others = append(others, line)
		}
	}
	// A few broken rows don't make a file of another charset: text in CP949 or
	// Shift_JIS is hardly ever valid UTF-8 for a whole line.
	if valid >= len(others) {
		return nil
	}
	var best *charset
	most := 0
	first := firstLine(sample)
	for _, c := range []*charset{&cp949, &shiftJIS} {
		weight := weighHeader(c, first)
		for _, line := range others {
			weight += c.weigh(line)
		}
		if weight > most {
			best, most = c, weight
		}
	}
	return best
}

func firstLine(text []byte) []byte {
	if end := bytes.IndexAny(text, "\r\n"); end >= 0 {
		return text[:end]
	}
	return text
}

// weighHeader counts the column names that a first line has in the charset.
func weighHeader(c *charset, line []byte) int {
	const perColumn = 20
	decoded, err := c.codec.NewDecoder().Bytes(line)
	if err != nil {
		return 0
	}
	weight := 0
	for name := range strings.FieldsFuncSeq(string(decoded), func(r rune) bool { return strings.ContainsRune(",;\t\"", r) }) {
		if headerNames[foldName(name)] != colNone {
			weight += perColumn
		}
	}
	return weight
}
