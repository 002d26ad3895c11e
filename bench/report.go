package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// writeReport writes a run as Markdown: the ratios first, then what they come
// from, then how it was measured.
func writeReport(w io.Writer, r *result) {
	p := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	p("# whodid, %s events", thousands(int64(r.Events)))
	p("\n%s, %s, %d cores, whodid %s, the run took %s. A screen is the newest %d rows, the total, three facets (each without its own selection) and the histogram.",
		r.At.Format(time.DateOnly), r.System, r.Cores, r.Version, (time.Duration(r.TookSeconds) * time.Second).String(), pageRows)
	for _, x := range []struct {
		name string
		of   *rival
	}{{"SQLite", r.SQLite}, {"Textbook Bleve", r.Textbook}} {
		if x.of != nil {
			p("\n%s is %s, measured at **%s events**.", x.name, x.of.About, thousands(int64(x.of.Events)))
		}
	}
	p("\n## How many times better\n\nBelow 1 is worse. The goal of a screen is for its p95.\n")
	writeScreenRatios(p, r)
	p("\n| figure | whodid | than SQLite | than textbook Bleve | goal | against the goal |\n|---|---:|---:|---:|---:|---:|")
	figures := figuresOf(r)
	for _, f := range figures {
		p("| %s | %s %s | %s | %s | %s | %s |", f.name, number(f.whodid), f.unit, ratio(f.times(f.sqlite)), ratio(f.times(f.textbook)), number(f.goal), f.against())
	}
	p("\n## Screens, p50 / p95 in ms\n")
	writeScreens(p, r)
	p("\n## The other figures\n\n| figure | unit | whodid | SQLite | textbook Bleve |\n|---|---|---:|---:|---:|")
	for _, f := range figures {
		p("| %s | %s | %s | %s | %s |", f.name, f.unit, number(f.whodid), number(f.sqlite), number(f.textbook))
	}
	writeFindings(p, r)
	writeMethod(p, r)
}

// saveReport writes a report to path, or to the file of that name here, its JSON beside it, and to out.
func saveReport(path, name string, r any, write func(io.Writer), out io.Writer) error {
	path = cmp.Or(path, name)
	var text bytes.Buffer
	write(&text)
	if err := os.WriteFile(path, text.Bytes(), 0o644); err != nil {
		return err
	}
	if err := writeJSON(strings.TrimSuffix(path, filepath.Ext(path))+".json", r); err != nil {
		return err
	}
	if _, err := out.Write(text.Bytes()); err != nil {
		return err
	}
	progress("written to %s", path)
	return nil
}

type printer func(format string, args ...any)

func writeScreenRatios(p printer, r *result) {
	p("| screen, warm | whodid, p50 / p95 | than SQLite, p50 / p95 | than textbook Bleve, p50 / p95 | goal | against the goal | first time, p95 against the goal |\n|---|---:|---:|---:|---:|---:|---:|")
	goal := screenGoal(r.Events)
	for _, s := range r.Screens {
		if s.Key[0] != 'S' {
			continue
		}
		sq, tb := r.SQLite.screenOf(s.Key).Spread, r.Textbook.screenOf(s.Key).Spread
		p50 := figure{whodid: s.Warm.P50}
		p95 := figure{whodid: s.Warm.P95, goal: goal}
		first := figure{whodid: s.First.P95, goal: goal}
		p("| %s %s | %s ms | %s / %s | %s / %s | %s | %s | %s |", s.Key, s.Title, both(s.Warm), ratio(p50.times(sq.P50)), ratio(p95.times(sq.P95)),
			ratio(p50.times(tb.P50)), ratio(p95.times(tb.P95)), number(goal), p95.against(), first.against())
	}
}

func writeScreens(p printer, r *result) {
	p("| screen | hits | whodid, warm | whodid, first time | SQLite | textbook Bleve | oracle |\n|---|---:|---:|---:|---:|---:|---|")
	for _, s := range r.Screens {
		verified := s.Verified
		switch verified {
		case "":
			verified = "not asked"
		case "equal":
		default:
			verified = "**differs: " + verified + "**"
		}
		p("| %s %s | %s | %s | %s | %s | %s | %s |", s.Key, s.Title, thousands(int64(s.Hits)), both(s.Warm), both(s.First),
			both(r.SQLite.screenOf(s.Key).Spread), both(r.Textbook.screenOf(s.Key).Spread), verified)
	}
}

// both writes p50 and p95; how often it was measured stands behind where that is
// fewer than most screens' runs.
func both(s spread) string {
	if s.N == 0 {
		return "–"
	}
	text := number(s.P50) + " / " + number(s.P95)
	if s.N < 20 {
		text += fmt.Sprintf(" (n=%d)", s.N)
	}
	return text
}
