package naverworks

import (
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"whodid/store/blevestore"
)

// The same into a data folder as a server has it, which has all of it when it is opened
// again.
func TestHalfAYearOnDisk(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		open := func() *blevestore.Store {
			disk, err := blevestore.Open(blevestore.Options{Dir: dir})
			if err != nil {
				t.Fatal(err)
			}
			return disk
		}
		disk := open()
		log := halfAYearWithEveryFault(t, disk)
		if err := disk.Close(); err != nil {
			t.Error(err)
		}
		disk = open()
		if diff := cmp.Diff(want(log), got((&rig{t: t, store: disk}).stored())); diff != "" {
			t.Errorf("opened again (-want +got):\n%s", diff)
		}
		if err := disk.Close(); err != nil {
			t.Error(err)
		}
	})
}
