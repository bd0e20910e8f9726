package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"trithuc/registry"
	"trithuc/ui/web"
)

// requestCommands are the cases of people about their own data.
type requestCommands struct {
	Add         requestAdd    `cmd:"" help:"Ghi nhận một yêu cầu."`
	List        requestList   `cmd:"" help:"Các yêu cầu và hạn của chúng."`
	Acknowledge requestAck    `cmd:"" help:"Ghi rằng đã báo cho người yêu cầu là đã tiếp nhận."`
	Settle      requestSettle `cmd:"" help:"Thực hiện yêu cầu: xuất bản sao dữ liệu, rút đồng ý hoặc xóa dữ liệu."`
	Refuse      requestRefuse `cmd:"" help:"Từ chối, có lý do."`
}

type requestAdd struct {
	Kind     string `arg:"" enum:"access,correct,withdraw,erase" help:"access (xem, nhận bản sao), correct (đính chính), withdraw (rút đồng ý) hoặc erase (xóa)."`
	Person   string `arg:"" help:"Mã hồ sơ, ví dụ TT-0000017."`
	Name     string `required:"" help:"Người yêu cầu."`
	Contact  string `help:"Nơi nhận trả lời."`
	Detail   string `help:"Nội dung yêu cầu."`
	Received string `help:"Ngày nhận, nếu không phải hôm nay." placeholder:"YYYY-MM-DD"`
}

// Run opens a case.
func (a *requestAdd) Run(c *console) error {
	return c.requests("request add", func(_ *house, g registry.Requests) error {
		id, err := registry.ParsePersonID(a.Person)
		if err != nil {
			return err
		}
		r := &registry.Request{Kind: registry.RequestKind(a.Kind), Person: id, Name: a.Name, Contact: a.Contact, Detail: a.Detail}
		if a.Received != "" {
			if r.Received, err = time.ParseInLocation(time.DateOnly, a.Received, registry.Vietnam); err != nil {
				return registry.Errorf(registry.Invalid, "Ngày nhận %q chưa đúng; hãy ghi dạng 2026-11-23.", a.Received)
			}
		}
		if _, err := g.Open(c.ctx, r); err != nil {
			return err
		}
		return printRequests(c, g, []registry.Request{*r})
	})
}

type requestList struct {
	All     bool `help:"Cả các yêu cầu đã giải quyết."`
	Overdue bool `help:"Chỉ các yêu cầu quá hạn."`
}

// Run lists cases, oldest first, with their clocks.
func (l *requestList) Run(c *console) error {
	return c.requests("request list", func(h *house, g registry.Requests) error {
		all, err := g.Store.Requests(c.ctx, !l.All)
		if err != nil {
			return err
		}
		if !l.Overdue {
			return printRequests(c, g, all)
		}
		ref, err := h.store.Reference(c.ctx)
		if err != nil {
			return err
		}
		calendar, today := ref.Calendar(), registry.DateOf(c.now().In(registry.Vietnam))
		return printRequests(c, g, slices.DeleteFunc(all, func(r registry.Request) bool { return !r.Overdue(calendar, today) }))
	})
}

type requestAck struct {
	Request registry.RequestID `arg:"" name:"request" help:"Số của yêu cầu."`
}

// Run notes the acknowledgement.
func (a *requestAck) Run(c *console) error {
	return c.requests("request acknowledge", func(_ *house, g registry.Requests) error {
		_, err := g.Acknowledge(c.ctx, a.Request)
		return err
	})
}

type requestRefuse struct {
	Request registry.RequestID `arg:"" name:"request" help:"Số của yêu cầu."`
	Why     string             `required:"" help:"Lý do, báo cho người yêu cầu."`
}

// Run refuses.
func (r *requestRefuse) Run(c *console) error {
	return c.requests("request refuse", func(_ *house, g registry.Requests) error {
		_, err := g.Refuse(c.ctx, r.Request, r.Why)
		return err
	})
}

type requestSettle struct {
	Request registry.RequestID `arg:"" name:"request" help:"Số của yêu cầu."`
	Output  string             `short:"o" help:"Tệp bản sao dữ liệu, cho yêu cầu xem." placeholder:"FILE"`
}

// Run does what the case asks for. A correction is written in the record itself,
// over the web or the API.
func (s *requestSettle) Run(c *console) error {
	return c.requests("request settle", func(h *house, g registry.Requests) error {
		r, err := g.Store.Request(c.ctx, s.Request)
		if err != nil {
			return err
		}
		switch r.Kind {
		case registry.RequestErase:
			return s.erase(c, h, g)
		case registry.RequestAccess:
			return s.grant(c, h, g, r)
		case registry.RequestWithdraw:
			_, err = g.Withdraw(c.ctx, r.ID)
			return err
		}
		return registry.Errorf(registry.Conflict, "Yêu cầu số %d là đính chính: hãy sửa hồ sơ %s qua API của yêu cầu này.", r.ID, r.Person.Public())
	})
}

// erase opens the index too, so that it keeps nothing either.
func (s *requestSettle) erase(c *console, h *house, g registry.Requests) error {
	if err := errors.Join(h.openIndex(c), h.catchUp(c)); err != nil {
		return err
	}
	erasures, err := h.erasures(c)
	if err != nil {
		return err
	}
	if _, err := g.Erase(c.ctx, erasures, s.Request); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "Đã xóa dữ liệu theo yêu cầu số %d.\n", s.Request)
	return nil
}

// grant writes the person's own data to a file, then closes the case.
func (s *requestSettle) grant(c *console, h *house, g registry.Requests, r *registry.Request) error {
	sealer, err := h.opener(c)
	if err != nil {
		return err
	}
	own, err := registry.Own(c.ctx, h.store, sealer, r, c.now())
	if err != nil {
		return err
	}
	words, err := web.OpenCatalogue()
	if err != nil {
		return err
	}
	copied := func(w io.Writer) error { return web.OwnCopy(c.ctx, w, words.In(web.Vietnamese), h.store, own) }
	if err := c.into(s.Output, copied); err != nil {
		return err
	}
	_, err = g.Grant(c.ctx, r.ID)
	return err
}

// requests opens the folder and gives f the gate of cases.
func (c *console) requests(command string, f func(*house, registry.Requests) error) (err error) {
	h, err := c.open(command)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	return f(h, registry.Requests{Store: h.store, Now: c.now})
}

var requestWords = map[registry.RequestKind]string{
	registry.RequestAccess: "xem, nhận bản sao", registry.RequestCorrect: "đính chính",
	registry.RequestWithdraw: "rút đồng ý", registry.RequestErase: "xóa dữ liệu",
}

var requestStates = map[registry.RequestState]string{
	registry.RequestReceived: "mới nhận", registry.RequestAcknowledged: "đã báo tiếp nhận",
	registry.RequestDone: "đã giải quyết", registry.RequestRefused: "đã từ chối",
}

// printRequests prints one line a case.
func printRequests(c *console, g registry.Requests, all []registry.Request) error {
	store, ok := g.Store.(registry.ReferenceReader)
	if !ok {
		return errors.New("the store has no references")
	}
	ref, err := store.Reference(c.ctx)
	if err != nil {
		return err
	}
	calendar, today := ref.Calendar(), registry.DateOf(c.now().In(registry.Vietnam))
	for _, r := range all {
		clock := r.Clock(calendar)
		line := fmt.Sprintf("%d\t%s\t%s\t%s", r.ID, requestWords[r.Kind], r.Person.Public(), requestStates[r.State])
		if r.State == registry.RequestReceived {
			line += "\tbáo tiếp nhận trước hết ngày " + clock.Acknowledge.Vietnamese()
			if !clock.Sure {
				line += " (lịch nghỉ chưa kiểm chứng)"
			}
		}
		if r.Open() {
			line += "\tgiải quyết trước hết ngày " + clock.Settle.Vietnamese()
		}
		if r.Overdue(calendar, today) {
			line += "\tQUÁ HẠN"
		}
		fmt.Fprintln(c.out, line)
	}
	return nil
}
