package naverworks

import (
	"errors"
	"io"

	"whodid/audit"
	"whodid/indexer/source"
)

// rows gives what came of a file as if it had come whole, so that it is stored: a
// row is worth keeping whatever becomes of the others, and its id is the same when
// the window is pulled again. missing says why there may be more; nil is: there is not.
type rows struct {
	source.Reader
	missing error
	file    *file
	bad     bool // the last row was none
}

// Next gives the next row, io.EOF where there are no more to be had.
func (r *rows) Next() (source.Row, error) {
	row, err := r.Reader.Next()
	if err == nil {
		r.bad = row.Err != nil
		return row, nil
	}
	if err == io.EOF { //nolint:errorlint // one that is wrapped is no good end, see source.Reader
		switch {
		case r.Summary().Incomplete:
			r.missing = &failure{code: codeIncomplete, message: "The source could not finish the file (downloadLogs error)."}
		case r.bad && r.file.inLine():
			r.missing = &failure{code: codeIncomplete, message: "The file ends in the middle of a row."}
		}
		return source.Row{}, err
	}
	r.missing = faultOf(err)
	return source.Row{}, io.EOF
}

// faultOf says in our words why a file could not be read on.
func faultOf(err error) error {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	f = &failure{code: codeUnreadable, message: "The file can't be read.", err: err}
	var known *audit.Error
	if errors.As(err, &known) {
		f.message, f.err = known.Message, known.Err
		f.final = known.Code == "wrong_service"
	}
	return f
}
