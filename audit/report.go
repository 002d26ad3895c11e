package audit

// RowError is a row that could not be taken: data, not an accident. It names
// where, what and why, in a sentence for whoever wrote the row.
type RowError struct {
	Line    int    `json:"line"`           // 1-based line of the file, or element of a JSON array
	Code    string `json:"code"`           // one of the Code constants below
	Field   string `json:"field,omitzero"` // the column or key at fault, or ""
	Value   string `json:"value,omitzero"` // the value at fault, shortened
	Message string `json:"message"`        // a sentence that helps
}

// Codes of rows that are rejected. Each is counted on its own.
const (
	CodeInvalidJSON    = "invalid_json"    // a line that is no JSON object
	CodeInvalidRow     = "invalid_row"     // a CSV row that can't be cut into cells
	CodeInvalidTime    = "invalid_time"    // no time, or one that can't be read
	CodeTimeTooOld     = "time_too_old"    // older than the retention
	CodeTimeInFuture   = "time_in_future"  // more than MaxAhead ahead
	CodeMissingUser    = "missing_user"    // neither name nor e-mail
	CodeFieldTooLong   = "field_too_long"  // over MaxFieldBytes or MaxNameRunes
	CodeInvalidUTF8    = "invalid_utf8"    // bytes that are no UTF-8
	CodeInvalidField   = "invalid_field"   // a value of the wrong type
	CodeDayUnavailable = "day_unavailable" // the row's day can't be written
	CodeInvalidAction  = "invalid_action"  // a bulk action that an audit log can't do
)

// Report says what became of one batch of rows. Accepted + Duplicates +
// RejectedTotal is the number of rows read.
type Report struct {
	Accepted   int
	Duplicates int // rows that were stored already
	// Rejected has the first MaxRejected rejected rows in the order of the lines.
	Rejected       []RowError
	RejectedTotal  int
	RejectedByCode map[string]int
	Notes          []string // about the whole: ignored columns, a guessed encoding
	Incomplete     bool     // the source itself said that rows are missing at the end
}

// MaxRejected bounds the list in a Report: a file of another kind would
// otherwise be answered with more bytes than it has.
const MaxRejected = 10_000

// Reject adds a rejected row.
func (r *Report) Reject(e RowError) {
	r.RejectedTotal++
	if r.RejectedByCode == nil {
		r.RejectedByCode = make(map[string]int)
	}
	r.RejectedByCode[e.Code]++
	if len(r.Rejected) < MaxRejected {
		r.Rejected = append(r.Rejected, e)
	}
}

// Merge adds what became of further rows, whose lines come after those of r.
func (r *Report) Merge(more Report) {
	r.Accepted += more.Accepted
	r.Duplicates += more.Duplicates
	r.RejectedTotal += more.RejectedTotal
	for code, n := range more.RejectedByCode {
		if r.RejectedByCode == nil {
			r.RejectedByCode = make(map[string]int)
		}
		r.RejectedByCode[code] += n
	}
	r.Rejected = append(r.Rejected, more.Rejected[:min(len(more.Rejected), MaxRejected-len(r.Rejected))]...)
	r.Notes = append(r.Notes, more.Notes...)
	r.Incomplete = r.Incomplete || more.Incomplete
}
