package blevestore_test

import (
	"testing"

	"whodid/audit"
	"whodid/store/blevestore"
	"whodid/store/storetest"
)

func open(t testing.TB, dir string) storetest.Store {
	t.Helper()
	s, err := blevestore.Open(blevestore.Options{Dir: dir, Note: func(day audit.Day, sentence string) { t.Logf("%s: %s", day, sentence) }})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestContract(t *testing.T) { storetest.Run(t, open, true) }
