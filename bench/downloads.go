package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

// downloadOptions are the flags of a run of downloads.
type downloadOptions struct {
	common
	rounds int
	think  time.Duration
}

// downloadForms are those that are measured, as the API has them.
var downloadForms = []downloadForm{
	{"csv", "none", "none"}, {"ndjson", "none", "none"}, {"csv", "gzip", "none"}, {"csv", "zip", "rows"}, {"csv", "zip", "day"}, {"xlsx", "none", "none"},
}

type downloadForm struct {
	Format      string `json:"format"`
	Compression string `json:"compression"`
	Split       string `json:"split"`
}

func (f downloadForm) String() string {
	name := f.Format
	if f.Compression != "none" {
		name += ", " + f.Compression
	}
	if f.Split != "none" {
		name += " by " + f.Split
	}
	return name
}

// downloadsResult is what a run of downloads measured.
type downloadsResult struct {
	At      time.Time       `json:"at"`
	Version string          `json:"version"`
	Events  int             `json:"events"`
	Files   []downloadTimes `json:"files"`
	Beside  []besideTimes   `json:"beside"` // a download, as screens are asked
	Killed  killedDownload  `json:"killed"`
}

// downloadTimes is a file of everything.
type downloadTimes struct {
	downloadForm
	rate
	Bytes  int64  `json:"bytes"`
	Before memory `json:"memory_before"`
	Peak   memory `json:"memory_peak"`
}

// killedDownload is a file of everything whose server was killed while it wrote it.
type killedDownload struct {
	Kills   int     `json:"kills"`
	Seconds float64 `json:"seconds"` // from the request until it was fetched
	Rows    int     `json:"rows"`
	SHA256  string  `json:"sha256"` // of the file as it was fetched, of the job and of the receipt
}

// runDownloads requests files of everything: how fast they are written, what that takes from searches, and whether
// a killed server ends with a whole one.
func runDownloads(ctx context.Context, args []string, out io.Writer) error {
	var o downloadOptions
	fs := flag.NewFlagSet("bench downloads", flag.ContinueOnError)
	o.flags(fs)
	fs.StringVar(&o.report, "report", "", "file for the report, its JSON beside it; default is downloads-N.md here")
	fs.IntVar(&o.rounds, "rounds", 3, "how often screens are asked alone and then beside a download, which needs millions of events; 0 is not")
	fs.DurationVar(&o.think, "think", 20*time.Millisecond, "pause between two screens")
	if err := fs.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "whodid-downloads-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	r, err := downloads(ctx, o, dir)
	if err != nil {
		return err
	}
	return saveReport(o.report, fmt.Sprintf("downloads-%d.md", r.Events), r, func(w io.Writer) { writeDownloads(w, r) }, out)
}

func downloads(ctx context.Context, o downloadOptions, dir string) (*downloadsResult, error) {
	path, err := prepareLog(ctx, o.common, dir)
	if err != nil {
		return nil, err
	}
	log, err := surveyLog(path, o.events)
	if err != nil {
		return nil, err
	}
	s, err := startServer(ctx, o.bin, dir, keepDays)
	if err != nil {
		return nil, err
	}
	defer func() { s.kill() }() // the one that lives at the end
	if _, err := storeLog(ctx, s, path, log.events); err != nil {
		return nil, err
	}
	if _, err := waitSealed(ctx, s, o.sealWait); err != nil {
		return nil, err
	}
	cursors, hit, err := deepCursors(ctx, s, 1)
	if err != nil {
		return nil, err
	}
	r := &downloadsResult{At: time.Now(), Version: versionOf(ctx, o.bin), Events: log.events}
	for _, form := range downloadForms {
		times, err := timeDownload(ctx, s, form, log.events)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", form, err)
		}
		progress("%-20s %8.0f rows/s  %6.1f s  %11d bytes  RSS %d MiB, before %d MiB", form, times.perSecond(), times.Seconds, times.Bytes, times.Peak.RSS>>20, times.Before.RSS>>20)
		r.Files = append(r.Files, times)
	}
	screens := published(screensOf(log, cursors[0], hit))
	for _, form := range []downloadForm{downloadForms[0], downloadForms[2]} {
		if o.rounds == 0 {
			break
		}
		beside, err := timeBeside(ctx, s, form, screens, o)
		if err != nil {
			return nil, err
		}
		r.Beside = append(r.Beside, beside)
	}
	if s, err = killInTheMiddle(ctx, s, o.bin, dir, r); err != nil {
		return nil, err
	}
	return r, nil
}

// job is a requested download as the API shows it.
type job struct {
	ID       string `json:"id"`
	State    string `json:"state"`
	Why      string `json:"why"`
	Expected int    `json:"rows_expected"`
	Written  int    `json:"rows_written"`
	Bytes    int64  `json:"bytes"`
	SHA256   string `json:"sha256"`
}

const exportsPath = "/api/v1/exports"

// jobOf asks for a job, or makes or deletes one.
func jobOf(ctx context.Context, s *server, method, path string, body any) (j job, err error) {
	text, err := json.Marshal(body)
	if err != nil {
		return j, err
	}
	res, err := s.open(ctx, method, path, nil, text)
	if err != nil {
		return j, err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	switch {
	case err != nil:
		return j, err
	case res.StatusCode >= http.StatusBadRequest:
		return j, fmt.Errorf("%s %s: %s: %s", method, path, res.Status, answer)
	case len(answer) == 0:
		return j, nil
	}
	return j, json.Unmarshal(answer, &j)
}

// readyJob waits until a job is ready.
func readyJob(ctx context.Context, s *server, id string) (j job, err error) {
	for {
		switch j, err = jobOf(ctx, s, http.MethodGet, exportsPath+"/"+id, nil); {
		case err != nil || j.State == "ready":
			return j, err
		case j.State != "queued" && j.State != "running":
			return j, fmt.Errorf("the download is %s: %s", j.State, j.Why)
		}
		if err := wait(ctx, 20*time.Millisecond); err != nil {
			return j, err
		}
	}
}

// timeDownload writes a file of everything, and deletes it.
func timeDownload(ctx context.Context, s *server, form downloadForm, events int) (out downloadTimes, err error) {
	out.downloadForm, out.Before = form, memoryOf(s.cmd.Process.Pid)
	peak := watchMemory(ctx, s.cmd.Process.Pid)
	defer func() { out.Peak = peak() }()
	began := time.Now()
	j, err := jobOf(ctx, s, http.MethodPost, exportsPath, form)
	if err == nil {
		j, err = readyJob(ctx, s, j.ID)
	}
	if err != nil {
		return out, err
	}
	out.Seconds, out.Events, out.Bytes = time.Since(began).Seconds(), j.Written, j.Bytes
	if j.Written != events {
		return out, fmt.Errorf("%d rows of %d events", j.Written, events)
	}
	_, err = jobOf(ctx, s, http.MethodDelete, exportsPath+"/"+j.ID, nil)
	return out, err
}

// kills is how often a server is killed while it writes one file.
const kills = 3

// killInTheMiddle kills the server while it writes a file of everything, starts it again, and holds the file that it
// ends with against the job and the receipt. It gives the last server.
func killInTheMiddle(ctx context.Context, s *server, bin, dir string, r *downloadsResult) (*server, error) {
	calm := r.Files[0].Seconds
	began := time.Now()
	asked, err := jobOf(ctx, s, http.MethodPost, exportsPath, downloadForms[0])
	if err != nil {
		return s, err
	}
	for n := range kills {
		if err := wait(ctx, time.Duration(calm*float64(n+1)/(kills+1)*float64(time.Second))); err != nil {
			return s, err
		}
		before, err := jobOf(ctx, s, http.MethodGet, exportsPath+"/"+asked.ID, nil)
		if err != nil {
			return s, err
		}
		s.kill()
		progress("killed while the download was %s, %d of %d rows", before.State, before.Written, before.Expected)
		if s, err = startServer(ctx, bin, dir, keepDays); err != nil {
			return nil, err
		}
	}
	j, err := readyJob(ctx, s, asked.ID)
	if err != nil {
		return s, err
	}
	receipt, err := jobOf(ctx, s, http.MethodGet, exportsPath+"/"+j.ID+"/receipt", nil) // its names for what is compared are the job's
	if err != nil {
		return s, err
	}
	res, err := s.open(ctx, http.MethodGet, exportsPath+"/"+j.ID+"/file", nil, nil)
	if err != nil {
		return s, err
	}
	defer res.Body.Close()
	hash, lines := sha256.New(), lineCounter(0)
	size, err := io.CopyBuffer(io.MultiWriter(hash, &lines), res.Body, make([]byte, 1<<18))
	if err != nil {
		return s, err
	}
	r.Killed = killedDownload{kills, time.Since(began).Seconds(), int(lines) - 1, hex.EncodeToString(hash.Sum(nil))}
	for name, of := range map[string]job{"the download": j, "the receipt": receipt} {
		if of.SHA256 != r.Killed.SHA256 || of.Bytes != size || of.Written != r.Killed.Rows || of.Expected != r.Events {
			return s, fmt.Errorf("the file has %d bytes, %d rows, %s; %s says %+v", size, r.Killed.Rows, r.Killed.SHA256, name, of)
		}
	}
	return s, nil
}
