package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"trithuc/importer"
	"trithuc/registry"
	"trithuc/ui"
)

type serveCommand struct {
	Addr   string   `help:"Địa chỉ phục vụ." default:"localhost:8080" placeholder:"HOST:PORT"`
	Host   []string `help:"Tên miền mà máy chủ được gọi, ngoài localhost; dùng được nhiều lần." placeholder:"NAME" sep:"none"`
	Public string   `help:"Địa chỉ mà người được mời dùng để vào, ghi trong đường dẫn và mã QR của lời mời, như https://chuyengia.cantho.gov.vn; tên miền trong đó cũng được phục vụ." placeholder:"URL" env:"TRITHUC_PUBLIC"`
	Proxy  []string `help:"Địa chỉ máy chủ proxy đứng trước (như 127.0.0.1 hoặc 10.0.0.0/24): chỉ tin X-Forwarded-For và X-Forwarded-Proto từ đó; dùng được nhiều lần." placeholder:"ADDRESS"`
	Demo   bool     `help:"Nhập các danh sách mẫu (người giả định) nếu chưa có ai."`

	Backup backupFlags `embed:"" prefix:"backup-"`
	SignIn signInFlags `embed:""`
	OIDC   oidcFlags   `embed:"" prefix:"oidc-"`
}

// Run serves until it is told to stop.
func (s *serveCommand) Run(c *console) (err error) {
	h, err := c.open("serve")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if err := h.openIndex(c); err != nil {
		return err
	}
	im, err := h.importer(c)
	if err != nil {
		return err
	}
	if ring, err := h.ring(c); err == nil { // without it uploads that wait do not outlast the server
		im.Keys = ring
	}
	if s.Demo {
		if err := h.demo(c, im); err != nil {
			return err
		}
	}
	return s.serve(c, h, im)
}

// serve answers while the follower and the queue of imports work behind it;
// when it ends they have ended too.
func (s *serveCommand) serve(c *console, h *house, im *importer.Importer) error {
	ctx, stop := context.WithCancel(c.ctx)
	var behind sync.WaitGroup
	defer behind.Wait()
	defer stop()
	queue := h.queue(im)
	backups, err := s.Backup.schedule(c, h.store)
	if err != nil {
		return err
	}
	if backups != nil {
		behind.Go(func() { logged("backups", backups.Run(ctx)) })
	}
	behind.Go(func() { newThrift(h.store, im).run(ctx) })
	behind.Go(func() { logged("follower", h.follower.Run(ctx)) })
	behind.Go(func() { logged("imports", queue.Run(ctx)) })
	cleaning, err := h.cleaning(c)
	if err != nil {
		return err
	}
	behind.Go(func() { cleaning.run(ctx) })
	config := s.config(c, h, queue, backups)
	config.Erasures = cleaning.erasures()
	if config.Sealer, err = h.sealer(c); err != nil {
		fmt.Fprintln(c.errout, "trithuc: "+sentence(err))
	}
	if config.Public, err = s.public(&config); err != nil {
		return err
	}
	if config.Proxies, err = proxies(s.Proxy); err != nil {
		return err
	}
	if config.Provider, err = s.OIDC.provider(); err != nil {
		return err
	}
	if config.Policy, err = s.SignIn.policy(); err != nil {
		return err
	}
	if err := s.admit(c, h, im, &config); err != nil {
		return err
	}
	server, err := ui.New(config)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return &registry.Error{Kind: registry.Busy, Err: err,
			Message: fmt.Sprintf("Không mở được địa chỉ %s. Có thể chương trình khác đang dùng cổng này; hãy chọn cổng khác bằng --addr.", s.Addr)}
	}
	fmt.Fprintf(c.out, "Đang phục vụ tại http://%s — nhấn Ctrl+C để dừng.\n", address(s.Addr, l))
	if config.SetupCode != "" {
		fmt.Fprintf(c.out, "Chưa có tài khoản quản trị. Mở http://%s/setup và gõ mã thiết lập: %s\n", address(s.Addr, l), config.SetupCode)
	}
	return server.Serve(ctx, l)
}

// admit says who may come in without signing in: in the demo everybody, as whomever they
// like; otherwise nobody, and where there is no administrator yet whoever reads the code
// on the console makes one. The demo is for data that is nobody's: where there is an
// administrator its door stays closed.
func (s *serveCommand) admit(c *console, h *house, im *importer.Importer, config *ui.Config) error {
	claimed, err := h.store.Claimed(c.ctx)
	if err != nil {
		return err
	}
	if s.Demo && !claimed {
		config.Demo, config.Actor = true, ui.One(registry.ActorOf(c.ctx))
		config.Guests, err = h.guests(c, im)
		return err
	}
	if s.Demo {
		fmt.Fprintln(c.errout, "trithuc: Thư mục này đã có tài khoản quản trị hệ thống, nên --demo không mở cửa: ai dùng cũng phải đăng nhập.")
	}
	if !claimed {
		code := rand.Text()
		config.SetupCode = code[:4] + "-" + code[4:8] + "-" + code[8:12]
	}
	return nil
}

// searchableWithin bounds how long an import that is written waits for the
// index before it is called done; the index goes on behind it.
const searchableWithin = time.Minute

// queue gives the queue of imports: whom it calls done can be searched, and what
// fails through no fault of the workbook is written down.
func (h *house) queue(im *importer.Importer) *importer.Queue {
	q := importer.NewQueue(im)
	q.Applied = func(ctx context.Context) {
		ctx, stop := context.WithTimeout(ctx, searchableWithin)
		defer stop()
		logged("index after an import", h.searchable(ctx))
	}
	q.Failed = func(ctx context.Context, id registry.ImportID, err error) {
		slog.ErrorContext(ctx, "import failed", "import", id, "error", err)
	}
	return q
}

// searchable returns when what is in the trail now is in the index.
func (h *house) searchable(ctx context.Context) error {
	head, err := h.store.Head(ctx)
	if err != nil {
		return err
	}
	return h.follower.Wait(ctx, head.Seq)
}

func (s *serveCommand) config(c *console, h *house, queue *importer.Queue, backups *schedule) ui.Config {
	config := ui.Config{
		Store: h.store, Searcher: h.searcher, Index: h.index, Wait: h.follower.Wait, CaughtUp: h.follower.CaughtUp, Importer: queue,
		Actor: ui.One(registry.Actor{}), Now: c.now, Version: version(), Log: slog.Default(),
		Hosts: append([]string{s.Addr}, s.Host...),
	}
	config.Disk = h.store
	if backups != nil {
		config.Backups = backups.health
	}
	return config
}

// public reads the address for the invited, and lets the server answer by its name.
func (s *serveCommand) public(config *ui.Config) (string, error) {
	if s.Public == "" {
		return "", nil
	}
	u, err := url.Parse(strings.TrimRight(s.Public, "/"))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", &registry.Error{Kind: registry.Invalid, Err: err,
			Message: fmt.Sprintf("Địa chỉ --public %q không dùng được. Hãy ghi đủ như https://chuyengia.cantho.gov.vn.", s.Public)}
	}
	config.Hosts = append(config.Hosts, u.Host)
	return u.String(), nil
}

// release is the version that `make release` stamps into the binary; "" elsewhere.
var release string

// version names the build: its tag, or the commit it was built from.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "devel"
	}
	return info.Main.Version
}

// proxies reads the addresses of proxies: single ones, or all of a network.
func proxies(given []string) (all []netip.Prefix, err error) {
	for _, text := range given {
		p, err := netip.ParsePrefix(text)
		if one, err2 := netip.ParseAddr(text); err2 == nil {
			p, err = netip.PrefixFrom(one, one.BitLen()), nil
		}
		if err != nil || p.Bits() == 0 { // everybody is no proxy
			return nil, registry.Errorf(registry.Invalid, "%q không phải địa chỉ của một máy chủ proxy. Hãy ghi như 127.0.0.1 hoặc 10.0.0.0/24.", text)
		}
		all = append(all, p)
	}
	return all, nil
}

// address is what a person types into a browser: the host as asked for, the
// port as given.
func address(asked string, l net.Listener) string {
	host, _, err := net.SplitHostPort(asked)
	if err != nil || host == "" {
		host = "localhost"
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return l.Addr().String()
	}
	return net.JoinHostPort(host, port)
}

// logged writes down why something that should run to the end stopped before.
func logged(what string, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		slog.Error("stopped", "what", what, "error", err)
	}
}
