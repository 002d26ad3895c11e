package main

import (
	"whodid/audit"
)

// screen is a question that is measured. Those with a number S are published; the
// others ask for what those leave out, and are compared with the oracle.
type screen struct {
	key, title string
	asked      question
}

func (s screen) String() string { return s.key + " " + s.title }

// published tells whether the screen's figures stand in the table of goals.
func (s screen) published() bool { return s.key[0] == 'S' }

// screensOf gives the screens over a log; cursor is the place behind its newest
// events, hit of them: 100,000 where there are more.
func screensOf(log *survey, cursor string, hit int) []screen {
	day := log.lastDay()
	week := day.AddDate(0, 0, -6)
	who := log.address
	return []screen{
		{"S1", "everything", question{}},
		{"S2", "`edit group kim`", question{Text: "edit group kim"}},
		{"S3", "failure + SCIM", question{Status: []audit.Status{audit.Failure}, ServiceType: []audit.ServiceType{audit.SCIM}}},
		{"S4", "one member's address", question{Text: "user:" + who + " or target:" + who}},
		{"S5", "`min*`", question{Text: "min*"}},
		{"S6", "`kim`", question{Text: "kim"}},
		{"S7", "`김민준`", question{Text: "김민준"}},
		{"S8", "view group, not success, 7 days", question{Text: "task:view_group -status:success", From: week}},
		{"S9", "everything, 24 hours", question{From: day, To: day.AddDate(0, 0, 1)}},
		{"S10", "page at hit " + thousands(int64(hit)), question{Cursor: cursor}},
		{"M1", "a phrase", question{Text: `"seoul sales"`}},
		{"M2", "one character", question{Text: "김"}},
		{"M3", "a suffix", question{Text: "*jun"}},
		{"M4", "by", question{Text: "view member by kim"}},
		{"M5", "or, not, brackets", question{Text: "(tokyo or seoul) -sales status:failure"}},
		{"M6", "address in words", question{Text: who}},
		{"M7", "user filter", question{User: []string{who}}},
		{"M8", "label in Korean", question{Text: "그룹 수정"}},
		{"M9", "oldest first, facets", question{
			Oldest: true, Task: []audit.Task{audit.TaskEditGroup, audit.TaskAddGroup}, Status: []audit.Status{audit.Success},
		}},
		{"M10", "hours of a week in India", question{From: week, Interval: "1h", Zone: "Asia/Kolkata"}},
	}
}
