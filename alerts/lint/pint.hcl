# What pint checks of the generated rules, offline. Each exclusion says why.

checks {
  disabled = [
    # It goes by metric names alone, and every objective records under the same names: it takes the counts of one for those
    # of another. Between levels of one objective the lag is meant, and is in the proofs.
    "rule/dependency",
  ]
}

rule {
  match {
    name = "slo:(total|bad)_events:increase[0-9]+d"
    kind = "recording"
  }
  # The window of the whole budget is recorded once an hour for its course only; no rule reads it, and who wants to know what
  # is left counts it then.
  disable = ["group/interval"]
}

rule {
  match {
    name = "Watchdog"
  }
  # It always fires: who stops hearing it knows that alerts do not arrive any more.
  disable = ["alerts/comparison"]
}

rule {
  match {
    name = "TargetDown|DatabaseDown"
  }
  # absent() is the condition: it has a value only where there is no such series.
  disable = ["alerts/comparison"]
}
