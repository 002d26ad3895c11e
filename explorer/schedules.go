package explorer

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"whodid/audit"
	"whodid/explorer/download"
	"whodid/explorer/download/schedule"
	"whodid/explorer/views"
)

// getSchedules answers the schedules that the asking person sees, newest first.
func (x *Explorer) getSchedules(c *gin.Context) error {
	list := x.opts.Schedules.List(requester(c))
	out := schedulesAnswer{make([]wireSchedule, len(list))}
	for i, s := range list {
		out.Schedules[i] = scheduleOnWire(s)
	}
	x.answer(c, http.StatusOK, out)
	return nil
}

// postSchedule makes a schedule.
func (x *Explorer) postSchedule(c *gin.Context) error {
	return x.editSchedule(c, http.StatusCreated, x.opts.Schedules.Create)
}

// patchSchedule changes a schedule.
func (x *Explorer) patchSchedule(c *gin.Context) error {
	return x.editSchedule(c, http.StatusOK, func(who download.Person, e schedule.Edit) (schedule.Schedule, error) {
		return x.opts.Schedules.Change(who, c.Param("id"), e)
	})
}

const scheduleExample = `{"name":"Failures, weekly","every":"week","on":1,"at":"06:00","tz":"Asia/Seoul","period":"previous","q":"status:failure","format":"csv"}`

func (x *Explorer) editSchedule(c *gin.Context, status int, edit func(download.Person, schedule.Edit) (schedule.Schedule, error)) error {
	body, err := readSmall(c, maxRequestBytes)
	if err != nil {
		return err
	}
	s, err := edit(requester(c), func(p *schedule.Plan) error {
		return x.editPlan(person(c), p, body)
	})
	if err != nil {
		return err
	}
	x.answer(c, status, scheduleOnWire(s))
	return nil
}

// editPlan changes a plan by a body: what is absent stays as it is. The search and the form are read as they will be at a run.
func (x *Explorer) editPlan(who views.Person, p *schedule.Plan, body []byte) error {
	was := *p
	p.Filters, p.Safe = nil, nil // else the body's would be written into those of the plan that holds
	if err := decodeJSON(body, p, scheduleExample); err != nil {
		return err
	}
	if p.Filters == nil {
		p.Filters = was.Filters
	}
	if p.Safe == nil {
		p.Safe = was.Safe
	}
	if p.View != "" && p.View != was.View && !slices.ContainsFunc(x.opts.Views.List(who), func(v views.View) bool { return v.ID == p.View }) {
		return audit.NewInvalid("view", "There is no such saved view. Its owner may have deleted it, or shares it no longer.")
	}
	a, _, form, err := x.readAsk(p.Ask, nil, x.opts.Now())
	if err != nil {
		return err
	}
	p.TZ = a.search.Zone.String()
	p.Sort = cmp.Or(p.Sort, "-time")
	p.Format, p.Compression, p.Split, p.Language, p.Safe = string(form.Format), string(form.Compression), string(form.Split), string(form.Language), &form.Safe
	return nil
}

// deleteSchedule takes a schedule away; its downloads stay.
func (x *Explorer) deleteSchedule(c *gin.Context) error {
	if err := x.opts.Schedules.Delete(requester(c), c.Param("id")); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

// runSchedule requests the download of a schedule out of turn.
func (x *Explorer) runSchedule(c *gin.Context) error {
	j, err := x.opts.Schedules.Run(c.Request.Context(), requester(c), c.Param("id"))
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/exports/"+j.ID)
	x.answer(c, http.StatusAccepted, jobOnWire(j))
	return nil
}

// requestFor requests the download of a run.
func (x *Explorer) requestFor(ctx context.Context, owner string, ask download.Ask, since download.Since, mark download.Mark) (download.Job, error) {
	return x.request(ctx, wireExport{Ask: ask}, download.Request{Owner: owner, Since: since, Schedule: mark})
}
