package registry

import "context"

// Permission names one thing an actor may be allowed to do. The route table
// puts one beside every handler; the gates ask for it again.
type Permission string

// The permissions. Public needs no actor at all.
const (
	Public          Permission = "public"
	ReadPeople      Permission = "people.read"
	WritePeople     Permission = "people.write"
	ReadImports     Permission = "imports.read"
	WriteImports    Permission = "imports.write"
	WriteShortlists Permission = "shortlists.write"
	ReadPanels      Permission = "panels.read"
	WritePanels     Permission = "panels.write"
	ReadForecast    Permission = "forecast.read"
	WriteCatalogues Permission = "catalogues.write"
	ReadRestricted  Permission = "restricted.read" // each reading with its purpose, in the trail
	WriteRequests   Permission = "requests.write"  // cases of people about their own data
	ErasePeople     Permission = "people.erase"
	Operate         Permission = "operate"
)

// Role is what an account is, and so what it may do.
type Role string

// The roles. Accounts so far are operators; what each of the others sees of a
// person is settled in VisibleTo, what each may do comes with their accounts.
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
}

// May says whether the actor holds the permission.
func (a Actor) May(p Permission) bool {
	return p == Public || a.Role == Operator || a.Role == System
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
