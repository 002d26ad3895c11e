package audit

// Stats says what a store holds.
type Stats struct {
	Days    []DayStats // oldest first; only days that have a folder or index
	LastSeq uint64     // the highest number given so far
}

// DayStats says what a day holds.
type DayStats struct {
	Day    Day
	Events int
	Bytes  int64 // on disk, everything included
	State  DayState
	Err    string // why the day is damaged; "" otherwise
}

// DayState is how a day stands.
type DayState string

// The states of a day.
const (
	DayOpen    DayState = "open"    // takes events
	DaySealed  DayState = "sealed"  // read-only until a late event reopens it
	DayDamaged DayState = "damaged" // can't be read; searches name it
)
