"""What the command line needs beside its commands: help in Chinese, printing, progress."""
