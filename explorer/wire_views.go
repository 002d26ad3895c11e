package explorer

import (
	"whodid/audit"
	"whodid/explorer/views"
)

type viewsAnswer struct {
	Views []wireView `json:"views"`
}

type wireView struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Address string `json:"address"`
	Shared  bool   `json:"shared"`
	Owner   string `json:"owner"`
	Mine    bool   `json:"mine"`
	Starred bool   `json:"starred"`
	Default bool   `json:"default"`
	Created string `json:"created"`
	Updated string `json:"updated"`
}

func viewOnWire(v views.View) wireView {
	return wireView{v.ID, v.Name, v.Address, v.Shared, v.Owner, v.Mine, v.Starred, v.Default, audit.FormatTime(v.Created), audit.FormatTime(v.Updated)}
}

// wireEdit is the body that saves or changes a view.
type wireEdit struct {
	Name    *string `json:"name"`
	Address *string `json:"address"`
	Shared  *bool   `json:"shared"`
	Starred *bool   `json:"starred"`
	Default *bool   `json:"default"`
}
