package company

import (
	"slices"
	"time"

	"whodid/audit"
)

// stories gives the events of d that belong together, in order of time: never
// more than half of the day's events, less the evening of incident.go.
func (w *draw) stories(d day) []audit.Event {
	var told []audit.Event
	budget := d.count / 2
	tell := func(at time.Duration, lasts time.Duration, n int, event func(i int) audit.Event) {
		n = min(n, budget)
		begin := d.start.Add(at)
		if n < 3 || begin.UnixMilli() < d.from || begin.Add(lasts).UnixMilli() > d.to {
			return
		}
		budget -= n
		told = append(told, w.sequence(begin, lasts, n, event)...)
	}

	// Every night at 02:30 in Seoul the directory is synchronised.
	tell(17*time.Hour+30*time.Minute, 4*time.Minute, d.count*2/100, w.sync)

	if wd := d.start.Weekday(); wd != time.Saturday && wd != time.Sunday {
		at := time.Duration(w.r.Int64N(8*60*60*1000)) * time.Millisecond // in the working day, from 09:00 in Seoul
		switch x := w.r.Float64(); {
		case x < 0.35:
			tell(at, 6*time.Minute, min(200, d.count*12/100), w.browser())
		case x < 0.45:
			tell(at, 20*time.Minute, min(120, d.count*8/100), w.failingJob())
		case x < 0.52:
			tell(at, 3*time.Minute, min(40, d.count*4/100), w.exporter())
		}
	}
	told = append(told, w.incident(d)...)
	slices.SortStableFunc(told, func(a, b audit.Event) int { return a.Time.Compare(b.Time) })
	return told
}

// sequence gives n events at uneven distances over a time.
func (w *draw) sequence(begin time.Time, lasts time.Duration, n int, event func(i int) audit.Event) []audit.Event {
	at := make([]int64, n)
	for i := range at {
		at[i] = w.r.Int64N(lasts.Milliseconds())
	}
	slices.Sort(at)
	events := make([]audit.Event, n)
	for i := range events {
		events[i] = event(i)
		events[i].Time = begin.Add(time.Duration(at[i]) * time.Millisecond)
	}
	return events
}

func (w *draw) sync(int) audit.Event {
	task, kind := syncTask(w.r)
	e := audit.Event{User: syncAccount, Task: task, Target: w.target(kind), Status: audit.Success, ServiceType: audit.SCIM}
	if w.r.Float64() < 2*failureShare {
		e.Status = audit.Failure
	}
	return e
}

// browser is a member who pages through the profiles of the others.
func (w *draw) browser() func(int) audit.Event {
	who, via := w.member().who, audit.PCWeb
	if w.r.Float64() < 0.3 {
		via = audit.ContactsOrganizationChart
	}
	from := w.r.IntN(len(w.c.members))
	return func(i int) audit.Event {
		seen := w.c.members[(from+i)%len(w.c.members)]
		return audit.Event{User: who, Task: audit.TaskViewMemberInfo, Target: seen.target, Status: audit.Success, ServiceType: via}
	}
}

// failingJob is an import of contacts that goes wrong and is not stopped.
func (w *draw) failingJob() func(int) audit.Event {
	who := apiAccounts[w.r.IntN(len(apiAccounts))]
	return func(int) audit.Event {
		e := audit.Event{User: who, Task: audit.TaskAddContact, Target: w.target(onContact), Status: audit.Failure, ServiceType: audit.API}
		if w.r.Float64() < 0.15 {
			e.Status = audit.Success
		}
		return e
	}
}

// exporter is a member who takes contacts home before a fair.
func (w *draw) exporter() func(int) audit.Event {
	who := w.member().who
	return func(int) audit.Event {
		return audit.Event{User: who, Task: audit.TaskExportContact, Target: w.target(onContact), Status: audit.Success, ServiceType: audit.PCWeb}
	}
}
