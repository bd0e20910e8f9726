package main

import (
	"slices"
	"strings"
	"time"

	"trithuc/registry"
)

// signInFlags bound sessions and sign-ins; the defaults are those of
// registry.DefaultPolicy.
type signInFlags struct {
	SessionIdle       time.Duration `help:"Phiên làm việc hết sau khi không dùng chừng này." default:"15m" placeholder:"DURATION"`
	SessionIdleAdmin  time.Duration `help:"Phiên của quản trị hệ thống hết sau khi không dùng chừng này." default:"5m" placeholder:"DURATION"`
	SessionLongest    time.Duration `help:"Phiên làm việc hết sau chừng này, dù đang dùng." default:"12h" placeholder:"DURATION"`
	SignInTries       int           `name:"signin-tries" help:"Gõ sai mật khẩu hay mã xác thực mấy lần liền thì phải đợi." default:"5" placeholder:"N"`
	SignInLock        time.Duration `name:"signin-lock" help:"Phải đợi bao lâu." default:"15m" placeholder:"DURATION"`
	DormantDays       int           `help:"Tài khoản không đăng nhập chừng này ngày thì tạm ngừng." default:"45" placeholder:"DAYS"`
	AdminPasswordDays int           `help:"Quản trị hệ thống phải đổi mật khẩu sau chừng này ngày; 0 là không bắt buộc." default:"60" placeholder:"DAYS"`
	SecondStep        []string      `help:"Vai trò bắt buộc xác thực hai bước, như administrator,officer; all là mọi vai trò." placeholder:"ROLE"`
}

// policy gives what the flags ask for; Invalid for what nobody can have meant.
func (f *signInFlags) policy() (*registry.SignInPolicy, error) {
	p := registry.DefaultPolicy
	p.Idle, p.AdminIdle, p.Longest, p.Lock, p.Tries = f.SessionIdle, f.SessionIdleAdmin, f.SessionLongest, f.SignInLock, f.SignInTries
	p.Dormant, p.AdminPassword = days(f.DormantDays), days(f.AdminPasswordDays)
	if min(p.Idle, p.AdminIdle, p.Longest, p.Lock) < time.Second || p.Tries < 1 || p.Dormant <= 0 || p.AdminPassword < 0 {
		return nil, registry.Errorf(registry.Invalid, "Các giới hạn đăng nhập (--session-…, --signin-…, --…-days) phải lớn hơn 0. Hãy sửa lại rồi chạy lại.")
	}
	for _, name := range f.SecondStep {
		switch role := registry.Role(name); {
		case name == "all":
			p.Second = registry.AccountRoles
		case slices.Contains(registry.AccountRoles, role):
			p.Second = append(p.Second, role)
		default:
			return nil, registry.Errorf(registry.Invalid, "Không có vai trò %q cho --second-step. Hãy chọn trong: all, %s.", name, strings.Join(roleNames(), ", "))
		}
	}
	return &p, nil
}

func days(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }

func roleNames() (names []string) {
	for _, r := range registry.AccountRoles {
		names = append(names, string(r))
	}
	return names
}
