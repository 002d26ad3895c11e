package query

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// span is a period in a zone's own clock, "" where it is open.
func span(t *testing.T, zone *time.Location, from, to string) (p Period) {
	t.Helper()
	for text, at := range map[string]*time.Time{from: &p.From, to: &p.To} {
		if text == "" {
			continue
		}
		v, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
		if err != nil {
			t.Fatal(err)
		}
		*at = v.UTC()
	}
	return p
}

// Monday 2026-11-23, noon in Seoul.
func TestReadsPeriods(t *testing.T) {
	tests := []struct{ q, from, to string }{
		{"today", "2026-11-23 00:00", "2026-11-24 00:00"},
		{"Ｙesterday", "2026-11-22 00:00", "2026-11-23 00:00"},
		{"this week", "2026-11-23 00:00", "2026-11-30 00:00"},
		{"last week", "2026-11-16 00:00", "2026-11-23 00:00"},
		{"this month", "2026-11-01 00:00", "2026-12-01 00:00"},
		{"last month", "2026-10-01 00:00", "2026-11-01 00:00"},
		{"last 7 days", "2026-11-16 12:00", ""},
		{"last ７ days", "2026-11-16 12:00", ""},
		{"past 24 hours", "2026-11-22 12:00", ""},
		{"last hour", "2026-11-23 11:00", ""},
		{"last day", "2026-11-22 12:00", ""},
		{"past week", "2026-11-16 12:00", ""},
		{"last 30 minutes", "2026-11-23 11:30", ""},
		{"last 1 minute", "2026-11-23 11:59", ""},
		{"last 7days", "2026-11-16 12:00", ""},
		{"past 2 weeks", "2026-11-09 12:00", ""},
		{"last 9999 days", "1999-07-09 12:00", ""},
		{"since yesterday", "2026-11-22 00:00", ""},
		{"since 2026-11-01", "2026-11-01 00:00", ""},
		{"since last month", "2026-10-01 00:00", ""},
		{"since 어제", "2026-11-22 00:00", ""},
		{"since now-2h", "2026-11-23 10:00", ""},
		{"since 2026-11-01T09:00:00Z", "2026-11-01 18:00", ""},
		{"between 2026-11-01 and 2026-11-15", "2026-11-01 00:00", "2026-11-16 00:00"},
		{"between 2026-11-15 AND 2026-11-01", "2026-11-01 00:00", "2026-11-16 00:00"},
		{"between last month and yesterday", "2026-10-01 00:00", "2026-11-23 00:00"},
		{"between 2026-11-22T09:00:00+09:00 and now", "2026-11-22 09:00", "2026-11-23 12:00"},
		{"on 2026-11-22", "2026-11-22 00:00", "2026-11-23 00:00"},
		{"on yesterday", "2026-11-22 00:00", "2026-11-23 00:00"},
		{"2026-11-22", "2026-11-22 00:00", "2026-11-23 00:00"},
		{"２０２６-１１-２２", "2026-11-22 00:00", "2026-11-23 00:00"},
		{"2026/11/22", "2026-11-22 00:00", "2026-11-23 00:00"},
		{"2026.11.22.", "2026-11-22 00:00", "2026-11-23 00:00"},
		{"2028-02-29", "2028-02-29 00:00", "2028-03-01 00:00"},

		{"오늘", "2026-11-23 00:00", "2026-11-24 00:00"},
		{"어제", "2026-11-22 00:00", "2026-11-23 00:00"},
		{"그저께", "2026-11-21 00:00", "2026-11-22 00:00"},
		{"이번 주", "2026-11-23 00:00", "2026-11-30 00:00"},
		{"이번주", "2026-11-23 00:00", "2026-11-30 00:00"},
		{"지난주", "2026-11-16 00:00", "2026-11-23 00:00"},
		{"지난 주", "2026-11-16 00:00", "2026-11-23 00:00"},
		{"이번 달", "2026-11-01 00:00", "2026-12-01 00:00"},
		{"지난달", "2026-10-01 00:00", "2026-11-01 00:00"},
		{"지난 달", "2026-10-01 00:00", "2026-11-01 00:00"},
		{"지난 7일", "2026-11-16 12:00", ""},
		{"지난7일", "2026-11-16 12:00", ""},
		{"최근 7일", "2026-11-16 12:00", ""},
		{"최근 7 일 동안", "2026-11-16 12:00", ""},
		{"최근 ２４시간", "2026-11-22 12:00", ""},
		{"지난 30분간", "2026-11-23 11:30", ""},
		{"지난 2주", "2026-11-09 12:00", ""},

		{"今日", "2026-11-23 00:00", "2026-11-24 00:00"},
		{"昨日", "2026-11-22 00:00", "2026-11-23 00:00"},
		{"一昨日", "2026-11-21 00:00", "2026-11-22 00:00"},
		{"今週", "2026-11-23 00:00", "2026-11-30 00:00"},
		{"先週", "2026-11-16 00:00", "2026-11-23 00:00"},
		{"今月", "2026-11-01 00:00", "2026-12-01 00:00"},
		{"先月", "2026-10-01 00:00", "2026-11-01 00:00"},
		{"過去7日間", "2026-11-16 12:00", ""},
		{"過去 ７ 日", "2026-11-16 12:00", ""},
		{"直近24時間", "2026-11-22 12:00", ""},
		{"過去30分", "2026-11-23 11:30", ""},
		{"過去2週間", "2026-11-09 12:00", ""},
	}
	for _, tt := range tests {
		t.Run(tt.q, func(t *testing.T) {
			q, want := parse(t, tt.q), span(t, seoul, tt.from, tt.to)
			if diff := cmp.Diff(want, q.Period); diff != "" {
				t.Errorf("period (-want +got):\n%s", diff)
			}
			if len(q.Chips) != 1 || q.Chips[0].Field != "time" || q.Chips[0].Op != "during" || q.Chips[0].Text != tt.q {
				t.Errorf("chips %+v, want one of the whole text", q.Chips)
			}
			if diff := cmp.Diff(q.Tree, parse(t, q.Tree.String()).Tree); diff != "" {
				t.Errorf("printed form differs (-first +again):\n%s", diff)
			}
		})
	}
}

func TestWordsThatAreNoPeriods(t *testing.T) {
	for _, q := range []string{
		"last", "last kim", "last 7", "last days", "last 0 days", "last 10000 days", "last 9999 weeks", "past", "this", "this year", "on", "on kim", "on monday", "since", "since kim", "between",
		"between kim and lee", "between 2026-11-01 or kim", "between 2026-11-01", "now", "2026", "2026-11", "2026-02-30", "1970-01-01", "2026-11-22T09:00:00Z", "2026-11-*",
		"last, week", "last 7, days", "since, kim", "지난, 7일", "between, kim",
		"last w*", "지난", "지난 번", "지난 7", "최근", "이번", "今", "今 日", "過去", "過去7", "오늘의", "今日の失敗",
	} {
		t.Run(q, func(t *testing.T) {
			got := parse(t, q)
			for _, n := range got.Notes {
				if n.Code == NoteReadAs && n.Text != "2026-11-01" {
					t.Errorf("%s", n.Message)
				}
			}
			if diff := cmp.Diff(got.Tree, parse(t, got.Tree.String()).Tree); diff != "" {
				t.Errorf("printed form differs (-first +again):\n%s", diff)
			}
		})
	}
}

// Days, weeks and months are those of the zone's own clock, hours are hours.
func TestPeriodsAtTheEdges(t *testing.T) {
	newYork, johns, santiago := mustZone("America/New_York"), mustZone("America/St_Johns"), mustZone("America/Santiago")
	tests := []struct {
		name, q  string
		zone     *time.Location
		now      string // RFC 3339
		from, to string // in the zone
	}{
		{"a minute before midnight in Seoul", "today", seoul, "2026-11-22T14:59:00Z", "2026-11-22 00:00", "2026-11-23 00:00"},
		{"midnight in Seoul", "today", seoul, "2026-11-22T15:00:00Z", "2026-11-23 00:00", "2026-11-24 00:00"},
		{"midnight in UTC", "yesterday", time.UTC, "2026-11-22T00:00:00Z", "2026-11-21 00:00", "2026-11-22 00:00"},
		{"no zone is UTC", "yesterday", nil, "2026-11-22T00:00:00Z", "2026-11-21 00:00", "2026-11-22 00:00"},
		{"half an hour off", "어제", johns, "2026-11-22T03:00:00Z", "2026-11-20 00:00", "2026-11-21 00:00"},
		{"Sunday is the week's last day", "this week", seoul, "2026-11-22T14:59:59Z", "2026-11-16 00:00", "2026-11-23 00:00"},
		{"Monday begins one", "last week", seoul, "2026-11-22T15:00:00Z", "2026-11-16 00:00", "2026-11-23 00:00"},
		{"a week across the year", "이번 주", seoul, "2027-01-01T00:00:00Z", "2026-12-28 00:00", "2027-01-04 00:00"},
		{"last week across the year", "先週", seoul, "2027-01-05T00:00:00Z", "2026-12-28 00:00", "2027-01-04 00:00"},
		{"last month in January", "last month", seoul, "2027-01-31T00:00:00Z", "2026-12-01 00:00", "2027-01-01 00:00"},
		{"last month after a longer one", "지난달", seoul, "2026-03-31T00:00:00Z", "2026-02-01 00:00", "2026-03-01 00:00"},
		{"last month of a leap year", "先月", seoul, "2028-03-30T00:00:00Z", "2028-02-01 00:00", "2028-03-01 00:00"},
		{"this month in December", "this month", seoul, "2026-12-31T14:00:00Z", "2026-12-01 00:00", "2027-01-01 00:00"},
		{"yesterday of 1 January", "yesterday", seoul, "2027-01-01T03:00:00Z", "2026-12-31 00:00", "2027-01-01 00:00"},
		{"the day before yesterday of 1 March", "그저께", seoul, "2028-03-01T03:00:00Z", "2028-02-28 00:00", "2028-02-29 00:00"},
		{"a day of 23 hours", "yesterday", newYork, "2026-03-09T12:00:00Z", "2026-03-08 00:00", "2026-03-09 00:00"},
		{"a day of 25 hours", "on 2026-11-01", newYork, "2026-11-09T12:00:00Z", "2026-11-01 00:00", "2026-11-02 00:00"},
		{"24 hours over a change of clocks", "last 24 hours", newYork, "2026-03-08T12:00:00Z", "2026-03-07 07:00", ""},
		{"a day over a change of clocks", "last 1 day", newYork, "2026-03-08T12:00:00Z", "2026-03-07 08:00", ""},
		{"a week over a change of clocks", "過去1週間", newYork, "2026-11-05T12:00:00Z", "2026-10-29 07:00", ""},
		{"a day without midnight", "on 2026-09-06", santiago, "2026-09-10T12:00:00Z", "2026-09-06 01:00", "2026-09-07 00:00"},
		{"weeks over a change of clocks", "last week", newYork, "2026-03-12T12:00:00Z", "2026-03-02 00:00", "2026-03-09 00:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now, err := time.Parse(time.RFC3339, tt.now)
			if err != nil {
				t.Fatal(err)
			}
			q, err := Parse(tt.q, Options{Zone: tt.zone, Now: now})
			if err != nil {
				t.Fatal(err)
			}
			zone := tt.zone
			if zone == nil {
				zone = time.UTC
			}
			if diff := cmp.Diff(span(t, zone, tt.from, tt.to), q.Period); diff != "" {
				t.Errorf("period of %q (-want +got):\n%s", tt.q, diff)
			}
		})
	}
}

func TestPeriodsNarrow(t *testing.T) {
	tests := []struct{ name, q, from, to string }{
		{"two intersect", "this month since 2026-11-15", "2026-11-15 00:00", "2026-12-01 00:00"},
		{"with a field", "last week after:2026-11-17", "2026-11-18 00:00", "2026-11-23 00:00"},
		{"in a bracket", "(kim yesterday)", "2026-11-22 00:00", "2026-11-23 00:00"},
		{"not where there is another choice", "kim or yesterday", "", ""},
		{"not negated", "not yesterday", "", ""},
		{"minus", "-last 7 days", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(span(t, seoul, tt.from, tt.to), parse(t, tt.q).Period); diff != "" {
				t.Errorf("period of %q (-want +got):\n%s", tt.q, diff)
			}
		})
	}
}

func TestPeriodChips(t *testing.T) {
	tests := []struct {
		q    string
		want []Chip
	}{
		{"Edit Group by Kim failed yesterday", []Chip{
			{"task", "is", "edit_group", "Edit Group"}, {"user", "matches", "kim", "by Kim"}, {"status", "is", "failure", "failed"},
			{"time", "during", "2026-11-22T00:00:00+09:00/2026-11-23T00:00:00+09:00", "yesterday"},
		}},
		{"not last  week", []Chip{{"time", "not_during", "2026-11-16T00:00:00+09:00/2026-11-23T00:00:00+09:00", "not last  week"}}},
		{"지난 7 일", []Chip{{"time", "during", "2026-11-16T12:00:00+09:00/", "지난 7 일"}}},
		{"since 2026-11-22T09:00:00.0005Z", []Chip{{"time", "during", "2026-11-22T18:00:00.001+09:00/", "since 2026-11-22T09:00:00.0005Z"}}},
		{"today or yesterday", []Chip{{"group", "any_of", "today or yesterday", "today or yesterday"}}},
	}
	for _, tt := range tests {
		t.Run(tt.q, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, parse(t, tt.q).Chips); diff != "" {
				t.Errorf("chips (-want +got):\n%s", diff)
			}
		})
	}
}
