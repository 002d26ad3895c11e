package explorer

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

type healthAnswer struct {
	Status string `json:"status"`
}

// healthz says that the process answers.
func (x *Explorer) healthz(c *gin.Context) error {
	x.answer(c, http.StatusOK, healthAnswer{"ok"})
	return nil
}

// readyz says whether requests should come here: the store is open, or there
// would be no explorer, and the server is not about to stop.
func (x *Explorer) readyz(c *gin.Context) error {
	if x.stopping.Load() {
		x.answer(c, http.StatusServiceUnavailable, healthAnswer{"shutting_down"})
		return nil
	}
	x.answer(c, http.StatusOK, healthAnswer{"ready"})
	return nil
}
