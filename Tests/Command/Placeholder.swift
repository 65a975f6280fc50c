// The tests of the command line come here.
