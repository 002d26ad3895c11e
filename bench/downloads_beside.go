package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// besideTimes is how long screens took while nothing else was done, and while a download was written.
type besideTimes struct {
	downloadForm
	Alone      spread        `json:"alone"`
	Beside     spread        `json:"beside"`
	Screens    []besideEach  `json:"screens"`
	RowsPerSec float64       `json:"rows_per_second"` // of the download, while screens were asked
	Think      time.Duration `json:"think_ns"`
}

type besideEach struct {
	Key    string `json:"key"`
	Title  string `json:"title"`
	Alone  spread `json:"alone"`
	Beside spread `json:"beside"`
}

// asksARound is how often each screen is asked in a round, alone and beside.
const asksARound = 20

// timeBeside asks screens alone and beside a download, in turns, so that a machine whose pace changes changes both.
func timeBeside(ctx context.Context, s *server, form downloadForm, screens []screen, o downloadOptions) (out besideTimes, err error) {
	out = besideTimes{downloadForm: form, Think: o.think}
	times := map[bool]map[string][]time.Duration{false: {}, true: {}} // by whether a download was written, by screen
	ask := func(beside bool) error {
		for range asksARound {
			for _, sc := range screens {
				var a answer
				took, err := timeScreen(ctx, s, sc.asked, &a)
				if err != nil {
					return fmt.Errorf("%s: %w", sc, err)
				}
				times[beside][sc.key] = append(times[beside][sc.key], took)
				if err := wait(ctx, o.think); err != nil {
					return err
				}
			}
		}
		return nil
	}
	rows, seconds := 0, 0.0
	for range o.rounds {
		if err := ask(false); err != nil {
			return out, err
		}
		j, err := jobOf(ctx, s, http.MethodPost, exportsPath, form)
		if err != nil {
			return out, err
		}
		began := time.Now()
		if err := ask(true); err != nil {
			return out, err
		}
		took := time.Since(began)
		if j, err = jobOf(ctx, s, http.MethodGet, exportsPath+"/"+j.ID, nil); err != nil {
			return out, err
		}
		if j.State != "running" {
			return out, errors.New("the download ended before the screens did; take more events")
		}
		rows, seconds = rows+j.Written, seconds+took.Seconds()
		for range 2 { // cancels, then deletes
			if _, err := jobOf(ctx, s, http.MethodDelete, exportsPath+"/"+j.ID, nil); err != nil {
				return out, err
			}
		}
	}
	var alone, beside []time.Duration
	for _, sc := range screens {
		alone, beside = append(alone, times[false][sc.key]...), append(beside, times[true][sc.key]...)
		out.Screens = append(out.Screens, besideEach{sc.key, sc.title, spreadOf(times[false][sc.key]), spreadOf(times[true][sc.key])})
	}
	out.Alone, out.Beside, out.RowsPerSec = spreadOf(alone), spreadOf(beside), float64(rows)/seconds
	progress("screens alone p50 %.2f p95 %.2f, beside a download (%s) p50 %.2f p95 %.2f ms; it wrote %.0f rows/s meanwhile", out.Alone.P50, out.Alone.P95, form, out.Beside.P50, out.Beside.P95, out.RowsPerSec)
	return out, nil
}

// writeDownloads writes a run of downloads as Markdown.
func writeDownloads(w io.Writer, r *downloadsResult) {
	p := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	p("# Downloads of whodid, %s events", thousands(int64(r.Events)))
	p("\n%s, whodid %s. Each file is of everything, from the request until it is ready.", r.At.Format(time.DateOnly), r.Version)
	p("\n| file | rows/s | seconds | MB | RSS before, MiB | most RSS meanwhile, MiB |\n|---|---:|---:|---:|---:|---:|")
	for _, f := range r.Files {
		p("| %s | %s | %.1f | %s | %d | %d |", f.downloadForm, thousands(int64(f.perSecond())), f.Seconds, thousands(f.Bytes/1e6), f.Before.RSS>>20, f.Peak.RSS>>20)
	}
	for _, b := range r.Beside {
		p("\nScreens, one each %s after the last was answered, alone and while a download is written (%s, %s rows/s meanwhile), in ms:", b.Think, b.downloadForm, thousands(int64(b.RowsPerSec)))
		p("\n| screen | alone, p50 / p95 | beside, p50 / p95 | times, p50 / p95 |\n|---|---:|---:|---:|")
		row := func(name string, alone, beside spread) {
			p("| %s | %s | %s | %.2f / %.2f |", name, both(alone), both(beside), beside.P50/alone.P50, beside.P95/alone.P95)
		}
		row("all", b.Alone, b.Beside)
		for _, s := range b.Screens {
			row(s.Key+" "+s.Title, s.Alone, s.Beside)
		}
	}
	p("\nA server that was killed %d times while it wrote the file: ready and fetched after %.0f s, %s rows; SHA-256 (%s), rows and bytes of the file, of the job and of the receipt agree.",
		r.Killed.Kills, r.Killed.Seconds, thousands(int64(r.Killed.Rows)), r.Killed.SHA256)
}
