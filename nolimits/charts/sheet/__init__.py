"""What every picture is composed of: texts that fit, axes, marks, plots, rows, stacks and lanes. Lengths are inches."""
