"""The words HR systems use for employment, compared as text is (DESIGN §6; sources: facts/platform.md §C).

A word in none of the lists counts as active, with a warning.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.replace("\n", ",").split(",") if word.strip())


LEFT = _words("""
    left, leaver, terminated, inactive, not active, former, resigned, retired, dismissed, deceased, departed,
    offboarded, deactivated, disabled, no longer employed, ex-employee, ex employee, former employee, 0, false, no,
    inactive_external, inactive_external_suite, guest, no employee,
    inaktiv, ausgeschieden, ausgetreten, gekündigt, beendet, ruhestand, deaktiviert,
    inactif, parti, partie, sorti, sortie, licencié, licenciée, retraité, retraitée,
    inactivo, inactiva, baja, despedido, despedida, jubilado, jubilada,
    inattivo, inattiva, cessato, cessata, inactief, uit dienst, inativo, inativa, desligado, desligada
""")
"""The last two of the third line are what a directory says of an account (`sources.directory_accounts`)."""
NOT_STARTED = _words("""
    not started, not yet started, onboarding, prehire, pre-hire, pre hire, new hire, future, future hire, hired,
    starter, offer accepted, noch nicht gestartet, pas encore commencé, en cours d'intégration, intégration,
    pendiente de incorporación, incorporación
""")
ACTIVE = _words("""
    active, active_external, active_external_suite, employed, current, working, a, 1, true, yes, regular, probation,
    full time, full-time, part time, part-time, leave, on leave, parental leave, maternity leave, leave of absence,
    paid leave, unpaid leave, suspended, sabbatical,
    aktiv, angestellt, auszeit, beurlaubt, elternzeit, mutterschutz,
    actif, en activité, en congé, congé, absence, en absence, activo, activa, empleado, empleada, de permiso, permiso,
    ausencia, excedencia, attivo, attiva, in congedo, actief, in dienst, met verlof, ativo, ativa, afastado, afastada
""")
CONTRACTOR = _words("""
    contractor, contingent, contingent worker, external, freelancer, freelance, self-employed, agency, agency worker,
    vendor, supplier, third party, third-party,
    extern, externe, externer, freiberufler, freiberuflerin, leiharbeit, leiharbeiter, leiharbeitnehmer,
    prestataire, intérimaire, externo, externa, autónomo, autónoma
""")
