package query

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

func TestReadsLabelsAndResults(t *testing.T) {
	tests := []struct{ name, q, want string }{
		{"label", "edit group", "task:edit_group"},
		{"label among words", "kim edit group seoul", "kim task:edit_group seoul"},
		{"case and width", "ＥＤＩＴ Group", "task:edit_group"},
		{"the words of its code", "merge contacts", "task:merge_contacts"},
		{"code is words side by side", "edit_group", `"edit group"`},
		{"hyphen is words side by side", "edit-group", `"edit group"`},
		{"plural of what is done to", "delete groups", "task:delete_group"},
		{"brackets left out", "export contact", "task:export_contact"},
		{"brackets typed", "export contact (external contacts) kim", "task:export_contact kim"},
		{"brackets without a space, full width", "Export contact（External Contacts）", "task:export_contact"},
		{"brackets of another kind", "export contact (kim or lee)", "task:export_contact (kim or lee)"},
		{"longest label wins", "delete contact permanently", "task:delete_contact_permanently"},
		{"article of the label", "restore the contact", "task:restore_contact"},
		{"curly quote", "change external contact’s owner", "task:change_contact_owner"},
		{"straight quote", "Change external contact's owner", "task:change_contact_owner"},
		{"no quote", "change external contacts owner", "task:change_contact_owner"},
		{"comma after", "edit group, kim", "task:edit_group kim"},
		{"comma between", "edit, group kim", `"edit" group kim`},
		{"comma before what may be left out", "export contact, (external contacts)", "task:export_contact external contacts"},
		{"in a bracket", "(edit group)", "task:edit_group"},
		{"in alternatives", "edit group or delete group", "task:edit_group or task:delete_group"},
		{"two labels", "view group edit team", "task:view_group task:edit_team"},
		{"Korean", "그룹 수정 김민준", "task:edit_group 김민준"},
		{"Korean without the space", "그룹수정", "task:edit_group"},
		{"Korean, three words", "연락처 영구 삭제", "task:delete_contact_permanently"},
		{"Korean with brackets", "연락처 내보내기 (외부 연락처)", "task:export_contact"},
		{"Japanese", "グループの修正 佐藤", "task:edit_group 佐藤"},
		{"Japanese, half width", "ｸﾞﾙｰﾌﾟの修正", "task:edit_group"},
		{"Japanese with a space", "連絡先の 完全削除", "task:delete_contact_permanently"},
		{"Japanese with a slash", "顧客／取引先の統合", "task:merge_contacts"},

		{"words apart", "edit kim group", `"edit" kim group`},
		{"part of a label", "edit", `"edit"`},
		{"other order", "group edit", `group "edit"`},
		{"and between", "edit and group", `"edit" group`},
		{"wildcard", "edit group*", `"edit" group*`},
		{"full width wildcard", "edit ｇｒｏｕｐ＊", `"edit" group*`},
		{"one-word labels stay words", "success scim api", "success scim api"},
		{"Korean part", "그룹 김민준", `"그룹" 김민준`},
		{"longer word", "그룹 수정본", `"그룹" 수정본`},
		{"service types are words", "mobile app", "mobile app"},

		{"failed", "failed", "status:failure"},
		{"failure", "failure", "status:failure"},
		{"failures", "Failures by kim", `status:failure user:"kim"`},
		{"unsuccessful", "unsuccessful", "status:failure"},
		{"succeeded", "succeeded", "status:success"},
		{"successful", "successful export contact", "status:success task:export_contact"},
		{"successfully", "export contact successfully", "task:export_contact status:success"},
		{"Korean failure", "실패 실패한 실패했다", "status:failure status:failure status:failure"},
		{"Korean success", "성공 성공한 성공했다", "status:success status:success status:success"},
		{"Japanese failure", "失敗 失敗した", "status:failure status:failure"},
		{"Japanese success", "成功 成功した", "status:success status:success"},
		{"fail is a word", "fail", "fail"},

		{"not", "not failed", "-status:failure"},
		{"minus", "-failed", "-status:failure"},
		{"minus before a label", "-edit group kim", "-task:edit_group kim"},
		{"not before a label", "not 그룹 수정", "-task:edit_group"},
		{"minus before a bracket", "-(edit group or failed)", "-(task:edit_group or status:failure)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { wantTree(t, tt.q, tt.want) })
	}
}

// wantTree holds what q is understood as, and that this, printed, is understood
// the same.
func wantTree(t *testing.T, q, want string) {
	t.Helper()
	tree := parse(t, q).Tree
	if got := tree.String(); got != want {
		t.Errorf("Parse(%q) = %s, want %s", q, got, want)
	}
	if diff := cmp.Diff(tree, parse(t, tree.String()).Tree); diff != "" {
		t.Errorf("printed form of %q differs (-first +again):\n%s", q, diff)
	}
}

func TestVia(t *testing.T) {
	tests := []struct{ name, q, want string }{
		{"code", "via scim", "service_type:scim"},
		{"in any case", "VIA Api", "service_type:api"},
		{"several words", "kim via mobile app failed", "kim service_type:mobile_app status:failure"},
		{"longest", "via contacts organization chart kim", "service_type:contacts_organization_chart kim"},
		{"Korean", "via 모바일 앱", "service_type:mobile_app"},
		{"Japanese", "via モバイル版アプリ", "service_type:mobile_app"},
		{"quoted", `via "pc web"`, "service_type:pc_web"},
		{"bracket", "via (scim or api)", "service_type:scim or service_type:api"},
		{"one word of the label", "via mobile kim", `service_type:"mobile" kim`},
		{"wildcard", "via mob*", "service_type:mob*"},
		{"takes no condition", "via today", `service_type:"today"`},
		{"negated", "-via scim not via api", "-service_type:scim -service_type:api"},
		{"last is a word", "kim via", `kim "via"`},
		{"before an operator is a word", "via or kim", `"via" or kim`},
		{"before by", "via by kim", `"via" user:"kim"`},
		{"quoted is a word", `"via" scim`, `"via" scim`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { wantTree(t, tt.q, tt.want) })
	}
}

// conditions are questions that are one condition each.
var conditions = []string{
	"edit group", "Search contact", "그룹 수정", "그룹수정", "グループの修正", "failed", "성공한", "失敗した", "today", "last week", "past 24 hours", "last hour", "since yesterday",
	"between 2026-11-01 and 2026-11-15", "on 2026-11-22", "2026-11-22", "어제", "지난 주", "최근 7일", "昨日", "過去7日間",
}

func TestQuotesTurnTheReadingOff(t *testing.T) {
	for _, q := range conditions {
		t.Run(q, func(t *testing.T) {
			if got := parse(t, q); len(got.Chips) != 1 || got.Chips[0].Field == "any" || len(got.Notes) != 1 {
				t.Fatalf("chips %v, notes %v; want one condition and its note", got.Chips, got.Notes)
			}
			forms := []string{`"` + q + `"`, "“" + q + "”"}
			var each []string
			for _, w := range strings.Fields(q) {
				each = append(each, `"`+w+`"`)
			}
			for _, form := range append(forms, strings.Join(each, " ")) {
				got := parse(t, form)
				for _, c := range got.Chips {
					if c.Field != "any" || c.Op != "matches" {
						t.Errorf("%s: chip %+v, want words", form, c)
					}
				}
				if len(got.Notes) > 0 || got.Period != (Period{}) {
					t.Errorf("%s: notes %v, period %v; want none", form, got.Notes, got.Period)
				}
			}
		})
	}
}

func TestFieldsTakeWords(t *testing.T) {
	tests := []struct{ q, want string }{
		{"by today", `user:"today"`},
		{"by failed", `user:"failed"`},
		{"by (edit group)", `user:"edit" user:"group"`},
		{"user:yesterday", `user:"yesterday"`},
		{"user:(failed or 오늘)", `user:"failed" or user:"오늘"`},
		{"user:(via scim)", `user:"via" user:"scim"`},
		{"target:(edit group)", `target:"edit" target:"group"`},
		{"target: 2026-11-22", `target:"2026 11 22"`},
		{"by edit group", `user:"edit" group`},
		{"task:(edit group)", `task:"edit" task:"group"`},
	}
	for _, tt := range tests {
		t.Run(tt.q, func(t *testing.T) {
			wantTree(t, tt.q, tt.want)
			if notes := parse(t, tt.q).Notes; len(notes) > 0 {
				t.Errorf("notes %v, want none", notes)
			}
		})
	}
}

func TestReadNote(t *testing.T) {
	tests := []struct {
		name, q string
		want    []Note
	}{
		{"nothing special", "kim via scim by lee", nil},
		{"one", "Failed", []Note{{NoteReadAs, "Failed", "Read “Failed” as a condition; put words in quotes to look for them as they are."}}},
		{"several, each once", "edit group failed failed yesterday", []Note{{NoteReadAs, "edit group, failed, yesterday",
			"Read “edit group”, “failed” and “yesterday” as conditions; put words in quotes to look for them as they are."}}},
		{"with what was left out", "not failed !!", []Note{
			{NoteLeftOut, "!!", "“!!” has no letters or digits and was left out."},
			{NoteReadAs, "failed", "Read “failed” as a condition; put words in quotes to look for them as they are."}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, parse(t, tt.q).Notes); diff != "" {
				t.Errorf("notes of %q (-want +got):\n%s", tt.q, diff)
			}
		})
	}
}

// What is shown of a task can be typed: every label of every task is read as it.
func TestEveryLabelIsRead(t *testing.T) {
	for _, task := range audit.Tasks() {
		for _, label := range append(task.Labels(), strings.ReplaceAll(string(task), "_", " ")) {
			short, _, _ := strings.Cut(label, " (")
			for _, text := range []string{label, short, strings.ToUpper(label)} {
				want := []Chip{{"task", "is", string(task), text}}
				if diff := cmp.Diff(want, parse(t, text).Chips); diff != "" {
					t.Errorf("chips of %q (-want +got):\n%s", text, diff)
				}
			}
		}
	}
	for _, v := range audit.ServiceTypes() {
		for _, label := range v.Labels() {
			want := []Chip{{"service_type", "is", string(v), "via " + label}}
			if diff := cmp.Diff(want, parse(t, "via "+label).Chips); diff != "" {
				t.Errorf("chips of via %q (-want +got):\n%s", label, diff)
			}
		}
	}
}

func TestReadingsAreTerms(t *testing.T) {
	q := strings.TrimSpace(strings.Repeat("edit group ", MaxTerms))
	if _, err := Parse(q, Options{}); err != nil {
		t.Errorf("%d labels: %v", MaxTerms, err)
	}
	if _, err := Parse(q+" failed", Options{}); audit.KindOf(err) != audit.Invalid {
		t.Errorf("one more: %v, want invalid", err)
	}
}

// FuzzQuotes holds that nothing in quotes is more than words, and that what was
// read as conditions stands in the question.
func FuzzQuotes(f *testing.F) {
	for _, q := range append(conditions, "edit group by kim failed yesterday", "via mobile app", "not 지난 7 일 동안", "export contact (external contacts)", "user:today", "failed, 2026.11.22.") {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		opts := Options{Zone: seoul, Now: noon}
		if first, err := Parse(q, opts); err == nil {
			for _, n := range first.Notes {
				for _, text := range strings.Split(n.Text, ", ") {
					if !strings.Contains(strings.ToValidUTF8(q, "\ufffd"), text) {
						t.Fatalf("note %+v is not of %q", n, q)
					}
				}
			}
		}
		words := strings.FieldsFunc(q, func(r rune) bool { return ascii(r) == '"' || unicode.IsSpace(r) })
		if len(words) == 0 {
			return
		}
		for _, quoted := range []string{`"` + strings.Join(words, " ") + `"`, `"` + strings.Join(words, `" "`) + `"`} {
			got, err := Parse(quoted, opts)
			if err != nil {
				continue // too long now, or too many
			}
			for _, c := range got.Chips {
				if c.Field != "any" || c.Op != "matches" {
					t.Fatalf("chip %+v of %q", c, quoted)
				}
			}
			for _, n := range got.Notes {
				if n.Code != NoteLeftOut {
					t.Fatalf("note %+v of %q", n, quoted)
				}
			}
		}
	})
}
