package blevestore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"whodid/audit"
	"whodid/audit/query"
)

// Fields of the index. Labels are not in it: their words are resolved into
// values once a question.
const (
	fieldUser      = "u" // words of the user's name and e-mail
	fieldTarget    = "t" // words of the target's name and e-mail
	fieldUserKey   = "U" // whole: addressMark + e-mail, or nameMark + name where there is no e-mail
	fieldTargetKey = "T"

	addressMark = "@"
	nameMark    = "="
	runMark     = "\x01" // before a whole run of Han, Hangul and Kana
	anyMark     = "\x02" // a term of every text that has a word at all
	gramSize    = 3      // a run's inner parts up to this many characters are terms of their own

	wordOptions = bleveindex.IndexField | bleveindex.SkipFreqNorm
)

// indexConfig: a batch is answered when it is searchable, not when the index has it on disk; the
// log has. What the index loses by that, also on Close, is indexed again on open.
func indexConfig() map[string]any { return map[string]any{"unsafe_batch": true} }

func createIndex(path string) (bleve.Index, error) {
	m := bleve.NewIndexMapping()
	m.DefaultMapping = mapping.NewDocumentDisabledMapping()
	return bleve.NewUsing(path, m, scorch.Name, scorch.Name, indexConfig())
}

// openIndex opens the index at path, or makes an empty one where there is none
// or one that can't be read: the log has everything that was in it.
func openIndex(path string) (ix bleve.Index, rebuilt error, err error) {
	ix, err = safely(func() (bleve.Index, error) { return bleve.OpenUsing(path, indexConfig()) })
	if err == nil {
		return ix, nil, nil
	}
	if !errors.Is(err, bleve.ErrorIndexPathDoesNotExist) {
		rebuilt = fmt.Errorf("index can't be read: %w", err)
	}
	if err := os.RemoveAll(path); err != nil {
		return nil, rebuilt, err
	}
	ix, err = createIndex(path)
	return ix, rebuilt, err
}

// closeTimeout bounds how long closing waits for the index's disk: what is not
// on it then is indexed again on the next open.
const closeTimeout = 10 * time.Second

// closeIndex closes an index, one that was written to after its batches have
// come to disk: Close alone loses them, as unsafe_batch says.
func closeIndex(ix bleve.Index, written bool) error {
	if !written {
		return ix.Close()
	}
	persisted := make(chan error, 1)
	batch := ix.NewBatch()
	batch.SetInternal([]byte("closed"), []byte(time.Now().UTC().Format(time.RFC3339Nano)))
	batch.SetPersistedCallback(func(err error) { persisted <- err })
	err := ix.Batch(batch)
	if err == nil {
		select {
		case err = <-persisted:
		case <-time.After(closeTimeout):
		}
	}
	return errors.Join(err, ix.Close())
}

// safely turns a panic into an error: a damaged segment file makes Bleve's
// readers slice out of bounds.
func safely[T any](f func() (T, error)) (v T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return f()
}

// indexEvents makes events, the first of which has the ordinal first, searchable.
func indexEvents(ix bleve.Index, first uint32, events []audit.Event) error {
	batch := ix.NewBatch()
	for i := range events {
		if err := batch.IndexAdvanced(newDocument(first+uint32(i), &events[i])); err != nil {
			return err
		}
	}
	return ix.Batch(batch)
}

// ordinalID is an ordinal as _id: four bytes that sort like the number.
func ordinalID(ordinal uint32) string {
	return string(binary.BigEndian.AppendUint32(nil, ordinal))
}

func newDocument(ordinal uint32, e *audit.Event) *document.Document {
	d := query.NewDoc(e)
	doc := document.NewDocument(ordinalID(ordinal))
	addWords(doc, fieldUser, d.UserWords())
	addWords(doc, fieldTarget, d.TargetWords())
	addKey(doc, fieldUserKey, e.User.Email, d.UserKey())
	addKey(doc, fieldTargetKey, e.Target.Email, d.TargetKey())
	return doc
}

func addKey(doc *document.Document, field, email, key string) {
	mark := nameMark
	if email != "" {
		mark = addressMark
	}
	doc.AddField(document.NewTextFieldCustom(field, nil, []byte(mark+key), wordOptions, nil))
}

func addWords(doc *document.Document, field string, words [2][]string) {
	var t terms
	for _, list := range words {
		for _, w := range list {
			if !query.IsCJK(w) {
				t = t.add(w)
				continue
			}
			t = t.add(runMark + w)
			query.Grams(w, gramSize, func(g string) { t = t.add(g) })
		}
	}
	if len(t) > 0 {
		t = t.add(anyMark)
		doc.AddField(document.NewTextFieldCustom(field, nil, nil, wordOptions, t))
	}
}

// terms is an analyzer that has done its work already: query has cut the text.
type terms analysis.TokenStream

func (t terms) add(term string) terms { return append(t, &analysis.Token{Term: []byte(term)}) }

// Analyze implements analysis.Analyzer.
func (t terms) Analyze([]byte) analysis.TokenStream { return analysis.TokenStream(t) }

// snapshot is the index as it stands now; release must be called.
func snapshot(ix bleve.Index) (snap *scorch.IndexSnapshot, release func(), err error) {
	advanced, err := ix.Advanced()
	if err != nil {
		return nil, nil, err
	}
	r, err := advanced.Reader()
	if err != nil {
		return nil, nil, err
	}
	snap, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		panic(fmt.Sprintf("bug: a scorch index gives a %T", r))
	}
	return snap, func() { _ = r.Close() }, nil
}
