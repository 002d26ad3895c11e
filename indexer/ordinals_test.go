package indexer

import (
	"math/rand/v2"
	"os"
	"testing"
)

// contentOf is a content of its own for each number.
func contentOf(n int) (t ulidTail) {
	tail := tailOf([]byte{byte(n), byte(n >> 8), byte(n >> 16)})
	return tail
}

// However little is held, and in whatever order rows come, each is counted as if all
// were.
func TestOrdinals(t *testing.T) {
	const rows, seconds = 20_000, 500
	inOrder := func(i int) int { return i / (rows / seconds) }
	random := rand.New(rand.NewPCG(1, 2))
	for name, second := range map[string]func(int) int{
		"in order":    inOrder,
		"backwards":   func(i int) int { return seconds - inOrder(i) },
		"in no order": func(int) int { return random.IntN(seconds) },
		"twice":       func(i int) int { return inOrder(i) % (seconds / 2) },
		"of one time": func(int) int { return 1 },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			o := ordinals{dir: dir, most: 700}
			defer o.close()
			want := map[ulidTail]uint64{}
			equal := 0
			for i := range rows {
				at := second(i)
				content := contentOf(at*20 + random.IntN(20)) // equal ones are of one time
				got := o.next(content, int64(at)*1000)
				if got != want[content] || o.failed != nil {
					t.Fatalf("row %d: number %d, want %d, %v", i, got, want[content], o.failed)
				}
				if got > 0 {
					equal++
				}
				want[content]++
				if len(o.held) > 700 {
					t.Fatalf("%d are held", len(o.held))
				}
			}
			if equal == 0 || name != "of one time" && len(o.runs) == 0 {
				t.Errorf("%d equal rows, %d runs", equal, len(o.runs))
			}
			if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
				t.Errorf("left behind: %v, %v", files, err)
			}
		})
	}
}

// Without room for a file everything is held; where it can't be read back, that is told.
func TestOrdinalsWithoutAFile(t *testing.T) {
	o := ordinals{dir: "/nowhere/at/all", most: 10}
	for i := range 100 {
		if o.next(contentOf(i%50), 1) != uint64(i/50) {
			t.Fatalf("row %d is counted wrong", i)
		}
	}
	if o.failed != nil || len(o.held) != 50 {
		t.Errorf("%v, %d held", o.failed, len(o.held))
	}

	n := Numberer{seen: ordinals{dir: t.TempDir(), most: 10}}
	for i := range 10 {
		n.seen.next(contentOf(i), 1)
	}
	n.seen.close()
	n.seen.next(contentOf(1), 1)
	if n.Err() == nil {
		t.Error("a file that can't be read is not told")
	}
}
