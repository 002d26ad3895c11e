package indexer

import (
	"context"
	"io"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"whodid/audit"
	"whodid/indexer/source"
)

// longLog is a CSV of so many bytes, made as it is read: rows in the order of time,
// none of them equal. It looks at the memory on its way.
type longLog struct {
	left int64
	rows int
	at   time.Time
	text []byte
	most uint64 // bytes of memory in use, garbage left away
	next int64  // left, at which the memory is looked at
}

const lookEvery = 64 << 20

func (l *longLog) Read(p []byte) (int, error) {
	if l.left <= 0 && len(l.text) == 0 {
		return 0, io.EOF
	}
	for len(l.text) < len(p) && l.left > 0 {
		before := len(l.text)
		if l.rows == 0 {
			l.text = append(l.text, "Date,User,Service Type,Task,Target,Status\r\n"...)
		}
		l.rows++
		l.at = l.at.Add(20 * time.Millisecond)
		l.text = l.at.AppendFormat(l.text, "2006-01-02 15:04:05.000")
		l.text = append(l.text, ",Kim Minjun (minjun.kim"...)
		l.text = strconv.AppendInt(l.text, int64(l.rows), 10)
		l.text = append(l.text, "@acme.example),PC Web,Edit group,Seoul Sales 12 (seoul-sales-12@acme.example),Success\r\n"...)
		l.left -= int64(len(l.text) - before)
	}
	if l.left < l.next {
		l.next = l.left - lookEvery
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		l.most = max(l.most, m.HeapAlloc)
	}
	n := copy(p, l.text)
	l.text = append(l.text[:0], l.text[n:]...)
	return n, nil
}

// nowhere is a store that keeps nothing.
type nowhere struct{ events int }

func (n *nowhere) Append(_ context.Context, events []audit.Event) ([]audit.Outcome, error) {
	n.events += len(events)
	return make([]audit.Outcome, len(events)), nil
}
func (n *nowhere) Stats(context.Context) (audit.Stats, error) { return audit.Stats{}, nil }
func (n *nowhere) Drop(context.Context, audit.Day) error      { return nil }

// The memory that a file takes does not grow with the file. `make long-file` reads 5 GB.
func TestStreamIsFlat(t *testing.T) {
	size := int64(128 << 20)
	if testing.Short() {
		size = 64 << 20
	}
	if told := os.Getenv("WHODID_TEST_STREAM_BYTES"); told != "" {
		var err error
		if size, err = strconv.ParseInt(told, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	store := &nowhere{}
	x := start(t, Options{Store: store, TempDir: t.TempDir()})
	log := &longLog{left: size, next: size, at: testNow.AddDate(0, 0, -100)}
	rows, _, err := source.OpenFile(log, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	report, err := x.Stream(t.Context(), rows)
	if err != nil || report.Accepted != log.rows || store.events != log.rows || report.RejectedTotal > 0 {
		t.Errorf("%d of %d rows accepted, %d stored, %v, %v", report.Accepted, log.rows, store.events, report.Rejected, err)
	}
	t.Logf("%d MB, %d rows in %v, at most %d MB of memory", size>>20, log.rows, time.Since(began).Round(time.Second), log.most>>20)
	if log.most > 64<<20 {
		t.Errorf("%d MB of memory for a file of %d MB", log.most>>20, size>>20)
	}
}
