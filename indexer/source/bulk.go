package source

import (
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"whodid/audit"
)

// MaxBulkItems bounds the actions of one bulk body: each is answered for itself,
// so that a body of tiny ones would be answered with many times its size.
const MaxBulkItems = 100_000

// actions walks a bulk body: an action a line, and behind it, on a line of its
// own, its document. Blank lines before an action are skipped.
type actions struct{ lineReader }

// BulkItems reads the actions of a bulk body, without their documents. A line
// that should be an action and is none makes the whole body unreadable: from there
// on nobody knows which lines are documents. Errors: *audit.Error of kind Invalid
// that names the line, TooLarge over MaxBulkItems.
func BulkItems(r io.Reader) ([]audit.Item, error) {
	a := actions{newLineReader(r)}
	var items []audit.Item
	for {
		text, tooLong, err := a.action()
		if ended(err) {
			break
		}
		if err != nil {
			return nil, broken(err, fmt.Sprintf("after line %d", a.line))
		}
		item, ok := readAction(text)
		if tooLong || !ok {
			return nil, &audit.Error{Kind: audit.Invalid, Code: "malformed_action", Message: fmt.Sprintf(
				`Line %d must be an action such as {"index":{}} or {"create":{"_id":"…"}}, followed by its document on a line of its own; it is %q. Nothing of the body was stored.`,
				a.line, excerpt(string(text)))}
		}
		if len(items) == MaxBulkItems {
			return nil, &audit.Error{Kind: audit.TooLarge, Code: "too_many_actions", Message: fmt.Sprintf(
				"The body has more than %d actions; nothing of it was stored. Send it in smaller pieces.", MaxBulkItems)}
		}
		if n := len(items); n > 0 && items[n-1].Index == item.Index {
			item.Index = items[n-1].Index // one string for all
		}
		items = append(items, item)
		if item.Op == audit.OpDelete {
			continue
		}
		switch _, _, err := a.next(); {
		case ended(err):
			return nil, &audit.Error{Kind: audit.Invalid, Code: "malformed_action", Message: fmt.Sprintf(
				"The action in line %d has no document behind it: the body is cut off. Nothing of it was stored.", a.line)}
		case err != nil:
			return nil, broken(err, fmt.Sprintf("after line %d", a.line))
		}
	}
	if len(items) == 0 {
		return nil, &audit.Error{Kind: audit.Invalid, Code: codeInvalidBody, Message: "The body is empty; expected lines of actions and documents."}
	}
	return items, nil
}

// bulk reads the documents of a bulk body.
type bulk struct {
	actions
	documents
	items []audit.Item
	at    int // of the next one in items
}

// NewBulk reads the documents of a bulk body whose actions BulkItems gave. There is
// a row for each item, with its place from 1 on as its line. The Elastic Common
// Schema is understood beside the names of NewNDJSON; an _id goes before them.
func NewBulk(r io.Reader, items []audit.Item, o Options) Reader {
	return &bulk{actions: actions{newLineReader(r)}, documents: newDocuments(o), items: items}
}

// Next gives the next item's row.
func (b *bulk) Next() (Row, error) {
	if b.at == len(b.items) {
		return Row{}, io.EOF
	}
	item := &b.items[b.at]
	b.at++
	_, _, err := b.action()
	var text []byte
	var tooLong bool
	if err == nil && item.Op != audit.OpDelete {
		text, tooLong, err = b.next()
	}
	switch {
	case err != nil:
		return Row{}, broken(err, fmt.Sprintf("after line %d", b.line))
	case item.Op == audit.OpUpdate || item.Op == audit.OpDelete:
		return reject(b.at, audit.CodeInvalidAction, "", string(item.Op),
			fmt.Sprintf("An audit log is never changed: the actions index and create are taken here, %s is not.", item.Op)), nil
	case tooLong:
		return rejectTooLong(b.at), nil
	case len(item.ID) > audit.MaxFieldBytes:
		return reject(b.at, audit.CodeFieldTooLong, "_id", item.ID,
			fmt.Sprintf("The _id has %d bytes; at most %d are taken.", len(item.ID), audit.MaxFieldBytes)), nil
	case len(text) == 0:
		return reject(b.at, audit.CodeInvalidJSON, "", "", "The document is empty; expected one JSON object, {…}."), nil
	}
	return b.document(b.at, text, item.ID), nil
}

// Summary has nothing to say.
func (b *bulk) Summary() Summary { return Summary{} }

// action gives the next line that is not blank.
func (a *actions) action() (text []byte, tooLong bool, err error) {
	for {
		if text, tooLong, err = a.next(); err != nil || tooLong || len(text) > 0 {
			return text, tooLong, err
		}
	}
}

// readAction reads a line such as {"create":{"_index":"logs","_id":"42"}}. What
// else the action has, such as a _type or a pipeline, means nothing here.
func readAction(text []byte) (item audit.Item, ok bool) {
	var action map[audit.Op]*struct {
		Index string          `json:"_index"`
		ID    json.RawMessage `json:"_id"`
	}
	if !utf8.Valid(text) || json.Unmarshal(text, &action) != nil || len(action) != 1 {
		return item, false
	}
	for op, meta := range action {
		switch op {
		case audit.OpIndex, audit.OpCreate, audit.OpUpdate, audit.OpDelete:
		default:
			return item, false
		}
		if meta == nil {
			return item, false
		}
		item = audit.Item{Op: op, Index: meta.Index}
		if len(meta.ID) == 0 || meta.ID[0] == 'n' {
			return item, true
		}
		switch c := meta.ID[0]; {
		case c == '"':
			item.ID, ok = unquote(meta.ID)
		case c == '-' || c >= '0' && c <= '9':
			item.ID, ok = string(meta.ID), true
		}
	}
	return item, ok
}
