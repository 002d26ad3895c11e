package audit

import "time"

// Import is what became, or becomes, of one file that was read as a whole. Its JSON
// is that of the API, and of the report beside a file of the watched folder.
type Import struct {
	ID      string      `json:"id"`     // a ULID of when it began
	Source  string      `json:"source"` // upload, folder
	File    string      `json:"file"`
	By      string      `json:"by"` // who sent it; "" is the server itself
	State   ImportState `json:"state"`
	Format  string      `json:"format"`  // ndjson, json, csv; "" where nothing of it could be read
	Bytes   int64       `json:"bytes"`   // read so far, as they came
	Rows    int         `json:"rows"`    // read so far
	Started string      `json:"started"` // times as FormatTime writes them

	Finished       *string        `json:"finished"` // nil while it runs
	Accepted       int            `json:"accepted"`
	Duplicates     int            `json:"duplicates"`
	RejectedTotal  int            `json:"rejected_total"`
	RejectedByCode map[string]int `json:"rejected_by_code"` // not nil
	// Rejected has the first MaxImportRejected of them, in the order of the lines; nil
	// where it is left out.
	Rejected []RowError   `json:"rejected,omitzero"`
	Notes    []string     `json:"notes"`          // not nil; sentences about the whole
	Map      string       `json:"map"`            // the saved column map that it was read with, or ""
	Error    *ImportError `json:"error,omitzero"` // why it is failed, or incomplete through no word of its source
}

// MaxImportRejected bounds the list of rejected rows that is kept of an import.
const MaxImportRejected = 1000

// ImportState is how far an import is.
type ImportState string

// The states of an import.
const (
	ImportRunning    ImportState = "running"
	ImportDone       ImportState = "done"       // read to its end, also where rows were rejected
	ImportIncomplete ImportState = "incomplete" // rows lack: its source says so, or it broke off
	ImportFailed     ImportState = "failed"     // nothing of it is stored
)

// ImportError is why an import is not done.
type ImportError struct {
	Code    string `json:"code"`
	Message string `json:"message"` // a sentence
	Field   string `json:"field,omitzero"`
}

// ImportFile is what is known of a file before it is read.
type ImportFile struct {
	Name   string // without folders
	Source string
	By     string
	// Asked tells that whoever sent it can be asked: a header that nobody knows is a
	// question to them, and no import.
	Asked    bool
	Zone     *time.Location    // of times without an offset; nil is that of the map, else the server's
	Encoding string            // as source.Options has it; "" is that of the map, else what the bytes say
	Columns  map[string]string // header name → meaning; nil is: as a saved map or the names say
	Map      string            // saves Columns under this name; "" does not
}

// ColumnMap is what the columns of files with a certain header mean. Headers that
// have the same names, in whatever order, are one.
type ColumnMap struct {
	Name     string            `json:"name"`
	Header   []string          `json:"header"`
	Columns  map[string]string `json:"columns"`  // header name → meaning, "" is nothing
	TZ       string            `json:"tz"`       // of times without an offset; "" is the server's
	Encoding string            `json:"encoding"` // "" is what the bytes say
	By       string            `json:"by"`
	Updated  string            `json:"updated"` // as FormatTime writes it
}

// UnknownColumns is the error for a CSV whose header names no time or no user, with
// what is needed to ask which columns they are.
type UnknownColumns struct {
	Refusal *Error            // the sentence
	Header  []string          // of at most MaxMapColumns
	Sample  [][]string        // the first rows, at most 5; cells shortened
	Guess   map[string]string // header name → meaning of the columns that are known
}

// MaxMapColumns bounds the columns of a file whose columns may be asked for: one with
// more is no log.
const MaxMapColumns = 200

// Error gives the sentence.
func (u *UnknownColumns) Error() string { return u.Refusal.Error() }

// Unwrap gives the refusal.
func (u *UnknownColumns) Unwrap() error { return u.Refusal }
