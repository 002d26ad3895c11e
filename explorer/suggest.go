package explorer

import (
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"whodid/audit"
	"whodid/audit/query"
)

// suggest answers the values of a field that match what is typed, and how many
// events of the search have each.
func (x *Explorer) suggest(c *gin.Context) error {
	p, err := paramsOf(c.Request)
	if err != nil {
		return err
	}
	start := x.opts.Now()
	ask, err := x.suggestAsked(p, start)
	if err != nil {
		return err
	}
	ctx, cancel := x.context(c)
	defer cancel()
	found, err := x.opts.Searcher.Suggest(ctx, ask)
	if err != nil {
		return err
	}
	writeJSON(c, http.StatusOK, appendSuggestions(nil, ask.Field, found, max(0, x.opts.Now().Sub(start))))
	return nil
}

var suggestedFields = map[string]query.Field{
	"user": query.FieldUser, "target": query.FieldTarget, "task": query.FieldTask, "status": query.FieldStatus, "service_type": query.FieldServiceType,
}

const defaultSuggestions = 10

func (x *Explorer) suggestAsked(p params, now time.Time) (ask query.Suggest, err error) {
	a, err := x.searched(p, now)
	if err != nil {
		return ask, err
	}
	ask.Search = a.search
	if ask.Field, err = enum(p, "field", "", suggestedFields); err != nil {
		return ask, err
	}
	if ask.Field == "" {
		return ask, audit.NewInvalid("field", "Say of which field: user, target, task, status or service_type.")
	}
	if ask.Limit, err = p.within("limit", defaultSuggestions, 1, query.MaxSuggestions); err != nil {
		return ask, err
	}
	if ask.Prefix, err = p.one("prefix"); err != nil {
		return ask, err
	}
	if len(ask.Prefix) > query.MaxQuestionBytes || len(query.Tokens(query.Fold(ask.Prefix))) > query.MaxTerms {
		return ask, audit.NewInvalid("prefix", fmt.Sprintf("What is looked for is too long: at most %d words in %d bytes.", query.MaxTerms, query.MaxQuestionBytes))
	}
	return ask, nil
}

type wireSuggestion struct {
	Value string `json:"value"`
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	Count int    `json:"count"`
}

func appendSuggestions(b []byte, field query.Field, found query.Suggestions, took time.Duration) []byte {
	values := make([]wireSuggestion, len(found.Values))
	for i, v := range found.Values {
		values[i] = wireSuggestion(v)
	}
	b = appendMember(append(b, '{'), "field", field)
	b = appendMember(b, "values", values)
	b = appendMember(b, "more", found.More)
	b = appendMember(b, "missing_days", notNil(found.Missing))
	return append(appendTook(b, took), '}')
}
