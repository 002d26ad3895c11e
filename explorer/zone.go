package explorer

import (
	"fmt"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"whodid/audit"
)

// zoneOf is the zone of a request that may name one.
func (x *Explorer) zoneOf(p params) (*time.Location, error) {
	return p.zone("tz", x.opts.Zone)
}

// zoneOfBody is the zone of times without an offset in what a request brings.
func (x *Explorer) zoneOfBody(c *gin.Context) (*time.Location, error) {
	p, err := paramsOf(c.Request)
	if err != nil {
		return nil, err
	}
	return x.zoneOf(p)
}

// zone is the zone that a parameter names, other where it is not given.
func (p params) zone(param string, other *time.Location) (*time.Location, error) {
	name, err := p.one(param)
	if err != nil || name == "" {
		return other, err
	}
	return loadZone(param, name)
}

// zones keeps loaded zones: there are some six hundred, and each costs a file.
var zones sync.Map

func loadZone(param, name string) (*time.Location, error) {
	if z, ok := zones.Load(name); ok {
		return z.(*time.Location), nil
	}
	z, err := time.LoadLocation(name)
	if err != nil || name == "Local" { // the server's own zone is nobody's business
		return nil, audit.NewInvalid(param, fmt.Sprintf("%q is no time zone. Use an IANA name such as Asia/Seoul or UTC.", name))
	}
	zones.Store(name, z)
	return z, nil
}
