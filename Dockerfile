# The README's two commands in a container: docker build -t no-limits . && docker run --rm no-limits
FROM python:3.12-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends chromium git make pandoc \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /book
COPY . .
RUN make .venv/ready
CMD ["sh", "-c", "make book && make test"]
