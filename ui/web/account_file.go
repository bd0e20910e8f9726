package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"trithuc/importer"
	"trithuc/registry"
	"trithuc/ui/office"
)

// accountFileView is a file of accounts: asked for, looked at, or taken in.
type accountFileView struct {
	File, Packed string
	Lines        []accountFileLine
	Good, Bad    int
	Made         bool // the accounts are there, with their passwords in Lines
	Message      string
}

// accountFileLine is one account of a file.
type accountFileLine struct {
	Line                                          int
	Name, Display, Role, Whose, Refused, Password string
}

// File serves GET /accounts/file.
func (h *Administration) File(c echo.Context) error {
	return h.file(c, http.StatusOK, accountFileView{})
}

func (h *Administration) file(c echo.Context, status int, v accountFileView) error {
	return h.Site.render(c, status, accountFilePage(h.Site.page(c, "manage", "accounts.file"), v))
}

// LookAtFile serves POST /accounts/file: says what the file would make. Nothing is written.
func (h *Administration) LookAtFile(c echo.Context) error {
	file, rows, err := h.rows(c)
	if e, ok := errors.AsType[*registry.Error](err); ok && mendable(e) {
		return h.file(c, http.StatusBadRequest, accountFileView{Message: e.Message})
	}
	if err != nil {
		return err
	}
	v := accountFileView{File: file.Name}
	if v.Packed, err = file.packed(); err != nil {
		return err
	}
	if v.Lines, err = h.lines(c, rows); err != nil {
		return err
	}
	for _, r := range rows {
		if r.Refused != "" {
			v.Bad++
		} else {
			v.Good++
		}
	}
	return h.file(c, http.StatusOK, v)
}

// mendable says that who sent a file can mend what is wrong with it.
func mendable(e *registry.Error) bool {
	return e.Kind == registry.Invalid || e.Kind == registry.Unreadable || e.Kind == registry.TooLarge
}

// rows reads the file that a form sends.
func (h *Administration) rows(c echo.Context) (carried, []registry.AccountRow, error) {
	file, err := fileOf(c, office.MaxSheet)
	if err != nil {
		return file, nil, err
	}
	sheet, err := office.ReadSheet(file.Content)
	if err != nil {
		return file, nil, err
	}
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return file, nil, err
	}
	reading := registry.AccountFile{Store: accountFileStore{h.Gate.Store, h.Store},
		Employer: func(name string) (registry.OrganisationID, error) { return importer.EmployerNamed(ref, name) }}
	rows, err := reading.Read(c.Request().Context(), sheet)
	return file, rows, err
}

// accountFileStore is what reading a file asks.
type accountFileStore struct {
	registry.AccountReader
	registry.PersonReader
}

// lines puts rows into words.
func (h *Administration) lines(c echo.Context, rows []registry.AccountRow) ([]accountFileLine, error) {
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return nil, err
	}
	words := h.Site.Words.For(c.Request())
	return each(rows, func(r registry.AccountRow) accountFileLine {
		l := accountFileLine{Line: r.Line, Name: r.Account.Name, Display: r.Account.Display, Refused: r.Refused}
		if r.Account.Role != registry.Visitor {
			l.Role = words.role(r.Account.Role)
		}
		if l.Whose = ref.OrganisationName(r.Account.Organisation); r.Account.Person != 0 {
			l.Whose = r.Account.Person.Public()
		}
		return l
	}), nil
}

// AddFile serves POST /accounts/file/add: makes the accounts of the file that are in
// order, all of them or none, and shows their passwords, this once.
func (h *Administration) AddFile(c echo.Context) error {
	_, rows, err := h.rows(c)
	if err != nil {
		return err
	}
	good := rows[:0]
	for _, r := range rows {
		if r.Refused == "" {
			good = append(good, r)
		}
	}
	if len(good) == 0 {
		return h.file(c, http.StatusBadRequest, accountFileView{Message: h.Site.Words.For(c.Request()).T("accounts.file.nothing")})
	}
	v := accountFileView{Made: true, Good: len(good)}
	if v.Lines, err = h.lines(c, good); err != nil {
		return err
	}
	all := make([]registry.NewAccount, len(good))
	for i := range good {
		v.Lines[i].Password = newPasswordText()
		all[i].Account = &good[i].Account
		if all[i].Credential, err = h.Doors.Secret(good[i].Account.Name, v.Lines[i].Password, true); err != nil {
			return err
		}
	}
	if _, err := h.Gate.AddAll(c.Request().Context(), all); err != nil {
		return err
	}
	return h.file(c, http.StatusCreated, v)
}
