package folder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"whodid/audit"
	"whodid/wholefile"
)

// taken is a file that was imported and is still where it was.
type taken struct {
	as   fs.FileInfo
	what audit.Import
	to   string // done or failed
}

// take has a file imported and moves it.
func (f *Folder) take(ctx context.Context, name string) {
	path := filepath.Join(f.opts.Dir, name)
	if t, ok := f.moves[name]; ok && same(t.as, f.seen[name].as) {
		f.move(name, t)
		return
	}
	file, err := os.Open(path)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			f.tell(name, "file_unreadable", "%s can't be read (%s). It stays, and is tried again.", name, reason(err))
		}
		return
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !same(f.seen[name].as, info) {
		return // it is another by now; the next look sees it
	}
	done, err := f.read(ctx, name, file)
	if ctx.Err() != nil || errors.Is(err, context.Canceled) {
		return // paused or shut down: it stays
	}
	f.note(func(p *progress) { p.add(done) })
	if !filesFault(err) {
		f.tries++
		wait := min(f.opts.Every<<min(f.tries, 16), longestBackoff)
		f.quiet = time.Now().Add(wait)
		f.problem(codeOf(done), "%s was not stored whole: %s It stays, and is tried again in %s.", name, sentenceOf(done), wait)
		return
	}
	f.tries = 0
	t := taken{as: f.seen[name].as, what: done, to: doneFolder}
	if done.State == audit.ImportDone {
		f.note(func(p *progress) { p.LastSuccess = time.Now().UTC() })
	} else {
		t.to = failedFolder
		f.problem(codeOf(done), "%s: %s", name, sentenceOf(done))
	}
	if now, err := os.Lstat(path); err != nil || !same(t.as, now) {
		return // somebody wrote on while it was read: it is read again when it rests
	}
	f.move(name, t)
}

// read has a file imported. It ends early where the folder is paused.
func (f *Folder) read(ctx context.Context, name string, file io.Reader) (audit.Import, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	f.mu.Lock()
	if f.known.Paused {
		cancel()
	}
	f.cancel = cancel
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		f.cancel = nil
		f.mu.Unlock()
	}()
	return f.opts.To.Take(ctx, audit.ImportFile{Name: name, Source: ID}, onDisk{file})
}

// onDisk is a file whose disk may have trouble, which is not the file's fault.
type onDisk struct{ io.Reader }

func (d onDisk) Read(p []byte) (int, error) {
	n, err := d.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = &audit.Error{Kind: audit.Unavailable, Code: "file_unreadable", Err: err, Message: fmt.Sprintf("The disk does not give the file (%s).", reason(err))}
	}
	return n, err
}

// filesFault tells of an import that would end the same if it were tried again; also
// one that is done.
func filesFault(err error) bool {
	switch audit.KindOf(err) {
	case audit.Invalid, audit.Conflict, audit.TooLarge, audit.Unsupported:
		return true
	}
	return err == nil
}

// codeOf and sentenceOf tell why an import is not done.
func codeOf(i audit.Import) string {
	if i.Error != nil {
		return i.Error.Code
	}
	return string(i.State)
}

func sentenceOf(i audit.Import) string {
	switch {
	case i.Error != nil:
		return i.Error.Message
	case len(i.Notes) > 0:
		return i.Notes[len(i.Notes)-1]
	}
	return "Rows are missing at its end."
}

// move puts a file where it belongs, after its report.
func (f *Folder) move(name string, t taken) {
	if err := f.putAway(name, t); err != nil {
		// Not to be imported again with each look.
		f.moves[name] = t
		f.tell(name, "not_moved", "%s was imported, but can't be moved to %s (%s). It stays, and that is tried again.", name, t.to, reason(err))
		return
	}
	delete(f.moves, name)
	f.opts.Logger.Info().Str("file", name).Str("moved_to", t.to).Int("accepted", t.what.Accepted).Int("duplicates", t.what.Duplicates).
		Int("rejected", t.what.RejectedTotal).Msg("file imported")
}

const reportSuffix = ".report.json"

// putAway writes the report and moves the file. A crash between the two costs a report
// of a file that is not there: it is read again, and found stored.
func (f *Folder) putAway(name string, t taken) error {
	dir := filepath.Join(f.opts.Dir, t.to)
	if err := os.MkdirAll(dir, 0o777); err != nil { // as the umask says
		return err
	}
	target, err := freeName(dir, name)
	if err != nil {
		return err
	}
	report := target + reportSuffix
	if err := wholefile.WriteJSON(report, t.what); err != nil {
		return err
	}
	_ = os.Chmod(report, t.as.Mode().Perm()&0o666) // who may read the file may read about it
	if err := os.Rename(filepath.Join(f.opts.Dir, name), target); err != nil {
		return errors.Join(err, os.Remove(report))
	}
	return nil
}

// longestName is how many bytes the name of a file may have where it is moved to: disks
// take 255, and the report's is longer, also while it is written.
const longestName = 220

// shortened cuts a name that is too long before its ending, as long as that is one.
func shortened(name string) string {
	if len(name) <= longestName {
		return name
	}
	ending := filepath.Ext(name)
	if len(ending) > longestName/10 {
		ending = ""
	}
	cut := longestName - len(ending)
	for cut > 0 && !utf8.RuneStart(name[cut]) {
		cut--
	}
	return name[:cut] + ending
}

// freeName gives a path in the folder that nothing has yet, nor its report: of log.csv
// that is log.csv, then log-2.csv.
func freeName(dir, name string) (string, error) {
	name = shortened(name)
	stem, ending := name, ""
	if dot := strings.IndexByte(name, '.'); dot > 0 {
		stem, ending = name[:dot], name[dot:]
	}
	for n := 1; ; n++ {
		if n > 1 {
			name = fmt.Sprintf("%s-%d%s", stem, n, ending)
		}
		path := filepath.Join(dir, name)
		taken := false
		for _, p := range []string{path, path + reportSuffix} {
			switch _, err := os.Lstat(p); {
			case err == nil:
				taken = true
			case !errors.Is(err, fs.ErrNotExist):
				return "", err
			}
		}
		if !taken {
			return path, nil
		}
	}
}
