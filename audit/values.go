package audit

// Language is a language that labels are shipped in.
type Language string

// The shipped languages. English comes first: it is the fallback.
const (
	English  Language = "en"
	Korean   Language = "ko"
	Japanese Language = "ja"
)

// Languages lists the shipped languages.
var Languages = []Language{English, Korean, Japanese}

// Task is what was done: one of the codes below, or, kept as it came, a value
// that this version does not know (the guide's list grows). "" is none.
type Task string

// Status is whether the task succeeded: a code below or a value kept as it came.
type Status string

// ServiceType is the client a task was done through: a code below or a value
// kept as it came.
type ServiceType string

// Statuses. Source: guide "Audit > Contacts", column Status.
const (
	Success Status = "success"
	Failure Status = "failure"
)

// Service types. Source: guide "Audit > Contacts", column Service Type.
const (
	PCWeb                     ServiceType = "pc_web"
	MobileApp                 ServiceType = "mobile_app"
	ContactsOrganizationChart ServiceType = "contacts_organization_chart"
	API                       ServiceType = "api"
	SCIM                      ServiceType = "scim"
)

// Tasks. Source: guide "Audit > Contacts", column Task, in its order.
const (
	TaskViewMemberInfo           Task = "view_member_info"
	TaskEditMemberInfo           Task = "edit_member_info"
	TaskSearchContact            Task = "search_contact"
	TaskAddContact               Task = "add_contact"
	TaskEditContact              Task = "edit_contact"
	TaskDeleteContact            Task = "delete_contact"
	TaskAddTag                   Task = "add_tag"
	TaskEditTag                  Task = "edit_tag"
	TaskDeleteTag                Task = "delete_tag"
	TaskDeleteContactPermanently Task = "delete_contact_permanently"
	TaskRestoreContact           Task = "restore_contact"
	TaskExportContact            Task = "export_contact"
	TaskMergeContacts            Task = "merge_contacts"
	TaskChangeContactOwner       Task = "change_contact_owner"
	TaskEditTeam                 Task = "edit_team"
	TaskViewGroup                Task = "view_group"
	TaskAddGroup                 Task = "add_group"
	TaskEditGroup                Task = "edit_group"
	TaskDeleteGroup              Task = "delete_group"
	TaskInviteCompanyMember      Task = "invite_company_member"
)

// ParseTask gives the task whose code or label (in any shipped language; case,
// quotes and spaces don't matter) s is. Any other s is kept as it came and
// reported as not known.
func ParseTask(s string) (t Task, known bool) {
	code, known := taskTable.parse(s)
	return Task(code), known
}

// ParseStatus is ParseTask for a status.
func ParseStatus(s string) (st Status, known bool) {
	code, known := statusTable.parse(s)
	return Status(code), known
}

// ParseServiceType is ParseTask for a service type.
func ParseServiceType(s string) (v ServiceType, known bool) {
	code, known := serviceTypeTable.parse(s)
	return ServiceType(code), known
}

// Label is the task's text in lang, in English where lang is not shipped, and
// the value itself where it is not known.
func (t Task) Label(lang Language) string { return taskTable.text(string(t), lang) }

// Labels is the task's text in every shipped language, or the value itself.
func (t Task) Labels() []string { return taskTable.texts(string(t)) }

// Label is the status's text in lang; see Task.Label.
func (s Status) Label(lang Language) string { return statusTable.text(string(s), lang) }

// Labels is the status's text in every shipped language, or the value itself.
func (s Status) Labels() []string { return statusTable.texts(string(s)) }

// Label is the service type's text in lang; see Task.Label.
func (v ServiceType) Label(lang Language) string { return serviceTypeTable.text(string(v), lang) }

// Labels is the service type's text in every shipped language, or the value itself.
func (v ServiceType) Labels() []string { return serviceTypeTable.texts(string(v)) }

// Tasks lists the known tasks in the guide's order.
func Tasks() []Task { return convert[Task](taskTable.codes()) }

// Statuses lists the known statuses.
func Statuses() []Status { return convert[Status](statusTable.codes()) }

// ServiceTypes lists the known service types in the guide's order.
func ServiceTypes() []ServiceType { return convert[ServiceType](serviceTypeTable.codes()) }

func convert[T ~string](in []string) []T {
	out := make([]T, len(in))
	for i, s := range in {
		out[i] = T(s)
	}
	return out
}
