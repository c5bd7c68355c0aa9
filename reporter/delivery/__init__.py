"""Floor 5: from a finished run's folder to people: preview, approval, sending, and the truth about it.

Nothing is composed here. What a run composed is read back, approved as it is, and sent as it is.
"""

from reporter.delivery.approving import approve
from reporter.delivery.dispatch import Dispatch, Terms, send, survey, trial
from reporter.delivery.run_mails import RunMails, latest, read

__all__ = ["Dispatch", "RunMails", "Terms", "approve", "latest", "read", "send", "survey", "trial"]
