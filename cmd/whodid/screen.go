package main

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"

	"whodid/audit"
)

// searchFlags are a search's conditions beside its question, those of the API.
type searchFlags struct {
	Task        []string `group:"Conditions:" sep:"none" placeholder:"TASK" help:"Only this task, by code or label; repeatable."`
	Status      []string `group:"Conditions:" sep:"none" placeholder:"STATUS" help:"Only this status; repeatable."`
	ServiceType []string `group:"Conditions:" sep:"none" placeholder:"TYPE" help:"Only this service type; repeatable."`
	User        []string `group:"Conditions:" sep:"none" placeholder:"EMAIL" help:"Only this user: the exact e-mail, or the name where there is no e-mail; repeatable."`
	Target      []string `group:"Conditions:" sep:"none" placeholder:"EMAIL" help:"Only this target, likewise; repeatable."`

	NotTask        []string `group:"Conditions:" sep:"none" placeholder:"TASK" help:"Not this task; repeatable."`
	NotStatus      []string `group:"Conditions:" sep:"none" placeholder:"STATUS" help:"Not this status; repeatable."`
	NotServiceType []string `group:"Conditions:" sep:"none" placeholder:"TYPE" help:"Not this service type; repeatable."`
	NotUser        []string `group:"Conditions:" sep:"none" placeholder:"EMAIL" help:"Not this user; repeatable."`
	NotTarget      []string `group:"Conditions:" sep:"none" placeholder:"EMAIL" help:"Not this target; repeatable."`
}

// periodFlags are a search's period and zone.
type periodFlags struct {
	From string `group:"Conditions:" placeholder:"TIME" help:"From this time on: 2026-11-01, 2026-11-01T09:00:00Z, now-7d."`
	To   string `group:"Conditions:" placeholder:"TIME" help:"Up to this time; a date means the end of that day."`
	TZ   string `name:"tz" group:"Conditions:" placeholder:"ZONE" help:"IANA zone of dates and of the times shown; default is this machine's."`
}

func (f searchFlags) params(question []string) url.Values {
	v := url.Values{}
	if q := strings.Join(question, " "); q != "" {
		v.Set("q", q)
	}
	for name, list := range map[string][]string{
		"task": f.Task, "status": f.Status, "service_type": f.ServiceType, "user": f.User, "target": f.Target,
		"not_task": f.NotTask, "not_status": f.NotStatus, "not_service_type": f.NotServiceType, "not_user": f.NotUser, "not_target": f.NotTarget,
	} {
		for _, x := range list {
			v.Add(name, x)
		}
	}
	return v
}

// add puts the period into v and gives the zone to show times in.
func (f periodFlags) add(v url.Values) (*time.Location, error) {
	for name, x := range map[string]string{"from": f.From, "to": f.To} {
		if x != "" {
			v.Set(name, x)
		}
	}
	if f.TZ == "" {
		f.TZ = localZone()
	}
	zone, err := loadZone(f.TZ)
	if err != nil {
		return nil, err
	}
	v.Set("tz", f.TZ)
	return zone, nil
}

// localZone is the IANA name of this machine's zone, which the server has to be
// told: Go itself only knows it as Local. UTC where the machine does not say.
func localZone() string {
	names := []string{os.Getenv("TZ")}
	if target, err := os.Readlink("/etc/localtime"); err == nil {
		_, name, _ := strings.Cut(target, "zoneinfo/")
		names = append(names, name)
	}
	if text, err := os.ReadFile("/etc/timezone"); err == nil {
		names = append(names, strings.TrimSpace(string(text)))
	}
	for _, name := range names {
		if zone, err := time.LoadLocation(name); err == nil && name != "" && zone.String() == name && name != "Local" {
			return name
		}
	}
	return "UTC"
}

// loadZone gives the zone that --tz names. "" and "Local" are none: the one means
// UTC to Go, the other something else on every machine.
func loadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || strings.EqualFold(name, "local") {
		return nil, wrongUsage("--tz: %q is no time zone; an IANA name is accepted, such as Asia/Seoul or UTC", name)
	}
	return zone, nil
}

// printer prints events, a line each.
type printer struct {
	w    io.Writer
	zone *time.Location
	json bool
	// widths of the columns, in cells of a terminal: lines come one after the other,
	// so that they can't be fitted to what is yet to come
	widths []int
}

func newPrinter(w io.Writer, zone *time.Location, json bool) *printer {
	return &printer{w, zone, json, []int{23, 36, 20, 36, 7}}
}

func (p *printer) print(e audit.Event) error {
	if p.json {
		_, err := p.w.Write(append(e.AppendJSON(nil), '\n'))
		return err
	}
	cells := []string{
		e.Time.In(p.zone).Format("2006-01-02 15:04:05.000"), audit.CSVPerson(e.User.Name, e.User.Email), e.Task.Label(audit.English),
		audit.CSVPerson(e.Target.Name, e.Target.Email), e.Status.Label(audit.English), e.ServiceType.Label(audit.English),
	}
	var b strings.Builder
	for i, c := range cells {
		c = printable(c)
		if i < len(p.widths) {
			c = runewidth.FillRight(c, p.widths[i]) + "  "
		}
		b.WriteString(c)
	}
	_, err := fmt.Fprintln(p.w, strings.TrimRight(b.String(), " "))
	return err
}

// printable keeps what a stranger wrote from moving the cursor or breaking the
// line.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '\ufffd'
		}
		return r
	}, s)
}
