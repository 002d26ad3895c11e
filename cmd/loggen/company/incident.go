package company

import (
	"time"

	"whodid/audit"
)

// incidentPart says which part of the incident falls on a day.
type incidentPart uint8

const (
	noIncident incidentPart = iota
	evening                 // what happened
	morning                 // how it was found and mended
)

// The incident: two days before the end of every period that is long enough, late
// in the evening in Seoul, Kim Dohyun, whose last week it is, lets himself into
// the group Seoul Sales 12, goes through the staff and the contacts, exports what
// he can, wipes tags and contacts, and fails to delete the group. The next
// morning 박지우 finds it, restores the contacts and takes the group back.
const (
	eveningBegins = 14*time.Hour + 12*time.Minute // 23:12 in Seoul
	eveningLasts  = 39 * time.Minute
	morningBegins = 20 * time.Minute // 09:20 in Seoul
	morningLasts  = 34 * time.Minute
)

// placeIncident marks the days of the incident.
func placeIncident(days []day, to time.Time) {
	before := audit.DayOf(to.Add(-time.Millisecond)).Add(-2).Start()
	for i := range days {
		switch {
		case days[i].start.Equal(before):
			days[i].incident = evening
		case i > 0 && days[i-1].incident == evening:
			days[i].incident = morning
		}
	}
}

// act is a stretch of the incident: size events of a task, a share of them refused.
type act struct {
	size    int
	task    audit.Task
	on      func(w *draw, i int) audit.Target
	refused float64
	via     audit.ServiceType
}

func onStoryGroup(w *draw, _ int) audit.Target   { return w.c.groups[storyGroup].target }
func onNextMember(w *draw, i int) audit.Target   { return w.c.members[(i*3)%len(w.c.members)].target }
func onStoryContact(w *draw, i int) audit.Target { return w.c.contacts[i%len(w.c.contacts)].target }
func onStoryTag(w *draw, i int) audit.Target     { return w.c.tags[i%len(w.c.tags)] }

var eveningActs = []act{
	{1, audit.TaskViewGroup, onStoryGroup, 0, audit.MobileApp},
	{2, audit.TaskEditGroup, onStoryGroup, 0.5, audit.PCWeb},
	{46, audit.TaskViewMemberInfo, onNextMember, 0, audit.PCWeb},
	{28, audit.TaskSearchContact, onStoryContact, 0, audit.PCWeb},
	{24, audit.TaskExportContact, onStoryContact, 0.4, audit.PCWeb},
	{12, audit.TaskExportContact, onStoryContact, 0.1, audit.API},
	{6, audit.TaskDeleteTag, onStoryTag, 0, audit.PCWeb},
	{18, audit.TaskDeleteContactPermanently, onStoryContact, 0.2, audit.PCWeb},
	{3, audit.TaskDeleteGroup, onStoryGroup, 1, audit.PCWeb},
}

var morningActs = []act{
	{2, audit.TaskViewGroup, onStoryGroup, 0, audit.PCWeb},
	{1, audit.TaskViewMemberInfo, func(w *draw, _ int) audit.Target { return w.c.members[memberLeaver].target }, 0, audit.PCWeb},
	{14, audit.TaskRestoreContact, onStoryContact, 0, audit.PCWeb},
	{4, audit.TaskChangeContactOwner, onStoryContact, 0, audit.PCWeb},
	{1, audit.TaskEditGroup, onStoryGroup, 0, audit.PCWeb},
}

// incident gives the events of d's part: smaller where the day is, none where it
// can't be told or does not lie within d.
func (w *draw) incident(d day) []audit.Event {
	acts, who, begins, lasts := eveningActs, memberLeaver, eveningBegins, eveningLasts
	switch d.incident {
	case noIncident:
		return nil
	case morning:
		acts, who, begins, lasts = morningActs, memberAdmin, morningBegins, morningLasts
	}
	begin := d.start.Add(begins)
	if begin.UnixMilli() < d.from || begin.Add(lasts).UnixMilli() > d.to {
		return nil
	}
	var script []audit.Event
	whole := 0
	for _, a := range acts {
		whole += a.size
	}
	room := d.count / 2 // the other half is for the other stories and everyday life
	for _, a := range acts {
		n := a.size
		if room < whole {
			n = max(1, a.size*(room-len(acts))/whole)
		}
		for i := range n {
			e := audit.Event{User: w.c.members[who].who, Task: a.task, Target: a.on(w, i), Status: audit.Success, ServiceType: a.via}
			if a.refused == 1 || w.r.Float64() < a.refused {
				e.Status = audit.Failure
			}
			script = append(script, e)
		}
	}
	if len(script) > room {
		return nil
	}
	return w.sequence(begin, lasts, len(script), func(i int) audit.Event { return script[i] })
}
