package web

import (
	"strconv"
	"strings"
)

// FaultTitle gives the heading for a status, in plain words.
func (w Words) FaultTitle(status int) string {
	id := "fault." + strconv.Itoa(status)
	if text := w.T(id); text != id {
		return text
	}
	return w.T("fault.title")
}

// fieldName gives the name of a record's field as people say it:
// "positions[1].from" → "Chức vụ, đơn vị công tác".
func (w Words) fieldName(field string) string {
	name, _, _ := strings.Cut(field, ".")
	name, _, _ = strings.Cut(name, "[")
	id := "field." + name
	if text := w.T(id); text != id {
		return text
	}
	return field
}
