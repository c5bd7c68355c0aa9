"""Floor 4: an assessment to bytes. Presenting adds no arithmetic."""
