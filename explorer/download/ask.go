package download

// Ask is a search and how its matches are to be written, in the words of the API, as they were sent: who takes it
// checks it. What is empty is as it is by default.
type Ask struct {
	Q       string              `json:"q"`
	From    string              `json:"from"`
	To      string              `json:"to"`
	TZ      string              `json:"tz"` // of dates in the question and the period
	Sort    string              `json:"sort"`
	Filters map[string][]string `json:"filters"` // by the names of the parameters of a search

	Format      string `json:"format"`
	Compression string `json:"compression"`
	Split       string `json:"split"`
	Language    string `json:"language"`
	FileTZ      string `json:"file_tz"` // of the file's dates; empty is TZ
	Safe        *bool  `json:"spreadsheet_safe"`
	Partial     bool   `json:"partial"` // days that can't be read are left out
}
