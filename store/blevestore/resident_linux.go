package blevestore

import (
	"bytes"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// residentFiles is how much memory of files is mapped into this process and
// resident. Source: proc(5), statm, third field, in pages.
func residentFiles() (size int64, known bool) {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, false
	}
	fields := bytes.Fields(text)
	if len(fields) < 3 {
		return 0, false
	}
	pages, err := strconv.ParseInt(string(fields[2]), 10, 64)
	return pages * int64(os.Getpagesize()), err == nil
}

// forgetPages takes a mapping's pages out of this process; a read brings them
// back from the system's cache or the disk.
func forgetPages(mapped []byte) {
	if len(mapped) > 0 {
		_ = unix.Madvise(mapped, unix.MADV_DONTNEED) // advice
	}
}
