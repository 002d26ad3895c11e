package blevestore

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is given back comes again when it is read, also while it is.
func TestGiveBackChangesNothing(t *testing.T) {
	s, _ := mustOpen(t, filled(t, true))
	want := count(t, s, `"seoul sales" kim`)
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
				for _, d := range s.days {
					forgetPages(d.parts[0].mapped)
					d.parts[0].words.forgetPages()
				}
				s.giveBack()
			}
		}
	}()
	for range 50 {
		s.tallies = newTallyCache(1)
		if diff := cmp.Diff(want, count(t, s, `"seoul sales" kim`)); diff != "" {
			t.Fatalf("answer (-before +after):\n%s", diff)
		}
	}
	close(stop)
	<-done
	if bytes, known := residentFiles(); known && bytes <= 0 {
		t.Errorf("%d bytes of files are resident", bytes)
	}
}
