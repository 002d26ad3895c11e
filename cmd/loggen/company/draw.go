package company

import (
	"math/rand/v2"

	"whodid/audit"
)

// draw makes events from one stream of random numbers.
type draw struct {
	c *Company
	r *rand.Rand
}

// event gives an event of the company's everyday life, without a time.
func (d *draw) event() audit.Event {
	t := taskShares[taskDraw.draw(d.r)]
	e := audit.Event{
		User:        d.member().who,
		Task:        t.task,
		Status:      audit.Success,
		ServiceType: serviceShares[serviceDraw.draw(d.r)].service,
	}
	if p := d.r.Float64(); p < failureShare || t.task == audit.TaskDeleteGroup && p < failureShareDeleteGroup {
		e.Status = audit.Failure
	}
	if d.c.options.Plain {
		e.Target = d.target(t.target)
		return e
	}
	d.enrich(&e, t.target)
	return e
}

// enrich makes the parts of an event fit each other: programs act through the
// API and SCIM, and mostly it is a group's owner who changes it.
func (d *draw) enrich(e *audit.Event, kind string) {
	switch e.ServiceType {
	case audit.SCIM:
		if d.r.Float64() < 0.5 { // the other half of the share is the sync at night
			e.ServiceType = audit.PCWeb
			break
		}
		e.User = syncAccount
		e.Task, kind = syncTask(d.r)
	case audit.API:
		if d.r.Float64() < 0.7 {
			e.User = apiAccounts[d.r.IntN(len(apiAccounts))]
		}
	}
	if kind != onGroup {
		e.Target = d.target(kind)
		return
	}
	g := d.c.groups[d.r.IntN(len(d.c.groups))]
	e.Target = g.target
	if e.Task != audit.TaskViewGroup && e.ServiceType != audit.SCIM && d.r.Float64() < 0.6 {
		e.User = d.c.members[g.owner].who
	}
}

// syncTask draws what a directory sync does, and on what.
func syncTask(r *rand.Rand) (audit.Task, string) {
	switch x := r.Float64(); {
	case x < 0.55:
		return audit.TaskEditMemberInfo, onMember
	case x < 0.8:
		return audit.TaskEditTeam, onTeam
	case x < 0.95:
		return audit.TaskEditGroup, onGroup
	}
	return audit.TaskInviteCompanyMember, onMember
}

// member draws who does something.
func (d *draw) member() person { return d.c.members[d.c.who[d.c.whoShare.draw(d.r)]] }

// target draws whom or what something of the kind is done to.
func (d *draw) target(kind string) audit.Target {
	switch kind {
	case onMember:
		return d.c.members[d.c.whom[d.c.whoShare.draw(d.r)]].target
	case onContact:
		return d.c.contacts[d.c.ext[d.c.extShare.draw(d.r)]].target
	case onTag:
		return d.c.tags[d.r.IntN(len(d.c.tags))]
	case onTeam:
		return d.c.teams[d.r.IntN(len(d.c.teams))]
	case onGroup:
		return d.c.groups[d.r.IntN(len(d.c.groups))].target
	}
	panic("bug: a target of no kind: " + kind)
}
