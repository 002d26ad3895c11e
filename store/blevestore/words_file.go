package blevestore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"
	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// wordsAtOnce bounds the memory of making a word index, some kilobytes a party:
// larger ones are made in pieces, which are merged into the file.
var wordsAtOnce = 16 << 10 // a variable for tests

// writeWords writes the word index of parties as a file, synced, so that a crash
// leaves either all of it or nothing under that name.
func writeWords(parties []party, path string) error {
	aside := path + ".new"
	if err := os.RemoveAll(aside); err != nil {
		return err
	}
	var pieces []segmentapi.Segment
	var none []*roaring.Bitmap
	for part := range slices.Chunk(parties, wordsAtOnce) {
		segment, err := buildWords(part)
		if err != nil {
			return err
		}
		pieces, none = append(pieces, segment), append(none, nil)
	}
	var err error
	if len(pieces) == 1 {
		unpersisted, ok := pieces[0].(segmentapi.UnpersistedSegment)
		if !ok {
			return fmt.Errorf("a new segment is a %T", pieces[0])
		}
		err = unpersisted.Persist(aside)
	} else {
		_, _, err = segments.Merge(pieces, none, aside, nil, nil)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(aside))
	}
	if err := os.Rename(aside, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// openWords opens a segment's file and looks at its checksum, which is that of
// all bytes before it. The file is read for that, see part.load.
func openWords(path string) (*zap.Segment, error) {
	if err := checkWords(path); err != nil {
		return nil, err
	}
	return safely(func() (*zap.Segment, error) {
		opened, err := segments.Open(path)
		if err != nil {
			return nil, err
		}
		s, ok := opened.(*zap.Segment)
		if !ok {
			return nil, fmt.Errorf("a segment's file is a %T", opened)
		}
		return s, nil
	})
}

func checkWords(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	var sum [4]byte
	if info.Size() < int64(len(sum)) {
		return fmt.Errorf("%w: it has %d bytes", errDamaged, info.Size())
	}
	end := info.Size() - int64(len(sum))
	got, err := checksum(f, 0, end, crc32.IEEETable)
	if err == nil {
		_, err = f.ReadAt(sum[:], end)
	}
	if err == nil && got != binary.BigEndian.Uint32(sum[:]) {
		err = fmt.Errorf("%w: its checksum does not fit", errDamaged)
	}
	return err
}

// partWords is the word index of one part. It is opened when it is first needed,
// and made anew from the part where it can't be read.
type partWords struct {
	path    string
	shared  *openWordIndexes
	parties func() ([]party, error) // to make it anew from
	note    func(sentence string)

	mu     sync.Mutex
	open   segmentapi.Segment // nil while closed
	closed bool
}

// take opens the word index for a reader, who must give it back.
func (w *partWords) take() (segmentapi.Segment, error) {
	w.shared.use(w)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.open == nil {
		if w.closed {
			return nil, errors.New("bug: a closed part is read")
		}
		if s, err := openWords(w.path); err == nil {
			w.open = s
		} else if err := w.mend(err); err != nil {
			return nil, err
		}
	}
	w.open.AddRef()
	return w.open, nil
}

func (w *partWords) give(s segmentapi.Segment) { _ = s.DecRef() } // of a file that was only read

// mend makes the word index anew. Where there is no room for its file it is kept in
// memory until it is shut.
func (w *partWords) mend(cause error) error {
	parties, err := safely(w.parties)
	if err != nil {
		return fmt.Errorf("make its word index anew, which can't be read (%w): %w", cause, err)
	}
	name := filepath.Base(w.path)
	if err = writeWords(parties, w.path); err == nil {
		var opened *zap.Segment
		if opened, err = openWords(w.path); err == nil {
			w.open = opened
			w.note(fmt.Sprintf("made its word index %s anew: %v", name, cause))
			return nil
		}
	}
	segment, unbuilt := buildWords(parties)
	if unbuilt != nil {
		return unbuilt
	}
	w.open = segment
	w.note(fmt.Sprintf("has its word index %s in memory only, made anew: %v; its file can't be written: %v", name, cause, err))
	return nil
}

// forgetPages gives the mapped file's memory back.
func (w *partWords) forgetPages() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if s, ok := w.open.(*zap.Segment); ok {
		forgetPages(s.Data())
	}
}

// shut closes the file until the next take.
func (w *partWords) shut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.open != nil {
		_ = w.open.Close() // a file that was only read; readers keep it open
		w.open = nil
	}
}

// close is shut, for good.
func (w *partWords) close() {
	w.shared.forget(w)
	w.shut()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
}

// maxOpenWords bounds the files that word indexes keep open: more days than that
// open theirs anew for each question.
const maxOpenWords = 512

// openWordIndexes closes the word index that was not used for the longest time.
type openWordIndexes struct {
	mu   sync.Mutex
	used *simplelru.LRU[*partWords, struct{}]
}

func newOpenWordIndexes(limit int) *openWordIndexes {
	used, err := simplelru.NewLRU(limit, func(w *partWords, _ struct{}) { w.shut() })
	if err != nil {
		panic("bug: " + err.Error()) // a size below one
	}
	return &openWordIndexes{used: used}
}

func (o *openWordIndexes) use(w *partWords) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.used.Add(w, struct{}{})
}

func (o *openWordIndexes) forget(w *partWords) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.used.Remove(w)
}
