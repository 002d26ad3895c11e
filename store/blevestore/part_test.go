package blevestore

import (
	"fmt"
	"math"
	"testing"
)

// Columns are read as they were written, in every width.
func TestIntsRoundTrip(t *testing.T) {
	for _, highest := range []uint64{0, 1, 255, 256, math.MaxUint16, math.MaxUint16 + 1, 1<<24 - 1, 1 << 24, math.MaxUint32, math.MaxUint32 + 1, math.MaxUint64} {
		want := []uint64{0, highest / 3, highest / 2, highest - min(highest, 1), highest}
		c, err := newInts(appendInts(nil, want, highest), len(want))
		if err != nil {
			t.Fatalf("up to %d: %v", highest, err)
		}
		for i, n := range want {
			if got := c.at(uint32(i)); got != n {
				t.Errorf("up to %d: number %d is %d, want %d", highest, i, got, n)
			}
		}
	}
	for _, bytes := range []int{1, 7, 25} {
		if _, err := newInts(make([]byte, bytes), 5); err == nil {
			t.Errorf("%d bytes are 5 numbers", bytes)
		}
	}
}

// Days of every size: their lists are one, two and three bytes wide, and what is
// found, by list and by check, is what was stored.
func TestDaysOfEverySize(t *testing.T) {
	defer func(was int) { wordsAtOnce = was }(wordsAtOnce)
	wordsAtOnce = 1000 // so that word indexes are merged
	sizes := []int{1, 200, 300, 5000, 70_000}
	if testing.Short() {
		sizes = sizes[:4]
	}
	for _, n := range sizes {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			dir := t.TempDir()
			s, _ := mustOpen(t, dir)
			mustAppend(t, s, dayEvents(oldDay, 0, n))
			questions := []string{"", "kim", fmt.Sprintf("kim%d", n-1), "kim1*", fmt.Sprintf("user:minjun.kim%d@acme.example", n/2), `"sales 0"`}
			var before []int
			for _, q := range questions {
				before = append(before, count(t, s, q).Total)
			}
			mustSeal(t, s)
			for i, q := range questions {
				if got := count(t, s, q).Total; got != before[i] {
					t.Errorf("%q: %d sealed, %d before", q, got, before[i])
				}
			}
			if before[0] != n || before[1] != n || before[2] != 1 || before[4] != 1 || before[5] != 1 {
				t.Errorf("totals %v", before)
			}
			for _, i := range []int{0, n / 2, n - 1} {
				want := dayEvents(oldDay, i, 1)[0]
				if got, err := s.Event(t.Context(), want.ID); err != nil || got.User != want.User || got.Seq != uint64(i+1) {
					t.Errorf("event %d: %+v, %v", i, got, err)
				}
			}
			mustClose(t, s)
			if list, sum := findings(t, dir); len(list) > 0 || sum.Events != n {
				t.Errorf("%+v, %+v", list, sum)
			}
		})
	}
}
