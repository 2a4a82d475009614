# Stands in for the official image rabbitmq, from Debian's package; BASE has it installed.
ARG BASE
FROM ${BASE}
RUN mkdir -p /etc/rabbitmq/conf.d
ENV RABBITMQ_LOGS=- HOME=/var/lib/rabbitmq LANG=C.UTF-8
COPY rabbitmq.sh /usr/local/bin/
VOLUME ["/var/lib/rabbitmq"]
EXPOSE 5672
CMD ["/usr/local/bin/rabbitmq.sh"]
