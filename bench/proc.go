package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// memory is what a process holds in RAM, in bytes. Anon is its own; File is of
// files that it has mapped, which the system takes back when it needs to. Zero
// where there is no /proc.
type memory struct {
	RSS  int64 `json:"rss"`
	Anon int64 `json:"rss_anon"`
	File int64 `json:"rss_file"`
}

func memoryOf(pid int) (m memory) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return m
	}
	for line := range strings.Lines(string(status)) {
		name, value, _ := strings.Cut(line, ":")
		into := map[string]*int64{"VmRSS": &m.RSS, "RssAnon": &m.Anon, "RssFile": &m.File}[name]
		if into == nil {
			continue
		}
		if _, err := fmt.Sscan(value, into); err == nil {
			*into *= 1024 // the kernel says kB
		}
	}
	return m
}

// openFiles is how many files a process has open; -1 where that can't be seen.
func openFiles(pid int) int {
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		return -1
	}
	return len(entries)
}

// watchMemory looks at a process often and gives the most that each figure was
// when the function it gives is called.
func watchMemory(ctx context.Context, pid int) (peak func() memory) {
	ctx, cancel := context.WithCancel(ctx)
	most := memoryOf(pid)
	look := func() {
		m := memoryOf(pid)
		most = memory{max(most.RSS, m.RSS), max(most.Anon, m.Anon), max(most.File, m.File)}
	}
	var watcher sync.WaitGroup
	watcher.Go(func() {
		for wait(ctx, 20*time.Millisecond) == nil {
			look()
		}
	})
	return func() memory {
		cancel()
		watcher.Wait()
		look()
		return most
	}
}

// folderBytes is the size of all files in a folder.
func folderBytes(dir string) (sum int64) {
	// The error of a walk is that of a file which a merge took away meanwhile.
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // gone meanwhile
		}
		if info, err := d.Info(); err == nil && info.Mode().IsRegular() {
			sum += info.Size()
		}
		return nil
	})
	return sum
}
