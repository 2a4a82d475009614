# The replica program of the tests, published self-contained; see tests/Capstan.TestServer/Program.cs.
ARG BASE
FROM ${BASE}
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_EnableDiagnostics=0
COPY . /app
# A new named volume takes over the owner of the folder that it is mounted on.
RUN mkdir /data && chown 65534:65534 /data
CMD ["/app/Capstan.TestServer"]
