package audit

import (
	"strings"
	"unicode"
)

// label is a code's text in each language, in the order of Languages, then
// spellings that are understood but never shown.
type label struct {
	code    string
	texts   [3]string
	aliases []string
}

// The English texts are the guide's. The Korean and Japanese ones are our own
// rendering with the terms of the official pages: those of the log itself are
// not published.
var taskLabels = []label{
	{"view_member_info", [3]string{"View member info", "구성원 정보 조회", "メンバー情報の表示"}, nil},
	{"edit_member_info", [3]string{"Edit member info", "구성원 정보 수정", "メンバー情報の修正"}, nil},
	{"search_contact", [3]string{"Search contact (External Contacts)", "연락처 검색 (외부 연락처)", "連絡先の検索 (顧客/取引先)"}, nil},
	{"add_contact", [3]string{"Add contact (External Contacts)", "연락처 추가 (외부 연락처)", "連絡先の追加 (顧客/取引先)"}, nil},
	{"edit_contact", [3]string{"Edit contact (External Contacts)", "연락처 수정 (외부 연락처)", "連絡先の修正 (顧客/取引先)"}, nil},
	{"delete_contact", [3]string{"Delete contact (External Contacts)", "연락처 삭제 (외부 연락처)", "連絡先の削除 (顧客/取引先)"}, nil},
	{"add_tag", [3]string{"Add tag (External Contacts)", "태그 추가 (외부 연락처)", "タグの追加 (顧客/取引先)"}, nil},
	{"edit_tag", [3]string{"Edit tag (External Contacts)", "태그 수정 (외부 연락처)", "タグの修正 (顧客/取引先)"}, nil},
	{"delete_tag", [3]string{"Delete tag (External Contacts)", "태그 삭제 (외부 연락처)", "タグの削除 (顧客/取引先)"}, nil},
	{"delete_contact_permanently", [3]string{"Delete contact permanently (External Contacts)", "연락처 영구 삭제 (외부 연락처)", "連絡先の完全削除 (顧客/取引先)"}, nil},
	{"restore_contact", [3]string{"Restore the contact (External Contacts)", "연락처 복원 (외부 연락처)", "連絡先の復元 (顧客/取引先)"}, []string{"Restore contact"}},
	{"export_contact", [3]string{"Export contact (External Contacts)", "연락처 내보내기 (외부 연락처)", "連絡先のエクスポート (顧客/取引先)"}, nil},
	{"merge_contacts", [3]string{"Merge external contacts", "외부 연락처 병합", "顧客/取引先の統合"}, nil},
	{"change_contact_owner", [3]string{"Change external contact’s owner", "외부 연락처 마스터 변경", "顧客/取引先のマスター変更"}, nil},
	{"edit_team", [3]string{"Edit team", "조직 수정", "組織の修正"}, nil},
	{"view_group", [3]string{"View group", "그룹 조회", "グループの表示"}, nil},
	{"add_group", [3]string{"Add group", "그룹 추가", "グループの追加"}, nil},
	{"edit_group", [3]string{"Edit group", "그룹 수정", "グループの修正"}, nil},
	{"delete_group", [3]string{"Delete group", "그룹 삭제", "グループの削除"}, nil},
	{"invite_company_member", [3]string{"Invite company member", "구성원 초대", "社内メンバーの招待"}, nil},
}

var statusLabels = []label{
	{"success", [3]string{"Success", "성공", "成功"}, []string{"succeeded"}},
	{"failure", [3]string{"Failure", "실패", "失敗"}, []string{"fail", "failed"}},
}

var serviceTypeLabels = []label{
	{"pc_web", [3]string{"PC Web", "PC 웹", "ブラウザ版"}, nil},
	{"mobile_app", [3]string{"Mobile App", "모바일 앱", "モバイル版アプリ"}, nil},
	{"contacts_organization_chart", [3]string{"Contacts Organization Chart", "주소록 조직도", "アドレス帳組織図"}, nil},
	{"api", [3]string{"API", "API", "API"}, nil},
	{"scim", [3]string{"SCIM", "SCIM", "SCIM"}, nil},
}

// table is the labels of one field, ready to be looked up.
type table struct {
	labels []label
	byCode map[string]int
	exact  map[string]string // code, label or alias → code; what is not here is folded first
	byText map[string]int    // folded code, label or alias → index
}

var (
	taskTable        = newTable(taskLabels)
	statusTable      = newTable(statusLabels)
	serviceTypeTable = newTable(serviceTypeLabels)
)

func newTable(labels []label) table {
	t := table{labels, make(map[string]int, len(labels)), make(map[string]string, 8*len(labels)), make(map[string]int, 8*len(labels))}
	for i, l := range labels {
		t.byCode[l.code] = i
		for _, text := range append(append(l.texts[:], l.aliases...), l.code) {
			t.byText[foldLabel(text)] = i
			t.exact[text] = l.code
			// The bracketed suffix "(External Contacts)" is often left out.
			if short, _, ok := strings.Cut(text, " ("); ok {
				t.byText[foldLabel(short)] = i
				t.exact[short] = l.code
			}
		}
	}
	return t
}

// parse gives the code that s is the code, label or alias of, else s as it came.
func (t table) parse(s string) (string, bool) {
	if code, ok := t.exact[s]; ok || s == "" {
		return code, ok
	}
	if i, ok := t.byText[foldLabel(s)]; ok {
		return t.labels[i].code, true
	}
	return s, false
}

func (t table) text(code string, lang Language) string {
	i, ok := t.byCode[code]
	if !ok {
		return code
	}
	for n, l := range Languages {
		if l == lang {
			return t.labels[i].texts[n]
		}
	}
	return t.labels[i].texts[0]
}

func (t table) texts(code string) []string {
	i, ok := t.byCode[code]
	if !ok {
		return []string{code}
	}
	return t.labels[i].texts[:]
}

func (t table) codes() []string {
	out := make([]string, len(t.labels))
	for i, l := range t.labels {
		out[i] = l.code
	}
	return out
}

// foldLabel makes spellings of one label equal: letter case, spaces, curly and
// straight quotes, full-width brackets and slashes.
func foldLabel(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == '\ufeff':
			return -1
		case r == '’', r == '‘', r == 'ʼ', r == '′', r == '`', r == '´', r == '＇':
			return '\''
		case r == '（':
			return '('
		case r == '）':
			return ')'
		case r == '／':
			return '/'
		}
		return unicode.ToLower(r)
	}, s)
}
