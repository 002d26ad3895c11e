package indexer

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

func TestEveryRejectionIsCounted(t *testing.T) {
	rows := strings.Join([]string{
		`{"time":"2026-11-22T10:00:00Z","user":"Kim"}`,
		`{"time":"yesterday","user":"Kim"}`,
		`not json`,
		`{"time":"2020-01-01T00:00:00Z","user":"Kim"}`,
		`{"time":"2027-01-01T00:00:00Z","user":"Kim"}`,
		`{"time":"2026-11-22T10:00:00Z"}`,
		`{"time":"2026-11-22T10:00:00Z","user":"` + strings.Repeat("k", audit.MaxNameRunes+1) + `"}`,
		"{\"time\":\"2026-11-22T10:00:00Z\",\"user\":\"K\xff\"}",
		``,
		`{"time":"2026-11-22T10:00:01Z","user":"Kim"}`,
	}, "\n")
	counted := map[string]int{}
	f := &fakeStore{append: func(events []audit.Event) ([]audit.Outcome, error) {
		return []audit.Outcome{{Seq: 1}, {Duplicate: true}}, nil
	}}
	x := start(t, Options{Store: f, Observer: Observer{Rows: func(result string, n int) { counted[result] += n }}})
	report, err := ingest(x, rows)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{
		"accepted": 1, "duplicate": 1, audit.CodeInvalidTime: 1, audit.CodeInvalidJSON: 1, audit.CodeTimeTooOld: 1,
		audit.CodeTimeInFuture: 1, audit.CodeMissingUser: 1, audit.CodeFieldTooLong: 1, audit.CodeInvalidUTF8: 1,
	}
	if diff := cmp.Diff(want, counted); diff != "" {
		t.Errorf("counted (-want +got):\n%s", diff)
	}
	var lines []int
	for _, r := range report.Rejected {
		lines = append(lines, r.Line)
		if r.Message == "" || r.Code == "" {
			t.Errorf("line %d has no sentence: %+v", r.Line, r)
		}
	}
	if diff := cmp.Diff([]int{2, 3, 4, 5, 6, 7, 8}, lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestUnwritableDayCostsItsRowsOnly(t *testing.T) {
	full := errors.New("no space left on device")
	f := &fakeStore{append: func(events []audit.Event) ([]audit.Outcome, error) {
		out := make([]audit.Outcome, len(events))
		for i, e := range events {
			if audit.DayOf(e.Time) == "2026-11-21" {
				out[i].Err = full
			} else {
				out[i].Seq = uint64(i + 1)
			}
		}
		return out, nil
	}}
	h := &heard{}
	x := start(t, Options{Store: f, Listener: h})
	report, err := ingest(x, `{"time":"2026-11-22T10:00:00Z","user":"Kim"}`+"\n"+`{"time":"2026-11-21T10:00:00Z","user":"Lee"}`+"\nbad")
	if err != nil || report.Accepted != 1 || report.RejectedTotal != 2 || report.Rejected[0].Code != audit.CodeDayUnavailable || report.Rejected[0].Line != 2 {
		t.Errorf("%+v, %v", report, err)
	}
	if len(h.events) != 1 {
		t.Errorf("the listener heard of %d events, want the stored one", len(h.events))
	}
	if _, err := ingest(x, `{"time":"2026-11-21T10:00:00Z","user":"Lee"}`); audit.KindOf(err) != audit.Unavailable || !errors.Is(err, full) {
		t.Errorf("nothing could be stored: %v, want kind Unavailable with its cause", err)
	}
}

func TestUnreadableBodyStoresNothing(t *testing.T) {
	f := &fakeStore{}
	x := start(t, Options{Store: f})
	for mediaType, kind := range map[string]audit.Kind{"application/json": audit.Invalid, "text/plain": audit.Unsupported, "": audit.Unsupported} {
		_, err := x.Ingest(t.Context(), mediaType, time.UTC, strings.NewReader(`[{"time":"2026-11-22T10:00:00Z","user":"Kim"},`))
		if err == nil || audit.KindOf(err) != kind {
			t.Errorf("%q: %v, want kind %v", mediaType, err, kind)
		}
	}
	if len(f.calls) > 0 {
		t.Errorf("%d commits", len(f.calls))
	}
	if report, err := ingest(x, "\n\n"); err != nil || report.Accepted+report.RejectedTotal > 0 {
		t.Errorf("no rows: %+v, %v", report, err)
	}
}

// A batch of which nothing could be stored is to be sent again as a whole; its
// rejections were not counted, so that metrics were silent on a full disk.
func TestRejectionsCountWhereNothingIsStored(t *testing.T) {
	f := &fakeStore{append: func(events []audit.Event) ([]audit.Outcome, error) {
		out := make([]audit.Outcome, len(events))
		for i := range out {
			out[i].Err = errors.New("no space left on device")
		}
		return out, nil
	}}
	counted := map[string]int{}
	x := start(t, Options{Store: f, Observer: Observer{Rows: func(result string, n int) { counted[result] += n }}})
	if _, err := ingest(x, body("kim", 3)+"bad"); audit.KindOf(err) != audit.Unavailable {
		t.Errorf("%v, want kind Unavailable", err)
	}
	want := map[string]int{"accepted": 0, "duplicate": 0, audit.CodeDayUnavailable: 3, audit.CodeInvalidJSON: 1}
	if diff := cmp.Diff(want, counted); diff != "" {
		t.Errorf("counted (-want +got):\n%s", diff)
	}
}
