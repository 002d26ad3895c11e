package download

import (
	"net/url"
	"time"

	"whodid/audit"
)

// State is how a job stands.
type State string

// The states of a job. Ready, Failed and Canceled are final.
const (
	Queued   State = "queued"   // waits for a worker
	Running  State = "running"  // is being written
	Ready    State = "ready"    // can be fetched until it expires
	Failed   State = "failed"   // there is no file; Problem says why
	Canceled State = "canceled" // by whoever requested it
)

// Open tells of a job that is not at its end.
func (s State) Open() bool { return s == Queued || s == Running }

// Job is a requested download. Its JSON is what is kept on disk.
type Job struct {
	ID      string    `json:"id"`
	Owner   string    `json:"owner"` // who requested it
	Created time.Time `json:"created"`
	State   State     `json:"state"`

	// Query is the search, as the parameters of GET /search have it: what is asked for
	// is read from them anew, at Created and in the zone that they name.
	Query  url.Values `json:"query"`
	Form   Form       `json:"form"`
	Before uint64     `json:"before"` // events have lower numbers: they were stored before the request
	Since  Since      `json:"since,omitzero"`

	Schedule Mark `json:"schedule,omitzero"` // whose run it is

	RowsExpected int         `json:"rows_expected"` // that the search matched at the request
	RowsWritten  int         `json:"rows_written"`
	Missing      []audit.Day `json:"missing_days,omitempty"` // that can't be read; the requester agreed to do without

	Started  time.Time `json:"started,omitzero"`
	Finished time.Time `json:"finished,omitzero"`
	Expires  time.Time `json:"expires,omitzero"` // of a ready file
	Problem  *Problem  `json:"problem,omitempty"`

	File string `json:"file"` // its name
	made
}

// Since is where a file begins that goes on from a former one. The zero value is a file of its own.
type Since struct {
	ID    string `json:"id"`    // of the former download
	After uint64 `json:"after"` // events have higher numbers: they were stored behind those of the former file
}

// Mark is of a job that a schedule requested. The zero value is none.
type Mark struct {
	ID   string    `json:"id"`
	Name string    `json:"name"`         // at the request
	Due  time.Time `json:"due,omitzero"` // the time of the schedule that it is for; zero is a run out of turn
	// Increments tells that the file is one of those that go on from each other.
	Increments bool `json:"increments,omitempty"`
}

// Next is where a file begins that goes on from this job's: no event is in both, and none between them.
func (j *Job) Next() Since { return Since{j.ID, max(j.Before, 1) - 1} }

// made is what a ready file is.
type made struct {
	Bytes   int64         `json:"bytes,omitempty"`
	SHA256  string        `json:"sha256,omitempty"` // hex, of the file as it is fetched
	FirstID audit.EventID `json:"first_id,omitempty"`
	LastID  audit.EventID `json:"last_id,omitempty"`
	Days    int           `json:"days_read,omitempty"` // UTC days that rows are of
	Parts   int           `json:"parts,omitempty"`     // files in the archive, of a ZIP; sheets of a workbook
	// Replaced are the cells of a workbook in which characters that can't stand there became U+FFFD.
	Replaced int `json:"replaced_cells,omitempty"`
}

// Problem is why there is no file.
type Problem struct {
	Code    string `json:"code"`
	Message string `json:"message"` // a sentence that helps
}

// Format is the kind of rows that a file has.
type Format string

// The formats.
const (
	CSV    Format = "csv"
	NDJSON Format = "ndjson"
	XLSX   Format = "xlsx" // packed already, and cut by rows into sheets
)

// Compression is how a file is packed.
type Compression string

// The ways to pack a file.
const (
	None Compression = "none"
	Gzip Compression = "gzip"
	ZIP  Compression = "zip"
)

// Split says where a file that is packed as a ZIP is cut into several.
type Split string

// The ways to cut a file.
const (
	Whole  Split = "none"
	ByRows Split = "rows" // as many as a spreadsheet can hold, see MaxSheetRows
	ByDay  Split = "day"  // of the zone of the file
)

// MaxSheetRows is how many rows a file may have that is cut by rows: a spreadsheet holds
// 1,048,576, the header among them. Source: Excel's specifications and limits.
const MaxSheetRows = 1<<20 - 1

// Form is how a file is written.
type Form struct {
	Format      Format         `json:"format"`
	Compression Compression    `json:"compression"`
	Split       Split          `json:"split"`
	Language    audit.Language `json:"language"`  // of CSV
	Zone        string         `json:"time_zone"` // of CSV's dates and of split days, IANA
	Safe        bool           `json:"spreadsheet_safe"`
}

// ending is that of the file's name.
func (f Form) ending() string {
	switch f.Compression {
	case Gzip:
		return "." + string(f.Format) + ".gz"
	case ZIP:
		return ".zip"
	}
	return "." + string(f.Format)
}

// MediaType is that of the file as it is fetched.
func (f Form) MediaType() string {
	switch {
	case f.Compression == Gzip:
		return "application/gzip"
	case f.Compression == ZIP:
		return "application/zip"
	case f.Format == NDJSON:
		return "application/x-ndjson"
	case f.Format == XLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8"
}
