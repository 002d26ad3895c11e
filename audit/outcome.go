package audit

// Outcome is what became of one event that a store was given.
type Outcome struct {
	Seq       uint64 // the number it was stored under; 0 unless it was stored now
	Duplicate bool   // its id was stored already; nothing was written
	Err       error  // why it was not stored: its day can't be written
}
