"""Loads the demonstration: reads `championships.demo`, writes reference rows, lets the office do what counts."""
