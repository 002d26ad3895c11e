package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"whodid/audit"
)

// How long and with which seed the faults are made; `make faults` sets the first.
var (
	faultsFor  = flag.Duration("faults", 0, "how long TestFaultsKill runs; 0 is a few rounds")
	faultsSeed = flag.Uint64("faults-seed", 0, "seed of the faults; 0 is a new one")
)

// seedOfFaults gives the seed, and names it so that a run can be repeated.
func seedOfFaults(t *testing.T) uint64 {
	t.Helper()
	seed := *faultsSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("-faults-seed=%d", seed)
	return seed
}

// The moments at which a process is killed.
const (
	inIngest = iota
	inSealing
	inStart
	inRetention
	inStop
	moments
)

var momentNames = [moments]string{"ingest", "sealing", "start", "retention", "stop"}

// A server that is killed again and again, in whatever it does, on one data
// folder: nothing that was answered is lost, nothing is there twice.
func TestFaultsKill(t *testing.T) {
	t.Parallel()
	seed := seedOfFaults(t)
	f := &faults{canCheck: offers("check", "--data-dir"), began: time.Now()}
	const fewRounds, shortly = 12, 12 * time.Second
	goOn := func(round int) bool {
		if *faultsFor > 0 {
			return time.Since(f.began) < *faultsFor
		}
		return round < fewRounds && time.Since(f.began) < shortly
	}
	told := f.began
	for round := 0; goOn(round) && !t.Failed(); round++ {
		random := rand.New(rand.NewPCG(seed, uint64(round)))
		if f.model == nil || f.stored > 150_000 {
			f.newFolder(t, random)
		}
		last := !goOn(round+1) || f.stored > 150_000
		t.Run(fmt.Sprintf("round/%d", round), func(t *testing.T) { f.round(t, random, last) })
		if time.Since(told) > time.Minute {
			told = time.Now()
			fmt.Fprintln(os.Stderr, f)
		}
	}
	if t.Failed() {
		t.Logf("the data folder is kept: %s", f.dir)
	} else {
		_ = os.RemoveAll(filepath.Dir(f.dir))
	}
	fmt.Fprintln(os.Stderr, f)
	t.Log(f)
}

// faults is what has been done so far, and the data folder it is done to.
type faults struct {
	canCheck bool
	began    time.Time

	dir        string
	model      *model
	stored     int     // about as many events does the folder hold
	unanswered []batch // of it

	rounds, folders, verified int
	kills                     [moments]int
	answered, recovered, lost int // events of earlier folders; of all that had no answer
	sealedDays, checks        int
}

func (f *faults) String() string {
	s := fmt.Sprintf("faults: %v, %d rounds on %d folders, kills", time.Since(f.began).Round(time.Second), f.rounds, f.folders)
	for moment, n := range f.kills {
		s += fmt.Sprintf(" %s %d", momentNames[moment], n)
	}
	return s + fmt.Sprintf("; %d events answered; without an answer: %d were there, %d were not; %d verifications, %d sealed days seen, %d checks",
		f.answered+f.model.answers, f.recovered, f.lost, f.verified, f.sealedDays, f.checks)
}

// newFolder begins with an empty data folder. Not a folder of the test: where a
// round fails, somebody wants to look at it.
func (f *faults) newFolder(t *testing.T, random *rand.Rand) {
	t.Helper()
	if f.dir != "" {
		if err := os.RemoveAll(filepath.Dir(f.dir)); err != nil {
			t.Fatal(err)
		}
	}
	dir, err := os.MkdirTemp("", "whodid-faults-") //nolint:usetesting // kept where the test fails
	if err != nil {
		t.Fatal(err)
	}
	if f.model != nil {
		f.answered += f.model.answers
	}
	f.dir, f.model, f.unanswered, f.stored = filepath.Join(dir, "data"), newModel(random.Uint64()), nil, 0
	f.folders++
}

// round starts a server, lets many use it, kills it at some moment, and then
// perhaps looks at what is there.
func (f *faults) round(t *testing.T, random *rand.Rand, look bool) {
	f.rounds++
	retention := []int{2, 3, 5, 9, 9, 9}[random.IntN(6)]
	moment := random.IntN(moments)
	quiet := []string{"50ms", "200ms", "1s", "1h"}[random.IntN(4)]
	switch moment {
	case inRetention:
		retention = 2
	case inSealing:
		quiet = []string{"50ms", "200ms"}[random.IntN(2)]
	}
	args := []string{"serve", "--listen", "127.0.0.1:0", "--data-dir", f.dir, "--log-format", "json", "--retention-days", fmt.Sprint(retention), "--seal-after", quiet}
	f.model.mayDrop(audit.FirstKeptDay(time.Now(), retention))
	f.kills[moment]++
	switch {
	case moment == inStart: // which seals what the kills before have left, day by day
		for range random.IntN(5) {
			f.killEarly(t, args, random)
			f.kills[moment]++
		}
		f.killEarly(t, args, random)
	case moment == inRetention && random.IntN(2) == 0: // days are dropped as soon as the store is open
		srv := launchUntil(t, `"store open"`, args...)
		f.wait(random, 8*time.Millisecond, srv.ended)
		srv.kill()
	default:
		f.killBusy(t, args, moment, retention, random)
	}
	if t.Failed() {
		return
	}
	if f.canCheck && random.IntN(4) == 0 {
		f.check(t)
	}
	if look || random.IntN(3) == 0 {
		f.look(t, random)
	}
}

// look verifies what the folder holds, with a server that drops nothing or
// something.
func (f *faults) look(t *testing.T, random *rand.Rand) {
	t.Helper()
	retention := []int{3, 9, 9}[random.IntN(3)]
	f.model.mayDrop(audit.FirstKeptDay(time.Now(), retention))
	more := []string{"--log-format", "json", "--retention-days", fmt.Sprint(retention)}
	more = append(more, "--seal-after", []string{"50ms", "1h"}[random.IntN(2)])
	srv := serve(t, f.dir, "127.0.0.1:0", more...)
	defer func() {
		if t.Failed() {
			t.Logf("the server's log:\n%s", tailOf(srv.log))
		}
	}()
	v := verify(t, f.model, srv, retention, random)
	f.verified++
	f.stored = v.events
	f.recovered, f.lost, f.sealedDays = f.recovered+v.there, f.lost+v.not, f.sealedDays+v.sealedDays
	if random.IntN(2) == 0 {
		srv.kill()
		return
	}
	if code := srv.end(t, syscall.SIGTERM); code != exitDone {
		t.Errorf("stopped with exit code %d", code)
	}
	if f.canCheck {
		f.check(t)
	}
}

// check runs whodid check: what a kill leaves is no damage.
func (f *faults) check(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if out, err := exec.CommandContext(ctx, binary, "check", "--data-dir", f.dir).CombinedOutput(); err != nil {
		t.Errorf("check: %v\n%s", err, out)
	}
	f.checks++
}

// tailOf is the end of a log, and of a crash its beginning.
func tailOf(log *output) string {
	s := log.String()
	if crash := strings.Index(s, "\ngoroutine "); crash >= 0 {
		return s[max(0, crash-1000):min(len(s), crash+4000)]
	}
	return s[max(0, len(s)-4000):]
}
