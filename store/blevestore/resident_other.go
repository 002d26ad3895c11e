//go:build !linux

package blevestore

// residentFiles is not known here: the system alone decides what stays.
func residentFiles() (size int64, known bool) { return 0, false }

func forgetPages([]byte) {}
