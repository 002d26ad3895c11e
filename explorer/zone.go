package explorer

import (
	"fmt"
	"sync"
	"time"

	"whodid/audit"
)

// zoneOf is the zone of a request that may name one.
func (x *Explorer) zoneOf(p params) (*time.Location, error) {
	name, err := p.one("tz")
	if err != nil || name == "" {
		return x.opts.Zone, err
	}
	return loadZone(name)
}

// zones keeps loaded zones: there are some six hundred, and each costs a file.
var zones sync.Map

func loadZone(name string) (*time.Location, error) {
	if z, ok := zones.Load(name); ok {
		return z.(*time.Location), nil
	}
	z, err := time.LoadLocation(name)
	if err != nil || name == "Local" { // the server's own zone is nobody's business
		return nil, audit.NewInvalid("tz", fmt.Sprintf("%q is no time zone. Use an IANA name such as Asia/Seoul or UTC.", name))
	}
	zones.Store(name, z)
	return z, nil
}
