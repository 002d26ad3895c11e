package indexer

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

func TestCheck(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	firstKept := time.Date(2026, 5, 27, 0, 0, 0, 0, time.UTC) // 180 days before now's day
	tests := []struct {
		name   string
		change func(*audit.Event)
		code   string
		field  string
	}{
		{"as it is", func(*audit.Event) {}, "", ""},
		{"no time", func(e *audit.Event) { e.Time = time.Time{} }, audit.CodeInvalidTime, "time"},
		{"first instant of the day 180 days back", func(e *audit.Event) { e.Time = firstKept }, "", ""},
		{"last instant of the day before", func(e *audit.Event) { e.Time = firstKept.Add(-time.Millisecond) }, audit.CodeTimeTooOld, "time"},
		{"that instant, by Seoul's clock a day later", func(e *audit.Event) {
			e.Time = firstKept.Add(-time.Millisecond).In(time.FixedZone("KST", 9*3600))
		}, audit.CodeTimeTooOld, "time"},
		{"24 hours ahead", func(e *audit.Event) { e.Time = now.Add(24 * time.Hour) }, "", ""},
		{"a millisecond more", func(e *audit.Event) { e.Time = now.Add(24*time.Hour + time.Millisecond) }, audit.CodeTimeInFuture, "time"},
		{"year 9999", func(e *audit.Event) { e.Time = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC) }, audit.CodeTimeInFuture, "time"},
		{"name only", func(e *audit.Event) { e.User = audit.Person{Name: "김민준"} }, "", ""},
		{"e-mail only", func(e *audit.Event) { e.User = audit.Person{Email: "kim@acme.example"} }, "", ""},
		{"id only", func(e *audit.Event) { e.User = audit.Person{ID: "m1"} }, audit.CodeMissingUser, "user"},
		{"blank name", func(e *audit.Event) { e.User = audit.Person{Name: " 　\t"} }, audit.CodeMissingUser, "user"},
		{"no target, task, status, service type", func(e *audit.Event) {
			e.Task, e.Target, e.Status, e.ServiceType = "", audit.Target{}, "", ""
		}, "", ""},
		{"name of 512 characters", func(e *audit.Event) { e.User.Name = strings.Repeat("é", 512) }, "", ""},
		{"name of 513", func(e *audit.Event) { e.User.Name = strings.Repeat("k", 513) }, audit.CodeFieldTooLong, "user.name"},
		{"name of 512, but over 1 KiB", func(e *audit.Event) { e.User.Name = strings.Repeat("김", 512) }, audit.CodeFieldTooLong, "user.name"},
		{"target of 513", func(e *audit.Event) { e.Target.Name = strings.Repeat("k", 513) }, audit.CodeFieldTooLong, "target.name"},
		{"task of 1 KiB", func(e *audit.Event) { e.Task = audit.Task(strings.Repeat("k", 1024)) }, "", ""},
		{"task of more", func(e *audit.Event) { e.Task = audit.Task(strings.Repeat("k", 1025)) }, audit.CodeFieldTooLong, "task"},
		{"long user id", func(e *audit.Event) { e.User.ID = strings.Repeat("k", 1025) }, audit.CodeFieldTooLong, "user.id"},
		{"long user e-mail", func(e *audit.Event) { e.User.Email = strings.Repeat("k", 1025) }, audit.CodeFieldTooLong, "user.email"},
		{"long target type", func(e *audit.Event) { e.Target.Type = strings.Repeat("k", 1025) }, audit.CodeFieldTooLong, "target.type"},
		{"long target e-mail", func(e *audit.Event) { e.Target.Email = strings.Repeat("k", 1025) }, audit.CodeFieldTooLong, "target.email"},
		{"long status", func(e *audit.Event) { e.Status = audit.Status(strings.Repeat("k", 1025)) }, audit.CodeFieldTooLong, "status"},
		{"long service type", func(e *audit.Event) { e.ServiceType = audit.ServiceType(strings.Repeat("k", 1025)) }, audit.CodeFieldTooLong, "service_type"},
		{"invalid UTF-8", func(e *audit.Event) { e.Target.Name = "a\xff" }, audit.CodeInvalidUTF8, "target.name"},
		{"old, without user, long and invalid: the first counts", func(e *audit.Event) {
			e.Time, e.User, e.Task, e.Status = firstKept.Add(-time.Hour), audit.Person{}, audit.Task(strings.Repeat("k", 2000)), "\xff"
		}, audit.CodeTimeTooOld, "time"},
		{"without user, long and invalid", func(e *audit.Event) {
			e.User, e.Task, e.Status = audit.Person{}, audit.Task(strings.Repeat("k", 2000)), "\xff"
		}, audit.CodeMissingUser, "user"},
		{"long and invalid", func(e *audit.Event) {
			e.Task, e.User.Name = audit.Task(strings.Repeat("k", 2000)), "\xff"
		}, audit.CodeFieldTooLong, "task"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := sample()
			tt.change(&e)
			got := newDoor(now, 180).check(&e)
			if got == nil {
				got = &audit.RowError{}
			}
			if got.Code != tt.code || got.Field != tt.field {
				t.Errorf("code %q, field %q (%s); want %q, %q", got.Code, got.Field, got.Message, tt.code, tt.field)
			}
			if len(got.Value) > audit.MaxFieldBytes {
				t.Errorf("the value shown has %d bytes", len(got.Value))
			}
		})
	}
}

// However long logs are kept: an id can't say a time before 1970.
func TestCheckBefore1970(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	e := sample()
	e.Time = time.Unix(0, 0).Add(-time.Millisecond).UTC()
	if got := newDoor(now, 100_000).check(&e); got == nil || got.Code != audit.CodeTimeTooOld {
		t.Errorf("the last millisecond of 1969 gives %v", got)
	}
	e.Time = time.Unix(0, 0).UTC()
	if got := newDoor(now, 100_000).check(&e); got != nil {
		t.Errorf("the first of 1970 gives %v", got)
	}
}

func TestCheckOnLeapDay(t *testing.T) {
	now := time.Date(2028, 2, 29, 12, 0, 0, 0, time.UTC)
	e := sample()
	e.Time = time.Date(2028, 2, 28, 0, 0, 0, 0, time.UTC)
	if got := newDoor(now, 1).check(&e); got != nil {
		t.Errorf("the day before 29 February: %v", got)
	}
	e.Time = e.Time.Add(-time.Millisecond)
	if got := newDoor(now, 1).check(&e); got == nil {
		t.Error("two days before 29 February is taken")
	}
}

func TestCheckSentences(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	old, ahead, long := sample(), sample(), sample()
	old.Time = time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	ahead.Time = now.Add(25 * time.Hour)
	long.User.Name = strings.Repeat("가", 600)
	want := []*audit.RowError{
		{Code: audit.CodeTimeTooOld, Field: "time", Value: "2026-01-02T00:00:00.000Z", Message: "Logs are kept for 180 days; this event is from 2026-01-02, before 2026-05-27."},
		{Code: audit.CodeTimeInFuture, Field: "time", Value: "2026-11-24T11:00:00.000Z", Message: "The event's time, 2026-11-24T11:00:00.000Z, is more than 24 hours ahead of now, 2026-11-23T10:00:00.000Z. Is its time zone right?"},
		{Code: audit.CodeFieldTooLong, Field: "user.name", Value: strings.Repeat("가", 33) + "…", Message: "user.name has 600 characters; at most 512 are taken."},
	}
	got := []*audit.RowError{newDoor(now, 180).check(&old), newDoor(now, 180).check(&ahead), newDoor(now, 180).check(&long)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
