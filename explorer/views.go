package explorer

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"whodid/explorer/auth"
	"whodid/explorer/views"
)

// getViews answers the views that the asking person sees.
func (x *Explorer) getViews(c *gin.Context) error {
	list := x.opts.Views.List(person(c))
	out := viewsAnswer{make([]wireView, len(list))}
	for i, v := range list {
		out.Views[i] = viewOnWire(v)
	}
	x.answer(c, http.StatusOK, out)
	return nil
}

// postView saves a view.
func (x *Explorer) postView(c *gin.Context) error {
	return x.editView(c, http.StatusCreated, x.opts.Views.Create)
}

// patchView changes a view, or the asking person's marks on it.
func (x *Explorer) patchView(c *gin.Context) error {
	return x.editView(c, http.StatusOK, func(who views.Person, e views.Edit) (views.View, error) {
		return x.opts.Views.Change(who, c.Param("id"), e)
	})
}

func (x *Explorer) editView(c *gin.Context, status int, edit func(views.Person, views.Edit) (views.View, error)) error {
	e, err := readEdit(c)
	if err != nil {
		return err
	}
	v, err := edit(person(c), e)
	if err != nil {
		return err
	}
	x.answer(c, status, viewOnWire(v))
	return nil
}

// deleteView takes a view away, from everybody.
func (x *Explorer) deleteView(c *gin.Context) error {
	if err := x.opts.Views.Delete(person(c), c.Param("id")); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func person(c *gin.Context) views.Person {
	who := principal(c)
	return views.Person{Name: who.Name, Admin: who.Role == auth.RoleAdmin}
}

// maxViewBytes is plenty for the longest name and address, every byte escaped.
const maxViewBytes = 64 << 10

// readEdit reads a body of the parts of a view; null is as good as absent.
func readEdit(c *gin.Context) (views.Edit, error) {
	var given wireEdit
	err := readJSON(c, maxViewBytes, &given, `{"name":"Failures","address":"?status=failure","shared":false,"starred":true,"default":false}`)
	return views.Edit(given), err
}
