package main

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"trithuc/registry"
)

type accountCommands struct {
	Add      accountAddCommand      `cmd:"" help:"Lập tài khoản."`
	List     accountListCommand     `cmd:"" help:"Các tài khoản."`
	Password accountPasswordCommand `cmd:"" help:"Đặt lại mật khẩu; lần đăng nhập sau phải đổi."`
	Disable  accountDisableCommand  `cmd:"" help:"Khóa tài khoản, hoặc mở lại."`
	Second   accountSecondCommand   `cmd:"" name:"reset-second" help:"Bỏ xác thực hai bước của tài khoản mất cả điện thoại lẫn mã dự phòng; lần đăng nhập sau phải đổi mật khẩu."`
	Token    accountTokenCommand    `cmd:"" help:"Cấp khóa truy cập API cho tài khoản; khóa chỉ hiện một lần."`
}

// signIns gives the gate of what accounts open with.
func (h *house) signIns(c *console) registry.SignIns {
	return registry.SignIns{Store: h.store, Passwords: registry.NewPasswords(rand.Reader), Policy: registry.DefaultPolicy, Now: c.now, Random: rand.Reader}
}

// whose are the flags that say whose people an account works with.
type whose struct {
	Organisation string `help:"Cơ quan của cán bộ đầu mối dữ liệu: tên hoặc tên viết tắt." placeholder:"NAME|ABBR"`
	Person       string `help:"Mã hồ sơ của chuyên gia, như TT-0000017." placeholder:"ID"`
}

type accountAddCommand struct {
	Name    string `arg:"" help:"Tên đăng nhập: chữ thường không dấu, chữ số."`
	Role    string `help:"Vai trò: administrator, officer, data-officer, planner, secretary, expert." required:""`
	Display string `help:"Họ và tên người dùng." placeholder:"NAME"`
	whose
	Stdin bool `help:"Đọc mật khẩu từ dòng đầu của đầu vào chuẩn; không có thì sinh ra và hiện một lần."`
}

// Run adds an account. A generated password is printed once.
func (a *accountAddCommand) Run(c *console) error {
	return c.opened("account", func(h *house) error {
		account := &registry.Account{Name: a.Name, Display: a.Display, Role: registry.Role(a.Role)}
		if err := a.settle(c, h, account); err != nil {
			return err
		}
		password, made, err := choosePassword(a.Stdin, os.Stdin)
		if err != nil {
			return err
		}
		secret, err := h.signIns(c).Secret(a.Name, password, made)
		if err != nil {
			return err
		}
		if _, err := (registry.Accounts{Store: h.store}).Add(c.ctx, account, secret); err != nil {
			return err
		}
		fmt.Fprintf(c.out, "Đã lập tài khoản %s (%s).\n", account.Name, account.Role.Vietnamese())
		sayPassword(c.out, password, made)
		return nil
	})
}

// settle finds the organisation and the person that the flags name.
func (w *whose) settle(c *console, h *house, a *registry.Account) error {
	if w.Organisation != "" {
		im, err := h.importer(c)
		if err != nil {
			return err
		}
		if a.Organisation, err = im.Employer(c.ctx, w.Organisation); err != nil {
			return err
		}
	}
	if w.Person == "" {
		return nil
	}
	id, err := registry.ParsePersonID(w.Person)
	if err != nil {
		return err
	}
	p, err := h.store.Person(c.ctx, id)
	if err == nil {
		a.Person = p.ID
	}
	return err
}

// choosePassword reads a password, or makes one that is to be changed.
func choosePassword(stdin bool, in io.Reader) (password string, made bool, err error) {
	if !stdin {
		text := rand.Text()
		return strings.ToLower(text[:5] + "-" + text[5:10] + "-" + text[10:15] + "-" + text[15:20]), true, nil
	}
	line, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
	if err == io.EOF {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), false, err
}

func sayPassword(out io.Writer, password string, made bool) {
	if made {
		fmt.Fprintf(out, "Mật khẩu (chỉ hiện lần này, phải đổi khi đăng nhập): %s\n", password)
	}
}

type accountListCommand struct{}

// Run lists accounts, one a line.
func (a *accountListCommand) Run(c *console) error {
	return c.besideReference(func(n *neighbour, ref *registry.Reference) error {
		all, err := n.Accounts(c.ctx)
		for _, a := range all {
			state := "đang dùng"
			if a.Disabled {
				state = "đã khóa"
			}
			whose := ref.OrganisationName(a.Organisation)
			if a.Person != 0 {
				whose = a.Person.Public()
			}
			fmt.Fprintln(c.out, strings.Join([]string{a.Name, string(a.Role), state, a.Display, whose}, "\t"))
		}
		return err
	})
}

type accountPasswordCommand struct {
	Name  string `arg:"" help:"Tên đăng nhập."`
	Stdin bool   `help:"Đọc mật khẩu từ dòng đầu của đầu vào chuẩn; không có thì sinh ra và hiện một lần."`
}

// Run gives an account another password; who has it must change it.
func (a *accountPasswordCommand) Run(c *console) error {
	return c.opened("account", func(h *house) error {
		account, err := h.store.AccountNamed(c.ctx, registry.AccountName(a.Name))
		if err != nil {
			return err
		}
		password, made, err := choosePassword(a.Stdin, os.Stdin)
		if err != nil {
			return err
		}
		if _, err := h.signIns(c).Reset(c.ctx, account, password); err != nil {
			return err
		}
		fmt.Fprintf(c.out, "Đã đặt lại mật khẩu của %s.\n", account.Name)
		sayPassword(c.out, password, made)
		return nil
	})
}

type accountSecondCommand struct {
	Name string `arg:"" help:"Tên đăng nhập."`
}

// Run takes the second step of an account away.
func (a *accountSecondCommand) Run(c *console) error {
	return c.opened("account", func(h *house) error {
		account, err := h.store.AccountNamed(c.ctx, registry.AccountName(a.Name))
		if err != nil {
			return err
		}
		if err := h.signIns(c).ResetSecond(c.ctx, account); err != nil {
			return err
		}
		fmt.Fprintf(c.out, "Đã bỏ xác thực hai bước của %s.\n", account.Name)
		return nil
	})
}

type accountDisableCommand struct {
	Name   string `arg:"" help:"Tên đăng nhập."`
	Enable bool   `help:"Mở lại tài khoản đã khóa."`
}

// Run closes an account, or opens it again.
func (a *accountDisableCommand) Run(c *console) error {
	return c.opened("account", func(h *house) error {
		account, err := h.store.AccountNamed(c.ctx, registry.AccountName(a.Name))
		if err != nil {
			return err
		}
		reason := "Khóa tài khoản"
		if account.Disabled = !a.Enable; a.Enable {
			reason = "Mở lại tài khoản"
		}
		if _, err := (registry.Accounts{Store: h.store}).Amend(c.ctx, account, reason); err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%s: %s.\n", reason, account.Name)
		return nil
	})
}

type accountTokenCommand struct {
	Name  string   `arg:"" help:"Tên đăng nhập của tài khoản mà khóa thay mặt."`
	Scope []string `help:"Quyền mà khóa được dùng, như people.read; không nêu thì mọi quyền của tài khoản." placeholder:"PERMISSION"`
	Days  int      `help:"Dùng được bao nhiêu ngày." default:"90"`
	For   string   `help:"Dùng vào việc gì." placeholder:"TEXT"`
}

// Run prints a token, alone on its line.
func (a *accountTokenCommand) Run(c *console) error {
	return c.opened("account", func(h *house) error {
		account, err := h.store.AccountNamed(c.ctx, registry.AccountName(a.Name))
		if err != nil {
			return err
		}
		var scope []registry.Permission
		for _, s := range slices.Compact(a.Scope) {
			scope = append(scope, registry.Permission(s))
		}
		secret, err := h.signIns(c).Issue(c.ctx, account, a.For, scope, a.Days)
		if err != nil {
			return err
		}
		fmt.Fprintln(c.out, secret)
		return nil
	})
}
