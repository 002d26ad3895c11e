package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"whodid/audit"
)

// backedUp runs a backup and gives its file.
func backedUp(t *testing.T, addr string, args ...string) (file string) {
	t.Helper()
	dir := t.TempDir()
	file = filepath.Join(dir, "whodid.zst")
	code, stdout, stderr := call(t, addr, "backup", append(args, file)...)
	if code != exitDone || stdout != "" {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	says := fmt.Sprintf("%s: %d events, %d bytes, sha256 %x\n", file, len(linesOf(t, file))-2, len(text), sha256.Sum256(text))
	if !strings.HasSuffix(stderr, says) {
		t.Errorf("%q, want %q", stderr, says)
	}
	if diff := cmp.Diff([]string{"whodid.zst"}, folder(t, dir)); diff != "" {
		t.Errorf("left behind:\n%s", diff)
	}
	return file
}

// linesOf unpacks a backup, header and last line included.
func linesOf(t *testing.T, file string) []string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := zstd.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// contentOf gives a backup's header, and its events, oldest first.
func contentOf(t *testing.T, file string) (backupHeader, []audit.Event) {
	t.Helper()
	lines := linesOf(t, file)
	var head backupHeader
	if err := json.Unmarshal([]byte(lines[0]), &head); err != nil {
		t.Fatal(err)
	}
	return head, eventsOf(t, strings.Join(lines[1:len(lines)-1], "\n"))
}

// unnumbered are events by id, without the numbers that a store gave them.
func unnumbered(events []audit.Event) []audit.Event {
	events = slices.Clone(events)
	for i := range events {
		events[i].Seq = 0
	}
	slices.SortFunc(events, func(a, b audit.Event) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return events
}

func sameEvents(t *testing.T, want, got []audit.Event) {
	t.Helper()
	want, got = unnumbered(want), unnumbered(got)
	if !slices.Equal(want, got) {
		t.Errorf("%d events, want %d:\n%.4000s", len(got), len(want), cmp.Diff(want, got))
	}
}

// awkward is NDJSON whose fields need care on their way through files.
func awkward(at time.Time) string {
	when := at.UTC().Format(audit.TimeLayout)
	var b strings.Builder
	for i, fields := range []string{
		`"user":{"name":"tab\tand \u0001 and \u2028","email":"<b>&@acme.example"},"task":"an unknown Task"`,
		`"user":{"email":"only@acme.example"}`,
		`"user":{"id":" 7 ","name":"ＫＩＭ \"quoted\" \\"},"task":"Edit group","target":{"type":"team","name":"Name (x@acme.example)"},"status":"pending"`,
		`"user":{"name":"'=1+1"},"target":{"email":"a b@acme.example"},"service_type":"모바일 앱"`,
	} {
		fmt.Fprintf(&b, "{\"id\":\"awkward %d\",\"time\":%q,%s}\n", i, when, fields)
	}
	return b.String()
}

// liveIngest stores events, one request after the other, until stop is called, and
// counts those that were answered: "live 1", "live 2" and so on.
func liveIngest(t *testing.T, addr string) (answered *atomic.Int64, stop func()) {
	t.Helper()
	const batch = 25
	answered = new(atomic.Int64)
	end, ended, begun := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for n := 0; ; n += batch {
			select {
			case <-end:
				return
			default:
			}
			var b strings.Builder
			for i := range batch {
				fmt.Fprintf(&b, "{\"time\":%q,\"user\":{\"name\":\"live %d\"},\"task\":\"view_group\"}\n", time.Now().UTC().Format(audit.TimeLayout), n+i+1)
			}
			if status := post(addr, b.String()); status != http.StatusOK {
				t.Errorf("status %d", status)
				return
			}
			answered.Store(int64(n + batch))
			if n == 0 {
				close(begun)
			}
		}
	}()
	stop = func() { close(end); <-ended }
	select {
	case <-begun:
	case <-ended:
		t.Fatal("nothing could be stored")
	}
	return answered, stop
}

// screen asks what the page asks, and gives the answer without what may differ
// between two stores of the same events.
func screen(t *testing.T, addr string, params url.Values) map[string]any {
	t.Helper()
	status, text := api(t, http.MethodGet, addr, "/api/v1/search?"+params.Encode(), "")
	var answer map[string]any
	if err := json.Unmarshal([]byte(text), &answer); err != nil || status != http.StatusOK {
		t.Fatalf("status %d, %v", status, err)
	}
	delete(answer, "took_ms")
	delete(answer, "seq")
	for _, e := range answer["events"].([]any) {
		delete(e.(map[string]any), "seq")
	}
	return answer
}
