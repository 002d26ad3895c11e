package explorer

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"whodid/audit"
)

// ingesting reads the whole body and reports what report says of it.
func ingesting(report func(body string) (audit.Report, error)) fake {
	return fake{ingest: func(_ context.Context, _ string, _ *time.Location, in io.Reader) (audit.Report, error) {
		b, err := io.ReadAll(in)
		if err != nil {
			return audit.Report{}, fmt.Errorf("read body: %w", err)
		}
		return report(string(b))
	}}
}

func TestPostEventsAnswer(t *testing.T) {
	late := audit.RowError{Line: 17, Code: audit.CodeTimeTooOld, Field: "time", Value: "2020", Message: "Logs are kept for 180 days; this event is older than 2026-05-27."}
	many := audit.Report{Accepted: 1}
	for line := range audit.MaxRejected + 5 {
		many.Reject(audit.RowError{Line: line + 1, Code: audit.CodeInvalidJSON, Message: "This line is no JSON object."})
	}
	many.Rejected = many.Rejected[:1] // the golden file need not have ten thousand
	// A shipper that looks at the status alone threw rows away that the server
	// could not write: the answer was 200.
	unwritable := audit.Report{Accepted: 3}
	unwritable.Reject(audit.RowError{Line: 2, Code: audit.CodeDayUnavailable, Field: "time", Message: "The day 2026-11-21 can't be written at the moment. Send this row again later."})
	for _, tt := range []struct {
		name   string
		report audit.Report
		status int
	}{
		{"events-day-unavailable.json", unwritable, 503},
		{"events-mixed.json", audit.Report{Accepted: 998, Duplicates: 1, Rejected: []audit.RowError{late}, RejectedTotal: 1, RejectedByCode: map[string]int{late.Code: 1}}, 200},
		{"events-none.json", audit.Report{}, 200},
		{"events-incomplete.json", audit.Report{Accepted: 2, Notes: []string{"The column \"IP\" was ignored."}, Incomplete: true}, 200},
		{"events-duplicates.json", audit.Report{Duplicates: 3, Rejected: []audit.RowError{late}, RejectedTotal: 1}, 200},
		{"events-all-rejected.json", audit.Report{Rejected: []audit.RowError{late}, RejectedTotal: 1}, 422},
		{"events-cut.json", many, 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, ingesting(func(string) (audit.Report, error) { return tt.report, nil }))
			w := r.call("POST", "/api/v1/events", "{}", "Content-Type", "application/x-ndjson")
			if w.Code != tt.status {
				t.Errorf("status %d, want %d", w.Code, tt.status)
			}
			golden(t, tt.name, w.Body.Bytes())
		})
	}
}

func TestPostEventsPassesOn(t *testing.T) {
	var media, zone string
	f := fake{ingest: func(_ context.Context, m string, z *time.Location, _ io.Reader) (audit.Report, error) {
		media, zone = m, z.String()
		return audit.Report{}, nil
	}}
	r := newRig(t, f)
	r.call("POST", "/api/v1/events", "x", "Content-Type", "text/csv; charset=shift_jis")
	if media != "text/csv; charset=shift_jis" || zone != "Asia/Seoul" {
		t.Errorf("media type %q, zone %q", media, zone)
	}
	r.call("POST", "/api/v1/events?tz=Europe/Berlin", "x")
	if zone != "Europe/Berlin" {
		t.Errorf("zone %q", zone)
	}
	wantError(t, r.call("POST", "/api/v1/events?tz=Mars", "x"), 400, "invalid_query", "tz")
}

func TestPostEventsRefuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		err    error
		status int
		code   string
	}{
		{"unreadable", &audit.Error{Kind: audit.Invalid, Code: "unreadable_body", Message: "No."}, 400, "unreadable_body"},
		{"media type", &audit.Error{Kind: audit.Unsupported, Message: "No."}, 415, "unsupported_media_type"},
		{"overloaded", &audit.Error{Kind: audit.Overloaded, Message: "No."}, 429, "overloaded"},
		{"unavailable", &audit.Error{Kind: audit.Unavailable, Message: "No."}, 503, "unavailable"},
		{"disk", errors.New("no space left on device"), 500, "internal"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newRig(t, ingesting(func(string) (audit.Report, error) { return audit.Report{}, tt.err })).call("POST", "/api/v1/events", "x")
			wantError(t, w, tt.status, tt.code, "")
			if busy := tt.status == 429 || tt.status == 503; busy != (w.Header().Get("Retry-After") != "") {
				t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
			}
		})
	}
}

func gzipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := io.WriteString(z, s)
	if err = errors.Join(err, z.Close()); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.String()
}

func zstded(t *testing.T, s string) string {
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(z.EncodeAll([]byte(s), nil))
}

func TestPostEventsUnpacks(t *testing.T) {
	text := strings.Repeat("a line of events\n", 5000)
	var got string
	r := newRig(t, ingesting(func(b string) (audit.Report, error) { got = b; return audit.Report{Accepted: 1}, nil }))
	for range 3 { // unpackers are used again
		for encoding, body := range map[string]string{"": text, "identity": text, "gzip": gzipped(text), "GZIP": gzipped(text), "x-gzip": gzipped(text), "zstd": zstded(t, text)} {
			got = ""
			if w := r.call("POST", "/api/v1/events", body, "Content-Encoding", encoding); w.Code != 200 || got != text {
				t.Errorf("%q: status %d, %d of %d bytes\n%s", encoding, w.Code, len(got), len(text), w.Body)
			}
		}
	}
}

func TestPostEventsPackedWrongly(t *testing.T) {
	whole := strings.Repeat("a line of events\n", 500)
	for _, tt := range []struct {
		name, encoding, body string
		status               int
		code, field          string
	}{
		{"unknown", "br", "x", 415, "unsupported_media_type", "Content-Encoding"},
		{"two", "gzip, gzip", "x", 415, "unsupported_media_type", "Content-Encoding"},
		{"not gzip", "gzip", "hello, this is text", 400, "unreadable_body", ""},
		{"empty gzip", "gzip", "", 400, "unreadable_body", ""},
		{"cut gzip", "gzip", gzipped(whole)[:40], 400, "unreadable_body", ""},
		{"not zstd", "zstd", "hello, this is text", 400, "unreadable_body", ""},
		{"cut zstd", "zstd", zstded(t, whole)[:20], 400, "unreadable_body", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, ingesting(func(string) (audit.Report, error) { return audit.Report{Accepted: 1}, nil }))
			w := r.call("POST", "/api/v1/events", tt.body, "Content-Encoding", tt.encoding)
			wantError(t, w, tt.status, tt.code, tt.field)
		})
	}
}

func TestPostEventsTooLarge(t *testing.T) {
	const limit = 1000
	for _, tt := range []struct {
		name, encoding string
		pack           func(string) string
	}{
		{"plain", "", func(s string) string { return s }},
		{"gzip", "gzip", gzipped},
		{"zstd", "zstd", func(s string) string { return zstded(t, s) }},
	} {
		r := newRig(t, ingesting(func(b string) (audit.Report, error) { return audit.Report{Accepted: len(b)}, nil }),
			func(o *Options) { o.MaxBodyBytes = limit })
		t.Run(tt.name+" at the limit", func(t *testing.T) {
			if w := r.call("POST", "/api/v1/events", tt.pack(strings.Repeat("x", limit)), "Content-Encoding", tt.encoding); w.Code != 200 {
				t.Errorf("status %d\n%s", w.Code, w.Body)
			}
		})
		t.Run(tt.name+" over it", func(t *testing.T) {
			wantError(t, r.call("POST", "/api/v1/events", tt.pack(strings.Repeat("x", limit+1)), "Content-Encoding", tt.encoding), 413, "too_large", "")
		})
		t.Run(tt.name+" without a length", func(t *testing.T) {
			req := httptest.NewRequest("POST", "/api/v1/events", io.MultiReader(strings.NewReader(tt.pack(strings.Repeat("x", 9*limit)))))
			req.Header.Set("Authorization", "Bearer "+token)
			req.Header.Set("Content-Encoding", tt.encoding)
			w := httptest.NewRecorder()
			r.x.ServeHTTP(w, req)
			wantError(t, w, 413, "too_large", "")
		})
	}
}

// Packed bytes that unpack to nothing cost reading too.
func TestPostEventsManyEmptyMembers(t *testing.T) {
	r := newRig(t, ingesting(func(string) (audit.Report, error) { return audit.Report{}, nil }), func(o *Options) { o.MaxBodyBytes = 1000 })
	wantError(t, r.call("POST", "/api/v1/events", strings.Repeat(gzipped(""), 100), "Content-Encoding", "gzip"), 413, "too_large", "")
}

// A client that dies in the middle of its body: the reader is told, so that half
// a body is not taken for a whole one.
func TestPostEventsOfAClientThatDies(t *testing.T) {
	failed := make(chan error, 1)
	r := newRig(t, fake{ingest: func(_ context.Context, _ string, _ *time.Location, in io.Reader) (audit.Report, error) {
		_, err := io.ReadAll(in)
		failed <- err
		return audit.Report{}, err
	}})
	srv := startServer(t, r.x)
	conn, err := net.Dial("tcp", srv.addr)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "POST /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 100\r\n\r\nhalf", token)
	conn.Close()
	if err := <-failed; audit.KindOf(err) != audit.Invalid || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("the body ended with %v", err)
	}
}

func TestGetEvent(t *testing.T) {
	r := newRig(t, fake{event: func(_ context.Context, id audit.EventID) (audit.Event, error) {
		if id != edited.ID {
			return audit.Event{}, &audit.Error{Kind: audit.NotFound, Message: "There is no such event."}
		}
		return edited, nil
	}})
	w := r.get("/api/v1/events/" + strings.ToLower(string(edited.ID)))
	if w.Code != http.StatusOK {
		t.Fatalf("status %d", w.Code)
	}
	golden(t, "event.json", w.Body.Bytes())
	wantError(t, r.get("/api/v1/events/01KAJ3T5Q1W8Z0R7M2C9X4V6BZ"), 404, "not_found", "")
	for _, id := range []string{"1", "ZZZZZZZZZZZZZZZZZZZZZZZZZZ", "01KAJ3T5Q1W8Z0R7M2C9X4V6B%00", strings.Repeat("0", 27)} {
		wantError(t, r.get("/api/v1/events/"+id), 404, "not_found", "id")
	}
}

func TestStats(t *testing.T) {
	r := newRig(t, fake{stats: func(context.Context) (audit.Stats, error) {
		return audit.Stats{LastSeq: 1048577, Days: []audit.DayStats{
			{Day: "2026-11-20", Bytes: 4096, State: audit.DayDamaged, Err: "The file root.bolt is cut off."},
			{Day: "2026-11-21", Events: 41_000, Bytes: 5_000_000, State: audit.DaySealed},
			{Day: "2026-11-22", Events: 12, Bytes: 9000, State: audit.DayOpen},
		}}, nil
	}}, func(o *Options) { o.NextRetention = func() time.Time { return noon.Add(5 * time.Hour) } })
	golden(t, "stats.json", r.get("/api/v1/stats").Body.Bytes())

	empty := newRig(t, fake{stats: func(context.Context) (audit.Stats, error) { return audit.Stats{}, nil }})
	golden(t, "stats-empty.json", empty.get("/api/v1/stats").Body.Bytes())
}

// The size that the ingester may count on is of what Read gives, or not known.
func TestPostEventsTellsItsSize(t *testing.T) {
	var size int64
	r := newRig(t, fake{ingest: func(_ context.Context, _ string, _ *time.Location, in io.Reader) (audit.Report, error) {
		size = in.(interface{ Size() int64 }).Size()
		return audit.Report{}, nil
	}})
	for encoding, want := range map[string]int64{"": 5, "identity": 5, "gzip": -1, "zstd": -1} {
		text := map[string]string{"gzip": gzipped("hello"), "zstd": zstded(t, "hello")}[encoding]
		if text == "" {
			text = "hello"
		}
		r.call("POST", "/api/v1/events", text, "Content-Encoding", encoding)
		if size != want {
			t.Errorf("%q: size %d, want %d", encoding, size, want)
		}
	}
}

// A body that is refused before it is read: its sender, who looks for an answer
// only when all is sent, gets it and not a broken connection, and may go on with
// the same connection.
func TestPostEventsRefusedUnread(t *testing.T) {
	srv := startServer(t, newRig(t, fake{ingest: func(context.Context, string, *time.Location, io.Reader) (audit.Report, error) {
		return audit.Report{}, &audit.Error{Kind: audit.Overloaded, Code: "overloaded", Message: "Too much."}
	}}).x)
	conn, err := net.Dial("tcp", srv.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	answers := bufio.NewReader(conn)
	const size = 32 << 20
	for range 2 {
		_, err := fmt.Fprintf(conn, "POST /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n", token, size)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.ReadResponse(answers, nil) // it is there before the body is
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode != 429 || resp.Header.Get("Retry-After") == "" {
			t.Errorf("status %d, %v", resp.StatusCode, resp.Header)
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if _, err := conn.Write(make([]byte, size)); err != nil {
			t.Fatal(err)
		}
	}
}
