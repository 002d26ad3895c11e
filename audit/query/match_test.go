package query

import (
	"testing"
	"time"

	"whodid/audit"
)

// events are rows that differ in everything a question can ask.
var events = map[string]audit.Event{
	"edit": {
		ID: "01KAJ3T5Q1W8Z0R7M2C9X4V6BN", Seq: 1, Time: time.Date(2026, 11, 22, 9, 12, 33, 123e6, time.UTC),
		User: audit.Person{ID: "m000123", Name: "Kim Minjun", Email: "minjun.kim@acme.example"}, Task: audit.TaskEditGroup,
		Target: audit.Target{Type: "group", Name: "Seoul Sales 12", Email: "seoul-sales-12@acme.example"},
		Status: audit.Success, ServiceType: audit.PCWeb,
	},
	"korean": {
		ID: "01KAJ3T5Q1W8Z0R7M2C9X4V6BP", Seq: 2, Time: time.Date(2026, 11, 21, 15, 0, 0, 0, time.UTC),
		User: audit.Person{Name: "김민준", Email: "kim123@acme.example"}, Task: audit.TaskViewMemberInfo,
		Target: audit.Target{Type: "member", Name: "佐藤 陽翔", Email: "haruto.sato@acme.example"},
		Status: audit.Failure, ServiceType: audit.SCIM,
	},
	"latin": {
		ID: "01KAJ3T5Q1W8Z0R7M2C9X4V6BQ", Seq: 3, Time: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC),
		User: audit.Person{Name: "José García-O'Brien"}, Task: "Archive group", Target: audit.Target{Name: "제3팀 キムラ"},
		Status: "", ServiceType: "Desktop App",
	},
}

func TestMatch(t *testing.T) {
	tests := []struct{ name, q, want string }{
		{"nothing is everything", "", "edit korean latin"},
		{"words of label and name", "edit group kim", "edit"},
		{"any order", "kim group edit", "edit"},
		{"a word is a whole word", "min", ""},
		{"digits belong to the word", "kim", "edit"},
		{"parts of an address", "acme", "edit korean"},
		{"parts between - _ +", "sales 12", "edit"},
		{"label in Korean", "그룹", "edit"},
		{"label in Japanese", "メンバー", "korean"},
		{"code", "edit_group", "edit"},
		{"status label", "failure", "korean"},
		{"service type label", "web", "edit"},
		{"unknown task", "archive", "latin"},
		{"unknown service type", "via:desktop", "latin"},
		{"inner part", "민준", "korean"},
		{"first character", "김", "korean"},
		{"inner part is no subsequence", "김준", ""},
		{"kana, half width", "ｷﾑ", "latin"},
		{"mixed word", "제3팀", "latin"},
		{"part of a mixed word", "3", "latin"},
		{"accents", "garcia jose", "latin"},
		{"accents typed", "GARCÍA", "latin"},
		{"apostrophe", "o'brien", "latin"},
		{"phrase", `"seoul sales"`, "edit"},
		{"phrase in the wrong order", `"sales seoul"`, ""},
		{"phrase does not cross fields", `"minjun seoul"`, ""},
		{"phrase does not cross name and address", `"minjun minjun"`, ""},
		{"phrase in a label", `"edit group"`, "edit"},
		{"phrase of inner parts", `"藤 陽"`, "korean"},
		{"prefix", "min*", "edit"},
		{"suffix", "*jun", "edit"},
		{"middle", "k*m", "edit"},
		{"pattern covers the word", "k*1", ""},
		{"pattern with digits", "kim*", "edit korean"},
		{"pattern in Korean is anchored", "민*", ""},
		{"pattern in Korean", "김*", "korean"},
		{"not", "-kim*", "latin"},
		{"or", "archive or failure", "korean latin"},
		{"user field", "user:seoul", ""},
		{"target field", "target:seoul", "edit"},
		{"exact address", "user:MINJUN.KIM@acme.example", "edit"},
		{"part of an address is not the address", "user:kim@acme.example", ""},
		{"address of the other", "target:minjun.kim@acme.example", ""},
		{"address without local part is words", "user:@acme.example", "edit korean"},
		{"by", "by kim", "edit"},
		{"by phrase", `by "kim minjun"`, "edit"},
		{"task code", "task:edit_group", "edit"},
		{"task words", "task:group", "edit latin"},
		{"task unknown", `task:"archive group"`, "latin"},
		{"status is", "status:success", "edit"},
		{"status missing", "-status:*", "latin"},
		{"no status", `status:""`, "latin"},
		{"via", "via:scim", "korean"},
		{"id", "id:01kaj3t5q1w8z0r7m2c9x4v6bq", "latin"},
		{"before", "before:2026-11-21", "latin"},
		{"on a day in Seoul", "on:2026-11-22", "edit korean"},
		{"after", "after:2026-11-21", "edit korean"},
		{"everything", "*", "edit korean latin"},
		{"any target", "target:*", "edit korean latin"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := parse(t, tt.q)
			got := ""
			for _, name := range []string{"edit", "korean", "latin"} {
				e := events[name]
				if Match(q.Tree, NewDoc(&e)) {
					if got != "" {
						got += " "
					}
					got += name
				}
			}
			if got != tt.want {
				t.Errorf("%q matches %q, want %q", tt.q, got, tt.want)
			}
		})
	}
}

func TestSearchMatchWithout(t *testing.T) {
	e := events["latin"]
	d := NewDoc(&e)
	tests := []struct {
		name string
		s    Search
		f    Facet
		want bool
	}{
		{"no filter", Search{}, FacetNone, true},
		{"unknown task", Search{Filters: Filters{Task: []audit.Task{"Archive group"}}}, FacetNone, true},
		{"other task", Search{Filters: Filters{Task: []audit.Task{audit.TaskAddTag}}}, FacetNone, false},
		{"other task, left out", Search{Filters: Filters{Task: []audit.Task{audit.TaskAddTag}}}, FacetTask, true},
		{"other status, left out of the wrong facet", Search{Filters: Filters{Status: []audit.Status{audit.Success}}}, FacetTask, false},
		{"any of", Search{Filters: Filters{Status: []audit.Status{audit.Success, ""}}}, FacetNone, true},
		{"user by name", Search{Filters: Filters{User: []string{"josé garcía-o'brien"}}}, FacetNone, true},
		{"user by part of the name", Search{Filters: Filters{User: []string{"josé"}}}, FacetNone, false},
		{"target", Search{Filters: Filters{Target: []string{"x", "제3팀 ｷﾑﾗ"}}}, FacetNone, true},
		{"period from", Search{Period: Period{From: e.Time}}, FacetNone, true},
		{"period to", Search{Period: Period{To: e.Time}}, FacetNone, false},
		{"seq", Search{Seqs: SeqRange{After: 2, Before: 4}}, FacetNone, true},
		{"seq excludes its bounds", Search{Seqs: SeqRange{After: 3}}, FacetNone, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.s.MatchWithout(tt.f, d); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
