"""The headers that columns are known by, and the roles they play. Compared by letters and digits only."""

from __future__ import annotations

from reporter.sources.header import Need, Role

_EMPLOYEE_ID = (
    "Employee ID", "Employee Id Number", "Employee Number", "Employee No", "Emp ID", "Emp No",
    "Worker ID", "Associate ID", "Staff ID", "Staff Number", "Staff No", "Personnel Number", "Personnel No",
    "Payroll Number", "Personnel ID", "Person ID", "Personalnummer", "Mitarbeiternummer", "Mitarbeiter-ID",
    "Matricule", "Número de empleado", "ID de empleado",
)  # fmt: skip
_ADDRESS = (
    "Work Email", "Work Email Address", "Email", "E-mail", "Email Address", "E-mail Address", "Business Email",
    "Business Email Address", "Company Email", "Corporate Email", "Office Email", "Mail", "Primary Email",
    "Primary Work Email", "Email Work", "Employee Email", "Work Mail", "Dienstliche E-Mail", "E-Mail-Adresse",
    "E-Mail (geschäftlich)", "Adresse e-mail", "Adresse email", "Adresse de messagerie", "Courriel",
    "E-mail professionnel", "Correo electrónico", "Dirección de correo electrónico", "Correo",
)  # fmt: skip

ROSTER = (
    Role(name="employee_id", titles=_EMPLOYEE_ID, ranked=("ID", "User ID", "Number", "No")),
    Role(name="address", titles=_ADDRESS, ranked=("User Principal Name", "UPN", "Username", "User Name")),
    Role(
        name="aliases",
        titles=(),
        ranked=(
            "Aliases", "Alias", "Other Email", "Other Emails", "Other Mails", "Other Email Addresses",
            "Other Email Address", "Alternate Email", "Alternate Email Address", "Alternative Email", "Secondary Email",
            "Secondary Email Address", "Email Aliases", "Email Alias", "Former Email", "Previous Email",
            "proxyAddresses",
        ),
        many=True,
    ),
    Role(
        name="name",
        titles=(),
        ranked=(
            "Full Name", "Display Name", "Employee Name", "Employee", "Worker", "Worker Name", "Preferred Name", "Name",
            "Vollständiger Name", "Nom complet", "Nombre completo",
        ),
    ),
    Role(
        name="given_name",
        titles=(),
        ranked=("First Name", "Given Name", "Forename", "Legal First Name", "Vorname", "Prénom", "Nombre"),
    ),
    Role(
        name="family_name",
        titles=(),
        ranked=("Last Name", "Surname", "Family Name", "Legal Last Name", "Nachname", "Nom de famille", "Nom",
            "Apellidos"),
    ),
    Role(
        name="department",
        titles=(),
        ranked=(
            "Department", "Dept", "Department Name", "Abteilung", "Departamento", "Département", "Team",
            "Business Unit", "Division", "Organisation Unit", "Organizational Unit", "Cost Center Name",
        ),
    ),
    Role(
        name="country",
        titles=("Country", "Work Country", "Country of Work", "Location Country", "Land", "Pays", "País"),
        ranked=("Country/Region", "Country or Region", "Country Code", "Country Name", "Usage Location"),
    ),
    Role(
        name="region",
        titles=(
            "State", "Work State", "State/Province", "State or Province", "Province", "State/Region", "Province/State",
            "Location State", "State of Work", "Work State/Province", "US State", "Bundesland", "Kanton", "Canton",
        ),
        ranked=("State Code", "Province Code", "County", "Region"),
    ),
    Role(
        name="status",
        titles=("Employment Status", "Employee Status", "Worker Status", "Beschäftigungsstatus", "Estado laboral"),
        ranked=("Status", "Employment State", "Statut", "Estado"),
    ),
    Role(
        name="employment",
        titles=(),
        ranked=(
            "Employment Type", "Employee Type", "Worker Type", "Contract Type", "Type of Employment", "Employment",
            "Beschäftigungsart", "Type de contrat", "Tipo de contrato",
        ),
    ),
    Role(name="role", titles=(), ranked=("Role", "Job Role", "Job Title", "Position", "Stelle", "Poste", "Puesto")),
    Role(name="language", titles=(), ranked=("Preferred Language", "Language", "Locale", "Sprache", "Langue")),
    Role(
        name="first_day",
        titles=(
            "First Day", "Start Date", "Hire Date", "Hired", "Joining Date", "Date of Joining", "Date Joined",
            "Employment Start Date", "Eintrittsdatum", "Date d'entrée", "Fecha de inicio",
        ),
    ),
    Role(
        name="last_day",
        titles=(
            "Last Day", "End Date", "Termination Date", "Leaving Date", "Last Working Day", "Last Day of Work",
            "Date Left", "Employment End Date", "Exit Date", "Austrittsdatum", "Date de sortie", "Fecha de baja",
        ),
    ),
)  # fmt: skip
"""The roles of a roster's columns; `<service>.account` columns are added for the services a policy names."""

SURVEY = (
    Role(name="employee_id", titles=_EMPLOYEE_ID),
    Role(name="address", titles=(*_ADDRESS, "Recipient Email"), ranked=("Username", "User Principal Name")),
    Role(
        name="response_id",
        titles=("ID", "Response ID", "Respondent ID", "Submission ID"),
        ranked=("Response", "Response Number"),
    ),
    Role(
        name="submitted_at",
        titles=(
            "Completion time", "Timestamp", "Submitted at", "Submitted on", "Submission date",
            "Submission time", "Date submitted", "Submit Date", "Completed at", "Completion date",
            "Fertigstellungszeit", "Hora de finalización", "Heure de fin", "Zeitstempel", "Marca temporal",
            "Horodateur", "EndDate",
        ),
        ranked=("Submitted", "Recorded Date", "Response Date", "Date", "Datum", "Fecha"),
    ),
    Role(name="preview", titles=("Status",)),
    Role(name="finished", titles=("Finished",)),
)  # fmt: skip
"""The roles of a survey's columns, beside its questions."""

WAIVERS = (
    Role(name="employee", titles=("Employee",), ranked=(*_EMPLOYEE_ID, *_ADDRESS)),
    Role(name="control", titles=("Control", "Control ID")),
    Role(name="reason", titles=("Reason", "Justification")),
    Role(name="approver", titles=("Approver", "Approved by")),
    Role(name="approver_role", titles=("Approver role", "Approver's role", "Role of the approver")),
    Role(name="granted", titles=("Granted", "Granted on", "Date granted", "From")),
    Role(name="expires", titles=("Expires", "Expires on", "Expiry", "Expiry date", "Until")),
)

ALIASES = (
    Role(name="alias", titles=("Alias", "Alias address", "Other email", "Other address")),
    Role(name="employee", titles=("Employee",), ranked=(*_EMPLOYEE_ID, *_ADDRESS)),
)

PEOPLE = (
    Role(name="employee_id", titles=(*_EMPLOYEE_ID, "employee"), ranked=("ID",)),
    Role(name="address", titles=_ADDRESS, ranked=("Address",)),
)

IDENTITY = ("employee_id", "address")


def each(roles: tuple[Role, ...], *, optional: tuple[str, ...] = ()) -> tuple[Need, ...]:
    """Return the needs of a file in which every role but the optional ones must be found."""
    columns = ", ".join(r.name for r in roles)
    hint = f"The columns are {columns}."
    return tuple(
        Need(any_of=(r.name,), what=f"there is no column {r.name}", hint=hint) for r in roles if r.name not in optional
    )
