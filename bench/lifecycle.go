package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"whodid/audit"
)

// restarts is how often a server is stopped and started for a figure.
const restarts = 5

// starting is how long a server took from its start to ready.
type starting struct {
	AfterStop spread `json:"after_stop"`
	AfterKill spread `json:"after_kill"` // in the instant after a POST of chunkLines events was answered
}

// measureStarts stops and kills the server, starts it again on its data, and
// holds it to what it had answered. It gives the last server.
func measureStarts(ctx context.Context, s *server, bin, dir string) (*server, starting, error) {
	var stopped, killed []time.Duration
	total, err := totalOf(ctx, s, question{})
	for n := range 2 * restarts {
		if err != nil {
			return s, starting{}, err
		}
		if n < restarts {
			err = s.stop()
		} else {
			err = postNow(ctx, s, "kill", n, chunkLines)
			total += chunkLines
			s.kill()
		}
		if err != nil {
			return s, starting{}, err
		}
		if s, err = startServer(ctx, bin, dir, keepDays); err != nil {
			return nil, starting{}, err
		}
		if n < restarts {
			stopped = append(stopped, s.ready)
		} else {
			killed = append(killed, s.ready)
		}
		if after, err := totalOf(ctx, s, question{}); err != nil || after != total {
			return s, starting{}, errors.Join(err, fmt.Errorf("%d events before the restart, %d after", total, after))
		}
	}
	return s, starting{spreadOf(stopped), spreadOf(killed)}, nil
}

// postNow posts events of this instant in one POST.
func postNow(ctx context.Context, s *server, purpose string, batch, n int) error {
	now := time.Now()
	var text []byte
	for i := range n {
		text = append(text, lineOf(single(purpose, batch*n+i, now))...)
	}
	_, err := postEvents(ctx, s, chunk{text, n})
	return err
}

// dropping is what it took to give up the oldest day.
type dropping struct {
	Day    string  `json:"day"`
	Events int     `json:"events"`
	MS     float64 `json:"ms"`
	Freed  int64   `json:"freed_bytes"`
}

// measureDrop starts the server again with a retention by which just the oldest
// day falls due. The first run of retention begins when the store is open, beside
// the requests; from that line of the log to the run's own is the figure, listing
// the days included.
func measureDrop(ctx context.Context, s *server, bin, dir string) (*server, dropping, error) {
	var out dropping
	st, err := statsOf(ctx, s)
	if err != nil || len(st.Days) < 2 {
		return s, out, errors.Join(err, fmt.Errorf("%d days are too few to drop one", len(st.Days)))
	}
	oldest := audit.Day(st.Days[0].Day)
	before, err := totalOf(ctx, s, question{})
	if err != nil {
		return s, out, err
	}
	if err := s.stop(); err != nil {
		return s, out, err
	}
	bytes := folderBytes(s.data)
	keep := int(audit.DayOf(time.Now()).Start().Sub(oldest.Add(1).Start()).Hours() / 24)
	if s, err = startServer(ctx, bin, dir, keep); err != nil {
		return nil, out, err
	}
	opened, err := s.logged(ctx, "store open")
	if err != nil {
		return s, out, err
	}
	run, err := s.logged(ctx, "retention")
	if err != nil {
		return s, out, err
	}
	out.Freed = bytes - folderBytes(s.data)
	if run.Dropped != string(oldest) {
		return s, out, fmt.Errorf("retention dropped %q, not %s", run.Dropped, oldest)
	}
	out.Day, out.MS = string(oldest), ms(run.at.Sub(opened.at))
	after, err := totalOf(ctx, s, question{})
	out.Events = before - after
	return s, out, err
}
