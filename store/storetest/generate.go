package storetest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"whodid/audit"
	"whodid/audit/query"
)

// What generated logs and questions are made of: few values, so that questions
// meet; every script, width and accent, so that they meet in odd ways.
var (
	names = []string{
		"Kim Minjun", "김민준", "김 민준", "남궁민준수", "佐藤 陽翔", "佐々木さくら", "García José", "Garcia Jose", "ＫＩＭ ｍｉｎ", "ｷﾑﾗ タロウ", "O'Brien", "kim",
		"Zoë Müller-Kim", "제3팀", "Seoul Sales 12", "Sales Seoul 12", "营业部 kim", "edit group", "성공 팀", "a b c", "가나다라마바사", "나다라", "Ångström", "हिन्दी नाम", "No-Address",
	}
	emails   = []string{"minjun.kim@acme.example", "kim123@acme.example", "Yuna+LEE@acme.example", "sato_haruto@partners.example", "", "", "김@acme.example", "no-address", "KIM123@Acme.example"}
	tasks    = []audit.Task{audit.TaskEditGroup, audit.TaskViewGroup, audit.TaskViewMemberInfo, audit.TaskExportContact, "Archive group", "", "편집"}
	statuses = []audit.Status{audit.Success, audit.Success, audit.Success, audit.Failure, "", "Pending"}
	vias     = []audit.ServiceType{audit.PCWeb, audit.MobileApp, audit.SCIM, "Desktop App", ""}
	words    = []string{
		"kim", "min", "김", "민준", "김민준", "민준수", "궁민준수", "나다라마", "가나다라마바", "佐藤", "さくら", "々", "garcia", "josé", "KIM", "ｷﾑ", "3", "제3팀", "sales", "12", "seoul", "edit",
		"group", "그룹", "グループ", "success", "실패", "failure", "web", "app", "archive", "acme", "example", "minjun.kim@acme.example", "o'brien", "edit_group", "nobody", "kim123", "हिन्दी", "angstrom", "팀",
	}
	patterns = []string{"k*", "*im", "k*m", "min*", "*", "김*", "*준", "남*수", "s*s", "*1*", "kim.*", "제*팀", "ed*"}
	phrases  = []string{`"kim minjun"`, `"seoul sales"`, `"sales seoul"`, `"藤 陽"`, `"edit group"`, `"김 민"`, `"12"`, `"acme example"`, `"민준"`, `"kim acme"`}
	fields   = []string{
		"user:kim", "user:민준", "user:minjun.kim@acme.example", "user:k*", `user:"김 민준"`, "target:seoul", "target:*", "target:kim123@acme.example", "task:edit_group", "task:group",
		`task:"edit group"`, "task:*", "status:failure", "status:pend*", "status:*", "via:scim", "via:desktop", "by kim", `by "kim minjun"`, "user:(kim or 민준)", "task:arch*", "-task:*",
		"via scim", "via mobile app", "via desktop", "via (scim or 모바일)", "by failed",
	}
	conditions = []string{
		"edit group", "view member info", "그룹 수정", "그룹조회", "グループの修正", "export contact (external contacts)", "edit groups", "failed", "실패한", "成功した", "successful",
	}
	dates = []string{
		"before:2026-11-21", "after:2026-11-20", "on:2026-11-20", "before:2026-11-21T12:00:00Z", "after:2026-11-22T01:00:00.005Z", "on:2026-11-22",
		"today", "yesterday", "그저께", "昨日", "this week", "last week", "지난달", "last 2 days", "past 30 hours", "최근 3일", "過去48時間", "since yesterday", "since 2026-11-21T15:00:00Z",
		"between 2026-11-20 and 2026-11-21", "on 2026-11-22", "2026-11-21", "2026/11/20",
	}
)

// firstDay is where generated logs begin.
var firstDay = time.Date(2026, 11, 19, 0, 0, 0, 0, time.UTC)

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// generateEvent makes an event of one of five days. Times come in clusters, many
// of them equal.
func generateEvent(r *rand.Rand, n int) audit.Event {
	at := firstDay.Add(time.Duration(r.IntN(5)) * 24 * time.Hour)
	switch r.IntN(4) {
	case 0:
		at = at.Add(time.Duration(r.IntN(24*60*60*1000)) * time.Millisecond)
	case 1: // around midnight in Seoul
		at = at.Add(15*time.Hour + time.Duration(r.IntN(3)-1)*time.Millisecond)
	case 2:
		at = at.Add(time.Hour + time.Duration(r.IntN(10))*time.Millisecond)
	default: // the first and the last instant of a day
		if r.IntN(2) == 0 {
			at = at.Add(24*time.Hour - time.Millisecond)
		}
	}
	e := audit.Event{
		ID: NewID(at, fmt.Sprint(n)), Time: at, Task: pick(r, tasks), Status: pick(r, statuses), ServiceType: pick(r, vias),
		User:   audit.Person{Name: pick(r, names), Email: pick(r, emails)},
		Target: audit.Target{Type: pick(r, []string{"", "group", "member"}), Name: pick(r, names), Email: pick(r, emails)},
	}
	if r.IntN(5) == 0 {
		e.Target = audit.Target{}
	}
	if r.IntN(5) == 0 {
		e.User.ID = fmt.Sprintf("m%06d", r.IntN(100))
	}
	return e
}

// GenerateQuestion makes a question, nested up to depth.
func GenerateQuestion(r *rand.Rand, depth int) string {
	if depth > 0 && r.IntN(3) == 0 {
		n := 2 + r.IntN(2)
		parts := make([]string, n)
		for i := range parts {
			parts[i] = GenerateQuestion(r, depth-1)
		}
		joined := strings.Join(parts, pick(r, []string{" ", " or ", " and "}))
		return pick(r, []string{"(" + joined + ")", "(" + joined + ")", "-(" + joined + ")"})
	}
	var leaf string
	switch r.IntN(12) {
	case 0, 1, 2:
		leaf = pick(r, words)
	case 3:
		leaf = pick(r, patterns)
	case 4, 5:
		leaf = pick(r, phrases)
	case 6, 7, 8:
		leaf = pick(r, fields)
	case 9, 10:
		leaf = pick(r, conditions)
	default:
		leaf = pick(r, dates)
	}
	if r.IntN(5) == 0 && leaf[0] != '-' {
		return "-" + leaf
	}
	return leaf
}

// generateSearch makes a search. The question it came from is given for messages.
func generateSearch(r *rand.Rand) (query.Search, string) {
	s := query.Search{Limit: r.IntN(12), Want: query.WantAll, Order: query.Order(r.IntN(2))}
	s.Zone, _ = time.LoadLocation(pick(r, []string{"UTC", "Asia/Seoul", "America/St_Johns"}))
	q := ""
	if r.IntN(6) > 0 {
		q = GenerateQuestion(r, 2)
		if r.IntN(2) == 0 {
			q += " " + GenerateQuestion(r, 1)
		}
	}
	parsed, err := query.Parse(q, query.Options{Zone: s.Zone, Now: firstDay.AddDate(0, 0, 4)})
	if err != nil {
		panic("bug: generated question " + q + ": " + err.Error())
	}
	s.Tree, s.Period = parsed.Tree, parsed.Period
	if r.IntN(3) == 0 {
		from := firstDay.Add(time.Duration(r.IntN(4*24*60*60*1000)) * time.Millisecond)
		s.Period = s.Period.Intersect(query.Period{From: from})
		if r.IntN(2) == 0 {
			s.Period = s.Period.Intersect(query.Period{To: from.Add(time.Duration(r.IntN(60)) * time.Hour)})
		}
	}
	s.Filters = generateFilters(r)
	if r.IntN(8) == 0 {
		s.Seqs.After = uint64(r.IntN(300))
	}
	if r.IntN(8) == 0 {
		s.Seqs.Before = uint64(1 + r.IntN(600))
	}
	s.Interval = pick(r, []query.Interval{"", "", "1h", "6h", "1d", "7d"})
	return s, q
}

func generateFilters(r *rand.Rand) query.Filters {
	parties := append(names, emails...)
	return query.Filters{
		Task: maybe(r, 3, tasks), NotTask: maybe(r, 6, tasks),
		Status: maybe(r, 3, statuses), NotStatus: maybe(r, 6, statuses),
		ServiceType: maybe(r, 4, vias), NotServiceType: maybe(r, 6, vias),
		User: maybe(r, 6, parties), NotUser: maybe(r, 6, parties),
		Target: maybe(r, 6, parties), NotTarget: maybe(r, 6, parties),
	}
}

// maybe gives some of a list in one of so many cases.
func maybe[T any](r *rand.Rand, cases int, list []T) []T {
	if r.IntN(cases) > 0 {
		return nil
	}
	return some(r, list)
}

func some[T any](r *rand.Rand, list []T) []T {
	out := make([]T, 1+r.IntN(2))
	for i := range out {
		out[i] = pick(r, list)
	}
	return out
}
