# Stands in for the official image zookeeper, from Debian's package; BASE has it installed.
ARG BASE
FROM ${BASE}
RUN mkdir -p /conf /data /datalog && printf 'dataDir=/data\nclientPort=2181\n' >/conf/zoo.cfg
# Its own tools, zkCli.sh among them, are on the path there.
ENV PATH=$PATH:/usr/share/zookeeper/bin
COPY zookeeper.sh /usr/local/bin/
VOLUME ["/data", "/datalog"]
EXPOSE 2181
CMD ["/usr/local/bin/zookeeper.sh"]
