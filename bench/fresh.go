package main

import (
	"slices"
	"time"

	"whodid/audit"
)

// dealer gives questions of the shape of a published screen that nobody asked
// before: with another name, address, prefix, pair of facets, day or place. No
// remembered answer helps there.
type dealer struct {
	log       *survey
	cursors   []string // places behind the 100,000th event, each on another page
	words     [2][]string
	addresses []string
	prefixes  []string
	names     []string
	pairs     []question
}

func newDealer(log *survey, cursors []string) *dealer {
	d := &dealer{
		log: log, cursors: cursors, pairs: facetPairs(),
		addresses: without(log.addresses, log.address), prefixes: without(log.prefixes, "min"), names: without(log.names, "김민준"),
	}
	// Those of the fixed questions are known by then. S2 and S6 ask for different
	// words: one must not warm the other.
	known := []string{"kim", "seoul", "sales", "tokyo", "edit", "group", "view", "member", "success", "failure"}
	for i, w := range slices.DeleteFunc(slices.Clone(log.words), func(w string) bool { return slices.Contains(known, w) }) {
		d.words[i%2] = append(d.words[i%2], w)
	}
	return d
}

// deal gives the ith question of a screen's shape. Where there are no more of
// them new is false, and the question differs from an earlier one only by the
// millisecond its period begins.
func (d *dealer) deal(key string, i int) (q question, isNew bool) {
	n := 1 << 30
	switch key {
	case "S1":
		q.From = d.log.first.Add(time.Duration(i+1) * time.Millisecond)
	case "S2":
		q.Text, n = pick(d.words[1], i)
		q.Text = "edit group " + q.Text
	case "S3":
		n = len(d.pairs)
		q = d.pairs[i%n]
	case "S4":
		who, known := pick(d.addresses, i)
		q.Text, n = "user:"+who+" or target:"+who, known
	case "S5":
		q.Text, n = pick(d.prefixes, i)
		q.Text += "*"
	case "S6":
		q.Text, n = pick(d.words[0], i)
	case "S7":
		q.Text, n = pick(d.names, i)
	case "S8":
		tasks := audit.Tasks()
		q.Text = "task:" + string(tasks[i%len(tasks)]) + " -status:success"
		q.From = d.log.lastDay().AddDate(0, 0, -7-i%100)
		q.To = q.From.AddDate(0, 0, 7)
		n = 100
	case "S9": // midnight in Seoul to midnight, parts of two UTC days
		q.To = d.log.lastDay().AddDate(0, 0, -i%170).Add(15 * time.Hour)
		q.From = q.To.Add(-24 * time.Hour)
		n = 170
	case "S10":
		q.Cursor, n = pick(d.cursors, i)
	}
	if i < n {
		return q, true
	}
	if q.From.IsZero() {
		q.From = d.log.first
	}
	q.From = q.From.Add(time.Duration(i) * time.Millisecond)
	return q, false
}

// pick gives the ith of a list, begun anew at its end, and how many there are.
func pick(list []string, i int) (string, int) {
	if len(list) == 0 {
		return "nobody", 0
	}
	return list[i%len(list)], len(list)
}

func without(list []string, s string) []string {
	if i := slices.Index(list, s); i >= 0 {
		return slices.Delete(slices.Clone(list), i, i+1)
	}
	return list
}

// facetPairs are the questions for two values of two facets but that of S3, small
// ones as it.
func facetPairs() (out []question) {
	for _, t := range audit.Tasks() {
		out = append(out, question{Task: []audit.Task{t}, Status: []audit.Status{audit.Failure}})
		for _, v := range audit.ServiceTypes() {
			out = append(out, question{Task: []audit.Task{t}, ServiceType: []audit.ServiceType{v}})
		}
	}
	return out
}
