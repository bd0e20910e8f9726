package registry

import (
	"context"
	"fmt"
	"strings"

	"trithuc/registry/vietnamese"
)

// AccountRow is one line of a file of accounts: the account it asks for, or why there
// cannot be one.
type AccountRow struct {
	Line    int
	Account Account
	Refused string // one sentence; "" for nothing
}

// maxAccountRows bounds a file of accounts: each password takes a moment to hash.
const maxAccountRows = 200

// accountColumns are the columns of a file of accounts, by what a header says without
// its marks.
var accountColumns = map[string]string{
	"ten dang nhap": "name", "name": "name", "ho va ten": "display", "ho ten": "display", "ho va ten nguoi dung": "display", "display": "display",
	"vai tro": "role", "role": "role", "co quan": "organisation", "organisation": "organisation", "ma ho so": "person", "person": "person",
}

// AccountFile reads files of accounts.
type AccountFile struct {
	Store interface {
		AccountReader
		PersonReader
	}
	// Employer finds the organisation that a name or an abbreviation means.
	Employer func(name string) (OrganisationID, error)
}

// Read gives the accounts that the rows of a file ask for; the first row names the columns.
// It is Invalid for a file without the columns that it needs, or with too many rows.
func (f AccountFile) Read(ctx context.Context, rows []SheetRow) ([]AccountRow, error) {
	at, err := accountHeader(rows)
	if err != nil {
		return nil, err
	}
	all := make([]AccountRow, 0, len(rows))
	met := map[string]int{}
	for _, row := range rows[1:] {
		cell := func(column string) string {
			if i, ok := at[column]; ok && i < len(row.Cells) {
				return vietnamese.Clean(row.Cells[i])
			}
			return ""
		}
		if strings.TrimSpace(strings.Join(row.Cells, "")) == "" {
			continue
		}
		r := AccountRow{Line: row.Line, Account: Account{Name: AccountName(cell("name")), Display: cell("display")}}
		if r.Refused, err = f.settle(ctx, &r.Account, cell); err != nil {
			return nil, err
		}
		if first, twice := met[r.Account.Name]; twice && r.Refused == "" {
			r.Refused = fmt.Sprintf("Tên đăng nhập %s đã có ở dòng %d; mỗi người một tên.", r.Account.Name, first)
		}
		met[r.Account.Name] = row.Line
		all = append(all, r)
	}
	return all, nil
}

// accountHeader finds the columns.
func accountHeader(rows []SheetRow) (map[string]int, error) {
	if len(rows) > maxAccountRows+1 {
		return nil, Errorf(Invalid, "Tệp có hơn %d tài khoản. Hãy tách thành nhiều tệp.", maxAccountRows)
	}
	at := map[string]int{}
	if len(rows) > 0 {
		for i, head := range rows[0].Cells {
			if column, known := accountColumns[vietnamese.Fold(vietnamese.Clean(head))]; known {
				at[column] = i
			}
		}
	}
	for column, head := range map[string]string{"name": "Tên đăng nhập", "role": "Vai trò"} {
		if _, ok := at[column]; !ok {
			return nil, Errorf(Invalid, "Dòng đầu của tệp không có cột %s. Hãy đặt tên cột: Tên đăng nhập, Họ và tên, Vai trò, Cơ quan, Mã hồ sơ.", head)
		}
	}
	if len(rows) < 2 {
		return nil, Errorf(Invalid, "Tệp chưa có tài khoản nào dưới dòng tên cột. Hãy ghi mỗi người một dòng rồi gửi lại.")
	}
	return at, nil
}

// settle fills an account from a row; why says what is wrong with the row.
func (f AccountFile) settle(ctx context.Context, a *Account, cell func(string) string) (why string, err error) {
	if a.Role = roleNamed(cell("role")); a.Role == Visitor {
		return fmt.Sprintf("Không có vai trò %q; hãy ghi một trong: %s.", cell("role"), strings.Join(roleWords(), ", ")), nil
	}
	if text := cell("organisation"); text != "" {
		if a.Organisation, err = f.Employer(text); err != nil {
			return fmt.Sprintf("Không rõ cơ quan %q là cơ quan nào; hãy ghi đúng tên trong danh mục.", text), nil
		}
	}
	if text := cell("person"); text != "" {
		id, err := ParsePersonID(text)
		if err == nil {
			_, err = VisiblePerson(ctx, f.Store, id)
		}
		if a.Person = id; err != nil {
			return fmt.Sprintf("Không có hồ sơ nào mang mã %q.", text), nil
		}
	}
	if e, ok := a.Validate().(*Error); ok {
		p := e.Problems[0]
		return fmt.Sprintf("%s %s.", accountWords[p.Field], p.Reason), nil
	}
	switch _, err = f.Store.AccountNamed(ctx, a.Name); KindOf(err) {
	case NotFound:
		return "", nil
	default:
		if err == nil {
			why = fmt.Sprintf("Đã có tài khoản tên %s.", a.Name)
		}
		return why, err
	}
}

// accountWords are what the columns are called in a sentence.
var accountWords = map[string]string{"name": "Tên đăng nhập", "display": "Họ và tên", "role": "Vai trò", "organisation": "Cơ quan", "person": "Mã hồ sơ"}

// roleNamed gives the role of an account that a text means; Visitor for none.
func roleNamed(text string) Role {
	for _, r := range AccountRoles {
		if text == string(r) || vietnamese.Fold(text) == vietnamese.Fold(r.Vietnamese()) {
			return r
		}
	}
	return Visitor
}

func roleWords() (words []string) {
	for _, r := range AccountRoles {
		words = append(words, r.Vietnamese())
	}
	return words
}

// NewAccount is an account that is to be added with what it opens with.
type NewAccount struct {
	Account    *Account
	Credential *Credential
}

// AddAll adds accounts, all of them or none.
func (g Accounts) AddAll(ctx context.Context, all []NewAccount) (Receipt, error) {
	changes := make([]Change, len(all))
	for i, n := range all {
		if err := n.Account.Validate(); err != nil {
			return Receipt{}, err
		}
		changes[i] = &AddAccount{Why: Why{Reason: "Lập tài khoản từ danh sách"}, Account: n.Account, Credential: n.Credential}
	}
	return commitAs(ctx, g.Store, WriteAccounts, changes...)
}
