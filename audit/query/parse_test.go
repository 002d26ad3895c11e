package query

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

var seoul = mustZone("Asia/Seoul")

func mustZone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

var noon = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC) // noon in Seoul

func parse(t testing.TB, q string) Question {
	t.Helper()
	got, err := Parse(q, Options{Zone: seoul, Now: noon})
	if err != nil {
		t.Fatalf("Parse(%q): %v", q, err)
	}
	return got
}

func TestParsePrintsWhatItUnderstood(t *testing.T) {
	tests := []struct{ name, q, want string }{
		{"words are anded", "seoul sales kim", "seoul sales kim"},
		{"and may be written", "seoul AND sales", "seoul sales"},
		{"and binds before or", "seoul sales or kim", "(seoul sales) or kim"},
		{"brackets", "seoul (sales or team)", "seoul (sales or team)"},
		{"nested brackets flatten", "((seoul (sales)) kim)", "seoul sales kim"},
		{"or flattens", "a or (b or c)", "a or b or c"},
		{"minus", "seoul -sales", "seoul -sales"},
		{"not", "seoul NOT sales", "seoul -sales"},
		{"not of brackets", "-(a or b) not (c d)", "-(a or b) -(c d)"},
		{"two negations are none", "--kim not not kim -not kim", "kim kim kim"},
		{"minus inside a word is punctuation", "churn-risk", `"churn risk"`},
		{"phrase", `"Seoul  Sales"`, `"seoul sales"`},
		{"curly quotes are quotes", "“Seoul Sales”", `"seoul sales"`},
		{"full width operators", "（ａ　ｏｒ　ｂ）　－ｃ", "(a or b) -c"},
		{"address anywhere is its words side by side", "min.jun@acme.example", `"min jun acme example"`},
		{"case, width and accents", "GARCÍA ｋｉｍ Zoë", "garcia kim zoe"},
		{"Korean", "김민준", "김민준"},
		{"mixed letters are words side by side", "제3팀", `"제 3 팀"`},
		{"prefix", "kim*", "kim*"},
		{"inside", "k*n *jun", "k*n *jun"},
		{"stars in a quote are punctuation", `"ki*m"`, `"ki m"`},
		{"star alone is everything", "*", "*"},
		{"pattern in an address", "user:*@acme.example", "user:*.acme.example"},
		{"star between kinds of letters", "김*kim", "김*.*kim"},
		{"user word", "user:kim", `user:"kim"`},
		{"user phrase", `user:"Kim Minjun"`, `user:"kim minjun"`},
		{"user address", "user:Kim@Acme.example", `user:"kim@acme.example"`},
		{"quoted address", `target:"x+y@z.example"`, `target:"x+y@z.example"`},
		{"field in any case", "USER:kim Via:api", `user:"kim" service_type:api`},
		{"field with a space", "user: kim", `user:"kim"`},
		{"field of a group", "user:(kim or lee)", `user:"kim" or user:"lee"`},
		{"by", "seoul by kim", `seoul user:"kim"`},
		{"by phrase", `BY "kim minjun"`, `user:"kim minjun"`},
		{"by group", "by (kim or lee)", `user:"kim" or user:"lee"`},
		{"by address", "by a@b.c", `user:"a@b.c"`},
		{"by last is a word", "standing by", `standing "by"`},
		{"by before or is a word", "by or kim", `"by" or kim`},
		{"by before minus is a word", "by -kim", `"by" -kim`},
		{"by before by", "by by kim", `"by" user:"kim"`},
		{"by before a closing bracket", "(by) kim", `"by" kim`},
		{"by before a field", "by task:edit_group", `"by" task:edit_group`},
		{"quoted by is a word", `"by" kim`, `"by" kim`},
		{"quoted operators are words", `"or" "not" "and"`, `"or" "not" "and"`},
		{"task code", "task:edit_group", "task:edit_group"},
		{"task label", `task:"Edit group"`, "task:edit_group"},
		{"task label without suffix", `task:"edit contact"`, "task:edit_contact"},
		{"task label in Korean", `task:"그룹 수정"`, "task:edit_group"},
		{"task label with curly quote", `task:"change external contact’s owner"`, "task:change_contact_owner"},
		{"task words", "task:edit", `task:"edit"`},
		{"task pattern", "task:edit*", "task:edit*"},
		{"status", "status:Failed", "status:failure"},
		{"via", `via:"PC Web"`, "service_type:pc_web"},
		{"id", "id:01kaj3t5q1w8z0r7m2c9x4v6bn", `id:"01KAJ3T5Q1W8Z0R7M2C9X4V6BN"`},
		{"unknown field is words", "foo:bar", `"foo bar"`},
		{"before a day", "before:2026-11-01", "before:2026-10-31T15:00:00.000Z"},
		{"after a day begins when it ended", "after:2026-11-01", "after:2026-11-01T14:59:59.999Z"},
		{"on a day", "on:2026-11-22 kim", "after:2026-11-21T14:59:59.999Z before:2026-11-22T15:00:00.000Z kim"},
		{"on in an or", "kim or on:2026-11-22", "kim or (after:2026-11-21T14:59:59.999Z before:2026-11-22T15:00:00.000Z)"},
		{"yesterday", "on:yesterday", "after:2026-11-21T14:59:59.999Z before:2026-11-22T15:00:00.000Z"},
		{"before an instant", "before:2026-11-01T00:00:00.0005Z", "before:2026-11-01T00:00:00.001Z"},
		{"leap day", "on:2028-02-29", "after:2028-02-28T14:59:59.999Z before:2028-02-29T15:00:00.000Z"},
		{"punctuation is left out", "kim & lee !!!", "kim lee"},
		{"negated punctuation", "kim -&", "kim"},
		{"missing task", "-task:*", "-task:*"},
		{"no task", `task:""`, `task:""`},
		{"no status, curly", "-status:“”", `-status:""`},
		{"O'Brien", "O'Brien", `"o brien"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := parse(t, tt.q)
			if got := q.Tree.String(); got != tt.want {
				t.Errorf("Parse(%q) = %s, want %s", tt.q, got, tt.want)
			}
			for _, n := range q.Notes {
				if strings.Contains(n.Message, "plain words") {
					t.Errorf("Parse(%q) fell back: %s", tt.q, n)
				}
			}
			again := parse(t, q.Tree.String())
			if diff := cmp.Diff(q.Tree, again.Tree); diff != "" {
				t.Errorf("printed form differs (-first +again):\n%s", diff)
			}
		})
	}
}

func TestParseFallsBackToPlainWords(t *testing.T) {
	tests := []struct {
		name, q, want string
		code          NoteCode
		text, message string
	}{
		{"open quote", `kim "seoul sales`, "kim seoul sales", NoteOpenQuote, "", "A quote is not closed."},
		{"open bracket", "seoul (sales", "seoul sales", NoteOpenBracket, "", "A bracket is not closed."},
		{"closed bracket", "seoul) sales", "seoul sales", NoteClosedBracket, "", "A bracket is closed that was not opened."},
		{"empty brackets", "kim ()", "kim", NoteMissingBracket, "", "Something is missing before a closing bracket."},
		{"field with nothing", "kim user:", "kim user", NoteNoValue, "user", "“user:” has no value."},
		{"field before or", "user: or kim", `user "or" kim`, NoteNoValue, "user", "“user:” has no value."},
		{"field before bracket", "(task:)", "task", NoteNoValue, "task", "“task:” has no value."},
		{"or last", "kim or", `kim "or"`, NoteMissingEnd, "", "Something is missing at the end."},
		{"or first", "OR kim", `"or" kim`, NoteMissingSide, "OR", "“OR” needs words on both sides."},
		{"and twice", "kim and and lee", `kim "and" "and" lee`, NoteMissingSide, "and", "“and” needs words on both sides."},
		{"not last", "kim not", `kim "not"`, NoteMissingEnd, "", "Something is missing at the end."},
		{"no date", "before:soon kim", `"before soon" kim`, NoteNotADate, "soon", "“soon” is no date; write it like 2026-11-22."},
		{"date with nothing", "kim on:", `kim "on"`, NoteNoDate, "on", "“on:” has no date."},
		{"impossible date", "on:2026-02-30", `"on 2026 02 30"`, NoteNotADate, "2026-02-30", "“2026-02-30” is no date; write it like 2026-11-22."},
		{"too deep", strings.Repeat("(", 300) + "kim" + strings.Repeat(")", 300), "kim", NoteTooDeep, "", "Brackets are nested too deeply."},
		{"what would be conditions are words", "edit group failed yesterday or", `"edit" group "failed" "yesterday" "or"`, NoteMissingEnd, "", "Something is missing at the end."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := parse(t, tt.q)
			if got := q.Tree.String(); got != tt.want {
				t.Errorf("Parse(%q) = %s, want %s", tt.q, got, tt.want)
			}
			want := []Note{{tt.code, tt.text, tt.message + " Searched as plain words."}}
			if diff := cmp.Diff(want, q.Notes); diff != "" {
				t.Errorf("notes of %q (-want +got):\n%s", tt.q, diff)
			}
		})
	}
}

func TestParseOfNothingMatchesEverything(t *testing.T) {
	for _, q := range []string{"", "  ", "\u3000", "!!!", "-&", "(&) or (!)"} {
		if got := parse(t, q); got.Tree != nil || len(got.Chips) > 0 {
			t.Errorf("Parse(%q) = %v with chips %v, want nothing", q, got.Tree, got.Chips)
		}
	}
}

func TestParseLimits(t *testing.T) {
	words := func(n int) string { return strings.TrimSpace(strings.Repeat("kim ", n)) }
	for _, tt := range []struct {
		name, q string
		ok      bool
	}{
		{"4 KiB", `"` + strings.Repeat("a", MaxQuestionBytes-2) + `"`, true},
		{"over 4 KiB", strings.Repeat("a", MaxQuestionBytes+1), false},
		{"64 terms", words(MaxTerms), true},
		{"65 terms", words(MaxTerms + 1), false},
		{"65 plain words", words(MaxTerms+1) + " (", false},
		{"brackets all the way down", strings.Repeat("(", 2000) + "kim" + strings.Repeat(")", 2000), true},
		{"minuses all the way down", strings.Repeat("-", 4000) + "kim", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(tt.q, Options{})
			if (err == nil) != tt.ok {
				t.Fatalf("err = %v, want ok = %v", err, tt.ok)
			}
			if err != nil && (audit.KindOf(err) != audit.Invalid || err.(*audit.Error).Field != "q") {
				t.Errorf("err = %#v, want kind Invalid, field q", err)
			}
		})
	}
}

func TestParsePeriod(t *testing.T) {
	at := func(s string) time.Time { v, _ := time.Parse(time.RFC3339, s); return v.UTC() }
	tests := []struct {
		q    string
		want Period
	}{
		{"kim", Period{}},
		{"kim before:2026-11-01", Period{To: at("2026-11-01T00:00:00+09:00")}},
		{"after:2026-11-01 before:2026-11-05", Period{at("2026-11-02T00:00:00+09:00"), at("2026-11-05T00:00:00+09:00")}},
		{"on:2026-11-22", Period{at("2026-11-22T00:00:00+09:00"), at("2026-11-23T00:00:00+09:00")}},
		{"(on:2026-11-22) kim", Period{at("2026-11-22T00:00:00+09:00"), at("2026-11-23T00:00:00+09:00")}},
		{"kim or on:2026-11-22", Period{}},
		{"-on:2026-11-22", Period{}},
	}
	for _, tt := range tests {
		if got := parse(t, tt.q).Period; !cmp.Equal(got, tt.want) {
			t.Errorf("%s: period %v, want %v", tt.q, got, tt.want)
		}
	}
}

func TestChips(t *testing.T) {
	tests := []struct {
		name, q string
		want    []Chip
	}{
		{"words and by", "Seoul sales by Kim", []Chip{
			{"any", "matches", "seoul", "Seoul"}, {"any", "matches", "sales", "sales"}, {"user", "matches", "kim", "by Kim"},
		}},
		{"values", `task:"Edit group" -via:SCIM`, []Chip{
			{"task", "is", "edit_group", `task:"Edit group"`}, {"service_type", "not_is", "scim", "-via:SCIM"},
		}},
		{"alternatives are one", "kim or lee", []Chip{{"group", "any_of", "kim or lee", "kim or lee"}}},
		{"alternatives among others", "edit (kim or lee)", []Chip{
			{"any", "matches", "edit", "edit"}, {"group", "any_of", "kim or lee", "(kim or lee)"},
		}},
		{"dates", "on:2026-11-22 not before:yesterday", []Chip{
			{"time", "on", "2026-11-22", "on:2026-11-22"}, {"time", "not_before", "yesterday", "not before:yesterday"},
		}},
		{"a negated bracket", "-(a b)", []Chip{{"group", "not_all_of", "a b", "-(a b)"}}},
		{"address", "by a@b.c", []Chip{{"user", "is", "a@b.c", "by a@b.c"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, parse(t, tt.q).Chips); diff != "" {
				t.Errorf("chips of %q (-want +got):\n%s", tt.q, diff)
			}
		})
	}
}

// FuzzParse holds the law Parse(tree.String()) == tree, and that chips stand in
// the question.
func FuzzParse(f *testing.F) {
	for _, q := range []string{
		"edit group by kim", `"seoul sales" or -k*n`, "user:(a or b) on:2026-11-22", "김*kim 제3팀", "by", `task:"edit-group"`, "id:ß",
		"before:now-7d (a (b or (c)))", "edit group by kim failed yesterday", "edit contact (external contacts) via mobile app",
		"not last 7 days or -失敗した", "between 2026-11-15 and ２０２６-11-01", "지난 7 일 동안 그룹 수정 성공한", "過去７日間 グループの修正", "since now-2h on 2026/11/22.", `"failed" "edit" group`,
		"그 룹 수정", "change external contact´s owner", "ﬀ＊ﾞ İẞ ｶﾞ", `user:"a´b@c"`, "-(-(a))", "((", "“x", "after:1970-01-01", "on:9998-12-31",
	} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		opts := Options{Zone: seoul, Now: noon}
		first, err := Parse(q, opts)
		if err != nil {
			if audit.KindOf(err) != audit.Invalid {
				t.Fatalf("Parse(%q): %v", q, err)
			}
			return
		}
		for _, c := range first.Chips {
			if c.Text == "" || !strings.Contains(strings.ToValidUTF8(q, "\ufffd"), c.Text) {
				t.Fatalf("chip %+v does not stand in %q", c, q)
			}
		}
		if first.Tree == nil {
			return
		}
		printed := first.Tree.String()
		if len(printed) > MaxQuestionBytes {
			return
		}
		again, err := Parse(printed, opts)
		if err != nil {
			t.Fatalf("Parse(%q) of %q: %v", printed, q, err)
		}
		if diff := cmp.Diff(first.Tree, again.Tree); diff != "" {
			t.Fatalf("%q printed as %q (-first +again):\n%s", q, printed, diff)
		}
	})
}
