package audit

import (
	"strings"
	"testing"
	"time"
)

// slowEvent is AppendEvent as it was first written: plain, and what released
// exports have. AppendEvent may be anything but different from it.
func (f CSVForm) slowEvent(b []byte, e Event) []byte {
	zone := f.Zone
	if zone == nil {
		zone = time.UTC
	}
	for i, cell := range []string{
		e.Time.In(zone).Format(csvDateLayout), CSVPerson(e.User.Name, e.User.Email), e.ServiceType.Label(f.Language), e.Task.Label(f.Language),
		CSVPerson(e.Target.Name, e.Target.Email), e.Status.Label(f.Language), e.Time.UTC().Format(TimeLayout), string(e.ID), e.User.ID, e.Target.Type,
	} {
		if i > 0 {
			b = append(b, ',')
		}
		if f.SpreadsheetSafe {
			cell = GuardCell(cell)
		}
		if !strings.ContainsAny(cell, "\",\r\n") && strings.TrimSpace(cell) == cell {
			b = append(b, cell...)
			continue
		}
		b = append(b, '"')
		b = append(b, strings.ReplaceAll(cell, `"`, `""`)...)
		b = append(b, '"')
	}
	return append(b, "\r\n"...)
}

// oddTexts are what cells, brackets, guards and quotes can go wrong with.
var oddTexts = []string{
	"", " ", "Kim Minjun", "김민준", "kim@acme.example", "a@b", "@kim", "kim@", "@", "a@b@c", "n/a", "-", "=1+1", "'Aolani", "'=x", "+82 10", "\tx", "x\t", "\rx", "x\n", " x", "x ",
	`"`, `a"b`, `x"`, "a,b", "a, b@c", "Kim (x)", "Kim ()", "Kim (a@b)", "Kim（a@b）", "x）", "x）y", "(", ")", "a(b@c", "a)b@c", `(@"x")`, `Kim (@"x")`, `x")`, `a@b"`,
	"\u00a0x", "x\u00a0", "x\u3000", "\u3000x", "\u0085x", "x\u2028", "\xff", "x\xff", "\xe3\x80", "é@acme.example", "a b@c", "a\u3000b@c", "downloadLogs error", "success", "Success", "SCIM", "edit_group", "\u00e9", "ＫＩＭ", "x\v", "a;b@c", "a<b@c>",
}

var oddTimes = []time.Time{
	{}, time.Unix(0, 0), time.UnixMilli(1795338753123), time.UnixMilli(-1), time.UnixMilli(951782400000),
	time.Date(9999, 12, 31, 23, 59, 59, 999e6, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC),
	time.Date(2026, 3, 8, 6, 59, 59, 0, time.UTC), time.Date(2026, 11, 1, 5, 30, 0, 0, time.UTC), time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC),
}

func csvForms(t testing.TB) []CSVForm {
	t.Helper()
	var forms []CSVForm
	for _, name := range []string{"", "Asia/Seoul", "America/New_York", "Asia/Kathmandu"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range append(Languages, "fr") {
			forms = append(forms, CSVForm{lang, zone, true}, CSVForm{lang, zone, false})
		}
	}
	return append(forms, CSVForm{})
}

func sameCSV(t *testing.T, f CSVForm, e Event) {
	t.Helper()
	if want, got := string(f.slowEvent(nil, e)), string(f.AppendEvent(nil, e)); got != want {
		t.Fatalf("%+v\n got %q\nwant %q", e, got, want)
	}
	if want, got := e.Time.UTC().Format(TimeLayout), FormatTime(e.Time); got != want {
		t.Fatalf("time %q, want %q", got, want)
	}
}

func TestAppendEventWritesWhatItAlwaysDid(t *testing.T) {
	forms := csvForms(t)
	for i, name := range oddTexts {
		for j, email := range oddTexts {
			e := Event{
				ID: EventID(oddTexts[(i+j)%len(oddTexts)]), Time: oddTimes[(i+j)%len(oddTimes)],
				User: Person{ID: name, Name: name, Email: email}, Target: Target{Type: email, Name: email, Email: name},
				Task: Task(name), Status: Status(email), ServiceType: ServiceType(name),
			}
			for _, f := range forms[(i+j)%4:][:8] {
				sameCSV(t, f, e)
			}
		}
	}
	for _, f := range forms {
		for _, at := range oddTimes {
			sameCSV(t, f, Event{Time: at})
		}
	}
}

func FuzzAppendEvent(f *testing.F) {
	for i, s := range oddTexts {
		f.Add(s, oddTexts[(i*7+3)%len(oddTexts)], int64(i)<<35, uint8(i))
	}
	forms := csvForms(f)
	f.Fuzz(func(t *testing.T, name, email string, ms int64, form uint8) {
		sameCSV(t, forms[int(form)%len(forms)], Event{
			ID: EventID(email), Time: time.UnixMilli(ms), User: Person{ID: name, Name: name, Email: email},
			Target: Target{Type: email, Name: email, Email: name}, Task: Task(name), Status: Status(email),
		})
	})
}

// BenchmarkAppendEvent writes one row of an export.
func BenchmarkAppendEvent(b *testing.B) {
	zone, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		b.Fatal(err)
	}
	e := Event{
		ID: "01KAJ3T5Q1W8Z0R7M2C9X4V6BN", Time: time.UnixMilli(1795338753123).UTC(), User: Person{ID: "m000123", Name: "김민준", Email: "minjun.kim@acme.example"},
		Task: TaskEditGroup, Target: Target{Type: "group", Name: "Seoul Sales 12", Email: "seoul-sales-12@acme.example"}, Status: Success, ServiceType: PCWeb,
	}
	for _, bench := range []struct {
		name   string
		append func(CSVForm, []byte, Event) []byte
	}{{"form=fast", CSVForm.AppendEvent}, {"form=oracle", CSVForm.slowEvent}} {
		b.Run(bench.name, func(b *testing.B) {
			form := CSVForm{Korean, zone, true}
			buf := make([]byte, 0, 1024)
			b.ReportAllocs()
			for b.Loop() {
				buf = bench.append(form, buf[:0], e)
				e.Time = e.Time.Add(time.Millisecond)
			}
		})
	}
}
