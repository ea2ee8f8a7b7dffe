"""The same questions over many days, parameters and sources, as a tidy table: on this machine or on a Dask cluster."""
