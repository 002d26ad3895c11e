package explorer

import (
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"

	"whodid/audit"
	"whodid/explorer/auth"
)

// login makes a session of a one-time link and opens the page. It answers with a
// redirect in any case, so that the code leaves the address bar at once.
func (x *Explorer) login(c *gin.Context) error {
	s, err := x.opts.Auth.LogInByCode(c.Query("code"), auth.RemoteIP(c.Request))
	switch audit.KindOf(err) {
	case audit.Unauthorized:
		c.Redirect(http.StatusSeeOther, "/?login=expired")
		return nil
	default:
		if err != nil {
			return err
		}
	}
	auth.SetCookie(c.Writer, c.Request, s)
	c.Redirect(http.StatusSeeOther, "/")
	return nil
}

// getSession tells the page who is logged in and what it has to know of the
// server.
func (x *Explorer) getSession(c *gin.Context) error {
	x.answerSession(c, principal(c))
	return nil
}

func (x *Explorer) answerSession(c *gin.Context, who auth.Principal) {
	x.answer(c, http.StatusOK, sessionAnswer{
		Name: who.Name, Role: string(who.Role), TimeZone: x.opts.Zone.String(),
		RetentionDays: x.opts.RetentionDays, Version: x.opts.Version, Now: audit.FormatTime(x.opts.Now()),
	})
}

// maxLogInBytes is plenty for a token.
const maxLogInBytes = 4 << 10

// postSession makes a session of a token.
func (x *Explorer) postSession(c *gin.Context) error {
	if err := auth.CheckOrigin(c.Request, false); err != nil {
		return err
	}
	data, err := readSmall(c, maxLogInBytes)
	if err != nil {
		return err
	}
	var given struct {
		Token string `json:"token"`
	}
	if err := json.Unmarshal(data, &given); err != nil || given.Token == "" {
		return &audit.Error{Kind: audit.Invalid, Code: "unreadable_body", Field: "token", Message: `Send a JSON object with the token: {"token":"…"}.`}
	}
	s, err := x.opts.Auth.LogInByToken(given.Token, auth.RemoteIP(c.Request))
	if err != nil {
		return err
	}
	c.Set(principalKey, s.Principal)
	auth.SetCookie(c.Writer, c.Request, s)
	x.answerSession(c, s.Principal)
	return nil
}

// deleteSession logs out. A bearer token stays what it is.
func (x *Explorer) deleteSession(c *gin.Context) error {
	if cookie, err := c.Request.Cookie(auth.CookieName); err == nil && principal(c).ByCookie {
		x.opts.Auth.LogOut(cookie.Value)
	}
	auth.ClearCookie(c.Writer, c.Request)
	c.Status(http.StatusNoContent)
	return nil
}
