package audit

// Item is one action of a bulk request and what became of it.
type Item struct {
	Op    Op
	Index string // as it was sent; "" where none was
	ID    string // the client's own id of the event, likewise

	EventID   EventID   // of the event that is stored, now or before; "" where Err is set
	Duplicate bool      // it was stored before; nothing was written
	Err       *RowError // why nothing is stored; Line is the item's place, from 1
}

// Op is what an action of a bulk request asks for.
type Op string

// The actions that there are. An audit log only grows: OpUpdate and OpDelete are
// known to be refused.
const (
	OpIndex  Op = "index"
	OpCreate Op = "create"
	OpUpdate Op = "update"
	OpDelete Op = "delete"
)
