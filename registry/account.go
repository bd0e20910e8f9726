package registry

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"trithuc/registry/vietnamese"
)

// AccountID numbers accounts.
type AccountID int64

// SubjectAccount is the kind of entries about accounts. No secret is in them.
const SubjectAccount SubjectKind = "account"

// The actions of an account beside those of every subject.
const (
	SignedIn Action = "signed-in"
	Locked   Action = "locked" // too many wrong tries in a row
)

// Account is somebody who may sign in. Its name stands in the trail and is never
// changed or given again; what it opens with is a Credential.
type Account struct {
	ID           AccountID      `json:"id"`
	Version      int64          `json:"version"`
	Name         string         `json:"name"`              // to sign in with: lower case
	Display      string         `json:"display,omitempty"` // whose it is, as pages say it
	Role         Role           `json:"role"`
	Organisation OrganisationID `json:"organisation,omitempty"` // of a data officer
	Person       PersonID       `json:"person,omitempty"`       // of an expert
	Disabled     bool           `json:"disabled,omitempty"`
	Added        time.Time      `json:"added"`
}

// Actor gives who acts when somebody signed in with the account does something; nobody
// for a disabled account.
func (a *Account) Actor() Actor {
	if a.Disabled {
		return Actor{}
	}
	return Actor{Account: a.Name, Role: a.Role, Organisation: a.Organisation, Person: a.Person}
}

// Title gives what a page calls the account.
func (a *Account) Title() string {
	if a.Display != "" {
		return a.Display
	}
	return a.Name
}

// AccountRoles are the roles that an account can have, in the order of a page.
var AccountRoles = []Role{Administrator, Officer, DataOfficer, Planner, Secretary, Expert}

// roleNames are the official words.
var roleNames = map[Role]string{
	Operator: "Người vận hành", System: "Chương trình", Administrator: "Quản trị hệ thống", Officer: "Chuyên viên",
	DataOfficer: "Cán bộ đầu mối dữ liệu", Planner: "Người làm kế hoạch", Secretary: "Thư ký hội đồng", Expert: "Chuyên gia", Visitor: "Công chúng",
}

// Vietnamese gives the role in words.
func (r Role) Vietnamese() string { return roleNames[r] }

// AccountReader reads accounts.
type AccountReader interface {
	// Account gives one; NotFound if there is none. The person of an expert who was
	// merged is the one they were merged into.
	Account(ctx context.Context, id AccountID) (*Account, error)
	// AccountNamed gives the one of a name; NotFound if there is none.
	AccountNamed(ctx context.Context, name string) (*Account, error)
	// Accounts gives all, by name.
	Accounts(ctx context.Context) ([]Account, error)
}

// AddAccount adds Account and gives it its ID; a name that was given before is a
// Conflict. Credential, where it is not nil, is what it opens with. First makes it a
// Conflict too where some administrator can sign in already.
type AddAccount struct {
	Why
	Account    *Account
	Credential *Credential
	First      bool
}

// AmendAccount replaces what is stored of Account.ID if its version is still Was.
// Its name and when it was added stay. Whoever is signed in with it has to sign in again
// where what it may do changes. The trail keeps the former values but the display name.
// It is a Conflict where no administrator would be left who can sign in.
type AmendAccount struct {
	Why
	Account *Account
	Was     int64
}

// Accounts is the write gate of accounts.
type Accounts struct {
	Store interface {
		Committer
		AccountReader
	}
}

// Add adds an account that opens with the credential, with nothing yet where that is nil.
func (g Accounts) Add(ctx context.Context, a *Account, c *Credential) (Receipt, error) {
	a.Name, a.Display = AccountName(a.Name), vietnamese.Clean(a.Display)
	if err := a.Validate(); err != nil {
		return Receipt{}, err
	}
	return commitAs(ctx, g.Store, WriteAccounts, &AddAccount{Why: Why{Reason: "Lập tài khoản"}, Account: a, Credential: c})
}

// Amend replaces the account of a.ID if its version is still a.Version.
func (g Accounts) Amend(ctx context.Context, a *Account, reason string) (Receipt, error) {
	a.Display = vietnamese.Clean(a.Display)
	if err := a.Validate(); err != nil {
		return Receipt{}, err
	}
	return commitAs(ctx, g.Store, WriteAccounts, &AmendAccount{Why: Why{Reason: reason}, Account: a, Was: a.Version})
}

// AccountName gives a name as accounts are called: without blanks around it, lower case.
func AccountName(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// reservedNames stand in trails for the program and its command line.
var reservedNames = []string{"operator", "trithuc"}

// longestName bounds the name of an account, in characters.
const longestName = 60

// accountName says why a text cannot be the name of an account, "" where it can.
func accountName(name string) string {
	switch {
	case name == "":
		return "chưa có"
	case len(name) < 3 || len(name) > longestName:
		return "phải dài từ 3 đến 60 ký tự"
	case !only(name, "abcdefghijklmnopqrstuvwxyz0123456789._-@"):
		return "chỉ gồm chữ thường không dấu, chữ số và các dấu . _ - @"
	case slices.Contains(reservedNames, name):
		return "là tên dành riêng cho chương trình"
	}
	return ""
}

// Validate refuses an account that is not whole: every value that is refused at once.
func (a *Account) Validate() error {
	v := &validation{}
	if why := accountName(a.Name); why != "" {
		v.add("name", a.Name, why)
	}
	if utf8.RuneCountInString(a.Display) > 200 {
		v.add("display", "", "dài quá 200 ký tự")
	}
	if !slices.Contains(AccountRoles, a.Role) {
		v.add("role", string(a.Role), "không phải một vai trò của tài khoản")
	}
	a.validateWhose(v)
	if len(v.problems) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Problems: v.problems, Message: "Tài khoản chưa ghi được. Hãy sửa các mục được nêu rồi gửi lại."}
}

// validateWhose holds an organisation to data officers and a person to experts.
func (a *Account) validateWhose(v *validation) {
	switch {
	case a.Role == DataOfficer && a.Organisation == 0:
		v.add("organisation", "", "phải có: cán bộ đầu mối dữ liệu làm việc với hồ sơ của một cơ quan")
	case a.Role != DataOfficer && a.Organisation != 0:
		v.add("organisation", "", "chỉ dành cho cán bộ đầu mối dữ liệu")
	}
	switch {
	case a.Role == Expert && a.Person == 0:
		v.add("person", "", "phải có: tài khoản của chuyên gia gắn với hồ sơ của người ấy")
	case a.Role != Expert && a.Person != 0:
		v.add("person", "", "chỉ dành cho chuyên gia")
	}
}
