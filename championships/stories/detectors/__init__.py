"""One function for every kind of fact: a scene goes in, facts with the figures that prove them come out."""
