// Package registrytest is the suite of promises that every store of the
// registry keeps, and the synthetic people it keeps them with. A store runs it
// over real files:
//
//	func TestStore(t *testing.T) { registrytest.Run(t, open) }
package registrytest

import (
	"context"
	"slices"
	"testing"

	"trithuc/registry"
)

// Store is everything a store promises together.
type Store interface {
	registry.Committer
	registry.PersonReader
	registry.ReferenceReader
	registry.TrailReader
	registry.IdentityReader
	registry.CareerReader
	registry.ImportReader
	registry.ShortlistReader
	registry.PanelReader
	registry.PaperReader
	registry.SavedSearchReader
	registry.MergeReader
	registry.RequestReader
	registry.ErasureStore
	registry.SecretStore
	registry.AccountReader
	registry.SessionStore
	registry.TokenStore
	registry.TryStore
	registry.ForecastRunStore
	registry.NeedReader
	registry.DisclosureReader
	registry.ProposalReader
	registry.OpinionReader
	registry.SecondStore
	registry.LinkStore
	registry.Checker
	Close() error
}

// Open opens the store that is kept in dir, a new one where dir is empty.
type Open func(ctx context.Context, dir string) (Store, error)

// Operator is who acts in the suite unless a promise is about somebody else.
var Operator = registry.Actor{Account: "người thử", Role: registry.Operator}

// Context gives the context of a test with the Operator as its actor.
func Context(t testing.TB) context.Context { return registry.WithActor(t.Context(), Operator) }

// promise is one thing that every store must keep.
type promise struct {
	name string
	test func(*testing.T, *room)
}

// promises are all but those about erasure, in the order in which they build on each other.
func promises() []promise {
	return []promise{
		{"a new store is empty and sound", emptyIsSound},
		{"a person comes back as added", personComesBack},
		{"a person comes back after reopening", personSurvivesReopening},
		{"text of any script comes back to the byte", anyScript},
		{"ids are given once and never again", idsAreNeverReused},
		{"people come in the order they were asked for", peopleInOrder},
		{"everybody is walked over by id", everybodyIsWalked},
		{"a walk allows other calls meanwhile", walkAllowsCalls},
		{"somebody unknown is NotFound", unknownIsNotFound},
		{"an amendment replaces all values and raises the version", amendmentReplaces},
		{"an amendment that changes nothing writes nothing", sameWritesNothing},
		{"a stale amendment is refused and says who was first", staleIsRefused},
		{"a removed person is gone and the trail keeps the record", removalKeepsRecord},
		{"every value knows its source", sourcesAreStamped},
		{"an unchanged value keeps its source", sourcesAreKept},
		{"one source is one row", oneSourceOneRow},
		{"a failing change takes all others back", failureTakesAllBack},
		{"a failing change takes thousands back", manyTakenBack},
		{"changes of a failed commit can be committed again", failureCanBeRepeated},
		{"an ended context writes nothing", endedContextWritesNothing},
		{"a key met again gives the first receipt", keyIsRepeated},
		{"a key used for another request is a conflict", keyOfAnother},
		{"negative ids stand for organisations of the same commit", negativeIDs},
		{"an organisation in use stays", organisationInUseStays},
		{"an unknown organisation is refused", unknownOrganisation},
		{"lineage leads from a former name to the successor", lineageLeads},
		{"an organisation is amended, and that is taken back", organisationAmended},
		{"organisations are renamed and merged, and that is taken back", organisationSucceeded},
		{"a snapshot of references is new after every change", referenceIsFresh},
		{"a version of a code list replaces the same version", codesReplace},
		{"loading a code list is taken back", codesAreTakenBack},
		{"loads of a code list planned at once do not collide", loadsDoNotCollide},
		{"a value of another system's file names it and its day", systemIsNamed},
		{"people are found by code, e-mail and name", peopleAreFound},
		{"a staff code and an ORCID iD are one person's alone", codesAreSole},
		{"careers say what the people say", careersAgree},
		{"people of an organisation are found by employer, unit and code", peopleOfOrganisation},
		{"sample people are valid", recordIsValid},
		{"items of a changed list keep their sources", itemsKeepSources},
		{"a member keeps an association in use", memberKeepsOrganisation},
		{"people are found by other names and ORCID", foundByOtherNameAndORCID},
		{"totals say who counts by the rules in force", whoCounts},
		{"an import goes through its states", importStates},
		{"an applied import knows its entries", importKnowsEntries},
		{"undo takes an import back", undoTakesBack},
		{"undo takes back an import that came to people twice", undoOfRepeatedRows},
		{"undo keeps what was changed since", undoKeepsLaterChanges},
		{"undo takes back what answers wrote", undoOfAnswers},
		{"undo comes again for who was merged", undoAfterUnmerge},
		{"undo leaves organisations that others came to point at", undoLeavesOrganisations},
		{"choices about an import are kept", choicesAreKept},
		{"absences from a full list are answered, once", absencesAreAnswered},
		{"reviews wait until answered, once", reviewsWait},
		{"the trail has no gap and its chain holds", trailHolds},
		{"applied backwards the trail gives former states", trailGivesFormerStates},
		{"a person is read as of any moment", everyPast},
		{"one amendment is taken back, later ones kept", revertAmendment},
		{"one item of a list is taken back", revertItems},
		{"a plan of taking back shows nobody more than they may see", revertIsMasked},
		{"a removal is taken back", revertRemoval},
		{"an addition is taken back", revertAddition},
		{"two people are merged and unmerged without loss", mergeAndUnmerge},
		{"merging any two and unmerging them leaves no trace in the export", mergeOfDrawnPairs},
		{"unmerging keeps what was changed since", unmergeKeepsLater},
		{"merges follow one another", mergeInTurn},
		{"records of long lists are merged", mergeOfMany},
		{"unmerging takes the items of the other out of a list that was changed since", unmergeByItem},
		{"people are met again by keys, however their record is written", foundByKeys},
		{"a request runs through its states and clocks", requestRuns},
		{"a correction, a withdrawal and a refusal settle their request", requestsSettle},
		{"an erasure settles its request and empties it", requestErases},
		{"a restricted value is sealed, found by digest and opened for a purpose", secretIsKept},
		{"what a withdrawal ended stays ended", withdrawnStaysWithdrawn},
		{"a merge is taken back whole, and a change before it by itself", mergesAreTakenBackWhole},
		{"organisations come back with who pointed at them", organisationsComeBack},
		{"who was removed is erased on a request", removedIsErased},
		{"cases about who was removed are opened and settled", removedAsks},
		{"words of a reason are read again until erasure", wordsOfReasons},
		{"nothing is written about who was erased, removed or merged meanwhile", nothingBesideErasure},
		{"an erasure beside a merge takes both", erasureBesideMerge},
		{"a number is taken out whole, and a key stands for one number", numberOfMerged},
		{"rotation seals everything again and may be interrupted", secretsRotate},
		{"nobody's edit is lost among many", noLostUpdates},
		{"any sequence of changes agrees with a simple model", agreesWithModel},
	}
}

// workPromises are those about what people work at beside the records: lists, needs,
// forecasts, data between agencies, corrections, panels.
func workPromises() []promise {
	return []promise{
		{"shortlists are put, replaced and removed", shortlists},
		{"saved searches are their account's own, and know merged people again", savedSearches},
		{"forecasts are kept within bounds, and their records go with an erasure", forecastRuns},
		{"opinions on the plan are said, answered and taken out, each by who may, and forget who is erased", opinionsOnPlan},
		{"needs are said once, amended and taken out, each by who may", needs},
		{"data is asked for, approved by the other side, and fetched until its day", disclosureRuns},
		{"a request for data is refused, withdrawn, and nobody else's affair", disclosureRefused},
		{"a correction is proposed part by part, and accepted or refused", proposalRuns},
		{"a correction is nobody else's to propose or to answer", proposalRefused},
		{"a panel comes back, and two never overwrite each other", panelComesBack},
		{"a panel in force changes by a later decision", panelReformed},
		{"members send their sheets on line", panelScored},
		{"templates of documents are kept", paperTemplatesKept},
		{"agencies are asked for members and reply", panelNominated},
		{"conflicts of a member are added by hand and looked at", panelOpposed},
		{"a link answers an invitation once", panelLinks},
		{"a panel goes from draft to result, and nothing is signed before everybody committed themselves", panelLives},
	}
}

// accountPromises are those about accounts, signing in and tokens.
func accountPromises() []promise {
	return []promise{
		{"an account is kept, its secrets in no trail", accountIsKept},
		{"the last administrator stays", lastAdministratorStays},
		{"somebody signs in and is sent away", signInAndOut},
		{"wrong tries lock a name and slow an address", wrongTriesLock},
		{"a password is changed and reset", passwordIsChanged},
		{"a second step opens once a code, and recovery codes once each", secondStep},
		{"a second step is renewed, taken away and reset", secondStepEnds},
		{"an account is linked with who signs in elsewhere", linked},
		{"tokens act within their scope until they end", tokensWork},
		{"the account of a merged person goes on with who stays", expertIsLedOn},
	}
}

// erasurePromises are those about who is erased.
func erasurePromises() []promise {
	return []promise{
		{"erasure leaves no byte of a person", erasureLeavesNothing},
		{"erasure leaves nothing with whom the merged were merged into", erasureOfChain},
		{"an erasure asked for somebody who was merged since is refused", erasureOfMergedSince},
		{"erasure takes the merged along, and what the merge mixed", erasureOfMerged},
		{"erasure takes people out of requests for data, and their proposals", disclosureForgets},
		{"what was erased cannot be brought back", erasedStaysErased},
		{"an erasure under a key erases, or says that it did not", keyedErasure},
		{"erasure is replayed on an older copy, on nobody else", erasureIsReplayed},
		{"an erasure cut short is finished", erasureIsFinished},
		{"an erasure that is refused leaves imports as they were", erasureRefused},
		{"imports that tell of who is erased fail, and their files are cleaned after", erasureOfImports},
		{"questions and titles that tell of who is erased are emptied", erasureOfWords},
		{"what officers wrote about others does not name who is erased", erasureElsewhere},
		{"saved searches forget who is erased", savedSearchOfErased},
		{"panels keep the seat of who is erased, and nothing of them", panelOfErased},
		{"units that an import called after who is erased are renamed", erasureOfUnits},
		{"an import is undone after an erasure", undoAfterErasure},
	}
}

// Run holds a store to its promises, one a sub-test.
func Run(t *testing.T, open Open) {
	for _, p := range slices.Concat(promises(), workPromises(), accountPromises(), erasurePromises()) {
		t.Run(p.name, func(t *testing.T) {
			r := newRoom(t, open)
			p.test(t, r)
			r.sound(t)
			if err := r.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		})
	}
}

// room is one store in a folder of its own, with what the promises need to hand.
type room struct {
	Store
	ctx  context.Context
	dir  string
	open Open
	ctu  registry.OrganisationID // a university
	unit registry.OrganisationID // a unit of it
}

func newRoom(t *testing.T, open Open) *room {
	r := &room{ctx: Context(t), dir: t.TempDir(), open: open}
	var err error
	if r.Store, err = open(r.ctx, r.dir); err != nil {
		t.Fatalf("open: %v", err)
	}
	return r
}

// furnished adds the sample organisations and codes.
func (r *room) furnished(t *testing.T) *room {
	t.Helper()
	receipt := r.commit(t, Furniture()...)
	r.ctu = registry.OrganisationID(receipt.Subjects[0].ID)
	r.unit = registry.OrganisationID(receipt.Subjects[1].ID)
	return r
}

// reopen closes the store and opens it again.
func (r *room) reopen(t testing.TB) {
	t.Helper()
	if err := r.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	var err error
	if r.Store, err = r.open(r.ctx, r.dir); err != nil {
		t.Fatalf("reopen: %v", err)
	}
}

// sound fails the test if the store breaks a promise of its own.
func (r *room) sound(t testing.TB) {
	t.Helper()
	for v, err := range r.Check(r.ctx) {
		if err != nil {
			t.Fatalf("check: %v", err)
		}
		t.Errorf("check: %+v", v)
	}
}

// commit commits as the Operator and fails the test if that fails.
func (r *room) commit(t testing.TB, changes ...registry.Change) registry.Receipt {
	t.Helper()
	receipt, err := r.Commit(r.ctx, Operator, changes)
	if err != nil {
		t.Fatalf("commit: %v", err)
	}
	return receipt
}

// add adds n sample people.
func (r *room) add(t testing.TB, n int) []*registry.Person {
	t.Helper()
	people := make([]*registry.Person, n)
	changes := make([]registry.Change, n)
	for i := range people {
		people[i] = Person(i, r.ctu, r.unit)
		changes[i] = &registry.AddPerson{Person: people[i]}
	}
	r.commit(t, changes...)
	return people
}

// person reads one person and fails the test if that fails.
func (r *room) person(t testing.TB, id registry.PersonID) *registry.Person {
	t.Helper()
	p, err := r.Person(r.ctx, id)
	if err != nil {
		t.Fatalf("person %d: %v", id, err)
	}
	return p
}

// refused fails the test unless err is of the kind and says something.
func refused(t testing.TB, err error, want registry.Kind) {
	t.Helper()
	if err == nil || registry.KindOf(err) != want {
		t.Errorf("got error %v of kind %v, want kind %v", err, registry.KindOf(err), want)
	}
}
