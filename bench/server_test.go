package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"sync/atomic"
	"testing"
	"time"
)

// fakeServer is a server that answers what a test says.
func fakeServer(t *testing.T, answer http.HandlerFunc) *server {
	t.Helper()
	fake := httptest.NewServer(answer)
	t.Cleanup(fake.Close)
	return &server{base: fake.URL, client: fake.Client()}
}

// Today may be written and stays open; the others are waited for.
func TestWaitSealed(t *testing.T) {
	var asked atomic.Int32
	today := time.Now().UTC().Format(time.DateOnly)
	s := fakeServer(t, func(w http.ResponseWriter, _ *http.Request) {
		state := "sealed"
		if asked.Add(1) == 1 {
			state = "open"
		}
		_, _ = fmt.Fprintf(w, `{"days":[{"day":"2020-01-01","state":%q},{"day":%q,"state":"open"}]}`, state, today)
	})
	if got, err := waitSealed(t.Context(), s, time.Minute); err != nil || got.Open != 0 || asked.Load() != 2 {
		t.Errorf("%+v after %d looks, %v", got, asked.Load(), err)
	}
}

func TestWaitSealedGivesUp(t *testing.T) {
	s := fakeServer(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"days":[{"day":"2020-01-01","state":"open"},{"day":"2020-01-02","state":"open"}]}`))
	})
	if got, err := waitSealed(t.Context(), s, 0); err != nil || got.Open != 2 {
		t.Errorf("%+v, %v; want two days still open", got, err)
	}
}

// A file with fewer rows than events is no figure.
func TestExportCountsItsRows(t *testing.T) {
	rows := "Date,User\r\n1,a\r\n2,b\r\n"
	s := fakeServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v1/search" {
			_, _ = w.Write([]byte(`{"total":{"value":2,"relation":"exact"}}`))
			return
		}
		_, _ = w.Write([]byte(rows))
	})
	pid := os.Getpid()
	if got, err := exportOf(t.Context(), s, pid); err != nil || got.Events != 2 || got.Bytes != int64(len(rows)) {
		t.Errorf("%+v, %v", got, err)
	}
	rows = "Date,User\r\n1,a\r\n"
	if _, err := exportOf(t.Context(), s, pid); err == nil {
		t.Error("a row too few is no error")
	}
}

// Cursors behind the deepest hit there is, where the log has fewer events.
func TestDeepCursorsOfASmallLog(t *testing.T) {
	var page atomic.Int32
	s := fakeServer(t, func(w http.ResponseWriter, r *http.Request) {
		n := page.Add(1)
		if n == 3 {
			_, _ = w.Write([]byte(`{"events":[],"cursor":null}`))
			return
		}
		_, _ = fmt.Fprintf(w, `{"events":[],"cursor":"place %d"}`, n)
	})
	got, hit, err := deepCursors(t.Context(), s, 5)
	if err != nil || len(got) != 1 || got[0] != "place 2" || hit != 2000 {
		t.Errorf("%q at hit %d, %v", got, hit, err)
	}
}
