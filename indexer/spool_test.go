package indexer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
	"whodid/indexer/source"
)

// oddBody is NDJSON with lines of all sizes: blank, broken, equal, with and without
// ids, longer than a piece, longer than a row may be.
func oddBody(seed uint64, lines int) string {
	r := rand.New(rand.NewPCG(seed, 1))
	var b strings.Builder
	for i := range lines {
		switch r.IntN(12) {
		case 0:
			b.WriteString("\n\r\n \n")
		case 1:
			b.WriteString("broken\n")
		case 2, 3:
			b.WriteString(`{"time":"2026-11-22T10:00:00Z","user":"equal"}` + "\n")
		case 4:
			fmt.Fprintf(&b, `{"time":"2026-11-22T10:00:00Z","user":"long %d","x":"%s"}`+"\n", i, strings.Repeat("x", r.IntN(3000)))
		case 5:
			fmt.Fprintf(&b, `{"time":"2020-11-22T10:00:00Z","user":"old %d"}`+"\n", i)
		default:
			fmt.Fprintf(&b, `{"id":"%d","time":"2026-11-22T10:00:00.%03dZ","user":{"name":"김민준 %d"},"task":"edit_group"}`+"\r\n", i, i%1000, i)
		}
		if r.IntN(lines) < 2 {
			fmt.Fprintf(&b, `{"time":"2026-11-22T10:00:00Z","user":"huge","x":"%s"}`+"\n", strings.Repeat("y", r.IntN(3*source.MaxRowBytes)))
		}
	}
	if r.IntN(2) == 0 {
		b.WriteString(`{"time":"2026-11-22T10:00:00Z","user":"the last line has no end"}`)
	}
	return b.String()
}

// Whatever pieces a body comes in and however many goroutines read it, its rows are
// those that one reader gives, with the same lines, ids and order.
func TestPiecesGiveTheRowsOfTheWhole(t *testing.T) {
	for seed := range uint64(2) {
		text := oddBody(seed, 5000)
		if seed == 0 {
			text = "\ufeff" + text
		}
		one := &fakeStore{}
		var want audit.Report
		{
			x := start(t, Options{Store: one})
			var err error
			if want, err = x.Take(t.Context(), source.NewNDJSON(strings.NewReader(text), source.Options{}), new(Numberer)); err != nil {
				t.Fatal(err)
			}
		}
		bodies := map[string]io.Reader{"sized": strings.NewReader(text), "unsized": unsized{strings.NewReader(text)}, "in halves": iotest.HalfReader(strings.NewReader(text)), "end with data": iotest.DataErrReader(strings.NewReader(text))}
		for name, in := range bodies {
			many := &fakeStore{}
			got, err := start(t, Options{Store: many}).Ingest(t.Context(), "application/x-ndjson", nil, in)
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Fatalf("seed %d, %s: %v\n%s", seed, name, err, diff)
			}
			if diff := cmp.Diff(flat(one), flat(many)); diff != "" {
				t.Fatalf("seed %d, %s: %s", seed, name, diff)
			}
		}
	}
}

func flat(f *fakeStore) (events []audit.Event) {
	for _, call := range f.calls {
		events = append(events, call...)
	}
	return events
}

// The other formats in more than one portion.
func TestOtherFormatsInPortions(t *testing.T) {
	const n = maxGroupEvents + 1234
	var csv, array strings.Builder
	csv.WriteString("Date,User,Extra\n")
	array.WriteString("[")
	for i := range n {
		fmt.Fprintf(&csv, "2026-11-22 10:00:00,user %d,x\n", i/2)
		fmt.Fprintf(&array, `{"time":"2026-11-22T10:00:00Z","user":"user %d"},`, i/2)
	}
	whole := strings.TrimSuffix(array.String(), ",") + "]"
	for media, text := range map[string]string{"text/csv": csv.String(), "application/json": whole} {
		f := &fakeStore{}
		r, err := start(t, Options{Store: f}).Ingest(t.Context(), media, time.UTC, strings.NewReader(text))
		if err != nil || r.Accepted != n || (media == "text/csv") != (len(r.Notes) > 0) {
			t.Errorf("%s: %d accepted, notes %q, %v", media, r.Accepted, r.Notes, err)
		}
		ids := make(map[audit.EventID]bool)
		for _, e := range flat(f) {
			ids[e.ID] = true
		}
		if len(ids) != n || len(f.calls) < 2 {
			t.Errorf("%s: %d ids, %d commits", media, len(ids), len(f.calls))
		}
	}
	// Of an array that is cut off nothing is stored, however long it is.
	f := &fakeStore{}
	x := start(t, Options{Store: f})
	if _, err := x.Ingest(t.Context(), "application/json", time.UTC, strings.NewReader(array.String())); audit.KindOf(err) != audit.Invalid || len(f.calls) > 0 {
		t.Errorf("%d commits, %v", len(f.calls), err)
	}
}

// A body that breaks off stores nothing, and its end is never taken for a proper one.
func TestBodyThatBreaksOff(t *testing.T) {
	known := &audit.Error{Kind: audit.TooLarge, Message: "Too large."}
	for _, cause := range []error{errors.New("connection reset"), fmt.Errorf("wrapped: %w", io.EOF), io.ErrUnexpectedEOF, known} {
		for _, rows := range []int{0, 1, 10_000} {
			f := &fakeStore{}
			x := start(t, Options{Store: f})
			in := io.MultiReader(strings.NewReader(body("kim", rows)), iotest.ErrReader(cause))
			_, err := x.Ingest(t.Context(), "application/x-ndjson", time.UTC, in)
			want := audit.Invalid
			if errors.Is(cause, known) {
				want = audit.TooLarge
			}
			if audit.KindOf(err) != want || errors.Is(err, io.EOF) || len(f.calls) > 0 {
				t.Errorf("%v after %d rows: %v, %d commits", cause, rows, err, len(f.calls))
			}
		}
	}
}

// The pieces of a body are the body, cut at the ends of lines wherever one comes
// in time.
func TestSpool(t *testing.T) {
	room := func() *claim {
		c, err := (&budget{limit: 1 << 40, observe: func(int64) {}, refused: func() {}}).claim(0)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for _, size := range []int{0, 1, 4095, 4096, 4097, pieceBytes - 2, pieceBytes - 1, pieceBytes, pieceBytes + 1, 3 * pieceBytes, source.MaxRowBytes + 3*pieceBytes} {
		for _, every := range []int{0, 1, 100, pieceBytes, 2 * pieceBytes} {
			text := bytes.Repeat([]byte("x"), size)
			for i := every - 1; every > 0 && i < size; i += every {
				text[i] = '\n'
			}
			for _, told := range []int64{-1, int64(size), int64(size) / 2, 2 * int64(size)} {
				s, err := spool(bytes.NewReader(text), told, room())
				if err != nil {
					t.Fatal(err)
				}
				var all []byte
				for i, p := range s.pieces {
					if p.lines != bytes.Count(all, []byte("\n")) || p.feeds != bytes.Count(p.text, []byte("\n")) || p.inside != (len(all) > 0 && all[len(all)-1] != '\n') {
						t.Fatalf("size %d, lines of %d, told %d: piece %d: %d lines before, %d in it, inside %t", size, every, told, i, p.lines, p.feeds, p.inside)
					}
					all = append(all, p.text...)
				}
				if !bytes.Equal(all, text) || s.size != int64(size) {
					t.Fatalf("size %d, lines of %d, told %d: %d bytes came", size, every, told, len(all))
				}
				s.free()
			}
		}
	}
}
