"""The headers that columns are known by, and the roles they play. Compared by letters and digits only."""

from __future__ import annotations

from reporter.sources.headers.header import Need, Role

_EMPLOYEE_ID = (
    "Employee ID", "Employee Id Number", "Employee Number", "Employee No", "Employee Code",
    "Worker ID", "Associate ID", "Staff ID", "Staff Number", "Staff No", "Personnel Number", "Personnel No",
    "Payroll Number", "Personnel ID", "Person ID",
    "Personalnummer", "Personal-Nr.", "Pers.-Nr.", "Personal-ID", "Mitarbeiternummer", "Mitarbeiter-Nr.",
    "Mitarbeiter-ID", "Mitarbeitenden-ID", "Mitarbeitendennummer", "MA-Nr.",
    "Matricule", "Numéro de matricule", "N° matricule", "N° de matricule", "Numéro d'employé", "N° d'employé",
    "ID employé", "Identifiant employé", "Numéro de salarié",
    "Número de empleado", "N.º de empleado", "ID de empleado", "ID empleado", "Código de empleado", "ID del empleado",
    "Matricola", "ID dipendente", "Codice dipendente", "Personeelsnummer", "Medewerkernummer", "Medewerker-ID",
    "Matrícula", "Número de funcionário", "ID do funcionário", "Número de colaborador",
)  # fmt: skip
_ADDRESS = (
    "Work Email", "Work Email Address", "Email", "E-mail", "Email Address", "E-mail Address", "Business Email",
    "Business Email Address", "Company Email", "Corporate Email", "Office Email", "Mail", "Primary Email",
    "Primary Work Email", "Email - Work", "Email - Primary Work", "Work Contact: Work Email", "Employee Email",
    "Work Mail", "User Email",
    "E-Mail-Adresse", "Mailadresse", "E-Mail (geschäftlich)", "E-Mail (dienstlich)", "E-Mail (Arbeit)",
    "Geschäftliche E-Mail", "Geschäftliche E-Mail-Adresse", "Dienstliche E-Mail", "Dienstliche E-Mail-Adresse",
    "Firmen-E-Mail",
    "Adresse e-mail", "Adresse email", "Adresse de messagerie", "Adresse électronique", "Courriel",
    "E-mail professionnel", "Adresse e-mail professionnelle", "E-mail pro", "Courriel professionnel",
    "Correo electrónico", "Dirección de correo electrónico", "Correo", "Correo de trabajo", "Correo corporativo",
    "Correo electrónico corporativo", "Correo electrónico del trabajo", "Correo electrónico laboral",
    "Email aziendale", "Indirizzo e-mail", "Indirizzo e-mail aziendale", "Posta elettronica",
    "E-mailadres", "Zakelijk e-mailadres", "Werk e-mail", "E-mail corporativo", "Endereço de e-mail",
    "E-mail profissional",
)  # fmt: skip

ROSTER = (
    Role(
        name="employee_id",
        titles=_EMPLOYEE_ID,
        # SAP SuccessFactors has both USERID, which is the key, and EMPID, which few fill.
        ranked=("User ID", "Emp ID", "Emp No", "File Number", "ID", "Number", "No", "Nr.", "Object ID"),
    ),
    Role(name="address", titles=_ADDRESS),
    Role(name="sign_in", titles=(), ranked=("User Principal Name", "UPN", "Username", "User Name", "Login")),
    Role(
        name="aliases",
        titles=(),
        ranked=(
            "Aliases", "Alias", "Other Email", "Other Emails", "Other Mails", "Other Email Addresses",
            "Other Email Address", "Alternate Email", "Alternate Email Address", "Alternate Email Addresses",
            "Alternative Email", "Secondary Email", "Secondary Email Address", "Work Secondary Email", "Email Aliases",
            "Email Alias", "Former Email", "Previous Email", "Proxy Addresses", "Weitere E-Mail", "Weitere E-Mails",
            "Autre e-mail", "Otro correo",
        ),
        many=True,
    ),
    Role(
        name="name",
        titles=(),
        ranked=(
            "Full Name", "Display Name", "Employee Name", "Employee", "Worker", "Worker Name", "Legal Name",
            "Payroll Name", "Name", "Preferred Name", "Vollständiger Name", "Anzeigename", "Mitarbeiter", "Nom complet",
            "Nom et prénom", "Employé", "Nombre completo", "Nombre y apellidos", "Empleado", "Nome completo",
            "Volledige naam", "Naam",
        ),
    ),
    Role(
        name="given_name",
        titles=(),
        ranked=(
            "First Name", "Given Name", "Forename", "Legal First Name", "Legal Name - First Name",
            "Preferred First Name", "Vorname", "Prénom", "Nombre", "Nome", "Voornaam",
        ),
    ),
    Role(
        name="family_name",
        titles=(),
        ranked=(
            "Last Name", "Surname", "Family Name", "Legal Last Name", "Legal Name - Last Name", "Preferred Last Name",
            "Nachname", "Familienname", "Nom de famille", "Nom", "Apellidos", "Apellido", "Cognome", "Achternaam",
            "Sobrenome", "Apelido",
        ),
    ),
    Role(
        name="department",
        titles=(),
        ranked=(
            "Department", "Dept", "Department Name", "Home Department Description", "Department Description",
            "Abteilung", "Departamento", "Département", "Dipartimento", "Reparto", "Afdeling", "Service",
            "Supervisory Organization", "Team", "Bereich", "Équipe", "Equipo", "Business Unit",
            "Business Unit Description", "Division", "Organisation Unit", "Organizational Unit", "Cost Center Name",
            "Cost Center", "Cost Centre",
        ),
    ),
    Role(
        name="country",
        titles=(
            "Country", "Work Country", "Country of Work", "Location Country", "Land", "Pays", "País", "Paese",
        ),
        ranked=(
            "Country/Region", "Country or Region", "Location Address - Country", "Location Address - Country/Region",
            "Work Location Country", "Work Address: Country", "Location: Country", "Country Code",
            "Work Address: Country Code", "Country Name", "Arbeitsland", "Einsatzland", "Land/Region",
            "Pays de travail", "Pays/région", "País de trabajo", "País/región", "Usage Location",
        ),
    ),
    Role(
        name="region",
        titles=(
            "State", "Work State", "State/Province", "State or Province", "Province", "State/Region", "Province/State",
            "Location State", "State of Work", "Work State/Province", "US State", "Bundesland", "Kanton", "Canton",
        ),
        ranked=(
            "Location Address - State/Province", "Location Address - State", "Location Address - Region",
            "Work Address: State / Territory Code", "Work Address: State / Territory Description", "State Code",
            "Province Code", "Comunidad Autónoma", "Provincia", "Provincie", "County", "Region", "Région", "Región",
        ),
    ),
    Role(
        name="status",
        titles=(
            "Employee Status", "Worker Status", "Active Status", "Position Status", "Beschäftigungsstatus",
            "Mitarbeiterstatus", "Estado laboral", "Statut de l'employé", "Estado del empleado",
        ),
        # "Employment Status" last: beside "Status", as BambooHR has both, it says full-time, part-time, contractor.
        ranked=("Status", "Employment State", "Statut", "Estado", "Stato", "Situação", "Employment Status"),
    ),
    Role(name="account_enabled", titles=("Account Enabled", "Status [READ ONLY]")),
    Role(name="account_blocked", titles=("Block Credential", "Block sign in", "Sign-in blocked")),
    Role(name="user_type", titles=("User Type",)),
    Role(
        name="employment",
        titles=(),
        ranked=(
            "Employment Type", "Employee Type", "Worker Type", "Contract Type", "Type of Employment", "Employment",
            "Worker Category Description", "Worker Category", "Beschäftigungsart", "Anstellungsart", "Vertragsart",
            "Art der Beschäftigung", "Type de contrat", "Type d'emploi", "Tipo de contrato", "Tipo de empleo",
            "Tipo di contratto", "Contracttype", "Dienstverband",
        ),
        spare=("Employment Status",),
    ),
    Role(
        name="role",
        titles=(),
        ranked=(
            "Role", "Job Role", "Job Title", "Job Title Description", "Business Title", "Position", "Position Title",
            "Employee Title", "Job Profile", "Stelle", "Stellenbezeichnung", "Berufsbezeichnung", "Funktion", "Poste",
            "Intitulé du poste", "Fonction", "Puesto", "Cargo", "Qualifica", "Functie", "Title",
        ),
    ),
    Role(
        name="language",
        titles=(),
        ranked=("Preferred Language", "Language", "Locale", "Default Locale", "Sprache", "Langue", "Idioma", "Lingua",
            "Taal"),
    ),
    Role(
        name="first_day",
        titles=(),
        ranked=(
            "First Day", "Hire/Rehire Date", "Hire Date", "Employee Hire Date", "Hired", "Date of Hire", "Start Date",
            "Joining Date", "Date of Joining", "Date Joined", "Employment Start Date", "Eintrittsdatum", "Eintritt",
            "Anstellungsdatum", "Einstellungsdatum", "Beschäftigungsbeginn", "Date d'entrée", "Date d'embauche",
            "Fecha de contratación", "Fecha de alta", "Fecha de incorporación", "Fecha de ingreso", "Fecha de inicio",
            "Data di assunzione", "Datum in dienst", "Data de admissão", "Original Hire Date",
        ),
    ),
    Role(
        name="rehire_day",
        titles=(),
        ranked=("Rehire Date", "Date of Rehire", "Most Recent Hire Date", "Wiedereintritt", "Wiedereintrittsdatum"),
    ),
    Role(
        name="last_day",
        titles=(),
        ranked=(
            "Last Day", "Last Working Day", "Last Day of Work", "End of Employment", "Employment End Date",
            "Termination Date", "Leaving Date", "Exit Date", "Date Left", "End Date", "Letzter Arbeitstag",
            "Austrittsdatum", "Austritt", "Ende des Arbeitsverhältnisses", "Ende der Beschäftigung",
            "Dernier jour de travail", "Date de sortie", "Date de départ", "Fin du contrat de travail",
            "Último día de trabajo", "Fecha de baja", "Fecha de salida", "Fin de la relación laboral",
            "Data di cessazione", "Datum uit dienst", "Data de desligamento",
        ),
    ),
)  # fmt: skip
"""The roles of a roster's columns; `<service>.account` columns are added for the services a policy names."""

SURVEY = (
    Role(name="employee_id", titles=_EMPLOYEE_ID),
    Role(
        name="address",
        titles=(
            *_ADDRESS, "Recipient Email", "Adresse de courriel", "Indirizzo email", "Indirizzo di posta elettronica",
            "Endereço de email",
        ),
        ranked=("Username", "User Principal Name"),
    ),
    Role(
        name="response_id",
        titles=("ID", "Response ID", "Respondent ID", "Submission ID", "Antwort ID", "ID de la réponse",
            "ID de respuesta"),
        ranked=("Response", "Response Number"),
    ),
    Role(
        name="submitted_at",
        titles=(
            "Completion time", "Timestamp", "Submitted at", "Submitted on", "Submission date",
            "Submission time", "Date submitted", "Submit Date", "Completed at", "Completion date",
            "EndDate", "Fertigstellungszeit", "Heure de fin", "Hora de finalización", "Ora di completamento",
            "Hora de conclusão", "Tijd van voltooien", "Zeitstempel", "Horodateur", "Marca temporal",
            "Informazioni cronologiche", "Carimbo de data/hora", "Tijdstempel", "Datum Abgeschickt",
            "Date de soumission", "Fecha de envío",
        ),
        ranked=("Submitted", "Recorded Date", "Response Date", "Date", "Datum", "Fecha"),
    ),
    Role(name="preview", titles=("Status", "Response Type")),
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
