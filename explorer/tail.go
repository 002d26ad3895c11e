package explorer

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"

	"whodid/audit"
	"whodid/explorer/auth"
	"whodid/explorer/tail"
)

var errNoWebSocket = &audit.Error{Kind: audit.Invalid, Code: "not_a_websocket", Message: "The live tail speaks WebSocket: connect to this address with ws:// or wss://."}

// tail upgrades to a WebSocket and hands it to the hub.
func (x *Explorer) tail(c *gin.Context) error {
	if err := auth.CheckOrigin(c.Request, principal(c).ByCookie); err != nil {
		return err
	}
	p, err := paramsOf(c.Request)
	if err != nil {
		return err
	}
	a, err := x.matching(p, x.opts.Now())
	if err != nil {
		return err
	}
	after, resume, err := p.number("after")
	if err != nil {
		return err
	}
	if !websocket.IsWebSocketUpgrade(c.Request) {
		return errNoWebSocket
	}
	t, err := x.opts.Tails.Open(tail.Subscription{
		Search: a.search, Resume: resume, After: after,
		// A log-in that has ended must not go on watching.
		Allowed: func() bool {
			_, err := x.opts.Auth.Authorize(c.Request, auth.Tail)
			kind := audit.KindOf(err)
			return err == nil || kind != audit.Unauthorized && kind != audit.Forbidden
		},
	})
	if err != nil {
		return err
	}
	defer t.Close()
	var refused error
	upgrader := websocket.Upgrader{
		ReadBufferSize: 1 << 10, WriteBufferSize: 16 << 10,
		CheckOrigin: func(*http.Request) bool { return true }, // done above, for programs too
		Error:       func(http.ResponseWriter, *http.Request, int, error) { refused = errNoWebSocket },
	}
	c.Status(http.StatusSwitchingProtocols) // for the access log; after the upgrade gin takes none
	conn, err := upgrader.Upgrade(c.Writer, c.Request, nil)
	if refused != nil {
		return refused
	}
	if err != nil { // the connection is taken over and broken: nobody to answer
		return nil
	}
	// The request's context says nothing about a connection that was taken over;
	// the hub sees for itself when the client leaves.
	t.Run(context.WithoutCancel(c.Request.Context()), conn)
	return nil
}
