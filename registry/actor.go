package registry

import "context"

// Role is what an account is, and so what it may do.
type Role string

// The roles. What each sees of a person is settled in VisibleTo, what each may do in
// grants.
const (
	Operator      Role = "operator"      // the command line and the demo: may do everything
	System        Role = "system"        // the program itself: first start, undo of an interrupted job
	Administrator Role = "administrator" // quản trị hệ thống
	Officer       Role = "officer"       // chuyên viên của Sở
	DataOfficer   Role = "data-officer"  // cán bộ đầu mối dữ liệu: the people of Actor.Organisation
	Planner       Role = "planner"       // counts, no names
	Secretary     Role = "secretary"     // thư ký hội đồng
	Expert        Role = "expert"        // the person of Actor.Person
	Visitor       Role = ""              // the public: published profiles
)

// Actor is who does something. The zero value is nobody and may do nothing.
type Actor struct {
	Account string `json:"account"` // stable name, as it stands in the trail
	Role    Role   `json:"role"`

	Organisation OrganisationID `json:"organisation,omitempty"` // whose people a data officer answers for
	Person       PersonID       `json:"person,omitempty"`       // who an expert is
	// Scope is what a token binds its account to: permissions, blanks between; "" to
	// nothing less than the role.
	Scope string `json:"scope,omitempty"`
}

type actorKey struct{}

// WithActor gives the context its actor.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf gives the context's actor, the zero Actor if it has none.
func ActorOf(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}

// Authorise gives the context's actor if it holds the permission.
func Authorise(ctx context.Context, p Permission) (Actor, error) {
	a := ActorOf(ctx)
	if a.Account == "" && p != Public {
		return a, Errorf(Unsigned, "Bạn chưa đăng nhập. Hãy đăng nhập rồi làm lại.")
	}
	if !a.May(p) {
		return a, Errorf(Forbidden, "Tài khoản %s không có quyền làm việc này. Hãy liên hệ quản trị hệ thống.", a.Account)
	}
	return a, nil
}
