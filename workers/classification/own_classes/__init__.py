"""Classes that people make themselves: a small head over the tagger's vectors, learnt from a few examples."""
