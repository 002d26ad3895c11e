package folder

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// sight is what was seen of a file.
type sight struct {
	first time.Time // seen at all
	since time.Time // seen as it is
	as    fs.FileInfo
	told  string // what somebody was told of it
	here  bool   // in this look
}

// same tells whether a file is as it was seen.
func same(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// look takes the files that are whole, oldest first, one after the other. settling
// tells that there are others, which may be whole soon.
func (f *Folder) look(ctx context.Context) (settling bool) {
	entries, err := os.ReadDir(f.opts.Dir)
	if err != nil {
		// What was seen may be another file when the folder comes back.
		told := f.seen[""]
		f.seen = map[string]*sight{}
		if told != nil {
			f.seen[""] = told
		}
		f.tell("", "folder_unreadable", "The folder %s can't be read (%s). It is looked for again.", f.opts.Dir, reason(err))
		return false
	}
	delete(f.seen, "")
	for _, s := range f.seen {
		s.here = false
	}
	var whole []string
	for _, entry := range entries {
		switch f.see(entry) {
		case isWhole:
			whole = append(whole, entry.Name())
		case mayBeSoon:
			settling = true
		case leftAlone:
		}
	}
	for name, s := range f.seen {
		if !s.here {
			delete(f.seen, name)
			delete(f.moves, name)
		}
	}
	slices.SortFunc(whole, func(a, b string) int {
		return cmp.Or(f.seen[a].as.ModTime().Compare(f.seen[b].as.ModTime()), strings.Compare(a, b))
	})
	for _, name := range whole {
		if ctx.Err() != nil || time.Now().Before(f.quiet) || f.paused() {
			break
		}
		f.take(ctx, name)
	}
	return settling
}

func (f *Folder) paused() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.known.Paused
}

// verdict is what a look makes of something in the folder.
type verdict uint8

const (
	leftAlone verdict = iota
	mayBeSoon         // whole
	isWhole
)

// unfinished are the endings of files that programs are still writing.
var unfinished = []string{".part", ".tmp", ".crdownload", ".filepart"}

// see looks at one thing in the folder.
func (f *Folder) see(entry fs.DirEntry) verdict {
	name := entry.Name()
	if strings.HasPrefix(name, ".") || slices.Contains(unfinished, strings.ToLower(filepath.Ext(name))) || entry.IsDir() && (name == doneFolder || name == failedFolder) {
		return leftAlone
	}
	now := time.Now()
	s := f.seen[name]
	if s == nil {
		s = &sight{first: now}
		f.seen[name] = s
	}
	s.here = true
	info, err := entry.Info() // of a link, not of what it leads to
	switch {
	case err != nil: // gone since
		return leftAlone
	case info.IsDir():
		f.tell(name, "left_alone", "%s is a folder; files in folders are not looked at. Put them into %s itself.", name, f.opts.Dir)
		return leftAlone
	case info.Mode()&fs.ModeSymlink != 0:
		f.tell(name, "left_alone", "%s is a link, and links are not followed. Put the file itself here.", name)
		return leftAlone
	case !info.Mode().IsRegular():
		f.tell(name, "left_alone", "%s is no file that could be read to an end.", name)
		return leftAlone
	}
	if s.as == nil || !same(s.as, info) {
		s.as, s.since = info, now
		if now.Sub(s.first) >= longWait {
			f.tell(name, "still_written", "%s is still being written, for %s by now. It is taken when it rests.", name, now.Sub(s.first).Truncate(time.Minute))
		}
		return mayBeSoon
	}
	settle := f.settle()
	if info.Size() == 0 {
		settle = max(settle, emptySettle)
	}
	if now.Sub(s.since) < settle {
		return mayBeSoon
	}
	return isWhole
}

// tell tells of a problem with a name, once for as long as it stays the same.
func (f *Folder) tell(name, code, format string, args ...any) {
	s := f.seen[name]
	if s == nil {
		s = &sight{here: true}
		f.seen[name] = s
	}
	if s.told == code {
		return
	}
	s.told = code
	f.problem(code, format, args...)
}

// reason is what happened, without the call and the path that the sentence has.
func reason(err error) string {
	for {
		switch e := err.(type) { //nolint:errorlint // each is taken off
		case *fs.PathError:
			err = e.Err
		case *os.LinkError:
			err = e.Err
		default:
			return err.Error()
		}
	}
}
