package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"trithuc/registry/selection"
	"trithuc/search"
)

// panelCommands are `panel propose`.
type panelCommands struct {
	Propose panelProposeCommand `cmd:"" help:"Đề xuất hội đồng tốt nhất đúng quy định, hoặc quy định nào cản trở."`
}

type panelProposeCommand struct {
	Spec string `arg:"" help:"Tệp JSON mô tả yêu cầu hội đồng." placeholder:"SPEC.json"`
	JSON bool   `name:"json" help:"In kết quả dạng JSON."`
}

// Run proposes a panel; that no lawful one exists is an answer, not a failure.
func (p *panelProposeCommand) Run(c *console) (err error) {
	need, err := p.need()
	if err != nil {
		return err
	}
	h, err := c.openIndexed("panel propose")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	proposal, err := selection.Propose(c.ctx, h.store, search.Ranking{By: h.searcher}, need, c.now())
	if err != nil {
		return err
	}
	if p.JSON {
		return printJSON(c.out, proposal)
	}
	return printProposal(c.out, proposal)
}

func (p *panelProposeCommand) need() (_ selection.Need, err error) {
	file, err := openRegular(p.Spec)
	if err != nil {
		return selection.Need{}, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return selection.ReadNeed(file)
}

// printProposal tells the panel, or what blocks it, in lines.
func printProposal(w io.Writer, p *selection.Proposal) error {
	var b strings.Builder
	for i, m := range p.Members {
		fmt.Fprintf(&b, "%2d. %s: %s  %s\n    %s\n", i+1, m.Seat, m.Name, m.ID, strings.Join(m.Why, " · "))
		printConflicts(&b, m.Conflicts)
	}
	switch {
	case p.Lawful && p.Optimal:
		fmt.Fprintf(&b, "Hội đồng tốt nhất đúng quy định trong %d người được xét.\n", p.Candidates)
	case p.Lawful:
		fmt.Fprintf(&b, "Hội đồng đúng quy định; tốt nhất có thể hơn đến %.0f%%.\n", 100*(p.Bound-p.Score)/max(p.Score, 1e-9))
	case len(p.Blocked) > 0:
		fmt.Fprintln(&b, "Không có hội đồng nào đúng mọi quy định. Các quy định cản trở nhau:")
	}
	for _, block := range p.Blocked {
		fmt.Fprintf(&b, "  • %s%s: %s\n", block.Rule, cited(block.Article), block.Relax)
	}
	for _, x := range p.Barred {
		fmt.Fprintf(&b, "Không mời: %s  %s\n", x.Name, x.ID)
		printConflicts(&b, x.Conflicts)
	}
	for _, warning := range p.Warnings {
		fmt.Fprintf(&b, "Lưu ý: %s\n", warning)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// printConflicts tells what speaks against somebody, each in a line.
func printConflicts(b *strings.Builder, conflicts []selection.Conflict) {
	for _, x := range conflicts {
		fmt.Fprintf(b, "    ! %s%s", x.Evidence, cited(x.Article))
		if x.Dismissed != "" {
			fmt.Fprintf(b, " Không tính vì: %s", x.Dismissed)
		}
		fmt.Fprintln(b)
	}
}

func cited(article string) string {
	if article == "" {
		return ""
	}
	return " (" + article + ")"
}
