package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"whodid/audit"
	"whodid/audit/query"
)

// surveyed is about how many events of a log are looked into; the others are only
// counted.
const surveyed = 200_000

// survey is what the questions need to know of a log.
type survey struct {
	events      int
	bytes       int64
	first, last time.Time // of the first and the last line
	address     string    // of the newest event's user
	// Each of these is by how often it comes up, most often first.
	addresses []string // of users
	words     []string // Latin words of names
	prefixes  []string // three letters that such words begin with
	names     []string // Chinese, Japanese and Korean names of one word
}

// sight is an event as far as the survey looks at it.
type sight struct {
	Time         time.Time
	User, Target struct{ Name, Email string }
}

func surveyLog(path string, about int) (*survey, error) {
	chunks, err := openChunks(path)
	if err != nil {
		return nil, err
	}
	defer chunks.close()
	every := max(1, about/surveyed)
	out := &survey{}
	counts := tally{map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}}
	var newest sight
	var last []byte
	for {
		part, err := chunks.next(chunkLines)
		if err != nil {
			return nil, err
		}
		if part.lines == 0 {
			break
		}
		for line := range strings.Lines(string(part.text)) {
			last = []byte(line)
			if out.events%every == 0 {
				if err := json.Unmarshal(last, &newest); err != nil {
					return nil, fmt.Errorf("line %d: %w", out.events+1, err)
				}
				if out.events == 0 {
					out.first = newest.Time
				}
				counts.add(newest)
				newest = sight{}
			}
			out.events++
		}
		out.bytes += int64(len(part.text))
	}
	if out.events == 0 {
		return nil, errors.New("the log is empty")
	}
	if err := json.Unmarshal(last, &newest); err != nil {
		return nil, fmt.Errorf("last line: %w", err)
	}
	out.last, out.address = newest.Time, newest.User.Email
	out.addresses, out.words, out.prefixes, out.names = often(counts.addresses), often(counts.words), often(counts.prefixes), often(counts.names)
	return out, nil
}

// lastDay is the UTC day of the newest event.
func (s *survey) lastDay() time.Time { return audit.DayOf(s.last).Start() }

// tally counts what a survey is about.
type tally struct{ addresses, words, prefixes, names map[string]int }

func (t tally) add(e sight) {
	if e.User.Email != "" {
		t.addresses[e.User.Email]++
	}
	for _, name := range []string{e.User.Name, e.Target.Name} {
		tokens := query.Tokens(query.Fold(name))
		if len(tokens) == 1 && query.IsCJK(tokens[0]) && len([]rune(tokens[0])) > 2 {
			t.names[tokens[0]]++
		}
		for _, token := range tokens {
			if len(token) < 3 || strings.IndexFunc(token, notLatin) >= 0 {
				continue
			}
			t.words[token]++
			t.prefixes[token[:3]]++
		}
	}
}

func notLatin(r rune) bool { return r < 'a' || r > 'z' }

// often lists what was counted, most often first, ties in order.
func often(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if d := counts[b] - counts[a]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
}
