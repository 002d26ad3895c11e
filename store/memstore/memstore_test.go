package memstore_test

import (
	"testing"

	"whodid/store/memstore"
	"whodid/store/storetest"
)

func TestContract(t *testing.T) {
	storetest.Run(t, func(testing.TB, string) storetest.Store { return &memstore.Store{} }, false)
}
