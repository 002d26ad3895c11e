package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"whodid/audit"
)

// How much memory packed input can ask for, in bytes. Over HTTP it is what RFC
// 9659 allows; of a file, what the command line zstd unpacks unless told to do more.
const (
	maxZstdWindow     = 8 << 20
	maxZstdFileWindow = 128 << 20
)

// Unpack gives what r holds, packed as a Content-Encoding says: "gzip", "zstd",
// or "" and "identity" for not at all. Another one is an *audit.Error of Kind
// Unsupported; input that is not what it is said to be is Invalid, then or while
// it is read. How much comes out is for the caller to bound.
func Unpack(encoding string, r io.Reader) (io.Reader, error) {
	return unpack(encoding, r, maxZstdWindow)
}

func unpack(encoding string, r io.Reader, zstdWindow uint64) (io.Reader, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return r, nil
	case "gzip", "x-gzip":
		packed, err := gzip.NewReader(r)
		if err != nil {
			return nil, &audit.Error{Kind: audit.Invalid, Code: codeInvalidBody, Field: "Content-Encoding", Message: "The input is no gzip.", Err: err}
		}
		return packed, nil
	case "zstd":
		// With a concurrency of 1 it starts no goroutine and needs no Close.
		packed, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow))
		if err != nil {
			return nil, &audit.Error{Kind: audit.Invalid, Code: codeInvalidBody, Field: "Content-Encoding", Message: "The input is no zstd.", Err: err}
		}
		return packed, nil
	}
	return nil, &audit.Error{
		Kind: audit.Unsupported, Code: "unsupported_encoding", Field: "Content-Encoding",
		Message: fmt.Sprintf("The Content-Encoding %q is not read here; gzip and zstd are.", excerpt(encoding)),
	}
}

// OpenFile reads a file of which nothing is known but its content: packed with
// gzip or zstd or not, NDJSON, JSON or CSV. Errors are those of Unpack.
func OpenFile(r io.Reader, o Options) (Reader, Format, error) {
	in := bufio.NewReaderSize(r, readBytes)
	magic, _ := in.Peek(4)
	encoding := ""
	switch {
	case bytes.HasPrefix(magic, []byte{0x1F, 0x8B}):
		encoding = "gzip"
	case bytes.Equal(magic, []byte{0x28, 0xB5, 0x2F, 0xFD}):
		encoding = "zstd"
	}
	if encoding != "" {
		unpacked, err := unpack(encoding, in, maxZstdFileWindow)
		if err != nil {
			return nil, "", err
		}
		in = bufio.NewReaderSize(unpacked, readBytes)
	}
	format := Detect(in)
	return Open(format, in, o), format, nil
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
