package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"whodid/audit"
)

// maxZstdWindow bounds the memory that a packed file can ask for, in bytes: what
// the command line zstd unpacks, too, unless told to do more.
const maxZstdWindow = 128 << 20

// OpenFile reads a file of which nothing is known but its content: packed with
// gzip or zstd or not; NDJSON, JSON or CSV, which it gives. The error is an
// *audit.Error, Invalid, for a file that only begins like a packed one and for one
// that is no text, with a sentence that says what it looks like; what r's Read gave
// where that is one.
func OpenFile(r io.Reader, o Options) (Reader, Format, error) {
	in, err := unpack(bufio.NewReaderSize(r, readBytes))
	if err != nil {
		if known := (*audit.Error)(nil); errors.As(err, &known) {
			return nil, "", err
		}
		return nil, "", &audit.Error{Kind: audit.Invalid, Code: codeInvalidBody, Message: "The file is packed, but can't be unpacked.", Err: err}
	}
	format := Detect(in)
	if format == CSV {
		if err := checkText(in, o.Encoding); err != nil {
			return nil, "", err
		}
	}
	return Open(format, in, o), format, nil
}

// unpack looks at the first bytes, which name the packing.
func unpack(in *bufio.Reader) (*bufio.Reader, error) {
	magic, _ := in.Peek(4)
	switch {
	case bytes.HasPrefix(magic, []byte{0x1F, 0x8B}):
		unpacked, err := gzip.NewReader(in)
		if err != nil {
			return nil, err
		}
		return bufio.NewReaderSize(unpacked, readBytes), nil
	case bytes.Equal(magic, []byte{0x28, 0xB5, 0x2F, 0xFD}):
		// With a concurrency of 1 it starts no goroutine and needs no Close.
		unpacked, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxZstdWindow))
		if err != nil {
			return nil, err
		}
		return bufio.NewReaderSize(unpacked, readBytes), nil
	}
	return in, nil
}

// Detect gives the format of what r holds and leaves it unread: a file that
// begins with an array is JSON; one that begins with an object is NDJSON, but
// JSON where the object goes on over lines; all else is CSV.
func Detect(r *bufio.Reader) Format {
	head, err := r.Peek(r.Size())
	head = bytes.TrimLeft(bytes.TrimPrefix(head, utf8BOM), " \t\r\n")
	switch {
	case bytes.HasPrefix(head, []byte("[")):
		return JSON
	case !bytes.HasPrefix(head, []byte("{")):
		return CSV
	}
	line, _, ended := bytes.Cut(head, []byte("\n"))
	if (ended || err != nil) && !json.Valid(line) && opensObject(line) {
		return JSON
	}
	return NDJSON
}

// opensObject says whether a line ends as one does whose object goes on in the
// next: a broken line of NDJSON does not make the file another format.
func opensObject(line []byte) bool {
	line = bytes.TrimSpace(line)
	switch line[len(line)-1] {
	case '{', '[', ',', ':':
		return true
	}
	return false
}
