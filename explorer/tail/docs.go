package tail

import (
	"whodid/audit"
	"whodid/audit/query"
)

// item is a matching event on its way to a client.
type item struct {
	seq  uint64
	json []byte // shared by all clients; never changed
}

// docs is a batch of events, each cut into words and written as JSON at most
// once, however many questions and clients there are.
type docs struct {
	docs []*query.Doc
	json [][]byte // nil until a question matched
}

func newDocs(events []audit.Event) docs {
	d := docs{docs: make([]*query.Doc, len(events)), json: make([][]byte, len(events))}
	for i := range events {
		d.docs[i] = query.NewDoc(&events[i])
	}
	return d
}

// matching gives the events that s asks for, in the order of the batch.
func (d docs) matching(s query.Search) []item {
	var items []item
	for i, doc := range d.docs {
		if !s.Match(doc) {
			continue
		}
		if d.json[i] == nil {
			d.json[i] = doc.Event.AppendJSON(nil)
		}
		items = append(items, item{doc.Event.Seq, d.json[i]})
	}
	return items
}
