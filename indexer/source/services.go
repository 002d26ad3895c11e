package source

import (
	"fmt"
	"slices"
	"strings"

	"whodid/audit"
)

// service is another audit log of the same product, known by columns that
// Contacts does not have.
type service struct {
	name string
	// sure are columns that show the service whatever else there is; maybe those
	// that could stand in any file and count only where Target is missing.
	sure, maybe []string
}

var (
	ipAddress = []string{"IP Address", "IPアドレス", "IP 주소", "IP地址", "IP位址"}
	sender    = []string{"Sender", "送信者", "差出人", "보낸 사람", "발신자", "发送者", "发件人", "寄件者"}
	recipient = []string{"Recipient", "Receiver", "受信者", "宛先", "받는 사람", "수신자", "接收者", "收件人"}
	boardName = []string{"Board Name", "掲示板名", "게시판명", "게시판 이름"}
	subject   = []string{"Subject", "件名", "タイトル", "제목"}
)

// services, the likelier first where a header could be that of several. Source:
// the help pages of the other audit menus and files seen of them; Korean,
// Chinese and most Japanese names are the likely renderings.
var services = []service{
	{"Login", append([]string{"Login method", "ログイン方法", "로그인 방법", "로그인 방식", "登录方式", "登入方式"}, ipAddress...), []string{"Description", "説明", "설명"}},
	{"Admin", append([]string{"Event Target", "イベント対象", "이벤트 대상"}, ipAddress...), []string{"Service", "サービス", "서비스"}},
	{"Message", append(append([]string{"Channel ID", "チャンネルID", "トークルームID", "채널 ID", "대화방 ID", "频道ID", "頻道ID"}, sender...), recipient...), []string{"Message", "メッセージ", "메시지", "イベント"}},
	{"Mail", append(append([]string{"Mail Size(Bytes)", "Sent server IP", "Received Time", "Sent Time", "Reception Results", "メールサイズ", "메일 크기"}, sender...), recipient...), append([]string{"Attachment", "添付", "첨부"}, subject...)},
	{"Calendar", []string{"Calendar ID", "カレンダーID", "캘린더 ID", "日历ID", "行事曆ID"}, subject},
	{"Board", boardName, subject},
	{"Note", append([]string{"Team/Group", "チーム/グループ"}, boardName...), subject},
	{"Form", []string{"Form Title", "アンケートのタイトル", "설문 제목"}, nil},
	{"Share screen", []string{"Shared by", "Shared with", "共有者", "공유자"}, []string{"participant"}},
	{"Call", []string{"Session ID", "セッションID", "세션 ID"}, []string{"Call", "通話", "통화"}},
	{"Drive", nil, []string{"Original", "Updates", "変更前", "変更後", "변경 전", "변경 후"}},
	{"Files", nil, []string{"File name", "ファイル名", "파일명", "파일 이름", "Service", "サービス", "서비스"}},
}

const (
	sureWeight  = 3
	maybeWeight = 1
	enoughMaybe = 2 // of which two together are needed
)

// otherService gives the error for a header of another audit log, nil where it
// may be one of Contacts. complete says that Contacts' own columns are there.
func otherService(header []string, complete bool) error {
	var best service
	var bestColumns []string
	most := 0
	for _, s := range services {
		sure, maybe := matching(header, s.sure), matching(header, s.maybe)
		weight := len(sure)*sureWeight + len(maybe)*maybeWeight
		refused := len(sure) > 0 || !complete && len(maybe) >= enoughMaybe
		if refused && weight > most {
			best, bestColumns, most = s, slices.Concat(sure, maybe), weight
		}
	}
	if most == 0 {
		return nil
	}
	return &audit.Error{
		Kind: audit.Invalid, Code: codeWrongService, Field: "header",
		Message: fmt.Sprintf("This looks like the audit log of %s, not of Contacts: it has %s. Download the log from Audit > Contacts.",
			best.name, quoteColumns(bestColumns)),
	}
}

// matching gives the header's names that are among names.
func matching(header, names []string) (found []string) {
	for _, h := range header {
		for _, name := range names {
			if foldName(h) == foldName(name) {
				found = append(found, h)
				break
			}
		}
	}
	return found
}

const maxColumnsNamed = 20

// quoteColumns lists column names in a sentence.
func quoteColumns(names []string) string {
	word := "the column "
	if len(names) != 1 {
		word = "the columns "
	}
	return word + listColumns(names)
}

// listColumns lists column names, the first ones of many.
func listColumns(names []string) string {
	var shown []string
	for i, name := range names {
		if i == maxColumnsNamed {
			return strings.Join(shown, ", ") + fmt.Sprintf(" and %d more", len(names)-i)
		}
		if name = strings.TrimSpace(name); name == "" {
			name = "(no name)"
		}
		shown = append(shown, excerpt(name))
	}
	return strings.Join(shown, ", ")
}
