package blevestore

import (
	"fmt"
	"runtime/debug"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	bleveindex "github.com/blevesearch/bleve_index_api"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"

	"whodid/audit/query"
)

// Terms of the word index, a Bleve segment whose documents are the parties of a
// day. Labels are not in it: their words are resolved into values once a
// question.
const (
	fieldWords = "w"    // words of the name and the e-mail
	runMark    = "\x01" // before a whole run of Han, Hangul and Kana
	anyMark    = "\x02" // a term of every party that has a word at all
	gramSize   = 3      // a run's inner parts up to this many characters are terms of their own
)

var segments zap.ZapPlugin

// unstoredID is the _id that Bleve's segments want of each document: a document
// is known by its number here.
var unstoredID = document.NewTextFieldCustom("_id", nil, []byte{}, bleveindex.StoreField, nil)

// buildWords makes a segment of the words of parties; a party's number is its
// document number.
func buildWords(parties []party) (segmentapi.Segment, error) {
	docs := make([]bleveindex.Document, len(parties))
	for i := range parties {
		doc := document.NewDocument("")
		doc.AddField(unstoredID)
		if t := termsOf(&parties[i]); len(t) > 0 {
			f := document.NewTextFieldCustom(fieldWords, nil, nil, bleveindex.IndexField|bleveindex.SkipFreqNorm, t)
			f.Analyze()
			doc.AddField(f)
		}
		docs[i] = doc
	}
	segment, _, err := segments.New(docs)
	return segment, err
}

func termsOf(p *party) (t terms) {
	for _, list := range p.words(p.doc()) {
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
	}
	return t
}

// terms is an analyzer that has done its work already: query has cut the text.
type terms analysis.TokenStream

func (t terms) add(term string) terms { return append(t, &analysis.Token{Term: []byte(term)}) }

// Analyze implements analysis.Analyzer.
func (t terms) Analyze([]byte) analysis.TokenStream { return analysis.TokenStream(t) }

// dictionary is the terms of a segment, for one goroutine.
type dictionary struct {
	terms *zap.Dictionary
	used  segmentapi.PostingsList
}

// dictionaryOf gives a segment's terms; nil where no document has a word.
func dictionaryOf(s segmentapi.Segment) (*dictionary, error) {
	d, err := s.Dictionary(fieldWords)
	if err != nil {
		return nil, err
	}
	terms, ok := d.(*zap.Dictionary)
	if !ok {
		return nil, fmt.Errorf("a segment of this version has a %T", d)
	}
	return &dictionary{terms: terms}, nil
}

// term gives the documents that have a term, nil for none. The bitmap must not
// be changed.
func (d *dictionary) term(term []byte) (*roaring.Bitmap, error) {
	postings, err := d.terms.PostingsList(term, nil, nil)
	if err != nil {
		return nil, err
	}
	return bitmapOf(postings)
}

// addTerm adds the documents that have a term to set.
func (d *dictionary) addTerm(term []byte, set *roaring.Bitmap) (err error) {
	if d.used, err = d.terms.PostingsList(term, nil, d.used); err != nil {
		return err
	}
	if p, ok := d.used.(*zap.PostingsList); ok {
		p.OrInto(set)
		return nil
	}
	b, err := bitmapOf(d.used)
	if err == nil && b != nil {
		set.Or(b)
	}
	return err
}

// bitmapOf gives the documents of a postings list, nil for none.
func bitmapOf(postings segmentapi.PostingsList) (*roaring.Bitmap, error) {
	if postings == nil || postings.Count() == 0 {
		return nil, nil
	}
	iter := postings.Iterator(false, false, false, nil)
	if o, ok := iter.(segmentapi.OptimizablePostingsIterator); ok {
		if n, ok := o.DocNum1Hit(); ok {
			return roaring.BitmapOf(uint32(n)), nil
		}
		if b := o.ActualBitmap(); b != nil {
			return b, nil
		}
	}
	b := roaring.New()
	for {
		p, err := iter.Next()
		if err != nil || p == nil {
			return b, err
		}
		b.Add(uint32(p.Number()))
	}
}

// safely turns a panic into an error: a damaged segment makes Bleve's readers
// slice out of bounds, and a mapped file that was cut off meanwhile faults.
func safely[T any](f func() (T, error)) (v T, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return f()
}
