"""Reading only the headers of picture files, one module a format. Standard library only; no pixel is decoded."""
