package registry

import (
	"maps"
	"slices"
	"strings"
)

// Permission names one thing an actor may be allowed to do. The route table
// puts one beside every handler; the gates ask for it again.
type Permission string

// The permissions. Public needs no actor at all. What a permission reaches to is the
// actor's Reach: an officer writes everybody, a data officer their own people.
const (
	Public          Permission = "public"
	OwnAccount      Permission = "account.own" // one's own password, sessions and tokens
	OwnRecord       Permission = "record.own"  // an expert's own record: publication, requests, its log
	ReadPeople      Permission = "people.read"
	ExportPeople    Permission = "people.export" // take what may be read away as a file
	WritePeople     Permission = "people.write"
	MergeRecords    Permission = "people.merge"    // make one record of two, and two of one again
	ReadRestricted  Permission = "restricted.read" // each reading with its purpose, in the trail
	ErasePeople     Permission = "people.erase"
	ReadImports     Permission = "imports.read"
	WriteImports    Permission = "imports.write"
	ReadShortlists  Permission = "shortlists.read"
	WriteShortlists Permission = "shortlists.write"
	ReadPanels      Permission = "panels.read"
	WritePanels     Permission = "panels.write"
	ReadForecast    Permission = "forecast.read"
	WriteNeeds      Permission = "needs.write" // say how many people an organisation needs
	ReadCatalogues  Permission = "catalogues.read"
	WriteCatalogues Permission = "catalogues.write"
	WriteRequests   Permission = "requests.write"     // cases of people about their own data
	AskData         Permission = "disclosures.ask"    // ask another agency for data, and fetch what it gives
	AnswerData      Permission = "disclosures.answer" // approve or refuse what another agency asks
	ReadAccess      Permission = "access.read"        // who looked at whose record, and what for
	WriteAccounts   Permission = "accounts.write"
	Operate         Permission = "operate"
)

// grants says which roles hold which permission: who may do what, in one place. The
// operator and the program itself hold them all, and nobody else holds what is not
// here.
var grants = map[Permission][]Role{
	OwnAccount:      {Administrator, Officer, DataOfficer, Planner, Secretary, Expert},
	OwnRecord:       {Expert},
	ReadPeople:      {Administrator, Officer, DataOfficer, Secretary, Expert, Visitor},
	ExportPeople:    {Administrator, Officer, DataOfficer, Secretary},
	WritePeople:     {Administrator, Officer, DataOfficer},
	MergeRecords:    {Administrator, Officer},
	ReadRestricted:  {Administrator, Officer},
	ErasePeople:     {Administrator},
	ReadImports:     {Administrator, Officer, DataOfficer},
	WriteImports:    {Administrator, Officer, DataOfficer},
	ReadShortlists:  {Administrator, Officer, Secretary},
	WriteShortlists: {Administrator, Officer, Secretary},
	ReadPanels:      {Administrator, Officer, Secretary},
	WritePanels:     {Administrator, Officer, Secretary},
	ReadForecast:    {Administrator, Officer, Planner},
	WriteNeeds:      {Administrator, Officer, DataOfficer, Planner},
	ReadCatalogues:  {Administrator, Officer, DataOfficer, Planner, Secretary, Expert, Visitor},
	WriteCatalogues: {Administrator},
	WriteRequests:   {Administrator, Officer},
	AskData:         {Administrator, Officer, DataOfficer, Secretary},
	AnswerData:      {Administrator, Officer, DataOfficer},
	ReadAccess:      {Administrator},
	WriteAccounts:   {Administrator},
	Operate:         {Administrator},
}

// Permissions gives all but Public, by name.
func Permissions() []Permission { return slices.Sorted(maps.Keys(grants)) }

// May says whether the actor holds the permission.
func (a Actor) May(p Permission) bool {
	switch {
	case p == Public || a.Role == Operator || a.Role == System:
		return true
	case a.Account == "", a.Scope != "" && !slices.Contains(strings.Fields(a.Scope), string(p)):
		return false
	}
	return slices.Contains(grants[p], a.Role)
}
