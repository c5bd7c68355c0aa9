"""Floor 3: the judging of DESIGN §6. Pure: values in, values out."""
