package main

import (
	"cmp"
	"net/netip"
	"net/url"

	"trithuc/registry"
	"trithuc/ui/web"
)

// oidcFlags say who vouches for people in single sign-on (OpenID Connect); without an
// issuer nobody does.
type oidcFlags struct {
	Issuer string `help:"Địa chỉ (issuer) của hệ thống đăng nhập một lần theo OpenID Connect." placeholder:"URL"`
	Client string `help:"Mã ứng dụng (client id) đã đăng ký với hệ thống ấy." placeholder:"ID"`
	Secret string `help:"Bí mật của ứng dụng; nên đặt qua biến môi trường." env:"TRITHUC_OIDC_SECRET" placeholder:"TEXT"`
	Name   string `help:"Tên hệ thống ấy trên trang Đăng nhập." placeholder:"NAME"`
	URL    string `name:"url" help:"Địa chỉ của trang này như trình duyệt gọi, như https://tri-thuc.example; địa chỉ quay về là URL/signin/sso/back." placeholder:"URL"`
}

// provider gives who the flags name, nil for nobody.
func (f *oidcFlags) provider() (*web.Provider, error) {
	if f.Issuer == "" && f.Client == "" && f.URL == "" {
		return nil, nil
	}
	if f.Client == "" || !reachable(f.Issuer) || !reachable(f.URL) {
		return nil, registry.Errorf(registry.Invalid, "Đăng nhập một lần cần đủ --oidc-issuer, --oidc-client và --oidc-url; hai địa chỉ phải là https:// (http:// chỉ cho máy này).")
	}
	return &web.Provider{Name: cmp.Or(f.Name, "hệ thống đăng nhập chung"), Issuer: f.Issuer, ClientID: f.Client, ClientSecret: f.Secret, Address: f.URL}, nil
}

// reachable says that an address can be trusted with secrets: HTTPS, or this machine.
func reachable(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	here, err := netip.ParseAddr(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || err == nil && here.IsLoopback())
}
